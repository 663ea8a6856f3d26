import { expect, it } from 'vitest'
import { type GgmlType, ggmlTypes } from '../../facts/gguf/ggml-types.ts'
import { tensorTypes } from '../../sizing/quantization/tensor-types.ts'
import { half, randomChunk } from './random-blocks.ts'

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 31
  const fraction = (bits & 0x3ff) / 1024
  if (exponent === 31) return Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15))
}

it('has whole blocks of every type that weights are of, different in every row', () => {
  for (const type of Object.keys(tensorTypes) as GgmlType[]) {
    const { blockLength, blockBytes } = ggmlTypes[type]
    const chunk = randomChunk(type)
    expect(chunk.byteLength % blockBytes).toBe(0)
    const blocks = chunk.byteLength / blockBytes
    for (const row of [512, 2048, 4096, 5120, 7168, 16_384])
      expect(blocks % (row / blockLength), `${type} ${row}`).not.toBe(0)
  }
})

it('writes halves that read back within a thousandth, below 6e-5 within a step of 6e-8', () => {
  for (const value of [1, -0.032, 0.0043, 2.7e-4, 7.5e-4, 6.2e-5])
    expect(Math.abs(fromHalf(half(value)) / value - 1)).toBeLessThan(1e-3)
  expect(Math.abs(fromHalf(half(2e-5)) - 2e-5)).toBeLessThan(6e-8)
  expect(half(0)).toBe(0)
})

it('gives Q8_0, Q4_K and F32 values of about 0.02 without a mean', () => {
  const q8 = new DataView(randomChunk('Q8_0').buffer)
  const q8Values = Array.from({ length: 32_000 }, (_, index) => {
    const at = Math.floor(index / 32) * 34
    return fromHalf(q8.getUint16(at, true)) * q8.getInt8(at + 2 + (index % 32))
  })
  const f32 = [...new Float32Array(randomChunk('F32').buffer).subarray(0, 32_000)]
  for (const values of [q8Values, f32, q4KValues()]) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length)
    expect(Math.abs(mean)).toBeLessThan(0.003)
    expect(deviation).toBeGreaterThan(0.012)
    expect(deviation).toBeLessThan(0.035)
  }
})

/** ggml-quants.c, dequantize_row_q4_K, of the first four groups of 32, whose scales are the low six bits of a byte. */
function q4KValues(): number[] {
  const view = new DataView(randomChunk('Q4_K').buffer)
  const values: number[] = []
  for (let at = 0; at < 144 * 200; at += 144)
    for (let group = 0; group < 4; group += 1) {
      const scale = fromHalf(view.getUint16(at, true)) * (view.getUint8(at + 4 + group) & 63)
      const least = fromHalf(view.getUint16(at + 2, true)) * (view.getUint8(at + 8 + group) & 63)
      for (let index = 0; index < 32; index += 1) {
        const byte = view.getUint8(at + 16 + 32 * (group >> 1) + index)
        values.push(scale * (group & 1 ? byte >> 4 : byte & 15) - least)
      }
    }
  return values
}

it('keeps the scattered scale of IQ1_M finite', () => {
  const view = new DataView(randomChunk('IQ1_M').buffer)
  for (let at = 0; at < 56 * 1000; at += 56) {
    let bits = 0
    for (let word = 0; word < 4; word += 1)
      bits |= (view.getUint16(at + 48 + 2 * word, true) >> 12) << (4 * word)
    expect(fromHalf(bits)).toBeCloseTo(2.5e-3, 5)
  }
})
