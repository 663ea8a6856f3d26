// Fits data/speed/model.json to the measurements in data/speed and calibrates its intervals, and how far one measurement of
// a machine speaks for its other models, on held-out devices, models, generations and classes.
//   node scripts/fit-speed.mjs
import { writeFileSync } from 'node:fs'
import {
  architecturesOf,
  fitSpeed,
  median,
  modelGroup,
  modelPath,
  predictUnseen,
  quantile,
  speedCases,
} from './fit-speed-cases.mjs'
import { fitScales, fitTails } from './fit-speed-intervals.mjs'
import { fitRecalibration } from './fit-speed-recalibration.mjs'

const { cases, flopsPerByte } = await speedCases()
const coefficients = fitSpeed(cases, {}, 20)
const architectures = architecturesOf(cases)
console.log(
  `${cases.length} measurements of ${new Set(cases.map((one) => one.device)).size} devices, ${Object.keys(coefficients).length} coefficients`,
)

const onCards = cases.filter((one) => one.terms.deviceClass !== 'cpu')
const unseen = {
  device: predictUnseen(cases, (one) => one.device, coefficients),
  model: predictUnseen(cases, modelGroup, coefficients),
  architecture: predictUnseen(
    onCards,
    (one) => `${one.terms.deviceClass}/${one.terms.architecture}`,
    coefficients,
    16,
  ),
  class: predictUnseen(cases, (one) => one.terms.deviceClass, coefficients, 40),
}

/** Not measured; logarithms of factors by judgement. */
const judged = { parallel: 0.5, 'unknown-quantization': 0.6 }

/** @param {number} value */
const rounded = (value) => Number(value.toFixed(3))
/** @param {Record<string, any>} values @returns {Record<string, any>} */
const allRounded = (values) =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [
        name,
        typeof value === 'number' ? rounded(value) : allRounded(value),
      ])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )

/** Every class counts the same: the next one may be like any of them. @param {any[]} errors */
function evenly(errors) {
  /** @type {Record<string, number>} */
  const whole = {}
  for (const { deviceClass, weight } of errors)
    whole[deviceClass] = (whole[deviceClass] ?? 0) + weight
  return errors.map((error) => ({
    ...error,
    weight: error.weight / (whole[error.deviceClass] ?? 1),
  }))
}

/** @type {Record<string, any>} */
const scales = {}
/** @type {Record<string, any>} */
const tails = {}
/** @type {Record<string, any>} */
const roofline = {}
/** @type {Record<string, any>} */
const recalibration = {}
for (const kind of /** @type {const} */ (['decode', 'prefill'])) {
  const ofKind = (/** @type {any[]} */ errors) => errors.filter(({ one }) => one.kind === kind)
  const errors = [unseen.device, unseen.model, unseen.architecture].flatMap(ofKind)
  const fitted = fitScales(errors)
  scales[kind] = allRounded({ ...fitted, ...judged })
  tails[kind] = allRounded(fitTails(errors, fitted))
  // Five classes say little about a sixth: half the tails.
  const foreign = evenly(ofKind(unseen.class))
  roofline[kind] = allRounded({
    low: Math.max(0.5, -quantile(foreign, 0.05)),
    high: Math.max(0.5, quantile(foreign, 0.95)),
  })
  recalibration[kind] = allRounded(fitRecalibration(ofKind(unseen.device), fitted))
}

/** Coefficients that change nothing are left out; those of a device also say that it was measured. */
const told = Object.fromEntries(
  Object.entries(coefficients)
    .filter(([name, value]) => Math.abs(value) >= 0.01 || /^(bandwidth|matrix):device/.test(name))
    .map(([name, value]) => [name, rounded(value)])
    .sort(),
)
const model = {
  version: 2,
  date: '2026-11-29',
  fittedOn: {
    rows: cases.length,
    devices: new Set(cases.map((one) => one.device)).size,
    models: new Set(cases.map((one) => one.shape)).size,
    source: 'data/speed/measurements.json',
  },
  coefficients: told,
  architectures,
  scales,
  tails,
  roofline,
  recalibration,
  flopsPerByte,
}
writeFileSync(modelPath, `${JSON.stringify(model, undefined, 1)}\n`)
for (const [name, predicted] of Object.entries(unseen))
  for (const kind of ['decode', 'prefill']) {
    const own = predicted.filter(({ one }) => one.kind === kind)
    console.log(
      `unseen ${name}, ${kind}: median error ${(100 * median(own.map(({ one, rate }) => Math.abs(rate / one.rate - 1)))).toFixed(1)} % of ${own.length}`,
    )
  }
console.log(JSON.stringify({ scales, tails, roofline, recalibration, flopsPerByte }))
