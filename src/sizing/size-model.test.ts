import { expect, it } from 'vitest'
import { machineOf } from '../../test/support/devices.ts'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../test/support/random-shapes.ts'
import { GiB } from '../base/bytes.ts'
import { sizedFits, sizeModel } from './size-model.ts'

/** Totals of llama.cpp's own allocator, release 0.5.0, CPU, F16 cache, flash attention, physical batch 512. */
it.each([
  ['llama-3.1-8b', 'Q4_K_M', 8_192, 5.84],
  ['llama-3.1-8b', 'Q4_K_M', 131_072, 20.84],
  ['qwen3-8b', 'Q4_K_M', 131_072, 22.98],
  ['gpt-oss-20b', 'MXFP4', 8_192, 11.9],
  ['gpt-oss-20b', 'MXFP4', 131_072, 14.68],
  ['deepseek-r1', 'Q4_K_M', 8_192, 377.8],
  ['deepseek-r1', 'Q4_K_M', 131_072, 386.0],
  ['gemma-3-27b', 'Q4_K_M', 8_192, 17.26],
  ['gemma-3-27b', 'Q4_K_M', 131_072, 26.64],
  ['falcon-h1-7b', 'Q4_K_M', 131_072, 10.17],
  ['granite-4.0-h-small', 'Q4_K_M', 131_072, 20.55],
  ['glm-4.5-air', 'Q4_K_M', 131_072, 88.91],
])(
  '%s %s takes with %i tokens the %f GiB of the allocator within 1 per cent',
  (id, quantization, contextLength, total) => {
    const { totalBytes } = sizeModel({
      architecture: publishedShape(id),
      quantization,
      contextLength,
    })
    expect(Math.abs(totalBytes / GiB / total - 1)).toBeLessThan(0.01)
  },
)

it('loads 65.60 GiB of the 67.85 of GLM-4.5-Air: the block that predicts further tokens stays in the file', () => {
  const { weights } = sizeModel({
    architecture: publishedShape('glm-4.5-air'),
    quantization: 'Q4_K_M',
    contextLength: 8_192,
  })
  expect(weights.loadedBytes / GiB).toBeCloseTo(65.6, 1)
  expect(weights.tensorBytes).toBeGreaterThan(weights.loadedBytes + 2 * GiB)
})

it('200 random shapes: total is weights, cache, working memory and output, each a finite count', () => {
  const random = new Random(1)
  for (let round = 0; round < 200; round += 1) {
    const size = sizeModel({
      architecture: randomShape(random),
      quantization: random.pick(['F16', 'Q8_0', 'Q4_K_M', 'IQ2_XS', 'MXFP4']),
      contextLength: random.whole(1, 200_000),
      parallel: random.whole(1, 16),
    })
    const { weights, kvCache, compute, outputBytes, totalBytes } = size
    expect(totalBytes).toBe(weights.loadedBytes + kvCache.bytes + compute.bytes + outputBytes)
    expect(Number.isSafeInteger(totalBytes)).toBe(true)
    expect(weights.fileBytesLow).toBeLessThan(weights.fileBytes)
    expect(weights.fileBytesHigh).toBeGreaterThan(weights.fileBytes)
    expect(weights.fileBytes).toBeGreaterThan(weights.tensorBytes)
    expect(weights.loadedBytes).toBeLessThanOrEqual(weights.tensorBytes)
  }
})

it('100 random shapes need more for a longer context, for twice the sequences and for more bits', () => {
  const random = new Random(2)
  const bits = ['IQ1_S', 'IQ2_XS', 'Q3_K_S', 'Q4_K_S', 'Q5_K_S', 'Q6_K', 'Q8_0', 'F16', 'F32']
  for (let round = 0; round < 100; round += 1) {
    const architecture = randomShape(random)
    const contextLength = 256 * random.whole(1, 500)
    const bytes = (quantization: string, longer = 0, parallel = 1) =>
      sizeModel({
        architecture,
        quantization,
        // The whole cache: more sequences of the same length each.
        contextLength: (contextLength + longer) * parallel,
        parallel,
      }).totalBytes
    expect(bytes('Q4_K_M', 256)).toBeGreaterThanOrEqual(bytes('Q4_K_M'))
    expect(bytes('Q4_K_M', random.whole(1, 5_000))).toBeGreaterThanOrEqual(bytes('Q4_K_M'))
    for (const parallel of [1, 2, 4, 8])
      expect(bytes('Q8_0', 0, 2 * parallel)).toBeGreaterThan(bytes('Q8_0', 0, parallel))
    const sizes = bits.map((quantization) => bytes(quantization))
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
  }
})

it('a machine of 24 GB holds Qwen3 32B in Q3_K_S, holds Q4_K_M with 16,384 tokens tightly, and not Q8_0', () => {
  const machine = machineOf('rtx-4090')
  const architecture = publishedShape('qwen3-32b')
  const fitOf = (quantization: string, contextLength: number) =>
    sizeModel({ architecture, quantization, contextLength, machine }).fit
  expect(fitOf('Q3_K_S', 4_096)).toMatchObject({
    verdict: 'fits',
    placement: 'gpu',
    shortfallBytes: 0,
  })
  expect(fitOf('Q4_K_M', 16_384)).toMatchObject({ verdict: 'tight', placement: 'gpu' })
  const large = fitOf('Q8_0', 16_384)
  expect(large).toMatchObject({ verdict: 'does-not-fit', placement: undefined })
  expect((large?.shortfallBytes ?? 0) / GiB).toBeGreaterThan(10)
})

it('says the shortfall of DeepSeek-R1 on a 24 GB card: 377.5 GiB less 23.5', () => {
  const { fit, placement, totalBytes } = sizeModel({
    architecture: publishedShape('deepseek-r1'),
    quantization: 'Q4_K_M',
    contextLength: 8_192,
    machine: machineOf('rtx-4090'),
  })
  expect(placement).toBeUndefined()
  expect(fit?.usableBytes).toBe(23.5 * GiB)
  expect(fit?.shortfallBytes).toBe(Math.ceil(totalBytes - 23.5 * GiB))
})

it('40,961 tokens are beyond the 40,960 positions of Qwen3-8B, and 163,840 are not for four sequences of their own', () => {
  const beyond = (contextLength: number, parallel: number, unifiedCache = false) =>
    sizeModel({
      architecture: publishedShape('qwen3-8b'),
      quantization: 'Q4_K_M',
      contextLength,
      parallel,
      unifiedCache,
    }).beyondTrainedContext
  expect(publishedShape('qwen3-8b').contextLength).toBe(40_960)
  expect(beyond(40_960, 1)).toBe(false)
  expect(beyond(40_961, 1)).toBe(true)
  expect(beyond(163_840, 4)).toBe(false)
  expect(beyond(163_840, 4, true)).toBe(true)
})

it('a CPU with AVX-512 keeps the blocks’ Q4_0 weights twice, an unknown one once', () => {
  const resident = (description: string) => {
    const { weights } = sizeModel({
      architecture: publishedShape('llama-3.1-8b'),
      quantization: 'Q4_0',
      contextLength: 4_096,
      machine: machineOf(description),
    })
    return weights.residentBytes / weights.loadedBytes
  }
  expect(resident('cpu:epyc-9654,ram=64gb')).toBeCloseTo(1.84, 1)
  expect(resident('cpu,ram=64gb')).toBe(1)
})

it('sizedFits without a machine is false, with one the same as the verdict of sizeModel', () => {
  const request = {
    architecture: publishedShape('llama-3.1-8b'),
    quantization: 'Q8_0',
    contextLength: 8_192,
  }
  expect(sizedFits(request)).toBe(false)
  expect(sizedFits({ ...request, machine: machineOf('rtx-4090') })).toBe(true)
  expect(sizedFits({ ...request, machine: machineOf('rtx-3050-6gb') })).toBe(false)
})
