// Predictions of cells that the fit has not seen, and how much wider its intervals must be to hold 80 % of them.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readCells, standalone, tasks } from './fit-quality-cells.mjs'
import { mean } from './fit-quality-matrix.mjs'
import { abilityOf, fitQuality, offsetOf, posteriorOf } from './fit-quality-model.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** @typedef {{ fold: number, benchmark: number, model: number, family: string, task: number, observed: number, predicted: number, variance: number, latent: number, noise: number, slope: number }} Outcome */

/** The cells of data/quality and the world they live in. */
export function readWorld() {
  const scores = JSON.parse(readFileSync(`${root}data/quality/scores.json`, 'utf8'))
  const models = JSON.parse(readFileSync(`${root}data/quality/models.json`, 'utf8'))
  const { cells, facts } = readCells(scores, models)
  const taskOf = scores.benchmarks.map((/** @type {any[]} */ benchmark) =>
    tasks.indexOf(benchmark[1]),
  )
  const anchors = new Set(
    scores.anchors.map((/** @type {number} */ index) => String(scores.models[index])),
  )
  return { scores, cells, world: { ids: scores.models, facts, taskOf, anchors } }
}

/** Deterministic pseudo-random share of a key. @param {string} key */
function share(key) {
  let hash = 2166136261
  for (const letter of key) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619)
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}

/** What is hidden together, by what a reader would call it. @type {Record<string, (cell: any, id: string) => string>} */
export const holdOuts = {
  'random cells': (cell, id) => `${id}|${cell.benchmark}|${cell.mode}`,
  "a model's whole source family": (cell, id) => `${id}|${cell.family}`,
  'whole model (size, date and kin only)': (_, id) => id,
}
export const familyHoldOut = "a model's whole source family"

/**
 * Predictions of held-out cells of open models: fitted without them, five folds by the given key. A task that stands alone is
 * predicted only where other cells of the model in it are left.
 * @param {(cell: any, id: string) => string} key @param {Pick<ReturnType<typeof readWorld>, 'cells' | 'world'>} data @param {number} [sweeps]
 * @returns {Outcome[]}
 */
export function holdOut(key, { cells, world }, sweeps = 20) {
  /** @type {Outcome[]} */
  const outcomes = []
  const foldOf = (/** @type {any} */ cell) => {
    const id = world.ids[cell.model] ?? ''
    return world.anchors.has(id) ? -1 : Math.floor(share(key(cell, id)) * 5)
  }
  for (let fold = 0; fold < 5; fold += 1) {
    const { state, posteriors } = fitQuality(
      cells.filter((cell) => foldOf(cell) !== fold),
      world,
      sweeps,
    )
    for (const cell of cells.filter((one) => foldOf(one) === fold)) {
      const task = world.taskOf[cell.benchmark] ?? 0
      const posterior =
        posteriors.get(cell.model) ??
        posteriorOf(state, [], world.ids[cell.model] ?? '', world.facts)
      const isBlind = standalone.has(task)
        ? !posterior.cells.some((/** @type {any} */ one) => world.taskOf[one.benchmark] === task)
        : !posterior.known && posterior.cells.length === 0
      const line = state.lines[cell.benchmark]
      if (isBlind || line === undefined) continue
      const ability = abilityOf(state, posterior, task, cell.mode)
      const latent = line.slope ** 2 * ability.variance
      outcomes.push({
        fold,
        benchmark: cell.benchmark,
        model: cell.model,
        family: cell.family,
        task,
        observed: cell.z,
        predicted: line.intercept + offsetOf(state, cell) + line.slope * ability.value,
        variance: latent + line.noise,
        latent,
        noise: line.noise,
        slope: line.slope,
      })
    }
  }
  return outcomes
}

/** Half the width of an 80 % interval in standard deviations. */
export const halfWidth = 1.2816

/** Cells of all tasks together that count beside a task's own: with few of its own, it is calibrated mostly as all are. */
const pooledCells = 15

/**
 * Factor on the variance, by task, with which 80 % of the outcomes lie within their intervals: the conformal quantile of
 * squared errors over predicted variances, drawn towards that of all tasks.
 * @param {Outcome[]} outcomes
 */
export function widenings(outcomes) {
  const ratio = (/** @type {Outcome} */ one) =>
    (one.observed - one.predicted) ** 2 / (halfWidth ** 2 * one.variance)
  const all = outcomes.filter((one) => !standalone.has(one.task)).map(ratio)
  return tasks.map((_, task) => {
    const own = outcomes.filter((one) => one.task === task).map(ratio)
    return weightedQuantile(
      [
        ...all.map((value) => ({ value, weight: pooledCells / all.length })),
        ...own.map((value) => ({ value, weight: 1 })),
      ],
      0.8,
    )
  })
}

/** @param {{ value: number, weight: number }[]} items @param {number} share */
function weightedQuantile(items, share) {
  const sorted = [...items].sort((a, b) => a.value - b.value)
  const total = sorted.reduce((sum, one) => sum + one.weight, 0)
  let passed = 0
  for (const one of sorted) {
    passed += one.weight
    if (passed >= share * total) return one.value
  }
  return 1
}

/** Share of outcomes within their 80 % intervals, each fold calibrated on the four others. @param {Outcome[]} outcomes @param {Outcome[]} [calibratedOn] */
export function nestedCoverage(outcomes, calibratedOn = outcomes) {
  const byFold = [0, 1, 2, 3, 4].map((fold) =>
    widenings(calibratedOn.filter((one) => one.fold !== fold)),
  )
  return (/** @type {(one: Outcome) => boolean} */ wanted) =>
    mean(
      outcomes
        .filter(wanted)
        .map((one) =>
          (one.observed - one.predicted) ** 2 <=
          halfWidth ** 2 * one.variance * (byFold[one.fold]?.[one.task] ?? 1)
            ? 1
            : 0,
        ),
    )
}

/**
 * Factor on the variance of abilities so that 80 % intervals hold, 80 % of the time, the mean of what is hidden of a model
 * together: all its tests, or all of one source, which err together and so show what sister tests hide from the fit. Means over
 * several tests show the ability; single tests mostly show noise.
 * @param {Outcome[]} outcomes @param {(one: Outcome) => string} together
 */
export function latentWidening(outcomes, together) {
  /** @type {Map<string, Outcome[]>} */
  const groups = new Map()
  for (const one of outcomes)
    if (!standalone.has(one.task))
      groups.set(together(one), [...(groups.get(together(one)) ?? []), one])
  const means = [...groups.values()]
    .filter((group) => group.length >= 3)
    .map((group) => ({
      error: mean(group.map((one) => (one.observed - one.predicted) / one.slope)),
      latent: mean(group.map((one) => one.latent / one.slope ** 2)),
      noise: mean(group.map((one) => one.noise / one.slope ** 2)) / group.length,
    }))
  const covered = (/** @type {number} */ factor) =>
    mean(
      means.map((one) =>
        Math.abs(one.error) <= halfWidth * Math.sqrt(factor * one.latent + one.noise) ? 1 : 0,
      ),
    )
  let factor = 0.5
  while (covered(factor) < 0.8) factor *= 1.02
  return { factor: Math.max(1, factor), groups: means.length, before: covered(1) }
}
