// `npm run bench -- quality`: how well the quality model predicts scores that it has not seen.
import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  abilityOf,
  fitQuality,
  mean,
  posteriorOf,
  readCells,
  tasks,
} from '../scripts/fit-quality-model.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The cells of data/quality and the world they live in. */
export function readWorld() {
  const scores = JSON.parse(readFileSync(`${root}data/quality/scores.json`, 'utf8'))
  const models = JSON.parse(readFileSync(`${root}data/quality/models.json`, 'utf8'))
  const { cells, facts } = readCells(scores, models)
  const taskOf = scores.benchmarks.map((/** @type {any[]} */ benchmark) =>
    tasks.indexOf(benchmark[1]),
  )
  return { scores, cells, world: { ids: scores.models, facts, taskOf } }
}

/** Deterministic pseudo-random share of a key. @param {string} key */
function share(key) {
  let hash = 2166136261
  for (const letter of key) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619)
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}

/**
 * Predictions of held-out cells: fitted without them, five folds by the given key.
 * @param {(cell: any) => string} key @param {ReturnType<typeof readWorld>} data @param {number} [sweeps]
 */
export function holdOut(key, { cells, world }, sweeps = 25) {
  const outcomes = []
  for (let fold = 0; fold < 5; fold += 1) {
    const isHeld = (/** @type {any} */ cell) => Math.floor(share(key(cell)) * 5) === fold
    const { state, posteriors } = fitQuality(
      cells.filter((cell) => !isHeld(cell)),
      world,
      sweeps,
    )
    for (const cell of cells.filter(isHeld)) {
      const posterior =
        posteriors.get(cell.model) ??
        posteriorOf(state, [], world.ids[cell.model] ?? '', world.facts)
      if (!posterior.known && posterior.cells.length === 0) continue
      const line = state.lines[cell.benchmark]
      const ability = abilityOf(state, posterior, world.taskOf[cell.benchmark] ?? 0, cell.mode)
      if (line === undefined) continue
      outcomes.push({
        benchmark: cell.benchmark,
        model: cell.model,
        task: world.taskOf[cell.benchmark] ?? 0,
        observed: cell.z,
        predicted: line.intercept + (state.offsets[cell.by] ?? 0) + line.slope * ability.value,
        latent: line.slope ** 2 * ability.variance,
        noise: line.noise,
        slope: line.slope,
        logTotal: Math.log10((world.facts.get(world.ids[cell.model])?.totalParams ?? 8e9) / 1e9),
      })
    }
  }
  return outcomes
}

/** @param {ReturnType<typeof holdOut>} outcomes @param {number} widening */
export function coverage(outcomes, widening) {
  return mean(
    outcomes.map((one) =>
      Math.abs(one.observed - one.predicted) <=
      1.2816 * Math.sqrt(widening * one.latent + one.noise)
        ? 1
        : 0,
    ),
  )
}

/** Rank correlation within benchmarks and share of pairs in the right order. @param {ReturnType<typeof holdOut>} outcomes */
function ranking(outcomes) {
  const groups = new Map()
  for (const one of outcomes) groups.set(one.benchmark, [...(groups.get(one.benchmark) ?? []), one])
  let [right, pairs] = [0, 0]
  const correlations = []
  for (const group of groups.values()) {
    if (group.length < 5) continue
    correlations.push({
      value: spearman(
        group.map((/** @type {any} */ one) => one.observed),
        group.map((/** @type {any} */ one) => one.predicted),
      ),
      weight: group.length,
    })
    for (const [index, a] of group.entries())
      for (const b of group.slice(index + 1)) {
        if (a.model === b.model || a.observed === b.observed) continue
        pairs += 1
        if (a.observed > b.observed === a.predicted > b.predicted) right += 1
      }
  }
  const weights = correlations.reduce((sum, one) => sum + one.weight, 0)
  return {
    correlation: correlations.reduce((sum, one) => sum + one.value * one.weight, 0) / weights,
    right: right / pairs,
    pairs,
  }
}

/** @param {number[]} a @param {number[]} b */
function spearman(a, b) {
  const rank = (/** @type {number[]} */ values) => {
    const order = values.map((value, index) => ({ value, index })).sort((x, y) => x.value - y.value)
    const ranks = new Array(values.length).fill(0)
    for (const [position, one] of order.entries()) ranks[one.index] = position
    return ranks
  }
  const [x, y] = [rank(a), rank(b)]
  const [mx, my] = [mean(x), mean(y)]
  const top = x.reduce((sum, value, index) => sum + (value - mx) * ((y[index] ?? 0) - my), 0)
  return (
    top /
    Math.sqrt(
      x.reduce((sum, value) => sum + (value - mx) ** 2, 0) *
        y.reduce((sum, value) => sum + (value - my) ** 2, 0),
    )
  )
}

export const holdOuts = {
  'random cells': (/** @type {any} */ cell) => `${cell.model}|${cell.benchmark}|${cell.mode}`,
  "a model's whole source family": (/** @type {any} */ cell) => `${cell.model}|${cell.family}`,
  'whole model (size and date only)': (/** @type {any} */ cell) => `model ${cell.model}`,
}

export function report() {
  const data = readWorld()
  const table = JSON.parse(readFileSync(`${root}data/quality/table.json`, 'utf8'))
  console.log(
    `${data.cells.length} cells, ${new Set(data.cells.map((cell) => cell.model)).size} open models, ${data.world.taskOf.length} benchmarks; errors in standard deviations of the benchmark`,
  )
  console.log(
    'held out'.padEnd(34),
    'cells',
    'mean |error|',
    'benchmark mean',
    'rank corr',
    'pairs right',
    '80 % covers',
  )
  for (const [name, key] of Object.entries(holdOuts)) {
    const outcomes = holdOut(key, data)
    const { correlation, right } = ranking(outcomes)
    const figures = [
      outcomes.length,
      mean(outcomes.map((one) => Math.abs(one.observed - one.predicted))).toFixed(3),
      mean(outcomes.map((one) => Math.abs(one.observed))).toFixed(3),
      correlation.toFixed(3),
      right.toFixed(3),
      coverage(outcomes, table.widening ?? 1).toFixed(3),
    ]
    console.log(name.padEnd(34), figures.join('  '))
    if (name !== "a model's whole source family") continue
    for (const [index, task] of tasks.entries()) {
      const own = outcomes.filter((one) => one.task === index)
      if (own.length > 0)
        console.log(
          `  ${task.padEnd(32)}`,
          own.length,
          mean(own.map((one) => Math.abs(one.observed - one.predicted))).toFixed(3),
          `covers ${coverage(own, table.widening ?? 1).toFixed(3)}`,
        )
    }
  }
}

const started = process.argv[1] === undefined ? undefined : pathToFileURL(process.argv[1]).href
if (started === import.meta.url || started === new URL('main.mjs', import.meta.url).href) report()
