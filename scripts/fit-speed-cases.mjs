// Cases of the measurements with their devices resolved, and what the speed model says of them, for the fit and its bench.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import { deviceFinder, readCases } from './fit-speed-data.mjs'
import { solve } from './fit-speed-solver.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @param {string} name */
const load = async (name) =>
  /** @type {any} */ (
    (await runnerImport(`${root}src/sizing/speed/${name}.ts`, { root, logLevel: 'silent' })).module
  )

const { deviceTerms } = await load('device-terms')
const { efficiencyNames, efficiencyTerms, efficienciesFrom } = await load('efficiencies')
const { decodeSeconds, prefillSeconds, passesOf, pipelinedSeconds } =
  await load('seconds-on-device')
const { shareOfWork } = await load('work')
const { defaultLink, hopSeconds } = await load('link')
const { scaleFeatures } = await load('half-widths')

export const modelPath = `${root}data/speed/model.json`
export const readModel = () => JSON.parse(readFileSync(modelPath, 'utf8'))

/** FP16 operations per byte of bandwidth: median of the measured devices of a class whose arithmetic is known. @param {any[]} cases */
function flopsPerByteOf(cases) {
  /** @type {Record<string, Map<string, number>>} */
  const byClass = {}
  for (const one of cases) {
    const terms = deviceTerms(one.found, {})
    if (!terms?.flopsKnown) continue
    const known = byClass[terms.deviceClass] ?? new Map()
    byClass[terms.deviceClass] = known.set(one.device, terms.flops / terms.bandwidth)
  }
  const medians = Object.entries(byClass).map(([name, values]) => [
    name,
    Number(median([...values.values()]).toPrecision(3)),
  ])
  return {
    ...Object.fromEntries(medians),
    other: Number(median(medians.map(([, value]) => Number(value))).toPrecision(3)),
  }
}

/** What a source's rows scatter around their truth, in logarithms: submissions by strangers more than one author's bench. @param {any} one */
function sigmaOf({ source, kind, submissions, terms }) {
  const own = kind === 'decode' ? 0.08 : 0.12
  if (source !== 'ls') return own
  const strangers =
    /** @type {Record<string, number>} */ ({ cpu: 0.12, nvidia: 0.12, apple: 0.08 })[
      terms.deviceClass
    ] ?? 0.3
  return strangers * (submissions > 2 ? 0.8 : 1)
}

/** Measurements ready for the fit: weights so that no device or kind of test outvotes the others. */
export async function speedCases() {
  const cases = readCases(await deviceFinder())
  const flopsPerByte = flopsPerByteOf(cases)
  const counts = new Map()
  for (const one of cases)
    counts.set(one.device + one.kind, (counts.get(one.device + one.kind) ?? 0) + 1)
  for (const one of cases) {
    const terms = deviceTerms(one.found, flopsPerByte)
    one.terms = terms
    const settings = {
      quantization: one.quantization,
      keyBytes: 2,
      valueBytes: 2,
      flashAttention: one.flashAttention,
      parallel: 1,
      physicalBatch: one.physicalBatch,
      variants: one.variants,
    }
    const linear = efficiencyTerms(terms, settings)
    const plain = efficiencyTerms(terms, { ...settings, variants: [] })
    Object.assign(one, {
      terms: {
        ...terms,
        linear: efficiencyNames.map((/** @type {string} */ name) => linear[name]),
      },
      plain: efficiencyNames.map((/** @type {string} */ name) => plain[name]),
      settings,
      share: shareOfWork(one.work, 1 / one.count),
      depth: Math.max(
        ...one.runs.map((/** @type {any} */ run) =>
          one.kind === 'decode' ? run.depth : run.depth + run.tokens / 2,
        ),
      ),
      weight: counts.get(one.device + one.kind) ** -0.5 * (one.source === 'ls' ? 0.5 : 1),
      sigma: sigmaOf(one),
    })
  }
  return { cases, flopsPerByte }
}

/** @param {Float64Array} sums */
const namedSums = (sums) =>
  Object.fromEntries(
    efficiencyNames.map((/** @type {string} */ name, /** @type {number} */ index) => [
      name,
      sums[index],
    ]),
  )

/** Predicted rate of a case from its linear predictors: means over its runs, as the tests report them. @param {any} one @param {Float64Array} sums */
function predictFrom(one, sums) {
  const reach = efficienciesFrom(namedSums(sums), one.terms)
  let sum = 0
  for (const { tokens, depth } of one.runs) {
    if (one.kind === 'decode') {
      sum +=
        1 /
        (one.count * decodeSeconds(one.share, reach, one.settings, depth) +
          hopSeconds(defaultLink, one.count - 1, 1, 16384))
      continue
    }
    const seconds = prefillSeconds(one.share, reach, one.settings, tokens, depth)
    sum +=
      tokens / pipelinedSeconds(new Array(one.count).fill(seconds), passesOf(tokens, one.settings))
  }
  return sum / one.runs.length
}

/**
 * As the product predicts, which is not told what engine or backend a measurement had.
 * @param {any} one @param {Record<string, number>} coefficients
 */
export function predict(one, coefficients, told = false) {
  return predictFrom(
    one,
    Float64Array.from(told ? one.terms.linear : one.plain, (/** @type {any[]} */ terms) =>
      terms.reduce((sum, [key, factor]) => sum + factor * (coefficients[key] ?? 0), 0),
    ),
  )
}

/**
 * Features of a case's error under a fit: as `predictSpeed` sees them.
 * @param {any} one @param {Record<string, number>} coefficients @param {string[]} architectures
 * @returns {[string, number][]}
 */
export function featuresOf(one, coefficients, architectures) {
  const sums = Float64Array.from(one.plain, (/** @type {any[]} */ terms) =>
    terms.reduce((sum, [key, factor]) => sum + factor * (coefficients[key] ?? 0), 0),
  )
  const reach = efficienciesFrom(namedSums(sums), one.terms)
  const [{ depth, tokens }] = one.runs
  const seconds =
    one.kind === 'decode'
      ? decodeSeconds(one.share, reach, one.settings, depth)
      : prefillSeconds(one.share, reach, one.settings, tokens, depth)
  const input = { quantization: one.quantization, depth: one.depth }
  return scaleFeatures(
    one.kind,
    { work: one.share, terms: one.terms, reach },
    seconds,
    one.count,
    input,
    { coefficients, architectures },
  )
}

/** Keys of the coefficients that a case reads, however its engine is called. @param {any} one @returns {string[]} */
export const efficiencyKeys = (one) =>
  [...one.terms.linear, ...one.plain].flat().map(([key]) => key)

/** @param {any[]} cases */
export function architecturesOf(cases) {
  return [
    ...new Set(
      cases
        .filter((one) => one.terms.deviceClass !== 'cpu' && one.terms.architecture !== undefined)
        .map((one) => `${one.terms.deviceClass}/${one.terms.architecture}`),
    ),
  ].sort()
}

/** @param {any[]} cases @param {Record<string, number>} [start] @param {number} [iterations] */
export const fitSpeed = (cases, start = {}, iterations = 12) =>
  solve(cases, predictFrom, { start, iterations })

/** @param {string} text @param {number} folds */
export function foldOf(text, folds) {
  let hash = 7
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619)
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519)
  return ((hash ^ (hash >>> 13)) >>> 0) % folds
}

/**
 * Every case predicted by a fit that has seen none of its group, with the features of its error.
 * @param {any[]} cases @param {(one: any) => string} group @param {Record<string, number>} start @param {number} [folds]
 * @param {number[]} [some] folds to do; all of them by default
 * @returns {{ one: any, rate: number, value: number, features: [string, number][], weight: number, device: string, deviceClass: string }[]}
 */
export function predictUnseen(
  cases,
  group,
  start,
  folds = 10,
  some = Array.from({ length: folds }, (_, fold) => fold),
) {
  const predicted = []
  for (const fold of some) {
    const unseen = cases.filter((one) => foldOf(group(one), folds) === fold)
    if (unseen.length === 0) continue
    const seen = cases.filter((one) => foldOf(group(one), folds) !== fold)
    const coefficients = fitSpeed(seen, start, 6)
    const architectures = architecturesOf(seen)
    for (const one of unseen) {
      const rate = predict(one, coefficients)
      predicted.push({
        one,
        rate,
        value: Math.log(one.rate / rate),
        features: featuresOf(one, coefficients, architectures),
        weight: one.weight,
        device: one.device,
        deviceClass: one.terms.deviceClass,
      })
    }
  }
  return predicted
}

/** Families of models with the same architecture count as one, so that a sister does not help. @param {any} one */
export const modelGroup = (one) => one.shape.replace(/^llama-3(\.1)?-8b$/, 'llama-3-8b')

/** Same chip in other machines, memories and bins: a sister does not help either. @param {any} one */
export const chipGroup = (one) =>
  one.device
    .replace(/ ?(\(\d+ GPU\)|SUPER|Laptop GPU|XT|Ti|\d+GB|SFF|PCIe|SXM4|SXM2-|PCIE-)/g, '')
    .replace(/-\d+GB$/, '')
    .trim()

/** @param {number[]} values */
export function median(values) {
  return quantile(
    values.map((value) => ({ value, weight: 1 })),
    0.5,
  )
}

/** @param {{ value: number, weight: number }[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a.value - b.value)
  const whole = sorted.reduce((sum, one) => sum + one.weight, 0)
  let passed = 0
  for (const { value, weight } of sorted) {
    passed += weight
    if (passed >= share * whole) return value
  }
  return sorted.at(-1)?.value ?? Number.NaN
}
