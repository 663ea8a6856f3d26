import { type QuantizationFamily } from './quantization-family.ts'
import type { SpeedModel } from './speed-model.ts'

/** What decides how alike the errors of two predictions on one machine are. */
export interface RecalibrationCase {
  /** Weights read for a decoded token. */
  readonly bytes: number
  /** Cached positions; of a prompt, half its length besides. */
  readonly depth: number
  readonly hasExperts: boolean
  readonly family: QuantizationFamily | undefined
}

type Parameters = SpeedModel['recalibration']['decode']

/**
 * Correlation of the errors of two predictions on one machine: a part that all share (its memory, its clocks, its load),
 * and a part that fades the more the two differ in size, depth, experts and kind of quantization.
 */
export function correlation(
  a: RecalibrationCase,
  b: RecalibrationCase,
  { shared, size, depth, unlike }: Parameters,
): number {
  const distance =
    size * Math.abs(Math.log(a.bytes / b.bytes)) +
    depth * Math.abs(Math.log2((1 + a.depth / 4096) / (1 + b.depth / 4096))) +
    unlike * (Number(a.hasExperts !== b.hasExperts) + 0.5 * Number(a.family !== b.family))
  return shared + (1 - shared) * Math.exp(-distance)
}
