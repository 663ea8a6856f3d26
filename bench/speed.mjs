// `npm run bench -- speed`: errors and interval coverage of predicted speed on devices and models that the fit has not
// seen, beside the plain roofline and the formulas of llmfit 1.1 and whichllm 0.5 on the same measurements.
import { pathToFileURL } from 'node:url'
import {
  chipGroup,
  foldOf,
  median,
  modelGroup,
  predictUnseen,
  readModel,
  speedCases,
} from '../scripts/fit-speed-cases.mjs'
import { fitScales, fitTails, widthsOf } from '../scripts/fit-speed-intervals.mjs'
import { afterOneMeasurement } from '../scripts/fit-speed-recalibration.mjs'

/** Weights read per token over the bandwidth, operations over the arithmetic. @param {any} one */
function roofline({ kind, work, terms }) {
  return kind === 'decode'
    ? terms.bandwidth / work.weightBytesPerToken
    : terms.flops / (2 * work.multiplyAddsPerToken)
}

/** llmfit-core fit.rs: bandwidth / (10^9 active parameters × 0.5 bytes) × 0.55; says nothing of prefill. @param {any} one */
function llmfit({ kind, work, terms }) {
  return kind === 'decode'
    ? (terms.bandwidth / ((work.multiplyAddsPerToken + 2 * work.headMultiplyAdds) * 0.5)) * 0.55
    : undefined
}

/** whichllm: bandwidth / file × 0.55 × 1 (NVIDIA), 0.82 (Apple), 0.78 (AMD); CPUs 18 / 10^9 parameters × 1.22. @param {any} one */
function whichllm({ kind, work, terms }) {
  if (kind !== 'decode') return undefined
  if (terms.deviceClass === 'cpu')
    return (18 / ((work.multiplyAddsPerToken + work.headMultiplyAdds) / 1e9)) * 1.22
  const vendor = terms.deviceClass === 'nvidia' ? 1 : terms.deviceClass === 'apple' ? 0.82 : 0.78
  return (terms.bandwidth / work.weightBytesPerToken) * 0.55 * vendor
}

const folds = 10
const kinds = /** @type {const} */ (['decode', 'prefill'])

/**
 * Intervals for errors from the errors of other groups alone: nobody judges himself.
 * @param {any[]} errors @param {any[]} others of all splits @param {(one: any) => string} group
 */
function withWidths(errors, others, group) {
  return kinds.flatMap((kind) => {
    const told = others.filter(({ one }) => one.kind === kind)
    return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
      const isIn = (/** @type {any} */ { one }) => foldOf(group(one), folds) === fold
      const known = told.filter((error) => !isIn(error))
      const scales = fitScales(known)
      const tails = fitTails(known, scales)
      return errors
        .filter((error) => error.one.kind === kind && isIn(error))
        .map((error) => ({ ...error, ...widthsOf(error, scales, tails) }))
    })
  })
}

/** @param {number | undefined} value */
const percent = (value) =>
  (value === undefined || Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`).padStart(8)

/** @param {any[]} rows `{ one, rate, value, low, high }` */
function summary(rows) {
  const error = (/** @type {(one: any) => number | undefined} */ formula) =>
    median(
      rows.flatMap(({ one }) =>
        formula(one) === undefined
          ? []
          : [Math.abs(/** @type {number} */ (formula(one)) / one.rate - 1)],
      ),
    )
  const byDevice = new Map()
  for (const { one, rate } of rows)
    byDevice.set(one.device, [...(byDevice.get(one.device) ?? []), Math.abs(rate / one.rate - 1)])
  const inside = rows.filter(({ value, low, high }) => value >= -low && value <= high)
  const cells = [
    median(rows.map(({ one, rate }) => Math.abs(rate / one.rate - 1))),
    median([...byDevice.values()].map(median)),
    inside.length / rows.length,
  ]
  const ratio = median(rows.map(({ low, high }) => Math.exp(low + high)))
  return `${String(rows.length).padStart(5)} ${cells.map(percent).join(' ')} ${ratio.toFixed(2).padStart(7)} ${[roofline, llmfit, whichllm].map((formula) => percent(error(formula))).join(' ')}`
}

/** Every class, cards, and all. @param {any[]} rows @returns {[string, any[]][]} */
function parts(rows) {
  const classes = [...new Set(rows.map(({ deviceClass }) => deviceClass))].sort()
  return [
    ...classes.map(
      (name) =>
        /** @type {[string, any[]]} */ ([
          name,
          rows.filter(({ deviceClass }) => deviceClass === name),
        ]),
    ),
    ['all but CPUs', rows.filter(({ deviceClass }) => deviceClass !== 'cpu')],
    [
      'one device, no CPU',
      rows.filter(({ deviceClass, one }) => deviceClass !== 'cpu' && one.count === 1),
    ],
    ['all', rows],
  ]
}

export async function report() {
  const { cases } = await speedCases()
  const { coefficients, recalibration } = readModel()
  console.log(
    `${cases.length} measurements, ${new Set(cases.map((one) => one.device)).size} devices; median errors; 80 % intervals from other groups`,
  )
  const groups = {
    'unseen devices': (/** @type {any} */ one) => one.device,
    'unseen chips': chipGroup,
    'unseen models': modelGroup,
  }
  const predicted = Object.fromEntries(
    Object.entries(groups).map(([title, group]) => [
      title,
      predictUnseen(cases, group, coefficients, folds),
    ]),
  )
  const all = Object.values(predicted).flat()
  for (const [title, group] of Object.entries(groups)) {
    const rows = withWidths(predicted[title] ?? [], all, group)
    for (const kind of kinds) {
      console.log(
        `\n${`${title}, ${kind}`.padEnd(26)}  rows   by row by device   covers high/low roofline   llmfit whichllm`,
      )
      for (const [name, own] of parts(rows.filter(({ one }) => one.kind === kind)))
        console.log(`  ${name.padEnd(24)} ${summary(own)}`)
    }
    if (title === 'unseen devices') reportRecalibration(rows, recalibration)
  }
}

/** @param {any[]} pairs @returns {any[][]} */
function byDeviceOf(pairs) {
  const groups = new Map()
  for (const pair of pairs) groups.set(pair.device, [...(groups.get(pair.device) ?? []), pair])
  return [...groups.values()]
}

/** @param {any[]} rows @param {any} parameters */
function reportRecalibration(rows, parameters) {
  console.log(
    '\none measurement of the device known: other models on it         pairs   before    after   covers high/low before, after',
  )
  for (const kind of kinds)
    for (const [name, own] of parts(rows.filter(({ one }) => one.kind === kind))) {
      const pairs = afterOneMeasurement(own, kind, parameters)
      if (pairs.length === 0) continue
      const middle = (/** @type {(pair: any) => number} */ of) =>
        median(byDeviceOf(pairs).map((its) => median(its.map(of))))
      const its = byDeviceOf(pairs).map(
        (own) => own.filter((pair) => pair.isInside).length / own.length,
      )
      const covers = its.reduce((sum, share) => sum + share, 0) / its.length
      console.log(
        `  ${`${kind}, ${name}`.padEnd(58)} ${String(pairs.length).padStart(5)} ${percent(middle((pair) => pair.before))} ${percent(middle((pair) => pair.after))} ${percent(covers)} ${middle((pair) => pair.ratioBefore).toFixed(2)} ${middle((pair) => pair.ratioAfter).toFixed(2)}`,
      )
    }
}

const started = process.argv[1] === undefined ? undefined : pathToFileURL(process.argv[1]).href
if (started === import.meta.url || started === new URL('main.mjs', import.meta.url).href)
  await report()
