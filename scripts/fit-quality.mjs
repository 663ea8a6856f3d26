// Fits data/quality/table.json from the scores, dates, sizes and quantization measurements in data/quality.
//   node scripts/fit-quality.mjs            writes the table
//   node scripts/fit-quality.mjs --check    says whether the table is what the data give
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  familyHoldOut,
  holdOut,
  holdOuts,
  latentWidening,
  readWorld,
  widenings,
} from './fit-quality-calibration.mjs'
import { kinOf, standalone, tasks } from './fit-quality-cells.mjs'
import { linkedTests } from './fit-quality-linked.mjs'
import { mean, variance } from './fit-quality-matrix.mjs'
import { abilityOf, fitQuality } from './fit-quality-model.mjs'
import { fitQuantization } from './fit-quality-quantization.mjs'

const path = `${fileURLToPath(new URL('..', import.meta.url))}data/quality/table.json`

/** Tests shown per task and mode, at most. */
const evidenceShown = 3

const data = readWorld()
const { scores, cells, world } = data
const { state, posteriors } = fitQuality(cells, world, 60)
const linked = linkedTests(cells, world.taskOf)

// Variances of abilities times what makes 80 % intervals hold 80 %: of the mean of what one source says of a model where it is
// hidden, for models with tests; of the mean of all its tests where all of its maker's are hidden, for models without. The tests of a task may
// ask for more: the factor with which single hidden tests lie within their intervals.
const hidden = {
  whole: holdOut((_, id) => kinOf(id)[0] ?? '', data),
  family: holdOut(holdOuts[familyHoldOut] ?? String, data),
  cell: holdOut(holdOuts['random cells'] ?? String, data),
}
const ofWhole = latentWidening(hidden.whole, (one) => String(one.model))
const ofFamily = latentWidening(hidden.family, (one) => `${one.model}|${one.family}`)
const [byFamily, byCell] = [widenings(hidden.family), widenings(hidden.cell)]
const atLeast = (/** @type {number} */ factor) =>
  tasks.map((_, task) =>
    standalone.has(task) ? Math.max(1, byCell[task] ?? 1) : Math.max(factor, byFamily[task] ?? 1),
  )
const wideningOfTested = atLeast(ofFamily.factor)
const wideningOfPriors = atLeast(ofWhole.factor)
for (const [name, one] of Object.entries({
  'sources hidden': ofFamily,
  'models of hidden makers': ofWhole,
}))
  console.log(
    `${one.groups} ${name}: intervals of their mean cover ${one.before.toFixed(3)}; variance times ${one.factor.toFixed(2)} for 80 %`,
  )

// The scale: 50 is the mean of the rated open models, 10 points one standard deviation among them.
const isOpen = (/** @type {number} */ model) => !world.anchors.has(world.ids[model] ?? '')
const rated = [...posteriors]
  .filter(([model, one]) => isOpen(model) && one.cells.length >= 3)
  .map(([, one]) => abilityOf(state, one, 0, 'default').value)
const scales = tasks.map((_, task) =>
  standalone.has(task)
    ? standaloneScale(task)
    : { centre: mean(rated), unit: Math.sqrt(variance(rated)) },
)

/** A task that stands alone has the models tested in it as its scale. @param {number} task */
function standaloneScale(task) {
  const own = [...posteriors]
    .filter(([model, one]) => isOpen(model) && linkedCount(one, task) > 0)
    .map(([, one]) => abilityOf(state, one, task, 'default').value)
  return { centre: mean(own), unit: Math.sqrt(state.variance.task[task] ?? 1) }
}

/** @param {any} posterior @param {number} task @param {string} [mode] */
function linkedCount(posterior, task, mode) {
  return posterior.cells.filter(
    (/** @type {any} */ cell) =>
      linked.has(cell.benchmark) &&
      world.taskOf[cell.benchmark] === task &&
      (mode === undefined || cell.mode === mode),
  ).length
}

const perUnit = (/** @type {number} */ task) => 10 / (scales[task]?.unit ?? 1)
const points = (/** @type {number} */ task, /** @type {number} */ ability) =>
  50 + (ability - (scales[task]?.centre ?? 0)) * perUnit(task)
const priorSpread = (/** @type {number} */ task, /** @type {number} */ spread) =>
  Math.sqrt((wideningOfPriors[task] ?? 1) * spread) * perUnit(task)

const chinese = tasks.indexOf('chinese')
/** Traditional Chinese is Chinese and more. @param {number} task @param {(task: number) => number} part */
const withParent = (task, part) =>
  part(task) + (tasks[task] === 'traditional-chinese' ? part(chinese) : 0)

/** Variance of a task's ability around what size, date and kin say. @param {number} task */
const residualOf = (task) =>
  (standalone.has(task) ? 0 : state.variance.ability + state.variance.mode) +
  withParent(task, (one) => state.variance.task[one] ?? 0)

/** Tests never make a model less known than its size and date do. @param {number} task @param {number} spread @param {boolean} known */
function testedSpread(task, spread, known) {
  const widened = Math.sqrt((wideningOfTested[task] ?? 1) * spread) * perUnit(task)
  return known ? Math.min(widened, priorSpread(task, Math.max(spread, residualOf(task)))) : widened
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
  /** @type {Record<string, any>} */
  const fused = {}
  /** @type {Record<string, any>} */
  const evidence = {}
  for (const [index, task] of tasks.entries()) {
    // Thinking or not is one to a task that stands alone: its tests seldom say.
    const count = linkedCount(posterior, index, standalone.has(index) ? undefined : mode)
    if (standalone.has(index) && count === 0) continue
    const { value, variance: spread } = abilityOf(state, posterior, index, mode)
    fused[task] = [
      round(points(index, value), 1),
      round(testedSpread(index, spread, posterior.known), 1),
      count,
    ]
    const modes = standalone.has(index) ? [0, 1, 2] : mode === 'thinking' ? [1, 0] : [0, 2]
    const shown = evidenceOf(model, index, new Set(modes))
    if (count > 0 && shown.length > 0) evidence[task] = shown
  }
  return { tasks: fused, evidence }
}

/** An open model is shown where its size and date are known or three linked tests carry it. @param {number} model @param {any} posterior */
const isShown = (model, posterior) =>
  isOpen(model) &&
  (posterior.known ||
    posterior.cells.filter((/** @type {any} */ cell) => linked.has(cell.benchmark)).length >= 3)

/** @type {Record<string, any>} */
const models = {}
for (const [model, posterior] of [...posteriors].sort((a, b) =>
  scores.models[a[0]] < scores.models[b[0]] ? -1 : 1,
)) {
  if (!isShown(model, posterior)) continue
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
  if (standalone.has(index)) continue
  const sum = (/** @type {number} */ at) =>
    (state.beta[at] ?? 0) + withParent(index, (one) => state.gamma[one]?.[at] ?? 0)
  const kinDeviation = (/** @type {number} */ level) =>
    round(
      priorSpread(
        index,
        (state.kinVariance[level]?.[0] ?? 0) +
          withParent(index, (one) => state.kinVariance[level]?.[1 + one] ?? 0),
      ),
    )
  const scale = perUnit(index)
  priors[task] = {
    intercept: round(points(index, sum(0)), 3),
    logTotal: round(sum(1) * scale, 3),
    logActive: round(sum(2) * scale, 3),
    year: round(sum(3) * scale, 3),
    small: round(sum(4) * scale, 3),
    reasoning: round((state.thinking + (state.thinkingTask[index] ?? 0)) * scale, 3),
    speciality: round((state.gamma[index]?.[5] ?? 0) * scale, 3),
    deviation: round(priorSpread(index, residualOf(index))),
    makerDeviation: kinDeviation(0),
    generationDeviation: kinDeviation(1),
  }
}

/** Points by name and task (in the order of `priors`): what a maker's or a generation's models are better than size and date say. @param {number} level */
function kinPoints(level) {
  const linkedTasks = [...tasks.keys()].filter((task) => !standalone.has(task))
  const open = new Set(
    [...posteriors.keys()].filter(isOpen).map((model) => kinOf(world.ids[model] ?? '')[level]),
  )
  return Object.fromEntries(
    [...(state.kin[level] ?? [])]
      .filter(([name]) => open.has(name))
      .map(([name, effects]) => [
        name,
        linkedTasks.map((task) =>
          round(
            ((effects[0] ?? 0) + withParent(task, (one) => effects[1 + one] ?? 0)) * perUnit(task),
            1,
          ),
        ),
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )
}

const quantization = fitQuantization()
console.log(
  `quantization: models left out differ from their line by ${quantization.check.heldOut.map((value) => value.toFixed(2)).join(' ')} in ln(divergence); ${quantization.check.perLogSize.toFixed(2)} per decade of size`,
)

const table = {
  version: 1,
  date: '2026-11-29',
  scale:
    'points: 50 is the mean of the rated open chat models, 10 points one standard deviation among them; one scale for every task but hallucination and refusal, which have their own',
  fittedOn: { cells: cells.length, models: posteriors.size, benchmarks: world.taskOf.length },
  widening: Object.fromEntries(
    tasks.map((task, index) => [task, round(wideningOfTested[index] ?? 1)]),
  ),
  benchmarks: [...benchmarks.keys()],
  sources: [...sources.keys()],
  priors,
  makers: kinPoints(0),
  generations: kinPoints(1),
  standIns: { rag: { task: 'general', deviation: 4 }, vision: { task: 'general', deviation: 6 } },
  quantization: quantization.table,
}
const text = JSON.stringify(table).slice(0, -1)
const lines = Object.entries(models).map(
  ([id, modes]) => `${JSON.stringify(id)}:${JSON.stringify(modes)}`,
)
const written = `${text},\n"models":{\n${lines.join(',\n')}\n}}\n`
if (process.argv.includes('--check')) {
  const isSame = readFileSync(path, 'utf8') === written
  console.log(
    isSame ? 'the table is what the data give' : 'the table differs from what the data give',
  )
  process.exitCode = isSame ? 0 : 1
} else writeFileSync(path, written)
console.log(`${Object.keys(models).length} models`)
