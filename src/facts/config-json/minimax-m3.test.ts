import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { readArchitecture } from './read-config.ts'

it('MiniMax M3 has 426,174,572,928 parameters in its language part, 25.96 billion of them active', () => {
  const { total, active } = countParameters(publishedShape('minimax-m3'))
  expect(total).toBe(426_174_572_928)
  expect(active / 1e9).toBeCloseTo(25.96, 2)
})

it('57 of its 60 blocks cache one more key and value of 128, for choosing positions', () => {
  const { kvCache } = sizeModel({
    architecture: publishedShape('minimax-m3'),
    quantization: 'Q4_K_M',
    contextLength: 4096,
  })
  expect(kvCache.bytes).toBe(2 * 4096 * 2 * 128 * (60 * 4 + 57))
})

it.each([
  ['moe_layer_freq', [0, 0, 3]],
  ['num_local_experts', 0],
  ['sparse_attention_config', { sparse_num_index_heads: 0 }],
  ['dense_intermediate_size', undefined],
])('refuses %s = %s', (field, value) => {
  const config = publishedConfig('minimax-m3')
  const text = { ...(config.text_config as Record<string, unknown>), [field]: value }
  const spoilt = { ...config, text_config: text }
  expect(thrown(() => readArchitecture(spoilt))).toMatchObject({ code: 'invalid_architecture' })
})
