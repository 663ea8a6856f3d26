import { describe, expect, it } from 'vitest'
import { publishedShape } from '../../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../../test/support/random-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { tensorsOf } from '../tensors/tensors-of.ts'
import { type CheckpointFormat, checkpointFormats } from './checkpoint-format.ts'
import { checkpointSize } from './checkpoint-size.ts'

const size = (id: string, format: CheckpointFormat) => checkpointSize(publishedShape(id), format)

describe('safetensors checkpoints', () => {
  it('Qwen3-8B in BF16 is the 16,381,470,720 bytes that its index states (total_size)', () => {
    expect(size('qwen3-8b', 'BF16').tensorBytes).toBe(16_381_470_720)
  })

  it('Llama 3.1 8B in BF16 is twice its 8,030,261,248 parameters', () => {
    expect(size('llama-3.1-8b', 'BF16').tensorBytes).toBe(2 * 8_030_261_248)
  })

  it('four bits with scales and zero points take 4.16 bits of a quantized value, with GPTQ its column order besides', () => {
    const ofFormat = (format: CheckpointFormat) => size('qwen2.5-7b', format).tensorBytes
    const quantized = (ofFormat('BF16') - ofFormat('AWQ')) / (2 - (4 + 16 / 128 + 4 / 128) / 8)
    // All matrices of 28 blocks: 7.615 billion parameters less embedding, head, norms and biases.
    expect(quantized / 1e9).toBeCloseTo(6.525, 2)
    expect(ofFormat('GPTQ')).toBeGreaterThan(ofFormat('AWQ'))
    expect(ofFormat('W4A16')).toBeLessThan(ofFormat('AWQ'))
  })

  it('FP8 has one F32 scale for each square of 128: 1.000244 bytes of a quantized value', () => {
    const [half, eight] = [size('qwen3-32b', 'BF16'), size('qwen3-32b', 'FP8')]
    const perValue = 1 + 4 / 128 ** 2
    const quantized = (half.tensorBytes - eight.tensorBytes) / (2 - perValue)
    const outside = 2 * 151_936 * 5120
    expect(quantized + outside).toBeLessThan(half.tensorBytes / 2)
    expect((quantized + outside) / (half.tensorBytes / 2)).toBeGreaterThan(0.9998)
  })

  it('MXFP4 is of the experts alone: gpt-oss-120b is 65.25 GB', () => {
    expect(size('gpt-oss-120b', 'MXFP4').tensorBytes / 1e9).toBeCloseTo(65.25, 1)
    expect(size('llama-3.1-8b', 'MXFP4').tensorBytes).toBe(size('llama-3.1-8b', 'BF16').tensorBytes)
  })

  it('DeepSeek-R1 in FP8 is 689 GB with the block that predicts further tokens, 15.4 GB of which none loads', () => {
    const { tensorBytes, furtherPredictionBytes } = size('deepseek-r1', 'FP8')
    expect(tensorBytes / 1e9).toBeCloseTo(688.57, 1)
    expect(furtherPredictionBytes / 1e9).toBeCloseTo(15.42, 1)
    // Parameters that the Hub states of its files.
    const architecture = publishedShape('deepseek-r1')
    const stored = tensorsOf(architecture).reduce((sum, { values }) => sum + values, 0)
    expect(stored).toBe(684_489_845_504)
  })

  it('Llama 4 in BF16: Maverick 801 GB, Scout 216 GB, without their towers for images', () => {
    expect(size('llama-4-maverick', 'BF16').tensorBytes / 1e9).toBeCloseTo(801.4, 1)
    expect(size('llama-4-scout', 'BF16').tensorBytes / 1e9).toBeCloseTo(215.5, 1)
  })
})

it('a group that does not divide the rows is refused, with the tensor that it is in', () => {
  // 2,880 values in a row are 22.5 groups of 128.
  const { code, values } = thrown(() => size('gpt-oss-20b', 'AWQ'))
  expect(code).toBe('invalid_input')
  expect(values).toMatchObject({ field: 'quantization', problem: 'attn_q: 2880 % 128 ≠ 0' })
})

it('100 random shapes: more bits are more bytes, and nothing is smaller than its values', () => {
  const random = new Random(7)
  for (let round = 0; round < 100; round += 1) {
    const architecture = randomShape(random)
    const values = tensorsOf(architecture).reduce((sum, tensor) => sum + tensor.values, 0)
    const order: readonly CheckpointFormat[] = ['W4A16', 'AWQ', 'FP8', 'FP8-DYNAMIC', 'BF16']
    const bytes = order.map((format) => checkpointSize(architecture, format).tensorBytes)
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b))
    expect(bytes[0]).toBeGreaterThan(values / 2)
    expect(bytes.at(-1)).toBe(2 * values)
    for (const format of ['BF16', 'FP8'] as const) {
      const { fileBytes, tensorBytes } = checkpointSize(architecture, format)
      expect(fileBytes).toBeGreaterThan(tensorBytes)
    }
  }
})

it('every format is two bytes or fewer for each value', () => {
  for (const { bits } of Object.values(checkpointFormats)) expect(bits).toBeLessThanOrEqual(16)
})
