import type { MeasuredFigure, Measurement } from '../../facts/measurement.ts'
import { predictSpeed, type SpeedInput } from './predict-speed.ts'
import { type RateKind, type RecalibrationCase, recalibrationCase } from './recalibration-case.ts'
import type { SpeedModel } from './speed-model.ts'

/** What one measured figure says of the predictions on its machine. */
export interface Observation {
  readonly kind: RateKind
  readonly case: RecalibrationCase
  readonly basis: 'measured' | 'twin'
  /** Natural logarithm of measured over predicted. */
  readonly logError: number
  /** Standard deviation of such errors before anything was measured. */
  readonly expected: number
  /** Standard deviation of what the figure itself may be off today: its noise, its age, another engine. */
  readonly noise: number
  readonly when: string
}

/** The engine that predictions are made for, and today. */
export interface Present {
  readonly when: string
  readonly release?: string | undefined
  readonly backend?: Measurement['engine']['backend'] | undefined
}

/** Half-width of an 80 % interval over the standard deviation, of a normal distribution. */
export const deviationsOf80 = 1.2816

/**
 * Medians between published runs of the same device, model and test: on another build 6 % (decode) and 9 % (prefill), ROCm
 * against Vulkan 9 and 21 %; over 0.6745, as a median is that much of a standard deviation.
 */
const otherBuild = { decode: 0.06 / 0.6745, prefill: 0.09 / 0.6745 }
const otherBackend = { decode: 0.09 / 0.6745, prefill: 0.21 / 0.6745 }
/** Drivers and engines move on: as much as another build within a year. */
const yearMs = 365.25 * 24 * 3600 * 1000
/** What a twin leaves open of the whole model (goal of its proof: within 7 %). */
const twinDeviation = 0.04

/**
 * Observations of a record. `inputOf` says how the recorded model lies on this machine under the recorded settings, at the
 * figure's depth or prompt length; figures for which it, or the prediction, is unknown are left out.
 */
export function observationsOf(
  measurement: Measurement,
  inputOf: (figure: MeasuredFigure) => SpeedInput | undefined,
  model: SpeedModel,
  present: Present,
): Observation[] {
  return measurement.figures.flatMap((figure) => {
    const input = inputOf(figure)
    const speed = input === undefined ? undefined : predictSpeed(input, model)
    if (input === undefined || speed === undefined) return []
    const predicted =
      figure.kind === 'decode' ? speed.decodeTokensPerSecond : speed.prefillTokensPerSecond
    return [
      {
        kind: figure.kind,
        case: recalibrationCase(figure.kind, input),
        basis: measurement.method,
        logError: Math.log(figure.tokensPerSecond / predicted.estimate),
        expected: Math.log(predicted.high / predicted.low) / 2 / deviationsOf80,
        noise: noiseOf(measurement, figure, present),
        when: measurement.when,
      },
    ]
  })
}

function noiseOf(measurement: Measurement, figure: MeasuredFigure, present: Present): number {
  const { engine, method, when } = measurement
  const own = Math.log(Math.max(figure.high, figure.low) / Math.min(figure.high, figure.low))
  const isForeign = present.release !== undefined && engine.release !== present.release
  const isElsewhere = present.backend !== undefined && engine.backend !== present.backend
  const years = Math.max(0, Date.parse(present.when) - Date.parse(when)) / yearMs
  return Math.hypot(
    Math.max(0.01, own / 2 / deviationsOf80),
    method === 'twin' ? twinDeviation : 0,
    isForeign ? otherBuild[figure.kind] : 0,
    isElsewhere ? otherBackend[figure.kind] : 0,
    otherBuild[figure.kind] * Math.min(years, 10),
  )
}
