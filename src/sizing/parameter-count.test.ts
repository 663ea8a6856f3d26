import { expect, it } from 'vitest'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { countParameters } from './parameter-count.ts'

/** Totals of the safetensors files on the Hub (llmfit-core 1.1.18, data/hf_models.json). */
it.each([
  ['llama-3.1-8b', 8_030_261_248],
  ['llama-3.1-405b', 405_853_388_800],
  ['llama-3.2-1b', 1_235_814_400],
  ['mistral-7b-v0.3', 7_248_023_552],
  ['mixtral-8x7b', 46_702_792_704],
  ['mistral-nemo-12b', 12_247_782_400],
  ['qwen2.5-7b', 7_615_616_512],
  ['qwen3-8b', 8_190_735_360],
  ['qwen3-30b-a3b', 30_532_122_624],
  ['qwen3-235b-a22b', 235_093_634_560],
  ['gemma-2-9b', 9_241_705_984],
  ['gemma-3-1b', 999_885_952],
  ['gpt-oss-20b', 20_914_757_184],
  ['gpt-oss-120b', 116_829_156_672],
  ['phi-4', 14_659_507_200],
  ['command-r7b', 8_028_033_024],
  ['glm-4-9b-0414', 9_400_279_040],
  ['falcon-h1-7b', 7_585_654_880],
  ['granite-4.0-h-small', 32_207_337_984],
  ['lfm2-1.2b', 1_170_340_608],
  ['lfm2.5-8b-a1b', 8_467_856_832],
  ['smollm3-3b', 3_075_098_624],
])('%s has %i parameters, to the last one', (id, total) => {
  expect(countParameters(publishedShape(id)).total).toBe(total)
})

it('DeepSeek-R1 has 671.0 billion parameters and reads 37.5 billion of them for a token', () => {
  const { total, active } = countParameters(publishedShape('deepseek-r1'))
  expect(total / 1e9).toBeCloseTo(671, 0)
  expect(active / 1e9).toBeCloseTo(37.55, 1)
})

it('gpt-oss-20b reads 3.61 billion of 20.91 without the embedding, as its card says', () => {
  const { activeWithoutEmbedding } = countParameters(publishedShape('gpt-oss-20b'))
  expect(activeWithoutEmbedding / 1e9).toBeCloseTo(3.61, 2)
})

it('a dense model reads all its parameters; a tied head is counted once', () => {
  const dense = countParameters(publishedShape('llama-3.1-8b'))
  expect(dense.active).toBe(dense.total)
  expect(dense.activeWithoutEmbedding).toBe(dense.total - 128_256 * 4_096)
  expect(dense.activeWithoutEmbeddingAndHead).toBe(dense.total - 2 * 128_256 * 4_096)
  const tied = countParameters(publishedShape('llama-3.2-1b'))
  expect(tied.activeWithoutEmbedding).toBe(tied.total)
})

it('the block of GLM-4.5-Air that predicts further tokens is counted by itself', () => {
  const { total, nextTokenPrediction } = countParameters(publishedShape('glm-4.5-air'))
  expect(total / 1e9).toBeCloseTo(106.9, 0)
  expect(nextTokenPrediction / 1e9).toBeGreaterThan(3)
})
