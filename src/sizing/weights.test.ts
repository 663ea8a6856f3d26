import { expect, it } from 'vitest'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../test/support/random-shapes.ts'
import { thrown } from '../../test/support/thrown.ts'
import { recipes } from './quantization/recipes.ts'
import { bytesOf } from './quantization/tensor-types.ts'
import { tensorsOf } from './tensors/tensors-of.ts'
import { weightsOf } from './weights.ts'

/** Bytes of files as their publishers list them on the Hub. */
it.each([
  ['mistral-7b-v0.1', 'Q4_K_S', 4_140_373_664, 'TheBloke'],
  ['mistral-7b-v0.1', 'Q6_K', 5_942_064_800, 'TheBloke'],
  ['mistral-7b-v0.1', 'Q4_0', 4_108_916_384, 'GPT4All'],
  ['mistral-7b-v0.3', 'Q4_K_M', 4_372_812_000, 'bartowski'],
  ['llama-3.1-8b', 'Q4_K_M', 4_920_739_232, 'bartowski'],
  ['llama-3.1-8b', 'Q4_0', 4_661_212_096, 'GPT4All-Community'],
  ['gemma-2-9b', 'Q4_K_M', 5_761_057_728, 'lmstudio-community'],
  ['qwen3-30b-a3b', 'Q4_K_M', 18_556_685_824, 'Qwen'],
  ['gpt-oss-20b', 'MXFP4', 12_109_566_624, 'ggml-org'],
  ['llama-3.2-1b', 'Q8_0', 1_321_079_200, 'hugging-quants'],
  ['gemma-3-4b', 'Q4_K_M', 2_489_758_112, 'bartowski'],
])('%s in %s is a file of %i bytes (%s) within 0.5 per cent', (id, quantization, bytes) => {
  const { fileBytes } = weightsOf(publishedShape(id), quantization)
  expect(Math.abs(fileBytes / bytes - 1)).toBeLessThan(0.005)
})

/** Tables of llama.cpp's tools/quantize/README.md for Llama 3.1 8B, in GiB, printed to 0.01. */
it.each([
  ['IQ1_S', 1.87],
  ['IQ1_M', 2.01],
  ['IQ2_XXS', 2.23],
  ['IQ2_XS', 2.42],
  ['IQ2_S', 2.56],
  ['IQ2_M', 2.74],
  ['IQ3_XXS', 3.04],
  ['IQ3_XS', 3.27],
  ['IQ3_S', 3.42],
  ['IQ3_M', 3.52],
  ['Q2_K', 2.95],
  ['Q3_K_S', 3.41],
  ['Q3_K_L', 4.02],
  ['Q4_K_S', 4.36],
  ['Q4_K_M', 4.58],
  ['Q5_K_S', 5.21],
  ['Q5_K_M', 5.33],
  ['Q6_K', 6.14],
  ['Q8_0', 7.95],
  ['F16', 14.96],
])(
  'Llama 3.1 8B with an importance matrix in %s has %f GiB of tensors within 0.5 per cent',
  (quantization, gibibytes) => {
    const { tensorBytes } = weightsOf(publishedShape('llama-3.1-8b'), quantization, true)
    expect(Math.abs(tensorBytes / 2 ** 30 / gibibytes - 1)).toBeLessThan(0.005)
  },
)

it('IQ4_XS and IQ4_NL without an importance matrix have the 4.17 and 4.38 GiB of the same table', () => {
  for (const [quantization, gibibytes] of [
    ['IQ4_XS', 4.17],
    ['IQ4_NL', 4.38],
  ] as const) {
    const { tensorBytes } = weightsOf(publishedShape('llama-3.1-8b'), quantization, false)
    expect(Math.abs(tensorBytes / 2 ** 30 / gibibytes - 1)).toBeLessThan(0.005)
  }
})

it('150 random shapes: blocks, head and embedding sum to what is loaded, and sums over blocks never fall', () => {
  const random = new Random(3)
  for (let round = 0; round < 150; round += 1) {
    const architecture = randomShape(random)
    const quantization = random.pick(Object.keys(recipes))
    const weights = weightsOf(architecture, quantization, random.next() < 0.5)
    const { bytesBefore, expertsBefore, embeddingBytes, outputBytes, loadedBytes } = weights
    expect(bytesBefore).toHaveLength(architecture.layers.length + 1)
    expect((bytesBefore.at(-1) ?? 0) + embeddingBytes + outputBytes).toBe(loadedBytes)
    for (const sums of [bytesBefore, expertsBefore])
      expect([...sums]).toEqual([...sums].toSorted((a, b) => a - b))
    expect(expertsBefore.at(-1)).toBeLessThanOrEqual(bytesBefore.at(-1) ?? 0)
    const most = tensorsOf(architecture).reduce(
      (sum, { values }) => sum + bytesOf('F32', values),
      0,
    )
    expect(weights.tensorBytes).toBeLessThanOrEqual(most)
  }
})

it('F32 takes exactly four bytes per value in 30 random shapes', () => {
  const random = new Random(4)
  for (let round = 0; round < 30; round += 1) {
    const architecture = randomShape(random)
    // gpt-oss comes with its experts in MXFP4, 17 bytes for 32 values, and keeps them in every file.
    const isMxfp4 = (role: string) => architecture.modelType === 'gpt_oss' && role.endsWith('_exps')
    const bytes = tensorsOf(architecture).reduce(
      (sum, { role, values }) => sum + (isMxfp4(role) ? (values / 32) * 17 : 4 * values),
      0,
    )
    expect(weightsOf(architecture, 'F32').tensorBytes).toBe(bytes)
  }
})

it('refuses a recipe that llama.cpp does not have and names the nearest', () => {
  const { code, values } = thrown(() => weightsOf(publishedShape('qwen3-8b'), 'Q4_K_N'))
  expect(code).toBe('unknown_quantization')
  expect(values.nearest).toEqual(['Q4_K_M'])
})

it('NVFP4 is an estimate: every matrix of the blocks in 4.5 bits, or only the networks and experts', () => {
  const { isEstimate, fileBytes, fileBytesLow, fileBytesHigh } = weightsOf(
    publishedShape('llama-3.1-8b'),
    'NVFP4',
  )
  expect(isEstimate).toBe(true)
  // 6.98e9 values in blocks at 4.5 bits, 1.05e9 of embedding and head at 16.
  expect(fileBytes / 1e9).toBeGreaterThan(5.9)
  expect(fileBytes / 1e9).toBeLessThan(6.2)
  // Attention has 1.34e9 values: 11.5 bits more of each.
  expect((fileBytesHigh - fileBytes) / 1e9).toBeGreaterThan(1.8)
  expect(fileBytesLow).toBeLessThan(fileBytes)
})

it('a head that is a copy may be left out: Qwen3-0.6B in Q8_0 is 639 or 806 MB', () => {
  const stored = {
    ...publishedShape('qwen3-0.6b'),
    tiedEmbeddings: false,
    headIsCopy: true,
  } as const
  const { fileBytes, fileBytesLow } = weightsOf(stored, 'Q8_0')
  expect(fileBytes / 1e6).toBeGreaterThan(800)
  expect(fileBytesLow).toBeLessThan(639_446_688)
})

it('without a word on an importance matrix the interval covers files with and without one', () => {
  const shape = publishedShape('llama-3.1-8b')
  const either = weightsOf(shape, 'IQ4_XS')
  for (const importanceMatrix of [true, false]) {
    const { fileBytes } = weightsOf(shape, 'IQ4_XS', importanceMatrix)
    expect(fileBytes).toBeGreaterThan(either.fileBytesLow)
    expect(fileBytes).toBeLessThan(either.fileBytesHigh)
  }
  // Lookup types are made with one by most.
  expect(either.fileBytes).toBe(weightsOf(shape, 'IQ4_XS', true).fileBytes)
})
