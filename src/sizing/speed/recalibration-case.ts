import { deviceClass } from './device-class.ts'
import type { SpeedInput } from './predict-speed.ts'
import { type QuantizationFamily, quantizationFamily } from './quantization-family.ts'
import type { SpeedModel } from './speed-model.ts'

export type RateKind = 'decode' | 'prefill'

/** What decides how alike the errors of two predictions on one machine are. */
export interface RecalibrationCase {
  /** Equal for runs that the engine cannot tell apart: shape, quantization, settings, places; weights say nothing of speed. */
  readonly identity: string
  /** Weights read for a decoded token. */
  readonly bytes: number
  /** Cached positions; of a prompt, half its length besides. */
  readonly depth: number
  readonly hasExperts: boolean
  readonly family: QuantizationFamily | undefined
  /** Share of those weights that a processor reads, the rest lying on cards. */
  readonly onProcessor: number
}

/** The case of a prediction. */
export function recalibrationCase(kind: RateKind, input: SpeedInput): RecalibrationCase {
  let [bytes, onProcessor, weightBytes, multiplyAdds, expertLayers] = [0, 0, 0, 0, 0]
  for (const { device, work } of input.parts) {
    bytes += work.weightBytesPerToken
    weightBytes += work.weightBytes
    multiplyAdds += work.multiplyAddsPerToken
    expertLayers += work.expertLayers
    if (deviceClass(device) === 'cpu') onProcessor += work.weightBytesPerToken
  }
  const share = bytes === 0 ? 0 : onProcessor / bytes
  const cache = input.kvCacheType
  const identity = [
    input.quantization,
    Math.round(weightBytes),
    Math.round(multiplyAdds),
    share.toFixed(2),
    cache?.keys ?? 'f16',
    cache?.values ?? 'f16',
    input.flashAttention ?? true,
    input.physicalBatch ?? 512,
    input.parallel ?? 1,
  ].join(' ')
  const depth = input.depth ?? 0
  return {
    identity,
    bytes: Math.max(1, bytes),
    depth: kind === 'decode' ? depth : depth + (input.promptTokens ?? 512) / 2,
    hasExperts: expertLayers > 0,
    family: quantizationFamily(input.quantization),
    onProcessor: share,
  }
}

/**
 * Correlation of the errors of two predictions on one machine: a part that all share (its memory, its clocks, its load),
 * and a part that fades the more the two differ in size, depth, experts and kind of quantization. A card's error says
 * nothing of the processor's.
 */
export function correlation(
  a: RecalibrationCase,
  b: RecalibrationCase,
  { shared, other, size, depth, unlike }: SpeedModel['recalibration'][RateKind],
): number {
  const deeper = Math.abs(Math.log2((1 + a.depth / depthUnit) / (1 + b.depth / depthUnit)))
  const distance =
    size * Math.abs(Math.log(a.bytes / b.bytes)) +
    depth * deeper +
    unlike * (Number(a.hasExperts !== b.hasExperts) + Number(a.family !== b.family) / 2)
  const model = a.identity === b.identity ? 1 : other
  const together = 1 - Math.abs(a.onProcessor - b.onProcessor)
  return together * (shared + (1 - shared) * model * Math.exp(-distance))
}

const depthUnit = 4096
