import { as, type FamilyRule, longRope, routed } from './family-rule.ts'
import { furtherFamilyRules } from './further-family-rules.ts'
import type { GgufFields } from './gguf-fields.ts'
import { kinFamilyRules } from './kin-family-rules.ts'

/** llama.cpp calls every pre-norm decoder `llama`, Mixtral's experts included (conversion/llama.py). */
const llama: FamilyRule = (fields) =>
  (fields.number('expert_count') ?? 0) > 0
    ? {
        model_type: 'mixtral',
        num_local_experts: fields.number('expert_count'),
        num_experts_per_tok: fields.number('expert_used_count'),
      }
    : { model_type: 'llama' }

const qwen3moe =
  (model_type: string): FamilyRule =>
  (fields) => ({ model_type, ...routed(fields) })

const sliding =
  (model_type: string): FamilyRule =>
  (fields) => ({ model_type, sliding_window: fields.number('attention.sliding_window') })

const phi3: FamilyRule = (fields) => ({
  model_type: 'phi3',
  attention_bias: false,
  ...longRope(fields),
})

const gptOss: FamilyRule = (fields) => ({
  model_type: 'gpt_oss',
  intermediate_size: fields.number('expert_feed_forward_length'),
  num_local_experts: fields.number('expert_count'),
  num_experts_per_tok: fields.number('expert_used_count'),
  sliding_window: fields.number('attention.sliding_window'),
})

/** With the latent cache, `key_length` is that of the cache and `key_length_mla` that of the heads. */
const deepseek2: FamilyRule = (fields) => {
  const rope = fields.number('rope.dimension_count') ?? 0
  const key =
    fields.number('attention.key_length_mla') ?? fields.number('attention.key_length') ?? 0
  const hasCorrection = fields.has(
    `blk.${fields.number('leading_dense_block_count') ?? 0}.exp_probs_b.bias`,
  )
  const version = hasCorrection ? 'deepseek_v3' : 'deepseek_v2'
  return {
    num_hidden_layers: fields.blockCount - (fields.number('nextn_predict_layers') ?? 0),
    model_type: (fields.number('expert_count') ?? 0) === 0 ? 'youtu' : version,
    ...(hasCorrection ? {} : { topk_method: 'greedy' }),
    head_dim: undefined,
    num_key_value_heads: fields.number('attention.head_count'),
    q_lora_rank: fields.number('attention.q_lora_rank'),
    kv_lora_rank: fields.number('attention.kv_lora_rank'),
    qk_rope_head_dim: rope,
    qk_nope_head_dim: key - rope,
    v_head_dim:
      fields.number('attention.value_length_mla') ?? fields.number('attention.value_length'),
    n_routed_experts: fields.number('expert_count'),
    num_experts_per_tok: fields.number('expert_used_count'),
    n_shared_experts: fields.number('expert_shared_count'),
    moe_intermediate_size: fields.number('expert_feed_forward_length'),
    first_k_dense_replace: fields.number('leading_dense_block_count'),
  }
}

/** `block_count` counts the blocks that predict further tokens (conversion/glm.py). */
const glm4moe: FamilyRule = (fields) => {
  const further = fields.number('nextn_predict_layers') ?? 0
  return {
    // Solar Open has the same blocks, none of them dense.
    model_type: fields.has('blk.0.ffn_up.weight') ? 'glm4_moe' : 'solar_open',
    num_hidden_layers: fields.blockCount - further,
    num_nextn_predict_layers: further,
    use_qk_norm: fields.has('blk.0.attn_q_norm.weight'),
    n_routed_experts: fields.number('expert_count'),
    num_experts_per_tok: fields.number('expert_used_count'),
    n_shared_experts: fields.number('expert_shared_count'),
    moe_intermediate_size: fields.number('expert_feed_forward_length'),
    first_k_dense_replace: fields.number('leading_dense_block_count'),
  }
}

const llama4: FamilyRule = (fields) => ({
  model_type: 'llama4_text',
  intermediate_size: fields.number('expert_feed_forward_length'),
  intermediate_size_mlp: fields.number('feed_forward_length'),
  num_local_experts: fields.number('expert_count'),
  num_experts_per_tok: fields.number('expert_used_count'),
  interleave_moe_layer_step: fields.number('interleave_moe_layer_step'),
})

/** Kinds of blocks by the tensors of each: a recurrent block has no keys. */
function layerTypes(fields: GgufFields, attention: string, recurrent: string): string[] {
  return Array.from({ length: fields.blockCount }, (_, block) =>
    fields.has(`blk.${block}.attn_k.weight`) ? attention : recurrent,
  )
}

const mamba2 = (fields: GgufFields) => ({
  mamba_n_heads: fields.number('ssm.time_step_rank'),
  mamba_n_groups: fields.number('ssm.group_count'),
  mamba_d_state: fields.number('ssm.state_size'),
  mamba_d_conv: fields.number('ssm.conv_kernel'),
  mamba_conv_bias: fields.has(`blk.${firstRecurrent(fields)}.ssm_conv1d.bias`),
})

function firstRecurrent(fields: GgufFields): number {
  const types = layerTypes(fields, 'attention', 'recurrent')
  return Math.max(0, types.indexOf('recurrent'))
}

const falconH1: FamilyRule = (fields) => ({
  model_type: 'falcon_h1',
  ...mamba2(fields),
  mamba_d_ssm: fields.number('ssm.inner_size'),
  mamba_rms_norm: fields.has('blk.0.ssm_norm.weight'),
})

const graniteHybrid: FamilyRule = (fields) => ({
  model_type: 'granitemoehybrid',
  ...mamba2(fields),
  mamba_expand: (fields.number('ssm.inner_size') ?? 0) / (fields.number('embedding_length') ?? 1),
  layer_types: layerTypes(fields, 'attention', 'mamba'),
  num_local_experts: fields.number('expert_count') ?? 0,
  num_experts_per_tok: fields.number('expert_used_count'),
  shared_intermediate_size: fields.number('expert_shared_feed_forward_length'),
})

const lfm2: FamilyRule = (fields) => ({
  model_type: 'lfm2',
  block_auto_adjust_ff_dim: false,
  conv_L_cache: fields.number('shortconv.l_cache'),
  layer_types: layerTypes(fields, 'full_attention', 'conv'),
})

const lfm2moe: FamilyRule = (fields) => ({
  ...lfm2(fields),
  model_type: 'lfm2_moe',
  ...routed(fields),
  num_dense_layers: fields.number('leading_dense_block_count'),
})

const deltaNet =
  (model_type: string): FamilyRule =>
  (fields) => {
    const valueHeads = fields.number('ssm.time_step_rank') ?? 1
    return {
      model_type,
      linear_num_key_heads: fields.number('ssm.group_count'),
      linear_num_value_heads: valueHeads,
      linear_key_head_dim: fields.number('ssm.state_size'),
      linear_value_head_dim: (fields.number('ssm.inner_size') ?? 0) / valueHeads,
      linear_conv_kernel_dim: fields.number('ssm.conv_kernel'),
      full_attention_interval: fields.number('full_attention_interval'),
      ...((fields.number('expert_count') ?? 0) > 0
        ? {
            ...routed(fields),
            shared_expert_intermediate_size: fields.number('expert_shared_feed_forward_length'),
          }
        : {}),
    }
  }

const stablelm: FamilyRule = (fields) => ({
  model_type: 'stablelm',
  use_qkv_bias: fields.has('blk.0.attn_q.bias'),
  use_parallel_residual: !fields.has('blk.0.ffn_norm.weight'),
  qk_layernorm: fields.has('blk.0.attn_q_norm.weight'),
})

/** By llama.cpp's name of the architecture. */
export const familyRules: Readonly<Record<string, FamilyRule>> = {
  ...furtherFamilyRules,
  ...kinFamilyRules,
  llama,
  mistral3: as('mistral3'),
  // KORMo has no biases.
  qwen2: (fields) => ({ model_type: fields.has('blk.0.attn_q.bias') ? 'qwen2' : 'kormo' }),
  qwen3: as('qwen3'),
  qwen3moe: qwen3moe('qwen3_moe'),
  qwen3vl: as('qwen3_vl'),
  qwen3vlmoe: qwen3moe('qwen3_vl_moe'),
  qwen3next: deltaNet('qwen3_next'),
  qwen35: deltaNet('qwen3_5'),
  qwen35moe: deltaNet('qwen3_5_moe'),
  gemma: as('gemma'),
  gemma2: sliding('gemma2'),
  gemma3: sliding('gemma3_text'),
  phi3,
  'command-r': (fields) => ({
    model_type: 'cohere',
    use_qk_norm: fields.has('blk.0.attn_q_norm.weight'),
  }),
  cohere2: sliding('cohere2'),
  'gpt-oss': gptOss,
  deepseek2,
  mistral4: (fields) => ({ ...deepseek2(fields), model_type: 'mistral4' }),
  glm4: as('glm4'),
  glm4moe,
  granite: as('granite'),
  granitehybrid: graniteHybrid,
  smollm3: as('smollm3'),
  'falcon-h1': falconH1,
  llama4,
  lfm2,
  lfm2moe,
  stablelm,
  'hunyuan-dense': as('hunyuan_v1_dense'),
}
