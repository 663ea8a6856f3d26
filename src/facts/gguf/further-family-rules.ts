import { as, type FamilyRule, longRope, routed, windows } from './family-rule.ts'
import type { GgufFields } from './gguf-fields.ts'

/** Fields under the names of GPT-2 and its kin, which say nothing of a network of the usual four widths. */
const gpt =
  (model_type: string): FamilyRule =>
  (fields) => ({
    model_type,
    n_inner: fields.number('feed_forward_length'),
    n_positions: fields.shape('position_embd.weight')?.[1],
  })

/** OLMo 2 and 3 have one name; the third has windows (conversion/olmo.py). */
const olmo2: FamilyRule = (fields) =>
  (fields.number('attention.sliding_window') ?? 0) > 0
    ? { model_type: 'olmo3', ...windows(fields) }
    : { model_type: 'olmo2' }

const falcon: FamilyRule = (fields) => {
  const hasTwoNorms = fields.has('blk.0.attn_norm_2.weight')
  return {
    model_type: 'falcon',
    new_decoder_architecture: hasTwoNorms,
    num_kv_heads: fields.number('attention.head_count_kv'),
    bias: fields.has('blk.0.attn_qkv.bias'),
    ffn_hidden_size: fields.number('feed_forward_length'),
  }
}

const gptneox: FamilyRule = (fields) => ({
  model_type: 'gpt_neox',
  attention_bias: fields.has('blk.0.attn_qkv.bias'),
})

const phimoe: FamilyRule = (fields) => ({
  model_type: 'phimoe',
  num_local_experts: fields.number('expert_count'),
  num_experts_per_tok: fields.number('expert_used_count'),
  lm_head_bias: fields.has('output.bias'),
  ...longRope(fields),
})

const mpt: FamilyRule = (fields) => ({
  model_type: 'mpt',
  n_heads: fields.number('attention.head_count'),
  max_seq_len: fields.number('context_length'),
  expansion_ratio:
    (fields.number('feed_forward_length') ?? 0) / (fields.number('embedding_length') ?? 1),
})

const ernieMoe: FamilyRule = (fields) => ({
  model_type: 'ernie4_5_moe',
  moe_num_experts: fields.number('expert_count'),
  moe_k: fields.number('expert_used_count'),
  moe_intermediate_size: fields.number('expert_feed_forward_length'),
  moe_num_shared_experts: fields.number('expert_shared_count'),
  moe_layer_start_index: fields.number('leading_dense_block_count'),
  moe_layer_interval: fields.number('interleave_moe_layer_step'),
})

/** From transformers' own form of the class the converter makes three tensors of queries, keys and values. */
const chatglm: FamilyRule = (fields) => ({
  model_type: fields.has('blk.0.attn_qkv.weight') ? 'chatglm' : 'glm',
  multi_query_group_num: fields.number('attention.head_count_kv'),
  ffn_hidden_size: fields.number('feed_forward_length'),
  add_qkv_bias: fields.has('blk.0.attn_qkv.bias'),
  add_bias_linear: fields.has('blk.0.attn_output.bias'),
})

const minicpm3: FamilyRule = (fields) => {
  const rope = fields.number('rope.dimension_count') ?? 0
  return {
    model_type: 'minicpm3',
    head_dim: undefined,
    q_lora_rank: fields.number('attention.q_lora_rank'),
    kv_lora_rank: fields.number('attention.kv_lora_rank'),
    qk_rope_head_dim: rope,
    qk_nope_head_dim: (fields.number('attention.key_length') ?? 0) - rope,
    ...longRope(fields),
  }
}

const dots1: FamilyRule = (fields) => ({
  model_type: 'dots1',
  ...routed(fields),
  n_routed_experts: fields.number('expert_count'),
  n_shared_experts: fields.number('expert_shared_count'),
  first_k_dense_replace: fields.number('leading_dense_block_count'),
})

const dbrx: FamilyRule = (fields) => ({
  model_type: 'dbrx',
  attn_config: { kv_n_heads: fields.number('attention.head_count_kv') },
  ffn_config: {
    moe_num_experts: fields.number('expert_count'),
    moe_top_k: fields.number('expert_used_count'),
    ffn_hidden_size: fields.number('feed_forward_length'),
  },
})

/** The converter writes no count of the heads' dimensions where they are those of the embedding. */
const grok: FamilyRule = (fields) => ({
  model_type: 'grok-1',
  ...routed(fields),
  residual_moe: fields.has('blk.0.ffn_up.weight'),
})

/** Head counts by layer: those of the full blocks, and of the windowed ones beside. */
const step35: FamilyRule = (fields) => {
  const further = fields.number('nextn_predict_layers') ?? 0
  const sliding = fields.flagsByLayer('attention.sliding_window_pattern') ?? []
  const countAt = (key: string, index: number) => fields.byLayer(key)?.[index] ?? fields.number(key)
  const headsAt = (index: number) => ({
    num_attention_heads: countAt('attention.head_count', index),
    num_attention_groups: countAt('attention.head_count_kv', index),
  })
  const dense = fields.number('leading_dense_block_count') ?? 0
  const depth = fields.blockCount - further
  return {
    model_type: 'step3p5',
    ...windows(fields),
    ...headsAt(Math.max(0, sliding.indexOf(false))),
    num_key_value_heads: undefined,
    attention_other_setting: headsAt(Math.max(0, sliding.indexOf(true))),
    num_hidden_layers: depth,
    num_nextn_predict_layers: further,
    moe_layers_enum: Array.from({ length: Math.max(0, depth - dense) }, (_, at) => at + dense),
    moe_num_experts: fields.number('expert_count'),
    moe_top_k: fields.number('expert_used_count'),
    moe_intermediate_size: fields.number('expert_feed_forward_length'),
    share_expert_dim: fields.number('expert_shared_feed_forward_length'),
    use_head_wise_attn_gate: fields.has('blk.0.attn_gate.weight'),
    use_moe_router_bias: fields.has(`blk.${dense}.exp_probs_b.bias`),
  }
}

/** UMT5 has a table of positions in every block. */
const t5: FamilyRule = (fields) => ({
  model_type: fields.has('enc.blk.1.attn_rel_b.weight') ? 'umt5' : 't5',
  d_kv: fields.number('attention.key_length'),
  d_ff: fields.number('feed_forward_length'),
  num_decoder_layers: fields.number('decoder_block_count'),
  relative_attention_num_buckets: fields.number('attention.relative_buckets_count'),
  feed_forward_proj: fields.has('enc.blk.0.ffn_gate.weight') ? 'gated-gelu' : 'relu',
})

const biased =
  (model_type: string, ...names: string[]): FamilyRule =>
  (fields) => {
    const bias = hasBiases(fields)
    return { model_type, ...Object.fromEntries(names.map((name) => [name, bias])) }
  }

function hasBiases(fields: GgufFields): boolean {
  return fields.has('blk.0.attn_q.bias')
}

const withDense = (fields: GgufFields) => ({
  ...routed(fields),
  num_shared_experts: fields.number('expert_shared_count') ?? 0,
  first_k_dense_replace: fields.number('leading_dense_block_count') ?? 0,
})

const afmoe: FamilyRule = (fields) => ({
  model_type: 'afmoe',
  ...withDense(fields),
  ...windows(fields),
  num_dense_layers: fields.number('leading_dense_block_count') ?? 0,
})

/** The length of its experts is what other networks call theirs. */
const cohere2moe: FamilyRule = (fields) => ({
  model_type: 'cohere2_moe',
  ...withDense(fields),
  ...windows(fields),
  intermediate_size:
    fields.number('expert_feed_forward_length') ?? fields.number('feed_forward_length'),
  prefix_dense_intermediate_size: fields.number('feed_forward_length'),
})

/** The header says neither how many blocks are dense nor how many experts are shared; the tensors do. */
const hyV3: FamilyRule = (fields) => {
  const further = fields.number('nextn_predict_layers') ?? 0
  const depth = fields.blockCount - further
  const dense = signsOf(fields, depth, 'ffn_up').indexOf(0)
  const length = fields.number('expert_feed_forward_length') ?? 1
  const shared = fields.shape(`blk.${dense}.ffn_up_shexp.weight`)?.[1] ?? 0
  return {
    model_type: 'hy_v3',
    ...routed(fields),
    num_hidden_layers: depth,
    num_nextn_predict_layers: further,
    first_k_dense_replace: dense < 0 ? depth : dense,
    num_shared_experts: shared / length,
  }
}

/** Kinds of blocks by the tensors that only they have. */
function signsOf(fields: GgufFields, blocks: number, tensor: string): number[] {
  return Array.from({ length: blocks }, (_, block) =>
    fields.has(`blk.${block}.${tensor}.weight`) ? 1 : 0,
  )
}

const exaoneMoe: FamilyRule = (fields) => {
  const further = fields.number('nextn_predict_layers') ?? 0
  return {
    model_type: 'exaone_moe',
    ...withDense(fields),
    ...windows(fields),
    num_hidden_layers: fields.blockCount - further,
    num_nextn_predict_layers: further,
  }
}

const laguna: FamilyRule = (fields) => {
  const dense = fields.number('leading_dense_block_count') ?? 0
  const heads = fields.byLayer('attention.head_count')
  const gate = fields.shape('blk.0.attn_gate.weight')?.[1]
  return {
    model_type: 'laguna',
    ...routed(fields),
    ...windows(fields),
    num_attention_heads_per_layer: heads,
    mlp_layer_types: Array.from({ length: fields.blockCount }, (_, block) =>
      block < dense ? 'dense' : 'sparse',
    ),
    shared_expert_intermediate_size: fields.number('expert_shared_feed_forward_length') ?? 0,
    gating: gate === undefined ? false : gate === heads?.[0] ? 'per-head' : true,
  }
}

const minimaxM3: FamilyRule = (fields) => ({
  model_type: 'minimax_m3',
  intermediate_size: fields.number('expert_feed_forward_length'),
  dense_intermediate_size: fields.number('feed_forward_length'),
  shared_intermediate_size: fields.number('expert_shared_feed_forward_length'),
  n_shared_experts: fields.number('expert_shared_count') ?? 1,
  num_local_experts: fields.number('expert_count'),
  num_experts_per_tok: fields.number('expert_used_count'),
  moe_layer_freq: signsOf(fields, fields.blockCount, 'ffn_gate_inp'),
  sparse_attention_config: {
    sparse_num_index_heads: fields.number('attention.indexer.head_count'),
    sparse_index_dim: fields.number('attention.indexer.key_length'),
    sparse_attention_freq: signsOf(fields, fields.blockCount, 'indexer.q_proj'),
  },
})

/** Older and smaller families, by llama.cpp's name of the architecture. */
export const furtherFamilyRules: Readonly<Record<string, FamilyRule>> = {
  olmo: as('olmo'),
  olmo2,
  olmoe: (fields) => ({ model_type: 'olmoe', ...routed(fields) }),
  'hunyuan-moe': (fields) => ({
    model_type: 'hunyuan_v1_moe',
    ...routed(fields),
    moe_topk: fields.number('expert_used_count'),
    num_shared_expert: fields.number('expert_shared_count'),
  }),
  falcon,
  bloom: gpt('bloom'),
  gpt2: gpt('gpt2'),
  starcoder: gpt('gpt_bigcode'),
  gptneox,
  phi2: as('phi'),
  phimoe,
  starcoder2: biased('starcoder2', 'use_bias'),
  mpt,
  apertus: as('apertus'),
  arcee: as('arcee'),
  seed_oss: (fields) => ({
    model_type: 'seed_oss',
    attention_out_bias: fields.has('blk.0.attn_output.bias'),
  }),
  exaone: as('exaone'),
  exaone4: (fields) => ({ model_type: 'exaone4', ...windows(fields) }),
  ernie4_5: biased('ernie4_5', 'use_bias'),
  'ernie4_5-moe': ernieMoe,
  qwen: (fields) => ({
    model_type: 'qwen',
    intermediate_size: 2 * (fields.shape('blk.0.ffn_up.weight')?.[1] ?? 0),
  }),
  qwen2moe: (fields) => ({
    model_type: 'qwen2_moe',
    ...routed(fields),
    shared_expert_intermediate_size: fields.number('expert_shared_feed_forward_length'),
  }),
  granitemoe: (fields) => ({
    model_type: 'granitemoe',
    num_local_experts: fields.number('expert_count'),
    num_experts_per_tok: fields.number('expert_used_count'),
    shared_intermediate_size: fields.number('expert_shared_feed_forward_length'),
  }),
  internlm2: biased('internlm2', 'bias'),
  baichuan: as('baichuan'),
  chatglm,
  minicpm: (fields) => ({ model_type: 'minicpm', ...longRope(fields) }),
  minicpm3,
  dots1,
  dbrx,
  grok,
  step35,
  t5,
  'minimax-m3': minimaxM3,
  afmoe,
  hunyuan_vl: as('hunyuan_vl'),
  'exaone-moe': exaoneMoe,
  laguna,
  cohere2moe,
  hy_v3: hyV3,
  'muse-glimmer': (fields) => ({ model_type: 'muse_glimmer', ...windows(fields) }),
}
