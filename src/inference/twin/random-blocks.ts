import { type GgmlType, ggmlTypes } from '../../facts/gguf/ggml-types.ts'

/**
 * What makes a block of random bits a block of small finite values: where its half-precision scales lie and how large they
 * have to be for values of about ±0.02 (layouts and arithmetic: ggml/src/ggml-common.h and ggml-quants.c). All other bits
 * may be anything: they choose among levels, signs and entries of code books that are all there.
 */
interface BlockForm {
  /** Offset of a scale in the block, and its value. */
  readonly halves?: readonly (readonly [offset: number, value: number])[]
  /** Bytes that are not free, by offset. */
  readonly bytes?: readonly (readonly [offset: number, value: number])[]
  /** Signed scales of one byte that are kept small: their range and how far they may go from 0. */
  readonly smallScales?: readonly [from: number, to: number, most: number]
  /** A half-precision scale in the upper four bits of four 16-bit words (IQ1_M). */
  readonly scatteredHalf?: readonly [offset: number, value: number]
}

const forms: Partial<Record<GgmlType, BlockForm>> = {
  Q4_0: { halves: [[0, 0.0043]] },
  Q4_1: {
    halves: [
      [0, 0.0043],
      [2, -0.032],
    ],
  },
  Q5_0: { halves: [[0, 0.0022]] },
  Q5_1: {
    halves: [
      [0, 0.0022],
      [2, -0.034],
    ],
  },
  Q8_0: { halves: [[0, 2.7e-4]] },
  Q2_K: {
    halves: [
      [80, 2e-3],
      [82, 3e-3],
    ],
  },
  Q3_K: { halves: [[108, 4.7e-4]] },
  Q4_K: {
    halves: [
      [0, 1e-4],
      [2, 7.5e-4],
    ],
  },
  Q5_K: {
    halves: [
      [0, 6.2e-5],
      [2, 9.6e-4],
    ],
  },
  Q6_K: { halves: [[208, 1.2e-4]], smallScales: [192, 208, 16] },
  IQ2_XXS: { halves: [[0, 5e-4]] },
  IQ2_XS: { halves: [[0, 5e-4]] },
  IQ2_S: { halves: [[0, 5e-4]] },
  IQ3_XXS: { halves: [[0, 2e-4]] },
  IQ3_S: { halves: [[0, 2e-4]] },
  IQ1_S: { halves: [[0, 2.5e-3]] },
  IQ1_M: { scatteredHalf: [48, 2.5e-3] },
  IQ4_NL: { halves: [[0, 2.8e-4]] },
  IQ4_XS: { halves: [[0, 2e-5]] },
  TQ1_0: { halves: [[52, 0.025]] },
  TQ2_0: { halves: [[64, 0.025]] },
  // An exponent of 2, biased by 127, and one step lower: nibbles are halves.
  MXFP4: { bytes: [[0, 120]] },
  // Unsigned 8-bit floats of exponent 1 - 7.
  NVFP4: {
    bytes: [
      [0, 8],
      [1, 8],
      [2, 8],
      [3, 8],
    ],
  },
  Q1_0: { halves: [[0, 0.02]] },
  Q2_0: { halves: [[0, 0.015]] },
}

/**
 * About this many values per chunk, a prime number of blocks: no row length divides it, so that rows of a repeated chunk
 * differ and a router does not choose the same experts for every token.
 */
const blocksByLength: Readonly<Record<number, number>> = {
  1: 262_147,
  32: 16_411,
  64: 8209,
  128: 4099,
  256: 4099,
}

/** Bytes to be repeated for a tensor of a type: whole blocks of random bits with valid scales. Throws on index types. */
export function randomChunk(type: GgmlType, seed = 1): Uint8Array {
  const { blockLength, blockBytes } = ggmlTypes[type]
  const blocks = blocksByLength[blockLength] ?? 4099
  const random = randomBits(seed)
  if (type === 'F32') return floats(blocks, random)
  if (type === 'F16' || type === 'BF16') return halves(blocks, random, type)
  const form = forms[type]
  if (form === undefined) throw new RangeError(`no weights are of type ${type}`)
  const bytes = new Uint8Array(blocks * blockBytes)
  const words = new Uint32Array(Math.ceil(bytes.byteLength / 4))
  for (let index = 0; index < words.length; index += 1) words[index] = random()
  bytes.set(new Uint8Array(words.buffer, 0, bytes.byteLength))
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < bytes.byteLength; at += blockBytes) settle(view, at, form)
  return bytes
}

function settle(view: DataView, at: number, form: BlockForm): void {
  for (const [offset, value] of form.halves ?? []) view.setUint16(at + offset, half(value), true)
  for (const [offset, value] of form.bytes ?? []) view.setUint8(at + offset, value)
  if (form.smallScales !== undefined) {
    const [from, to, most] = form.smallScales
    for (let offset = from; offset < to; offset += 1)
      view.setInt8(at + offset, (view.getUint8(at + offset) % (2 * most)) - most)
  }
  if (form.scatteredHalf !== undefined) {
    const [offset, value] = form.scatteredHalf
    const bits = half(value)
    for (let word = 0; word < 4; word += 1) {
      const place = at + offset + 2 * word
      const nibble = (bits >> (4 * word)) & 15
      view.setUint16(place, (view.getUint16(place, true) & 0x0fff) | (nibble << 12), true)
    }
  }
}

function floats(count: number, random: () => number): Uint8Array {
  const values = new Float32Array(count)
  for (let index = 0; index < count; index += 1) values[index] = smallValue(random())
  return new Uint8Array(values.buffer)
}

function halves(count: number, random: () => number, type: 'F16' | 'BF16'): Uint8Array {
  const values = new Uint16Array(count)
  for (let index = 0; index < count; index += 1) {
    const value = smallValue(random())
    values[index] = type === 'F16' ? half(value) : brain(value)
  }
  return new Uint8Array(values.buffer)
}

/** Even between ±0.035: a deviation of 0.02. */
function smallValue(bits: number): number {
  return 0.07 * (bits / 2 ** 32 - 0.5)
}

/** 32 random bits a call (xorshift32); the same for the same seed. */
export function randomBits(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

const float = new Float32Array(1)
const floatBits = new Uint32Array(float.buffer)

function brain(value: number): number {
  float[0] = value
  return (floatBits[0] ?? 0) >>> 16
}

/** IEEE 754 half precision, rounded down in size; for values below 65,504. */
export function half(value: number): number {
  float[0] = Math.abs(value)
  const bits = floatBits[0] ?? 0
  const sign = value < 0 ? 0x8000 : 0
  const exponent = (bits >>> 23) - 112
  if (exponent > 0) return sign | (exponent << 10) | ((bits >>> 13) & 0x3ff)
  if (exponent < -10) return sign
  return sign | ((0x800000 | (bits & 0x7fffff)) >>> (14 - exponent))
}
