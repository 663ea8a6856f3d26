import type { QualityTable } from './quality-table.ts'

export interface QuantizationLoss {
  /** Points of the quality scale, at least 0. */
  readonly points: number
  readonly deviation: number
}

const none: QuantizationLoss = { points: 0, deviation: 0 }

/** Types that keep the published weights as they are. */
const unquantized = new Set(['native', 'f32', 'f16', 'bf16', 'all f32'])

/**
 * The measured type that a label stands for: dynamic mixes (`UD-Q4_K_XL`) count as the type they are named by, as a mix
 * spends more bits than its name says, never fewer. Undefined for a label that names none.
 */
function typeOfLabel(quantization: string, table: QualityTable): string | undefined {
  const { bitsPerWeight } = table.quantization
  const written = quantization.toUpperCase().replace(/^UD-/, '')
  if (bitsPerWeight[written] !== undefined) return written
  const candidates = [
    written.replace(/_(X?X?L|M)$/, '_M'),
    written.replace(/_(XX?S|S|M|X?X?L)$/, ''),
    written.startsWith('Q8') ? 'Q8_0' : written,
  ]
  return candidates.find((name) => bitsPerWeight[name] !== undefined)
}

/**
 * Points lost to quantization. Mean KL divergence grows as bits and size fall; it is turned into points with an exponent
 * between 1/2 (a distance of distributions) and 1 (the mean loss of probability on the right token). Only one published
 * task-level comparison pins the factor down (Aider's code editing with Qwen2.5-Coder-32B), hence its wide deviation.
 * Below about 3 bits one 8B model of 2024 and the agreement of one large mix are all the evidence: wider still.
 * Undefined for an unknown type.
 */
export function quantizationLoss(
  quantization: string,
  totalParams: number | undefined,
  nativeQuantization: string | undefined,
  table: QualityTable,
): QuantizationLoss | undefined {
  const name = quantization.toLowerCase()
  if (unquantized.has(name) || name === nativeQuantization?.toLowerCase()) return none
  const type = typeOfLabel(quantization, table)
  const bits = type === undefined ? undefined : table.quantization.bitsPerWeight[type]
  if (type === undefined || bits === undefined) return undefined
  if (bits >= 16) return none
  const {
    divergence: measured,
    intercept,
    slope,
    perLogSize,
    deviation,
    thinBelowBits,
    thinDeviationPerBit,
    exponent,
    pointsPerNat,
    pointsLogDeviation,
  } = table.quantization
  const atReference = measured[type] ?? Math.exp(intercept + slope * bits)
  const divergence = atReference * Math.exp(perLogSize * Math.log10((totalParams ?? 8e9) / 8e9))
  const points = pointsPerNat * divergence ** exponent
  const thin = thinDeviationPerBit * Math.max(0, thinBelowBits - bits)
  const divergenceDeviation = Math.hypot(deviation, thin)
  return {
    points,
    deviation: points * Math.hypot(exponent * divergenceDeviation, pointsLogDeviation),
  }
}
