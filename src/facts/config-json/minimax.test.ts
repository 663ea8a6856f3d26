import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

it('MiniMax M2 has 228,689,764,864 parameters, as published, 11.03 billion of them active', () => {
  const { total, active } = countParameters(publishedShape('minimax-m2'))
  expect([total, active]).toEqual([228_689_764_864, 11_030_553_088])
})

it('its norms on queries and keys are one vector over all heads', () => {
  const shapes = new Map(
    tensorsOf(publishedShape('minimax-m2')).map(({ name, shape }) => [name, shape]),
  )
  expect(shapes.get('blk.0.attn_q_norm.weight')).toEqual([48 * 128])
  expect(shapes.get('blk.0.attn_k_norm.weight')).toEqual([8 * 128])
  expect(shapes.get('blk.0.exp_probs_b.bias')).toEqual([256])
})

const text01 = {
  model_type: 'minimax_text_01',
  num_hidden_layers: 80,
  hidden_size: 6144,
  intermediate_size: 9216,
  num_local_experts: 32,
  num_experts_per_tok: 2,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  head_dim: 128,
  vocab_size: 200_064,
  max_position_embeddings: 10_240_000,
  attn_type_list: Array.from({ length: 80 }, (_, index) => ((index + 1) % 8 === 0 ? 1 : 0)),
}

it('MiniMax-Text-01 has 456,089,655,296 parameters, as published', () => {
  expect(countParameters(readArchitecture(text01)).total).toBe(456_089_655_296)
})

it('MiniMax-Text-01 keeps 10 caches and 70 states of 64 matrices of 128 by 128', () => {
  const { kvCache } = sizeModel({
    architecture: readArchitecture(text01),
    quantization: 'Q4_K_M',
    contextLength: 8192,
  })
  expect(kvCache.fullAttentionBytes).toBe(10 * 8192 * 2 * 8 * 128 * 2)
  expect(kvCache.recurrentBytes).toBe(70 * 4 * 64 * 128 * 128)
})

it.each([
  [publishedConfig('minimax-m2'), 'qk_norm_type', 'per_head'],
  [publishedConfig('minimax-m2'), 'num_key_value_heads', 7],
  [publishedConfig('minimax-m2'), 'num_local_experts', 0],
  [text01, 'attn_type_list', [0, 1, 2]],
  [text01, 'attn_type_list', undefined],
  [text01, 'shared_intermediate_size', 64],
])('refuses a config with a broken field, naming it (%#)', (config, field, value) => {
  expect(thrown(() => readArchitecture({ ...config, [field]: value })).values.field).toBe(field)
})
