import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { readArchitecture } from './read-config.ts'

it.each([
  ['ring-2.5-1t', 1_012_231_160_320],
  ['ling-2.6-1t', 1_012_231_160_320],
  ['solar-open2-250b', 250_287_810_304],
  ['minicpm-sala', 9_477_203_968],
  ['longcat-flash-lite', 68_562_465_024],
  ['longcat-flash-thinking-2601', 560_664_980_480],
])('%s has %i parameters, as published', (id, total) => {
  expect(countParameters(publishedShape(id)).total).toBe(total)
})

it('Ling 2.6 with the block that predicts a further token has 1,025,414,425,344, as stored', () => {
  const { total, nextTokenPrediction } = countParameters(publishedShape('ling-2.6-1t'))
  expect(total + nextTokenPrediction).toBe(1_025_414_425_344)
})

const cacheOf = (id: string) =>
  sizeModel({ architecture: publishedShape(id), quantization: 'Q8_0', contextLength: 4096 }).kvCache

it('Ring 2.5 keeps 576 values per position in 10 of 80 blocks and 64 matrices of 128 by 128 in the others', () => {
  const { fullAttentionBytes, recurrentBytes } = cacheOf('ring-2.5-1t')
  expect(fullAttentionBytes).toBe(10 * 4096 * 2 * 576)
  expect(recurrentBytes).toBe(70 * 4 * 64 * 128 * 128)
})

it('Solar Open 2 keeps keys and values of 8 heads in 12 of 48 blocks, MiniCPM-SALA of 2 in 8 of 32', () => {
  expect(cacheOf('solar-open2-250b').fullAttentionBytes).toBe(12 * 4096 * 2 * 2 * 8 * 128)
  expect(cacheOf('minicpm-sala').fullAttentionBytes).toBe(8 * 4096 * 2 * 2 * 2 * 128)
})

it('LongCat-Flash keeps two vectors of 576 per layer and position; 8 of 12 chosen experts have weights', () => {
  expect(cacheOf('longcat-flash-thinking-2601').bytes).toBe(28 * 2 * 4096 * 2 * 576)
  expect(publishedShape('longcat-flash-thinking-2601').layers[0]?.experts?.usedCount).toBe(8)
})

it.each([
  ['ring-2.5-1t', 'layer_group_size', 0],
  ['ring-2.5-1t', 'num_nextn_predict_layers', 17],
  ['solar-open2-250b', 'gqa_layers', undefined],
  ['solar-open2-250b', 'linear_attn_config', 7],
  ['minicpm-sala', 'mixer_types', ['minicpm4']],
  ['minicpm-sala', 'mixer_types', undefined],
  ['minicpm-sala', 'lightning_nkv', 8],
  ['longcat-flash-lite', 'emb_neighbor_num', 1],
  ['longcat-flash-lite', 'ngram_vocab_size_ratio', undefined],
  ['longcat-flash-lite', 'zero_expert_num', -1],
  ['longcat-flash-lite', 'n_routed_experts', 0],
])('%s: refuses %s = %j, naming the field', (id, field, value) => {
  const config = { ...publishedConfig(id), [field]: value }
  expect(thrown(() => readArchitecture(config))).toMatchObject({
    code: 'invalid_architecture',
    values: { field },
  })
})
