// `npm run bench -- speed`: errors and interval coverage of predicted speed on devices and models that the fit has not
// seen, beside the plain roofline and the formulas of llmfit 1.1 and whichllm 0.5 on the same measurements.
import { pathToFileURL } from 'node:url'
import {
  difficulties,
  median,
  modelGroup,
  predictUnseen,
  readModel,
  speedCases,
} from '../scripts/fit-speed-cases.mjs'

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

/** Half-widths as `predictSpeed` gives them. @param {any} one @param {any} model @param {Set<string>} uncalibrated classes */
function intervalOf(one, model, uncalibrated) {
  const spread = (
    uncalibrated.has(one.terms.deviceClass)
      ? model.roofline
      : (model.spreads[one.terms.deviceClass] ?? model.roofline)
  )[one.kind]
  let { low, high } = spread
  const devices = new Array(one.count).fill({ work: one.share, terms: one.terms })
  for (const name of difficulties(one.kind, devices, one, model)) {
    low = Math.hypot(low, model.widening[`${one.kind}:${name}`]?.low ?? 0)
    high = Math.hypot(high, model.widening[`${one.kind}:${name}`]?.high ?? 0)
  }
  return { low, high }
}

/** @param {number | undefined} value */
const percent = (value) =>
  (value === undefined || Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`).padStart(8)

/** @param {any[]} rows `{ one, rate }` @param {any} model @param {Set<string>} uncalibrated */
function summary(rows, model, uncalibrated) {
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
  const inside = rows.filter(({ one, rate }) => {
    const { low, high } = intervalOf(one, model, uncalibrated)
    return one.rate >= rate * Math.exp(-low) && one.rate <= rate * Math.exp(high)
  })
  const ratio = median(
    rows.map(({ one }) =>
      Math.exp(
        intervalOf(one, model, uncalibrated).low + intervalOf(one, model, uncalibrated).high,
      ),
    ),
  )
  const cells = [
    median(rows.map(({ one, rate }) => Math.abs(rate / one.rate - 1))),
    median([...byDevice.values()].map(median)),
    inside.length / rows.length,
  ]
  return `${String(rows.length).padStart(5)} ${cells.map(percent).join(' ')} ${ratio.toFixed(2).padStart(7)} ${[roofline, llmfit, whichllm].map((formula) => percent(error(formula))).join(' ')}`
}

export async function report() {
  const { cases } = await speedCases()
  const model = readModel()
  console.log(
    `${cases.length} measurements, ${new Set(cases.map((one) => one.device)).size} devices; median errors; 80 % intervals`,
  )
  // A class of two or three devices loses its calibration with one of them: it is judged with the roofline's interval.
  const few = new Set(
    cases
      .map((one) => one.terms.deviceClass)
      .filter(
        (name) =>
          new Set(cases.filter((one) => one.terms.deviceClass === name).map((one) => one.device))
            .size < 4,
      ),
  )
  const groups = {
    'unseen devices': (/** @type {any} */ one) => one.device,
    'unseen models': modelGroup,
  }
  for (const [title, group] of Object.entries(groups)) {
    const predicted = [...predictUnseen(cases, group, model.coefficients, 10)].map(
      ([one, rate]) => ({ one, rate }),
    )
    const uncalibrated = title === 'unseen devices' ? few : new Set()
    for (const kind of ['decode', 'prefill']) {
      console.log(
        `\n${`${title}, ${kind}`.padEnd(26)}  rows   by row by device   covers high/low roofline   llmfit whichllm`,
      )
      const own = predicted.filter(({ one }) => one.kind === kind)
      for (const name of [...new Set(own.map(({ one }) => one.terms.deviceClass))].sort())
        console.log(
          `  ${name.padEnd(24)} ${summary(
            own.filter(({ one }) => one.terms.deviceClass === name),
            model,
            uncalibrated,
          )}`,
        )
      console.log(
        `  ${'all but CPUs'.padEnd(24)} ${summary(
          own.filter(({ one }) => one.terms.deviceClass !== 'cpu'),
          model,
          uncalibrated,
        )}`,
      )
      console.log(`  ${'all'.padEnd(24)} ${summary(own, model, uncalibrated)}`)
    }
  }
}

const started = process.argv[1] === undefined ? undefined : pathToFileURL(process.argv[1]).href
if (started === import.meta.url || started === new URL('main.mjs', import.meta.url).href)
  await report()
