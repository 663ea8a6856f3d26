// Intervals of the speed model from errors on devices, models, generations and classes that a fit had not seen: how far a
// prediction with such features misses (a scale), and how many scales an 80 % interval takes in its class (tails).
import { quantile } from './fit-speed-cases.mjs'

/** Ridge of the scale's features: standard deviations of their priors, in logarithms. */
const featureDeviations = { base: 3, seen: 0.7, 'unknown-generation': 0.7, launching: 1 }
const otherDeviation = 0.4
/** Devices that a class must have to speak half for itself. */
const tailStrength = 12

/**
 * @typedef {{ value: number, weight: number, device: string, deviceClass: string, features: [string, number][] }} SpeedError
 */

/**
 * Scale of the errors by maximum likelihood of a Laplace distribution whose logarithm of the scale is linear.
 * @param {SpeedError[]} errors @returns {Record<string, number>}
 */
export function fitScales(errors) {
  const names = [
    ...new Set(
      errors.flatMap(({ features }) =>
        features.filter(([, value]) => value !== 0).map(([name]) => name),
      ),
    ),
  ]
  /** @type {Record<string, number>} */
  const scales = Object.fromEntries(names.map((name) => [name, name === 'base' ? -1.8 : 0]))
  for (let round = 0; round < 200; round += 1) {
    /** @type {Record<string, number>} */
    const slope = {}
    /** @type {Record<string, number>} */
    const curve = {}
    for (const name of names) {
      const precision =
        1 /
        (featureDeviations[/** @type {keyof typeof featureDeviations} */ (name)] ??
          otherDeviation) **
          2
      slope[name] = -(scales[name] ?? 0) * precision
      curve[name] = precision
    }
    for (const { value, weight, features } of errors) {
      const ratio = Math.min(4, Math.abs(value) / scaleFrom(features, scales))
      for (const [name, amount] of features) {
        slope[name] = (slope[name] ?? 0) + weight * amount * (ratio - 1)
        curve[name] = (curve[name] ?? 0) + weight * amount ** 2
      }
    }
    let moved = 0
    for (const name of names) {
      const step = (0.3 * (slope[name] ?? 0)) / (curve[name] ?? 1)
      scales[name] = (scales[name] ?? 0) + step
      moved = Math.max(moved, Math.abs(step))
    }
    if (moved < 1e-4) break
  }
  return scales
}

/** @param {[string, number][]} features @param {Record<string, number>} scales */
export function scaleFrom(features, scales) {
  return Math.exp(features.reduce((sum, [name, amount]) => sum + amount * (scales[name] ?? 0), 0))
}

/**
 * Tails of every class, pulled towards those of all while few devices speak.
 * @param {SpeedError[]} errors @param {Record<string, number>} scales
 * @returns {Record<string, { low: number, high: number }>}
 */
export function fitTails(errors, scales) {
  const scaled = errors.map((error) => ({
    ...error,
    value: error.value / scaleFrom(error.features, scales),
  }))
  const all = tailsOf(scaled)
  return Object.fromEntries(
    [...new Set(errors.map((error) => error.deviceClass))].sort().map((name) => {
      const own = scaled.filter((error) => error.deviceClass === name)
      const devices = new Set(own.map((error) => error.device)).size
      const { low, high } = tailsOf(own)
      const pull = (/** @type {number} */ a, /** @type {number} */ b) =>
        (devices * a + tailStrength * b) / (devices + tailStrength)
      return [name, { low: pull(low, all.low), high: pull(high, all.high) }]
    }),
  )
}

/** The shortest interval with four fifths of the errors: slow machines are many, quick ones few. @param {SpeedError[]} scaled */
function tailsOf(scaled) {
  let best = { low: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  for (let below = 0.05; below < 0.155; below += 0.005) {
    const low = Math.max(0.2, -quantile(scaled, below))
    const high = Math.max(0.2, quantile(scaled, below + 0.8))
    if (low + high < best.low + best.high) best = { low, high }
  }
  return best
}

/** @param {SpeedError} error @param {Record<string, number>} scales @param {Record<string, { low: number, high: number }>} tails */
export function widthsOf({ deviceClass, features }, scales, tails) {
  const scale = scaleFrom(features, scales)
  const { low = 1.6, high = 1.6 } = tails[deviceClass] ?? {}
  return { low: low * scale, high: high * scale }
}
