import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { weightsOf } from '../../sizing/weights.ts'
import { readArchitecture } from './read-config.ts'

// Counts of the checkpoints, which hold the block that predicts further tokens too.
it.each([
  ['deepseek-v3.2', 685_355_329_792],
  ['glm-5', 753_864_139_008],
  ['glm-4.7-flash', 31_221_488_576],
])('%s with its block that predicts further tokens has %d parameters', (id, stored) => {
  const { total, nextTokenPrediction } = countParameters(publishedShape(id))
  expect(total + nextTokenPrediction).toBe(stored)
})

/** As src/models/glm-dsa.cpp lists them: 21 of 78 blocks choose for themselves. */
const glm52Types = Array.from({ length: 79 }, (_, index) =>
  index < 2 || (index < 78 && index % 4 === 2) || index === 78 ? 'full' : 'shared',
)

it('GLM-5.2 shares the choice of positions in 57 blocks: 753,329,940,480 parameters, as published', () => {
  const shape = readArchitecture({ ...publishedConfig('glm-5'), indexer_types: glm52Types })
  const { total, nextTokenPrediction } = countParameters(shape)
  expect(total + nextTokenPrediction).toBe(753_329_940_480)
})

it('DeepSeek V3.2 caches 576 latent values and 128 of the indexer per token and block, no values', () => {
  const { kvCache } = sizeModel({
    architecture: publishedShape('deepseek-v3.2'),
    quantization: 'Q4_K_M',
    contextLength: 4096,
  })
  expect(kvCache.bytes).toBe(61 * 4096 * (576 + 128) * 2)
})

// The published Q8_0 file has 29.65 to 29.75 GiB, without the block that predicts further tokens.
it('GLM-4.7-Flash: the published Q8_0 file leaves out the block that predicts further tokens', () => {
  const { fileBytes } = weightsOf(publishedShape('glm-4.7-flash'), 'Q8_0')
  expect(fileBytes).toBeGreaterThan(31_836_445_081)
  expect(fileBytes).toBeLessThan(31_943_819_264)
})

it('GLM-4.7-Flash caches 54 KiB per token: 47 blocks of 576 values', () => {
  const { kvCache } = sizeModel({
    architecture: publishedShape('glm-4.7-flash'),
    quantization: 'Q4_K_M',
    contextLength: 4096,
  })
  expect(kvCache.bytes / 4096).toBe(47 * 576 * 2)
})

it('names the tensors of the indexer as the converter does', () => {
  const shapes = new Map(
    tensorsOf(publishedShape('deepseek-v3.2')).map(({ name, shape }) => [name, shape]),
  )
  expect(shapes.get('blk.0.indexer.attn_q_b.weight')).toEqual([1536, 64 * 128])
  expect(shapes.get('blk.0.indexer.k_norm.bias')).toEqual([128])
  expect(shapes.get('blk.61.nextn.shared_head_head.weight')).toEqual([7168, 129_280])
})

it.each([
  ['index_n_heads', 0],
  ['index_head_dim', undefined],
  ['indexer_types', ['full']],
  ['num_nextn_predict_layers', 1000],
  ['num_attention_heads', 0],
])('refuses %s = %j, naming the field', (field, value) => {
  const config = { ...publishedConfig('glm-5'), [field]: value }
  expect(thrown(() => readArchitecture(config)).values.field).toBe(field)
})
