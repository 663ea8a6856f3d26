import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { readArchitecture } from './read-config.ts'

const plamo2 = {
  model_type: 'plamo2',
  hidden_size: 2048,
  num_hidden_layers: 16,
  num_attention_heads: 16,
  num_key_value_heads: 1,
  hidden_size_per_head: 128,
  mamba_num_heads: 32,
  mamba_d_state: 64,
  mamba_d_conv: 4,
  mamba_step: 2,
  intermediate_size: 8192,
  vocab_size: 100_000,
  max_position_embeddings: 10_485_760,
}

const plamo3 = {
  model_type: 'plamo3',
  hidden_size: 1536,
  num_hidden_layers: 16,
  num_attention_heads: 16,
  num_key_value_heads: 1,
  head_dim: 128,
  intermediate_size: 6144,
  vocab_size: 107_520,
  max_position_embeddings: 262_144,
  window_size: 2048,
}

const cacheOf = (config: object, contextLength: number) =>
  sizeModel({ architecture: readArchitecture(config), quantization: 'F16', contextLength }).kvCache

it('PLaMo 2 1B: 8 of 16 blocks keep positions of one head, 8 a state of 32 heads by 128 by 64 as F32', () => {
  const { fullAttentionBytes, recurrentBytes } = cacheOf(plamo2, 4096)
  expect(fullAttentionBytes).toBe(8 * 2 * 2 * 128 * 4096)
  expect(recurrentBytes).toBe(8 * 4 * (4096 * 3 + 4096 * 64))
})

it('PLaMo 2 without Mamba has attention in every block, with a step of 4 in every fourth', () => {
  const attends = (more: object) =>
    readArchitecture({ ...plamo2, ...more }).layers.flatMap(({ attention }, index) =>
      attention === undefined ? [] : [index],
    )
  expect(attends({ mamba_enabled: false })).toHaveLength(16)
  expect(attends({ mamba_step: 4 })).toEqual([2, 6, 10, 14])
  expect(attends({ mamba_step: 64 })).toEqual([15])
})

it('PLaMo 3: two of sixteen blocks keep every position, the others a window of 2,048 and one batch', () => {
  const { fullAttentionBytes, slidingWindowBytes } = cacheOf(plamo3, 32_768)
  expect(fullAttentionBytes).toBe(2 * 2 * 2 * 128 * 32_768)
  expect(slidingWindowBytes).toBe(14 * 2 * 2 * 128 * 2816)
  const { window_size, ...none } = plamo3
  expect(cacheOf(none, 32_768).slidingWindowBytes).toBe(0)
  const windows = Array.from({ length: 16 }, (_, index) => (index % 8 === 7 ? null : window_size))
  const listed = { ...none, sliding_window: windows }
  expect(cacheOf(listed, 32_768).slidingWindowBytes).toBe(slidingWindowBytes)
})

it('PLaMo 13B has one key-value head for eight query heads, whatever num_key_value_heads says', () => {
  const shape = readArchitecture({
    model_type: 'plamo',
    hidden_size: 5120,
    intermediate_size: 16_640,
    num_hidden_layers: 40,
    num_attention_heads: 40,
    num_key_value_heads: 40,
    n_shared_head: 8,
    vocab_size: 50_432,
  })
  expect(shape.layers[0]?.attention?.headCountKv).toBe(5)
})

it.each([
  ['mamba_step', 1],
  ['mamba_step', 0],
  ['mamba_num_heads', 0],
  ['hidden_size_per_head', '128'],
  ['num_key_value_heads', 3],
  ['vocab_size', undefined],
])('refuses a PLaMo 2 with %s = %s, naming the field', (field, value) => {
  expect(thrown(() => readArchitecture({ ...plamo2, [field]: value }))).toMatchObject({
    code: 'invalid_architecture',
    values: { field },
  })
})
