import { expect, it } from 'vitest'
import { countParameters } from '../../sizing/parameter-count.ts'
import { readArchitecture } from './read-config.ts'

const v2 = {
  model_type: 'deepseek_v2',
  hidden_size: 5120,
  num_hidden_layers: 60,
  num_attention_heads: 128,
  intermediate_size: 12_288,
  moe_intermediate_size: 1536,
  n_routed_experts: 160,
  n_shared_experts: 2,
  num_experts_per_tok: 6,
  first_k_dense_replace: 1,
  kv_lora_rank: 512,
  q_lora_rank: 1536,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  vocab_size: 102_400,
  max_position_embeddings: 163_840,
  topk_method: 'group_limited_greedy',
}
const v2Lite = {
  ...v2,
  hidden_size: 2048,
  num_hidden_layers: 27,
  num_attention_heads: 16,
  intermediate_size: 10_944,
  moe_intermediate_size: 1408,
  n_routed_experts: 64,
  q_lora_rank: null,
}
const moe = {
  model_type: 'deepseek',
  hidden_size: 2048,
  num_hidden_layers: 28,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  intermediate_size: 10_944,
  moe_intermediate_size: 1408,
  n_routed_experts: 64,
  n_shared_experts: 2,
  num_experts_per_tok: 6,
  first_k_dense_replace: 1,
  vocab_size: 102_400,
  max_position_embeddings: 4096,
}

it.each([
  ['DeepSeek V2', v2, 235_741_434_880, 'deepseek2'],
  ['DeepSeek V2 Lite', v2Lite, 15_706_484_224, 'deepseek2'],
  ['DeepSeekMoE 16B', moe, 16_375_728_128, 'deepseek'],
])('%s has as many parameters as published', (_, config, total, engineName) => {
  const shape = readArchitecture(config)
  expect([countParameters(shape).total, shape.engineName]).toEqual([total, engineName])
})
