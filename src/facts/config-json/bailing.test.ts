import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

/** Ling-mini-2.0. */
const mini = {
  model_type: 'bailing_moe',
  architectures: ['BailingMoeV2ForCausalLM'],
  num_hidden_layers: 20,
  hidden_size: 2048,
  intermediate_size: 5120,
  first_k_dense_replace: 1,
  moe_intermediate_size: 512,
  moe_shared_expert_intermediate_size: 512,
  num_shared_experts: 1,
  num_experts: 256,
  num_experts_per_tok: 8,
  moe_router_enable_expert_bias: true,
  num_attention_heads: 16,
  num_key_value_heads: 4,
  head_dim: 128,
  use_qk_norm: true,
  tie_word_embeddings: false,
  vocab_size: 157_184,
  max_position_embeddings: 32_768,
}
/** Ling-lite-1.5. */
const lite = {
  model_type: 'bailing_moe',
  architectures: ['BailingMoeForCausalLM'],
  num_hidden_layers: 28,
  hidden_size: 2048,
  intermediate_size: 1408,
  first_k_dense_replace: 0,
  moe_intermediate_size: 1408,
  num_shared_experts: 2,
  num_experts: 64,
  num_experts_per_tok: 6,
  num_attention_heads: 16,
  num_key_value_heads: 4,
  tie_word_embeddings: false,
  vocab_size: 126_464,
  max_position_embeddings: 32_768,
}

it.each([
  ['Ling-mini-2.0', mini, 16_255_643_392, 'bailingmoe2'],
  ['Ling-lite-1.5', lite, 16_801_974_272, 'bailingmoe'],
])('%s has as many parameters as published', (_, config, total, engineName) => {
  const shape = readArchitecture(config)
  expect([countParameters(shape).total, shape.engineName]).toEqual([total, engineName])
})

it('version 2 keeps queries, keys and values in one tensor, version 1 in three', () => {
  const names = (config: unknown) => new Set(tensorsOf(readArchitecture(config)).map((t) => t.name))
  expect(names(mini).has('blk.0.attn_qkv.weight')).toBe(true)
  expect(names(lite).has('blk.0.attn_v.weight')).toBe(true)
})

it('without the name of its class, the norms on heads tell version 2', () => {
  const { architectures, ...rest } = mini
  expect(architectures).toHaveLength(1)
  expect(readArchitecture(rest).engineName).toBe('bailingmoe2')
})

it.each([
  ['use_qkv_bias', true],
  ['num_experts', 4],
  ['moe_intermediate_size', 0],
  ['num_nextn_predict_layers', 99],
])('refuses %s = %j', (field, value) => {
  const { code } = thrown(() => readArchitecture({ ...mini, [field]: value }))
  expect(code).toBe('invalid_architecture')
})
