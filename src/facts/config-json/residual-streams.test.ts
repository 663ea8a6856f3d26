import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

// What llama.cpp's converter writes for the shape: 12,096 corrections of the router are no parameters of transformers' class.
it('GLM-5.3 Flash: 1,383 tensors with 313,326,828,862 values, as the converter writes them', () => {
  const tensors = tensorsOf(publishedShape('glm-5.3-flash'))
  expect(tensors).toHaveLength(1383)
  expect(countParameters(publishedShape('glm-5.3-flash')).total).toBe(313_326_816_766 + 42 * 288)
})

it('Hy4 preview: 769,907,389,085 parameters of transformers’ class and 77 by 256 corrections', () => {
  const { total, active } = countParameters(publishedShape('hy4-preview'))
  expect(total).toBe(769_907_389_085 + 77 * 256)
  // Published as 49B.
  expect(active).toBe(49_057_546_141)
})

it('GLM-5.3 Flash caches in 11 of 45 blocks: 512 values and three of 128 for the indexer per position', () => {
  const { kvCache } = sizeModel({
    architecture: publishedShape('glm-5.3-flash'),
    quantization: 'Q8_0',
    contextLength: 4096,
  })
  expect(kvCache.fullAttentionBytes).toBe(11 * 4096 * 2 * (512 + 3 * 128))
  expect(kvCache.recurrentBytes).toBe(34 * 4 * (3 * 8192 * 3 + 64 * 128 * 128))
})

it('Hy4 preview: 21 of 78 blocks have an indexer with one key of 128 per position', () => {
  const { layers } = publishedShape('hy4-preview')
  expect(layers.filter(({ attention }) => attention?.indexer !== undefined)).toHaveLength(21)
  const { kvCache } = sizeModel({
    architecture: publishedShape('hy4-preview'),
    quantization: 'Q8_0',
    contextLength: 4096,
  })
  expect(kvCache.bytes).toBe(4096 * 2 * (78 * 576 + 21 * 128))
})

it.each([
  ['layer_types', ['linear_attention']],
  ['mlp_layer_types', ['dense']],
  ['index_kpool', 0],
  ['hc_mult', 1.5],
  ['linear_head_dim', '128'],
  ['n_routed_experts', undefined],
])('refuses a GLM-5.3 with %s = %j, naming the field', (field, value) => {
  const config = publishedConfig('glm-5.3-flash')
  const text_config = { ...(config.text_config as object), [field]: value }
  expect(thrown(() => readArchitecture({ ...config, text_config })).values.field).toBe(field)
})

it.each([
  ['indexer_types', ['full']],
  ['kv_lora_rank', 0],
  ['index_n_heads', -1],
  ['vocab_size', undefined],
])('refuses a Hy4 with %s = %j, naming the field', (field, value) => {
  const config = { ...publishedConfig('hy4-preview'), [field]: value }
  expect(thrown(() => readArchitecture(config)).values.field).toBe(field)
})
