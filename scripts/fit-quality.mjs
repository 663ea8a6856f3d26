// Fits data/quality/table.json from the scores, dates, sizes and quantization measurements in data/quality.
//   node scripts/fit-quality.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { holdOut, readWorld } from '../bench/quality.mjs'
import { abilityOf, fitQuality, mean, ridge, tasks, variance } from './fit-quality-model.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Tests shown per task and mode, at most. */
const evidenceShown = 3

/** Bits of block types: 32 values with one or two F16 scales (ggml/src/ggml-common.h); MXFP4 and NVFP4 by their blocks. */
const oldTypeBits = {
  Q4_0: 4.5,
  Q4_1: 5,
  Q5_0: 5.5,
  Q5_1: 6,
  MXFP4: 4.25,
  NVFP4: 4.5,
  BF16: 16,
  F32: 32,
}

const data = readWorld()
const { scores, cells, world } = data
const { state, posteriors } = fitQuality(cells, world, 60)
const widening = latentWidening()

// The scale: 50 is the mean of the rated models, 10 points one standard deviation among them.
const rated = [...posteriors.values()]
  .filter((one) => one.cells.length >= 3)
  .map((one) => abilityOf(state, one, 0, 'default').value)
const centre = mean(rated)
const unit = Math.sqrt(variance(rated))
const points = (/** @type {number} */ ability) => 50 + (10 * (ability - centre)) / unit
const spreadPoints = (/** @type {number} */ ability) => (10 * Math.sqrt(widening * ability)) / unit

/**
 * Factor on the variance of abilities so that 80 % intervals of models predicted from size and date alone hold the means
 * of their tests 80 % of the time. Means over a model's tests show the ability; single tests mostly show noise.
 */
function latentWidening() {
  const byModel = new Map()
  for (const one of holdOut((cell) => `model ${cell.model}`, data))
    byModel.set(one.model, [...(byModel.get(one.model) ?? []), one])
  const models = [...byModel.values()]
    .filter((group) => group.length >= 3)
    .map((group) => ({
      error: mean(
        group.map((/** @type {any} */ one) => (one.observed - one.predicted) / one.slope),
      ),
      latent: mean(group.map((/** @type {any} */ one) => one.latent / one.slope ** 2)),
      noise: mean(group.map((/** @type {any} */ one) => one.noise / one.slope ** 2)) / group.length,
    }))
  const covered = (/** @type {number} */ factor) =>
    mean(
      models.map((one) =>
        Math.abs(one.error) <= 1.2816 * Math.sqrt(factor * one.latent + one.noise) ? 1 : 0,
      ),
    )
  let factor = 0.5
  while (covered(factor) < 0.8) factor *= 1.02
  console.log(
    `${models.length} models held out whole: intervals of their mean cover ${covered(1).toFixed(3)}; variance times ${factor.toFixed(2)} for 80 %`,
  )
  return Math.max(1, factor)
}

/** @param {number} value @param {number} [digits] */
const round = (value, digits = 2) => Number(value.toFixed(digits))

/** Sources named by a shown test, renumbered in order of appearance. @type {Map<string, number>} */
const sources = new Map()
/** @type {Map<string, number>} */
const benchmarks = new Map()
/** @param {Map<string, number>} index @param {string} value */
function numberOf(index, value) {
  const found = index.get(value) ?? index.size
  index.set(value, found)
  return found
}

const shownRows = new Map()
for (const row of scores.rows) {
  const key = `${row[0]}|${tasks.indexOf(scores.benchmarks[row[1]][1])}`
  shownRows.set(key, [...(shownRows.get(key) ?? []), row])
}

/** Independent and recent tests first. @param {number} model @param {number} task @param {Set<number>} modes */
function evidenceOf(model, task, modes) {
  const rows = (shownRows.get(`${model}|${task}`) ?? []).filter((/** @type {any[]} */ row) =>
    modes.has(row[3]),
  )
  const seen = new Set()
  return rows
    .sort(
      (/** @type {any[]} */ a, /** @type {any[]} */ b) =>
        Math.min(1, a[4]) - Math.min(1, b[4]) || (scores.dates[b[6]] > scores.dates[a[6]] ? 1 : -1),
    )
    .filter((/** @type {any[]} */ row) => !seen.has(row[1]) && seen.add(row[1]))
    .slice(0, evidenceShown)
    .map((/** @type {any[]} */ [, benchmark, score, , by, source, date]) => [
      numberOf(benchmarks, scores.benchmarks[benchmark][0]),
      score,
      numberOf(sources, scores.sources[source]),
      /^\d{4}-\d\d-\d\d$/.test(scores.dates[date]) ? scores.dates[date] : '',
      by === 1 ? 1 : 0,
    ])
}

/** @param {number} model @param {any} posterior @param {'default' | 'thinking'} mode */
function entityOf(model, posterior, mode) {
  const own = posterior.cells.filter((/** @type {any} */ cell) => cell.mode === mode)
  /** @type {Record<string, any>} */
  const fused = {}
  /** @type {Record<string, any>} */
  const evidence = {}
  for (const [index, task] of tasks.entries()) {
    const { value, variance: spread } = abilityOf(state, posterior, index, mode)
    const count = own.filter(
      (/** @type {any} */ cell) => world.taskOf[cell.benchmark] === index,
    ).length
    fused[task] = [round(points(value), 1), round(spreadPoints(spread), 1), count]
    const shown = evidenceOf(model, index, new Set(mode === 'thinking' ? [1, 0] : [0, 2]))
    if (count > 0 && shown.length > 0) evidence[task] = shown
  }
  return { tasks: fused, evidence }
}

/** A model is shown where its size and date are known or three tests carry it. @param {any} posterior */
const isShown = (posterior) => posterior.known || posterior.cells.length >= 3

/** @type {Record<string, any>} */
const models = {}
for (const [model, posterior] of [...posteriors].sort((a, b) =>
  scores.models[a[0]] < scores.models[b[0]] ? -1 : 1,
)) {
  if (!isShown(posterior)) continue
  /** @type {Record<string, any>} */
  const modes = {}
  for (const mode of /** @type {const} */ (['default', 'thinking']))
    if (posterior.cells.some((/** @type {any} */ cell) => cell.mode === mode))
      modes[mode] = entityOf(model, posterior, mode)
  models[scores.models[model]] = modes
}

/** @type {Record<string, any>} */
const priors = {}
for (const [index, task] of tasks.entries()) {
  const gamma = state.gamma[index] ?? []
  const sum = (/** @type {number} */ at) =>
    (state.beta[at] ?? 0) +
    (gamma[at] ?? 0) +
    (task === 'traditional-chinese' ? (state.gamma[tasks.indexOf('chinese')]?.[at] ?? 0) : 0)
  const residual =
    state.variance.ability +
    state.variance.mode +
    (state.variance.task[index] ?? 0) +
    (task === 'traditional-chinese' ? (state.variance.task[tasks.indexOf('chinese')] ?? 0) : 0)
  const scale = 10 / unit
  priors[task] = {
    intercept: round(points(sum(0)), 3),
    logTotal: round(sum(1) * scale, 3),
    logActive: round(sum(2) * scale, 3),
    year: round(sum(3) * scale, 3),
    small: round(sum(4) * scale, 3),
    reasoning: round((state.thinking + (state.thinkingTask[index] ?? 0)) * scale, 3),
    speciality: round((gamma[5] ?? 0) * scale, 3),
    deviation: round(spreadPoints(residual), 2),
  }
}

/** Points by line of models, those that are rated: what a maker is better than size and date say. @type {Record<string, number>} */
const makers = Object.fromEntries(
  [...state.makers]
    .map(([line, effect]) => [line, round((effect * 10) / unit)])
    .filter(([, points]) => points !== 0)
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
)

const quantization = fitQuantization()

/** KL divergence by type and size, and what it costs in points. */
function fitQuantization() {
  const measured = JSON.parse(readFileSync(`${root}data/quality/quantization.json`, 'utf8'))
  const rows = measured.rows.map(
    (/** @type {any[]} */ [model, params, label, , bits, metric, value]) => ({
      model,
      params,
      label: label.toUpperCase(),
      bits,
      metric,
      value,
    }),
  )
  const divergences = rows.filter(
    (/** @type {any} */ row) => row.metric === 'mean_kld' && row.bits !== null,
  )
  const reference = divergences.filter(
    (/** @type {any} */ row) => row.model === 'llama-3-8b' && row.bits < 8.6,
  )
  const lines = reference.filter(
    (/** @type {any} */ row) => !/_[01]$/.test(row.label) || row.label === 'Q8_0',
  )
  const [intercept = 0, slope = -1] = ridge(
    lines.map((/** @type {any} */ row) => [1, row.bits]),
    lines.map((/** @type {any} */ row) => Math.log(row.value)),
    lines.map(() => 1),
    [1e-6, 1e-6],
    [0, 0],
  )
  /** Best published value per type: how it is made with an importance matrix. @type {Record<string, number>} */
  const byType = {}
  for (const row of reference)
    byType[row.label] = round(Math.min(byType[row.label] ?? Number.POSITIVE_INFINITY, row.value), 5)
  const line = (/** @type {number} */ bits) => intercept + slope * bits
  const others = divergences
    .filter((/** @type {any} */ row) => row.model !== 'llama-3-8b' && row.bits !== null)
    .map((/** @type {any} */ row) => Math.log(row.value) - line(row.bits))
  console.log(
    `ln divergence = ${intercept.toFixed(2)} ${slope.toFixed(3)} x bits; other models differ by ${others.map((/** @type {number} */ value) => value.toFixed(2)).join(' ')}`,
  )
  return {
    bitsPerWeight: { ...measured.bitsPerWeight.values, ...oldTypeBits },
    divergence: byType,
    intercept: round(intercept, 3),
    slope: round(slope, 4),
    perLogSize: -0.5,
    deviation: 0.6,
    exponent: 0.75,
    pointsPerNat: 12.5,
    pointsLogDeviation: 0.6,
  }
}

const table = {
  version: 1,
  date: '2026-11-21',
  scale:
    'points: 50 is the mean of the rated open chat models, 10 points one standard deviation among them; the same scale for every task',
  fittedOn: { cells: cells.length, models: posteriors.size, benchmarks: world.taskOf.length },
  widening: round(widening, 3),
  benchmarks: [...benchmarks.keys()],
  sources: [...sources.keys()],
  priors,
  makers,
  makerDeviation: round(spreadPoints(state.variance.maker), 2),
  standIns: { rag: { task: 'general', deviation: 4 }, vision: { task: 'general', deviation: 6 } },
  quantization,
}
const text = JSON.stringify(table).slice(0, -1)
const lines = Object.entries(models).map(
  ([id, modes]) => `${JSON.stringify(id)}:${JSON.stringify(modes)}`,
)
writeFileSync(`${root}data/quality/table.json`, `${text},\n"models":{\n${lines.join(',\n')}\n}}\n`)
console.log(
  `${Object.keys(models).length} models, scale: centre ${centre.toFixed(3)}, unit ${unit.toFixed(3)}`,
)
console.log(priors)
