import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

/** Vision and audio towers and their projections in transformers' class. */
const towers = 983_281_504

it.each([
  ['gemma-3n-e2b', 5_439_438_272, 30],
  ['gemma-3n-e4b', 7_849_978_192, 35],
])(
  '%s: with towers and unused keys, without 256 padded rows, the published %i',
  (id, published, depth) => {
    const shape = publishedShape(id)
    const unused = tensorsOf(shape).filter((tensor) => tensor.unused)
    const values = unused.reduce((sum, tensor) => sum + tensor.values, 0)
    const padded = 256 * depth * 256
    expect(countParameters(shape).total - padded + values + towers).toBe(published)
  },
)

it('E2B is "2B effective": 1.9 billion without the tables of vectors and of tokens', () => {
  const { activeWithoutEmbeddingAndHead } = countParameters(publishedShape('gemma-3n-e2b'))
  expect(activeWithoutEmbeddingAndHead).toBe(1_884_521_568)
})

it('E4B keeps a cache in 20 of 35 blocks: 16 of 512 positions and one batch, 4 of all', () => {
  const own = publishedShape('gemma-3n-e4b').layers.filter((layer) => !layer.attention?.sharesCache)
  expect(own.filter(({ attention }) => attention?.window === 512)).toHaveLength(16)
  const { kvCache } = sizeModel({
    architecture: publishedShape('gemma-3n-e4b'),
    quantization: 'Q4_K_M',
    contextLength: 8192,
  })
  expect(kvCache.fullAttentionBytes).toBe(4 * 8192 * 2 * 2 * 256 * 2)
  expect(kvCache.slidingWindowBytes).toBe(16 * 1280 * 2 * 2 * 256 * 2)
})

it.each([
  ['num_kv_shared_layers', 30],
  ['intermediate_size', [8192]],
  ['intermediate_size', undefined],
  ['altup_num_inputs', 0],
  ['laurel_rank', '64'],
  ['layer_types', ['sliding_attention']],
])('refuses %s = %j, naming the field', (field, value) => {
  const config = publishedConfig('gemma-3n-e2b')
  const text_config = { ...(config.text_config as object), [field]: value }
  expect(thrown(() => readArchitecture({ ...config, text_config })).values.field).toBe(field)
})
