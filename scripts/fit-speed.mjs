// Fits data/speed/model.json to the measurements in data/speed and calibrates its intervals on held-out devices and models.
//   node scripts/fit-speed.mjs
import { writeFileSync } from 'node:fs'
import {
  difficulties,
  fitSpeed,
  median,
  modelGroup,
  modelPath,
  predict,
  predictUnseen,
  quantile,
  speedCases,
} from './fit-speed-cases.mjs'

const { cases, flopsPerByte } = await speedCases()
const coefficients = fitSpeed(cases, {}, 20)
const architectures = [
  ...new Set(
    cases
      .filter((one) => one.terms.deviceClass !== 'cpu' && one.terms.architecture !== undefined)
      .map((one) => `${one.terms.deviceClass}/${one.terms.architecture}`),
  ),
].sort()

console.log(
  `${cases.length} measurements of ${new Set(cases.map((one) => one.device)).size} devices, ${Object.keys(coefficients).length} coefficients`,
)
const unseen = {
  device: predictUnseen(cases, (one) => one.device, coefficients),
  model: predictUnseen(cases, modelGroup, coefficients, 10),
  architecture: predictUnseen(
    cases.filter((one) => one.terms.deviceClass !== 'cpu'),
    (one) => `${one.terms.deviceClass}/${one.terms.architecture}`,
    coefficients,
    24,
  ),
  class: predictUnseen(cases, (one) => one.terms.deviceClass, coefficients, 40),
}

/** Errors in logarithms with the difficulties of their case. @param {Map<any, number>} predicted @param {'decode' | 'prefill'} kind */
function errorsOf(predicted, kind) {
  return [...predicted]
    .filter(([one]) => one.kind === kind)
    .map(([one, rate]) => {
      const devices = new Array(one.count).fill({ work: one.share, terms: one.terms })
      return {
        device: one.device,
        deviceClass: one.terms.deviceClass,
        // Between rows (many runs of few devices) and devices (many runs by strangers).
        weight: Math.sqrt(one.weight),
        value: Math.log(one.rate / rate),
        hard: difficulties(
          kind,
          devices,
          { quantization: one.quantization, depth: one.depth },
          { architectures },
        ),
      }
    })
}

/** 80 % half-widths of a set of errors, pulled towards others while few devices speak. @param {any[]} errors @param {{ low: number, high: number }} others @param {number} strength @param {number} [tail] */
function halfWidths(errors, others, strength, tail = 0.1) {
  const devices = new Set(errors.map((error) => error.device)).size
  const pull = (/** @type {number} */ own, /** @type {number} */ other) =>
    Math.sqrt((devices * own ** 2 + strength * other ** 2) / (devices + strength))
  const [low, high] = [
    Math.max(0.05, -quantile(errors, tail)),
    Math.max(0.05, quantile(errors, 1 - tail)),
  ]
  return { low: pull(low, others.low), high: pull(high, others.high) }
}

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

/** A class of two or three devices: holding one out leaves nothing of it, so that held-out models speak alone. @param {string} name */
const isFew = (name) =>
  new Set(cases.filter((one) => one.terms.deviceClass === name).map((one) => one.device)).size < 4

/** @param {{ low: number, high: number }} one */
const rounded = ({ low, high }) => ({ low: Number(low.toFixed(3)), high: Number(high.toFixed(3)) })

/** @type {Record<string, any>} */
const spreads = {}
/** @type {Record<string, any>} */
const widening = {
  // Not measured; half-widths by judgement.
  'decode:parallel': { low: 0.35, high: 0.2 },
  'decode:unknown-quantization': { low: 0.25, high: 0.25 },
  'prefill:unknown-quantization': { low: 0.4, high: 0.4 },
}
/** @type {Record<string, any>} */
const roofline = {}
for (const kind of /** @type {const} */ (['decode', 'prefill'])) {
  const foreign = evenly(errorsOf(unseen.class, kind))
  // Five classes say little about a sixth: half the tails.
  roofline[kind] = halfWidths(foreign, { low: 0.5, high: 0.5 }, 2, 0.05)
  const errors = [
    ...errorsOf(unseen.device, kind).filter((error) => !isFew(error.deviceClass)),
    ...errorsOf(unseen.model, kind),
  ]
  const soft = new Set(['launch-bound'])
  const pooled = halfWidths(
    errors.filter((error) => error.deviceClass !== 'cpu' && error.deviceClass !== 'amd-unified'),
    { low: 0.5, high: 0.5 },
    2,
  )
  for (const name of new Set(errors.map((error) => error.deviceClass))) {
    const own = errors.filter((error) => error.deviceClass === name)
    const few = isFew(name)
    const plain = own.filter((error) =>
      error.hard.every((/** @type {string} */ one) => soft.has(one) && kind === 'prefill'),
    )
    const basis = few || new Set(plain.map((error) => error.device)).size < 8 ? own : plain
    spreads[name] = { ...spreads[name], [kind]: rounded(halfWidths(basis, pooled, few ? 1 : 4)) }
  }
  calibrate(kind, errors)
  widening[`${kind}:unknown-architecture`] = extraFor(
    kind,
    errorsOf(unseen.architecture, kind),
    'all',
  )
  roofline[kind] = rounded(roofline[kind])
}
widening['prefill:unknown-arithmetic'] = arithmeticUnknown()

/**
 * What each difficulty adds: half-widths of the errors that have it, over what its class has without it, in squares.
 * Done one after the other, each with those before it counted in.
 * @param {'decode' | 'prefill'} kind @param {any[]} errors
 */
function calibrate(kind, errors) {
  for (const name of [
    'launch-bound',
    'experts',
    'recurrent',
    'deep',
    'several-devices',
    'unknown-arithmetic',
  ])
    widening[`${kind}:${name}`] = extraFor(kind, errors, name)
}

/** @param {'decode' | 'prefill'} kind @param {any[]} errors @param {string} name */
function extraFor(kind, errors, name) {
  const own = errors.filter((error) => name === 'all' || error.hard.includes(name))
  if (new Set(own.map((error) => error.device)).size < 2) return { low: 0.1, high: 0.1 }
  const extra = { low: 0, high: 0 }
  for (const side of /** @type {const} */ (['low', 'high'])) {
    const sign = side === 'low' ? -1 : 1
    const covered = (/** @type {number} */ more) =>
      own.reduce(
        (sum, error) =>
          sum +
          (sign * error.value <= Math.hypot(widthOf(kind, error, side, name), more)
            ? error.weight
            : 0),
        0,
      ) / own.reduce((sum, error) => sum + error.weight, 0)
    while (covered(extra[side]) < 0.9 && extra[side] < 1.5) extra[side] += 0.01
  }
  return rounded(extra)
}

/** Half-width of one side as predictions will have it, without one difficulty. @param {'decode' | 'prefill'} kind @param {any} error @param {'low' | 'high'} side @param {string} without */
function widthOf(kind, error, side, without) {
  let width = spreads[error.deviceClass]?.[kind]?.[side] ?? roofline[kind][side]
  for (const name of error.hard)
    if (name !== without) width = Math.hypot(width, widening[`${kind}:${name}`]?.[side] ?? 0)
  return width
}

/** Devices whose arithmetic is left out: what knowing it is worth. */
function arithmeticUnknown() {
  const blind = cases.filter(
    (one) =>
      one.kind === 'prefill' &&
      one.terms.flopsKnown &&
      flopsPerByte[one.terms.deviceClass] !== undefined &&
      one.terms.deviceClass !== 'cpu',
  )
  const ratios = blind.map((one) => {
    const terms = { ...one.terms, flops: one.terms.bandwidth * flopsPerByte[one.terms.deviceClass] }
    return {
      value: Math.log(predict(one, coefficients) / predict({ ...one, terms }, coefficients)),
      weight: one.weight,
    }
  })
  return rounded({ low: -quantile(ratios, 0.1), high: quantile(ratios, 0.9) })
}

/** Coefficients that change nothing are left out. */
const told = Object.fromEntries(
  Object.entries(coefficients)
    .filter(([name, value]) => Math.abs(value) >= 0.01 || !name.includes(':'))
    .map(([name, value]) => [name, Number(value.toFixed(3))])
    .sort(),
)
const model = {
  version: 1,
  date: '2026-11-24',
  fittedOn: {
    rows: cases.length,
    devices: new Set(cases.map((one) => one.device)).size,
    models: new Set(cases.map((one) => one.shape)).size,
    source: 'data/speed/measurements.json',
  },
  coefficients: told,
  architectures,
  spreads,
  widening,
  roofline,
  flopsPerByte,
}
writeFileSync(modelPath, `${JSON.stringify(model, undefined, 1)}\n`)
for (const [name, predicted] of Object.entries(unseen))
  for (const kind of ['decode', 'prefill']) {
    const own = [...predicted].filter(([one]) => one.kind === kind)
    console.log(
      `unseen ${name}, ${kind}: median error ${(100 * median(own.map(([one, rate]) => Math.abs(rate / one.rate - 1)))).toFixed(1)} % of ${own.length}`,
    )
  }
console.log(
  JSON.stringify(spreads),
  JSON.stringify(widening),
  JSON.stringify(roofline),
  JSON.stringify(flopsPerByte),
)
