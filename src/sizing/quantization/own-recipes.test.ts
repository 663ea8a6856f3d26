import { expect, it } from 'vitest'
import { fitDeviations, heldOutCoverage } from '../../../scripts/deviation-fit.mjs'
import { publishedShape } from '../../../test/support/published-shapes.ts'
import { deviationSamples } from '../../../test/support/size-cases.ts'
import { weightsOf } from '../weights.ts'
import { deviations } from './deviations.ts'
import { readQuantization } from './quantization.ts'

it.each([
  ['ud-q4_k_xl', 'UD-Q4_K_XL', 'Q4_K_M'],
  ['UD_IQ2_XXS', 'UD-IQ2_XXS', 'IQ2_XXS'],
  ['UD-Q6_K_S', 'UD-Q6_K_S', 'Q6_K'],
  ['Q8_K_XL', 'Q8_K_XL', 'Q8_0'],
  ['q6_k_l', 'Q6_K_L', 'Q6_K'],
  ['Q3_K_XL', 'Q3_K_XL', 'Q3_K_L'],
  ['IQ4_KSS', 'IQ4_KSS', 'IQ4_XS'],
  ['Q8_0_R8', 'Q8_0_R8', 'Q8_0'],
  ['IQ1_S_R4', 'IQ1_S_R4', 'IQ1_S'],
])('%s is %s, an estimate that starts from %s', (written, name, recipe) => {
  const quantization = readQuantization(written)
  expect(quantization.name).toBe(name)
  expect(quantization.recipe).toBe(recipe)
  expect(weightsOf(publishedShape('qwen3-8b'), written).isEstimate).toBe(true)
})

it('Q3_K_L and IQ4_NL are the quantizer’s own, no estimates', () => {
  for (const name of ['Q3_K_L', 'IQ4_NL', 'q4_k_m'])
    expect(weightsOf(publishedShape('qwen3-8b'), name).isEstimate).toBe(false)
})

/** bartowski's files of models from before 2026: embedding and output in Q8_0 and nothing else. */
it.each([
  ['falcon3-1b', 'Q6_K_L', 1.392],
  ['falcon3-1b', 'Q3_K_XL', 1.085],
  ['falcon3-1b', 'Q2_K_L', 0.917],
  ['smollm3-3b', 'Q4_K_L', 1.839],
  ['llama-3.2-1b', 'Q5_K_L', 0.908],
])('%s in %s is a file of %f GiB within 0.6 per cent', (id, quantization, gibibytes) => {
  const { fileBytes } = weightsOf(publishedShape(id), quantization, true)
  expect(Math.abs(fileBytes / 2 ** 30 / (gibibytes + 0.0045) - 1)).toBeLessThan(0.006)
})

it('the table of deviations is what the recorded files give', () => {
  expect(fitDeviations(deviationSamples)).toEqual(deviations)
})

it('at least four files of five lie in an interval that is fitted without their model, and not nearly all', () => {
  const { inside, all } = heldOutCoverage(deviationSamples)
  expect(all).toBeGreaterThan(300)
  // Measured: 87.7 %. An interval that nothing misses would say nothing.
  expect(inside / all).toBeGreaterThanOrEqual(0.8)
  expect(inside / all).toBeLessThanOrEqual(0.95)
})

it('an estimate’s low and high are around it, a standard recipe’s nearer', () => {
  const shape = publishedShape('qwen3.5-35b-a3b')
  const width = (name: string) => {
    const { fileBytes, fileBytesLow, fileBytesHigh } = weightsOf(shape, name)
    expect(fileBytesLow).toBeLessThan(fileBytes)
    expect(fileBytesHigh).toBeGreaterThan(fileBytes)
    return (fileBytesHigh - fileBytesLow) / fileBytes
  }
  expect(width('UD-Q4_K_XL')).toBeGreaterThan(width('Q4_K_M'))
  expect(width('Q8_0')).toBeLessThan(0.002)
})
