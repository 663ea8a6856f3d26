import type { QualityTable } from './quality-table.ts'

export interface QuantizationLoss {
  /** Points of the quality scale, at least 0. */
  readonly points: number
  readonly deviation: number
}

/** Bits per weight of types that keep the published weights as they are. */
const lossless = 15.9

/** Types in which makers themselves publish or train (gpt-oss in MXFP4): no loss against the published model. */
const nativeTypes = new Set(['native', 'f32', 'f16', 'bf16'])

/** Bits per weight by label; dynamic mixes (`UD-Q4_K_XL`) count as the type they are named by. Undefined for an unknown label. */
export function bitsPerWeight(quantization: string, table: QualityTable): number | undefined {
  const { bitsPerWeight: known } = table.quantization
  const written = quantization.toUpperCase().replace(/^UD-/, '')
  return known[written] ?? known[written.replace(/_X?XL$/, '_M')] ?? known[written.replace(/_(X?[SML]|XL)$/, '')]
}

/**
 * Points lost to quantization: KL divergence from bits and size, then its square root (the scale on which answers
 * change) times a factor that hardly any task-level measurement pins down, hence the wide deviation.
 * Undefined for an unknown type.
 */
export function quantizationLoss(
  quantization: string,
  totalParams: number | undefined,
  nativeQuantization: string | undefined,
  table: QualityTable,
): QuantizationLoss | undefined {
  const name = quantization.toLowerCase()
  if (nativeTypes.has(name) || name === nativeQuantization?.toLowerCase()) return { points: 0, deviation: 0 }
  const bits = bitsPerWeight(quantization, table)
  if (bits === undefined) return undefined
  if (bits >= lossless) return { points: 0, deviation: 0 }
  const { intercept, slope, perLogSize, deviation, pointsPerRootNat, pointsLogDeviation } = table.quantization
  const logSize = Math.log10((totalParams ?? 8e9) / 8e9)
  const divergence = Math.exp(intercept + slope * bits + perLogSize * logSize)
  const points = pointsPerRootNat * Math.sqrt(divergence)
  return { points, deviation: points * Math.hypot(deviation / 2, pointsLogDeviation) }
}
