import { deviationsOf80, type Observation } from './observation.ts'
import type { Rate, SpeedInput, SpeedPrediction } from './predict-speed.ts'
import {
  correlation,
  type RateKind,
  type RecalibrationCase,
  recalibrationCase,
} from './recalibration-case.ts'
import type { SpeedModel } from './speed-model.ts'

/** What was measured on a machine, ready to correct its other predictions. */
export interface Recalibration {
  readonly decode: Learned
  readonly prefill: Learned
}

interface Learned {
  readonly observations: readonly Observation[]
  /** Inverse of the covariance of the standardised errors, row after row. */
  readonly precision: Float64Array
  /** That times the standardised errors. */
  readonly weights: Float64Array
}

/** More tell nothing new, and cost squares of their number for every candidate. */
const observationsMax = 24

/**
 * Bayesian update of a machine's errors, decode and prefill apart: they are taken as normal, with the width that the
 * prediction states and the correlation fitted on held-out devices (`data/speed/model.json`); a Gaussian process over cases.
 */
export function recalibrationOf(
  observations: readonly Observation[],
  model: SpeedModel,
): Recalibration {
  const learn = (kind: RateKind): Learned => {
    const own = observations
      .filter((observation) => observation.kind === kind)
      .toSorted((a, b) => (a.when < b.when ? 1 : a.when > b.when ? -1 : 0))
      .slice(0, observationsMax)
    const size = own.length
    const covariance = new Float64Array(size * size)
    for (const [i, a] of own.entries())
      for (const [j, b] of own.entries())
        covariance[i * size + j] =
          correlation(a.case, b.case, model.recalibration[kind]) +
          (i === j ? (a.noise / a.expected) ** 2 + 1e-9 : 0)
    const precision = inverse(covariance, size)
    const weights = new Float64Array(size)
    for (let i = 0; i < size; i += 1)
      for (const [j, { logError, expected }] of own.entries())
        weights[i] = (weights[i] ?? 0) + ((precision[i * size + j] ?? 0) * logError) / expected
    return { observations: own, precision, weights }
  }
  return { decode: learn('decode'), prefill: learn('prefill') }
}

/**
 * A prediction in the light of what was measured on its machine: it moves, its intervals tighten, and where the same shape
 * ran in the same quantization and settings its basis says so.
 */
export function recalibrate(
  speed: SpeedPrediction,
  input: SpeedInput,
  recalibration: Recalibration,
  model: SpeedModel,
): SpeedPrediction {
  const decode = moved(speed.decodeTokensPerSecond, 'decode', input, recalibration, model)
  const prefill = moved(speed.prefillTokensPerSecond, 'prefill', input, recalibration, model)
  const stepMs = 1000 / speed.decodeTokensPerSecond.estimate
  const promptMs = speed.timeToFirstTokenMs - stepMs
  return {
    decodeTokensPerSecond: decode,
    prefillTokensPerSecond: prefill,
    timeToFirstTokenMs:
      (promptMs * speed.prefillTokensPerSecond.estimate) / prefill.estimate +
      1000 / decode.estimate,
  }
}

function moved(
  rate: Rate,
  kind: RateKind,
  input: SpeedInput,
  recalibration: Recalibration,
  model: SpeedModel,
): Rate {
  const learned = recalibration[kind]
  if (learned.observations.length === 0) return rate
  const asked = recalibrationCase(kind, input)
  const { shift, remaining } = posterior(asked, learned, model.recalibration[kind])
  const low = Math.log(rate.estimate / rate.low)
  const high = Math.log(rate.high / rate.estimate)
  const expected = (low + high) / 2 / deviationsOf80
  // What is left is as likely above as below: the long side told of machines slower than they should be.
  const half = deviationsOf80 * expected * remaining
  const estimate = rate.estimate * Math.exp(expected * shift)
  return {
    estimate,
    low: estimate * Math.exp(-half),
    high: estimate * Math.exp(half),
    basis:
      learned.observations.find((one) => one.case.identity === asked.identity)?.basis ?? rate.basis,
  }
}

/** Mean and standard deviation of the asked case's error, in units of what was expected. */
function posterior(
  asked: RecalibrationCase,
  { observations, precision, weights }: Learned,
  parameters: SpeedModel['recalibration'][RateKind],
): { shift: number; remaining: number } {
  const size = observations.length
  const shares = observations.map((one) => correlation(one.case, asked, parameters))
  let [shift, known] = [0, 0]
  for (const [i, a] of shares.entries()) {
    shift += a * (weights[i] ?? 0)
    for (const [j, b] of shares.entries()) known += a * b * (precision[i * size + j] ?? 0)
  }
  return { shift, remaining: Math.sqrt(Math.max(0.0001, 1 - known)) }
}

/** Inverse of a positive definite matrix by Gauss-Jordan elimination. */
function inverse(matrix: Float64Array, size: number): Float64Array {
  const left = Float64Array.from(matrix)
  const right = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1) right[i * size + i] = 1
  for (let pivot = 0; pivot < size; pivot += 1) {
    const scale = left[pivot * size + pivot] ?? 1
    for (let k = 0; k < size; k += 1) {
      left[pivot * size + k] = (left[pivot * size + k] ?? 0) / scale
      right[pivot * size + k] = (right[pivot * size + k] ?? 0) / scale
    }
    for (let row = 0; row < size; row += 1) {
      const factor = left[row * size + pivot] ?? 0
      if (row === pivot || factor === 0) continue
      for (let k = 0; k < size; k += 1) {
        left[row * size + k] = (left[row * size + k] ?? 0) - factor * (left[pivot * size + k] ?? 0)
        right[row * size + k] =
          (right[row * size + k] ?? 0) - factor * (right[pivot * size + k] ?? 0)
      }
    }
  }
  return right
}
