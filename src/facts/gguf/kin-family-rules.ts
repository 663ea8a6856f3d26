import { as, type FamilyRule, routed, windows } from './family-rule.ts'

const plamo: FamilyRule = (fields) => ({
  model_type: 'plamo',
  n_shared_head:
    (fields.number('attention.head_count') ?? 1) / (fields.number('attention.head_count_kv') ?? 1),
})

/** Head counts by block, none in those of Mamba. */
const plamo2: FamilyRule = (fields) => {
  const heads = fields.byLayer('attention.head_count') ?? []
  const first = heads.findIndex((count) => count > 0)
  const second = heads.findIndex((count, block) => count > 0 && block > first)
  const mambaHeads = fields.number('ssm.time_step_rank') ?? 1
  return {
    model_type: 'plamo2',
    num_attention_heads: heads[first],
    num_key_value_heads: fields.byLayer('attention.head_count_kv')?.[first],
    hidden_size_per_head: (fields.number('ssm.inner_size') ?? 0) / mambaHeads,
    mamba_num_heads: mambaHeads,
    mamba_d_state: fields.number('ssm.state_size'),
    mamba_d_conv: fields.number('ssm.conv_kernel'),
    // With one block of attention, the last, a step is longer than the model is deep.
    mamba_step: second < 0 ? 2 * fields.blockCount : second - first,
    mlp_bias: false,
  }
}

const plamo3: FamilyRule = (fields) => ({
  model_type: 'plamo3',
  window_size: fields.number('attention.sliding_window'),
  sliding_window_pattern: fields.number('attention.sliding_window_pattern'),
})

const codeshell: FamilyRule = (fields) => ({
  model_type: 'codeshell',
  num_query_groups: fields.number('attention.head_count_kv'),
  n_inner: fields.number('feed_forward_length'),
})

const jais: FamilyRule = (fields) => ({
  model_type: 'jais',
  n_inner: fields.number('feed_forward_length'),
  activation_function: 'swiglu',
  position_embedding_type: 'alibi',
})

const arctic: FamilyRule = (fields) => ({
  model_type: 'arctic',
  num_local_experts: fields.number('expert_count'),
  num_experts_per_tok: fields.number('expert_used_count'),
})

/** Kin of Llama and GPT-2 with a name of their own in llama.cpp. */
export const kinFamilyRules: Readonly<Record<string, FamilyRule>> = {
  xverse: as('xverse'),
  orion: as('orion'),
  maincoder: as('maincoder'),
  plamo,
  plamo2,
  plamo3,
  codeshell,
  refact: as('gpt_refact'),
  jais,
  jais2: as('jais2'),
  arctic,
  mellum: (fields) => ({ model_type: 'mellum', ...routed(fields), ...windows(fields) }),
}
