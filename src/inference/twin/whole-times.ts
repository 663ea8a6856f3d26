import { normalised, type Reading, typical } from './phases.ts'
import type { MeasurementPlan, MeasurementRequest } from './plan-measurement.ts'
import type { Readings, WholeModel } from './predict-whole.ts'
import { planTwin, type TwinPlan } from './twin-tensors.ts'

/** The whole model's own times in ms, to hold its prediction against. */
export interface WholeTimes {
  readonly decode: readonly { readonly depth: number; readonly milliseconds: number }[]
  readonly prefill: readonly { readonly promptTokens: number; readonly milliseconds: number }[]
}

/** The whole model with random weights. */
export function wholePlan({ architecture, quantization }: MeasurementRequest): TwinPlan {
  return planTwin(architecture, quantization, {
    blocks: architecture.layers.map((_, index) => index),
    expertCount: Number.MAX_SAFE_INTEGER,
    vocabularySize: architecture.vocabularySize,
  })
}

/** Its readings stand behind those of the slices in every phase. */
export function wholeTimes(
  readings: Readings,
  { files }: MeasurementPlan,
  { decodeReference, prefillReference }: WholeModel,
): WholeTimes {
  const at = files.length
  const time = (list: readonly Reading[] | undefined, reference: number) =>
    typical(normalised(list ?? [], reference))
  const first = time(readings.prefill.readings[at], prefillReference)
  const batches = (readings.filling?.ofWhole ?? []).map(
    ({ milliseconds, sentinel }) => (milliseconds * prefillReference) / sentinel,
  )
  const prefill = batches.map((_, index) => ({
    promptTokens: (index + 1) * readings.batch,
    milliseconds: first + batches.slice(1, index + 1).reduce((sum, one) => sum + one, 0),
  }))
  return {
    decode: [
      { depth: 0, milliseconds: time(readings.decode.readings[at], decodeReference) },
      ...readings.deeper.map(({ depth, files: shown, phase }) => ({
        depth,
        milliseconds: time(phase.readings[shown.length], decodeReference),
      })),
    ],
    prefill,
  }
}
