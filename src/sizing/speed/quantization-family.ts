/** Types whose unpacking costs alike: floats, 8 bits, the old 4 and 5 bits, K types, lookup types below 4 bits, 4-bit lookups, MX floats. */
export const quantizationFamilies = [
  'float32',
  'float16',
  'bfloat16',
  'q8',
  'legacy',
  'k',
  'iq',
  'iq4',
  'mxfp4',
] as const
export type QuantizationFamily = (typeof quantizationFamilies)[number]

const patterns: readonly (readonly [RegExp, QuantizationFamily])[] = [
  [/^(all )?f32$/, 'float32'],
  [/^f16$/, 'float16'],
  [/^bf16$/, 'bfloat16'],
  [/^q8_0$|^(ud-)?q8_k/, 'q8'],
  [/^mxfp4|^nvfp4/, 'mxfp4'],
  [/^(ud-)?iq4/, 'iq4'],
  [/^(ud-)?iq\d/, 'iq'],
  [/^q[45]_[01]$/, 'legacy'],
  [/^(ud-)?q\d_k/, 'k'],
]

/** Family of a quantization label as in file names (`Q4_K_M`, `UD-Q4_K_XL`, `MXFP4`); undefined where it is none we know. */
export function quantizationFamily(label: string): QuantizationFamily | undefined {
  const written = label.toLowerCase()
  return patterns.find(([pattern]) => pattern.test(written))?.[1]
}

/** Bits per value of a cache type: blocks of 32 with an F16 scale, a second one for `_1` types (ggml/src/ggml-common.h). */
const cacheBits: Readonly<Record<string, number>> = {
  f32: 32,
  f16: 16,
  bf16: 16,
  q8_0: 8.5,
  q5_1: 6,
  q5_0: 5.5,
  q4_1: 5,
  q4_0: 4.5,
  iq4_nl: 4.5,
}

/** Bytes per cached value; undefined for a type that llama.cpp does not offer for caches. */
export function cacheBytesPerValue(type: string): number | undefined {
  const bits = cacheBits[type.toLowerCase()]
  return bits === undefined ? undefined : bits / 8
}
