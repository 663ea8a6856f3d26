// The model behind data/quality/table.json: benchmark cells → ability of each model by task, with variance.
//
//   z(cell) = intercept(test) + slope(test) × [ability + mode + task deviation] + offset(who reports) + noise
//
// Given the tests' lines, every model's latents are a small Gaussian system with an exact posterior; given these, the lines are
// ridge regressions. Alternating the two is expectation maximisation, variances of the priors included. The prior of ability and of
// each task's deviation is linear in size and date, with effects of the maker and of the generation. Tried and left out, as the
// hold-out of a source family did not gain: deviations that vary together, and a deviation for each suite of tests.
import { covariates, isSpecial, kinOf, standalone, tasks } from './fit-quality-cells.mjs'
import { dot, inverse, mean, ridge } from './fit-quality-matrix.mjs'

/** @typedef {import('./fit-quality-cells.mjs').Cell} Cell */
/** @typedef {{ ids: string[], facts: Map<string, any>, taskOf: number[], anchors: Set<string> }} World */

const chinese = tasks.indexOf('chinese')
const traditional = tasks.indexOf('traditional-chinese')
const firstTask = 3
const latents = firstTask + tasks.length
const noiseStart = 0.3
/** Latents that a test of this task and mode shows; each counts once. @param {number} task @param {string} mode */
function loading(task, mode) {
  const seen = standalone.has(task)
    ? [firstTask + task]
    : [0, mode === 'thinking' ? 1 : 2, firstTask + task]
  if (task === traditional) seen.push(firstTask + chinese)
  return seen
}

/** @param {World} world */
function initialState(world) {
  return {
    lines: world.taskOf.map(() => ({ intercept: 0, slope: 1, noise: noiseStart })),
    offsets: [0, 0, 0],
    beta: [0, 0.4, 0.2, 0.3, 0],
    gamma: tasks.map(() => [0, 0, 0, 0, 0, 0]),
    /**
     * What a maker's models and a generation's are better than size and date say, in ability and by task; pulled to 0 where few
     * are rated. @type {Map<string, number[]>[]}
     */
    kin: [new Map(), new Map()],
    kinVariance: [0, 1].map(() => [0.1, ...tasks.map(() => 0.02)]),
    /** Ability of models whose size or date is unknown, open and closed. */
    unrated: { open: { centre: 0, variance: 1 }, closed: { centre: 1, variance: 1 } },
    anchors: world.anchors,
    thinking: 0.2,
    thinkingTask: tasks.map(() => 0),
    variance: {
      ability: 0.6,
      mode: 0.05,
      task: tasks.map(() => 0.15),
    },
    taskOf: world.taskOf,
  }
}

/**
 * @param {Cell[]} cells @param {World} world
 * @param {number} [sweeps]
 */
export function fitQuality(cells, world, sweeps = 40) {
  const state = initialState(world)
  const byModel = new Map()
  for (const cell of cells) {
    const own = byModel.get(cell.model)
    if (own === undefined) byModel.set(cell.model, [cell])
    else own.push(cell)
  }
  /** @type {Map<number, any>} */
  let posteriors = new Map()
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    posteriors = new Map(
      [...byModel].map(([model, own]) => [
        model,
        posteriorOf(state, own, world.ids[model] ?? '', world.facts),
      ]),
    )
    if (sweep === sweeps - 1) break
    updateLines(state, cells, posteriors)
    updateAbility(state, posteriors, world)
    updateUnrated(state, posteriors, world)
    updateTasks(state, posteriors, world)
    updateModes(state, posteriors)
    updateThinkingByTask(state, cells, posteriors)
    fixScale(state)
  }
  return { state, posteriors }
}

/** By [ability, tasks …]: what maker and generation add. @param {any} state @param {string} id @param {number} [skip] */
export function kinEffects(state, id, skip = -1) {
  const sums = new Array(1 + tasks.length).fill(0)
  for (const [level, name] of kinOf(id).entries()) {
    if (level === skip) continue
    const own = state.kin[level].get(name) ?? []
    for (const index of own.keys()) sums[index] += own[index]
  }
  return sums
}

/** Prior means of [ability, thinking mode, default mode, task deviations …] of a model. @param {any} state @param {string} id @param {Map<string, any>} facts */
export function priorOf(state, id, facts) {
  const x = covariates(facts.get(id))
  const unrated = state.unrated[state.anchors.has(id) ? 'closed' : 'open']
  const kin = kinEffects(state, id)
  const ability = x === undefined ? unrated.centre : dot(state.beta, x) + (kin[0] ?? 0)
  const deviations = tasks.map(
    (task, index) =>
      dot(state.gamma[index], [...(x ?? [1, 0.9, 0.8, -0.3, 0]), isSpecial(id, task) ? 1 : 0]) +
      (kin[1 + index] ?? 0),
  )
  return {
    known: x !== undefined,
    spread: x === undefined ? unrated.variance : state.variance.ability,
    means: [ability, state.thinking, 0, ...deviations],
  }
}

/** @param {any} state @param {Cell[]} cells @param {string} id @param {Map<string, any>} facts */
export function posteriorOf(state, cells, id, facts) {
  const { known, spread, means } = priorOf(state, id, facts)
  const variances = [spread, state.variance.mode, state.variance.mode, ...state.variance.task]
  const precision = variances.map((value, index) =>
    variances.map((_, column) => (index === column ? 1 / value : 0)),
  )
  const right = new Array(latents).fill(0)
  for (const cell of cells) {
    const line = state.lines[cell.benchmark]
    const task = state.taskOf[cell.benchmark]
    const seen = loading(task, cell.mode)
    let centre = extraOf(state, task, cell.mode)
    for (const index of seen) centre += means[index] ?? 0
    const residual = cell.z - line.intercept - offsetOf(state, cell) - line.slope * centre
    const weight = (cell.weight * line.slope) / line.noise
    for (const i of seen) {
      right[i] += weight * residual
      for (const j of seen) /** @type {any} */ (precision)[i][j] += weight * line.slope
    }
  }
  const covariance = inverse(precision)
  const shift = covariance.map((row) => dot(row, right))
  return {
    means: means.map((value, index) => value + (shift[index] ?? 0)),
    prior: means,
    covariance,
    cells,
    known,
  }
}

/** What thinking adds to a task beyond its general effect. @param {any} state @param {number} task @param {string} mode */
function extraOf(state, task, mode) {
  return mode === 'thinking' && !standalone.has(task) ? state.thinkingTask[task] : 0
}

/** @param {any} state @param {Cell} cell */
export function offsetOf(state, cell) {
  return standalone.has(state.taskOf[cell.benchmark]) ? 0 : state.offsets[cell.by]
}

/** Ability for a task and mode: mean and variance. @param {any} state @param {any} posterior @param {number} task @param {string} mode */
export function abilityOf(state, posterior, task, mode) {
  const seen = loading(task, mode)
  let [value, variance] = [extraOf(state, task, mode), 0]
  for (const i of seen) {
    value += posterior.means[i]
    for (const j of seen) variance += posterior.covariance[i][j]
  }
  return { value, variance }
}

/** @param {any} state @param {Cell[]} cells @param {Map<number, any>} posteriors */
function updateLines(state, cells, posteriors) {
  const groups = state.lines.map(() => /** @type {any[]} */ ([]))
  const byReporter = [0, 1, 2].map(() => ({ sum: 0, weight: 0 }))
  for (const cell of cells) {
    const { value, variance: spread } = abilityOf(
      state,
      posteriors.get(cell.model),
      state.taskOf[cell.benchmark],
      cell.mode,
    )
    const line = state.lines[cell.benchmark]
    groups[cell.benchmark].push({
      q: value,
      spread,
      z: cell.z - offsetOf(state, cell),
      weight: cell.weight,
    })
    const reporter = byReporter[cell.by]
    if (reporter === undefined || standalone.has(state.taskOf[cell.benchmark])) continue
    reporter.sum += (cell.weight / line.noise) * (cell.z - line.intercept - line.slope * value)
    reporter.weight += cell.weight / line.noise
  }
  state.offsets = byReporter.map((one, index) => (index === 0 ? 0 : one.sum / (one.weight + 20)))
  for (const [index, group] of groups.entries()) state.lines[index] = lineOf(group)
}

/** Slopes and latents share one scale that nothing fixes; without this step abilities shrink while slopes grow. @param {any} state */
function fixScale(state) {
  let [sum, count] = [0, 0]
  for (const [index, { slope, noise }] of state.lines.entries()) {
    if (standalone.has(state.taskOf[index])) continue
    sum += Math.log(slope) / noise
    count += 1 / noise
  }
  const scale = Math.exp(sum / count)
  for (const [index, line] of state.lines.entries())
    if (!standalone.has(state.taskOf[index])) line.slope /= scale
  state.beta = state.beta.map((/** @type {number} */ value) => value * scale)
  state.gamma = state.gamma.map((/** @type {number[]} */ row) => row.map((value) => value * scale))
  for (const level of state.kin)
    for (const [name, own] of level)
      level.set(
        name,
        own.map((/** @type {number} */ value) => value * scale),
      )
  state.kinVariance = state.kinVariance.map((/** @type {number[]} */ row) =>
    row.map((value) => value * scale ** 2),
  )
  state.thinking *= scale
  state.thinkingTask = state.thinkingTask.map((/** @type {number} */ value) => value * scale)
  const { variance } = state
  variance.ability *= scale ** 2
  variance.mode *= scale ** 2
  variance.task = variance.task.map((/** @type {number} */ value, /** @type {number} */ task) =>
    standalone.has(task) ? value : value * scale ** 2,
  )
  for (const group of Object.values(state.unrated)) {
    group.centre *= scale
    group.variance *= scale ** 2
  }
}

/** Ridge towards slope 1 with a nearly free intercept; noise shrunk to its start with 4 pseudo-cells. @param {any[]} group */
function lineOf(group) {
  let [w, q, z, qq, qz] = [0.02, 0, 0, 0, 0]
  for (const one of group) {
    w += one.weight
    q += one.weight * one.q
    z += one.weight * one.z
    qq += one.weight * (one.q ** 2 + one.spread)
    qz += one.weight * one.q * one.z
  }
  const strength = 4
  const determinant = w * (qq + strength) - q * q
  const slope = Math.min(2.5, Math.max(0.1, (w * (qz + strength) - q * z) / determinant))
  const intercept = (z - slope * q) / w
  let [sum, weights] = [4 * noiseStart, 4]
  for (const one of group) {
    sum += one.weight * ((one.z - intercept - slope * one.q) ** 2 + slope ** 2 * one.spread)
    weights += one.weight
  }
  return { intercept, slope, noise: Math.max(0.05, sum / weights) }
}

/** @param {any} posterior @param {any} state @param {(task: number) => boolean} wanted */
function hasTask(posterior, state, wanted) {
  return posterior.cells.some((/** @type {Cell} */ cell) => wanted(state.taskOf[cell.benchmark]))
}

/** Size, date and kin as a prior of ability. @param {any} state @param {Map<number, any>} posteriors @param {World} world */
function updateAbility(state, posteriors, world) {
  const known = [...posteriors]
    .filter(([, one]) => one.known && hasTask(one, state, (task) => !standalone.has(task)))
    .map(([model, one]) => ({
      id: world.ids[model] ?? '',
      one,
      x: /** @type {number[]} */ (covariates(world.facts.get(world.ids[model] ?? ''))),
    }))
  state.beta = ridge(
    known.map(({ x }) => x),
    known.map(({ id, one }) => one.means[0] - (kinEffects(state, id)[0] ?? 0)),
    known.map(() => 1),
    [0.01, 2, 2, 2, 2],
    [0, 0.3, 0.3, 0.3, 0],
  )
  const residuals = known.map(({ id, one, x }) => ({
    id,
    value: one.means[0] - dot(state.beta, x),
  }))
  updateKin(state, residuals, 0, state.variance.ability)
  state.variance.ability = mean(
    known.map(
      ({ id, one }, index) =>
        ((residuals[index]?.value ?? 0) - (kinEffects(state, id)[0] ?? 0)) ** 2 +
        one.covariance[0][0],
    ),
  )
}

/** Where the abilities of models without size or date lie. @param {any} state @param {Map<number, any>} posteriors @param {World} world */
function updateUnrated(state, posteriors, world) {
  for (const [name, group] of Object.entries(state.unrated)) {
    const own = [...posteriors]
      .filter(([model, one]) => {
        if (one.known || !hasTask(one, state, (task) => !standalone.has(task))) return false
        return world.anchors.has(world.ids[model] ?? '') === (name === 'closed')
      })
      .map(([, one]) => one)
    if (own.length < 5) continue
    group.centre = mean(own.map((one) => one.means[0]))
    group.variance = mean(
      own.map((one) => (one.means[0] - group.centre) ** 2 + one.covariance[0][0]),
    )
  }
}

/**
 * Posterior mean of what each maker and each generation adds to one latent, and the variance among them by expectation
 * maximisation. @param {any} state @param {{ id: string, value: number }[]} residuals @param {number} at @param {number} within
 */
function updateKin(state, residuals, at, within) {
  for (const level of state.kin.keys()) {
    /** @type {Map<string, number[]>} */
    const groups = new Map()
    for (const { id, value } of residuals) {
      const name = kinOf(id)[level] ?? ''
      const rest = value - (kinEffects(state, id, level)[at] ?? 0)
      const own = groups.get(name)
      if (own === undefined) groups.set(name, [rest])
      else own.push(rest)
    }
    let [second, count] = [5 * (at === 0 ? 0.05 : 0.01), 5]
    for (const [name, own] of groups) {
      const precision = own.length / within + 1 / state.kinVariance[level][at]
      const effect = own.reduce((a, b) => a + b, 0) / within / precision
      const effects = state.kin[level].get(name) ?? new Array(1 + tasks.length).fill(0)
      effects[at] = effect
      state.kin[level].set(name, effects)
      second += effect ** 2 + 1 / precision
      count += 1
    }
    state.kinVariance[level][at] = Math.max(0.001, second / count)
  }
}

/** How task deviations follow from size and date, and how they vary together. @param {any} state @param {Map<number, any>} posteriors @param {World} world */
function updateTasks(state, posteriors, world) {
  const all = [...posteriors].map(([model, one]) => ({
    one,
    x: covariates(world.facts.get(world.ids[model] ?? '')),
    id: world.ids[model] ?? '',
  }))
  for (const task of tasks.keys()) {
    if (standalone.has(task)) continue
    const tested = all.filter(
      ({ one, x }) => x !== undefined && hasTask(one, state, (other) => other === task),
    )
    if (tested.length < 5) continue
    state.gamma[task] = ridge(
      tested.map(({ x, id }) => [...(x ?? []), isSpecial(id, tasks[task] ?? '') ? 1 : 0]),
      tested.map(
        ({ one, id }) => one.means[firstTask + task] - (kinEffects(state, id)[1 + task] ?? 0),
      ),
      tested.map(() => 1),
      [5, 10, 10, 10, 10, 5],
      [0, 0, 0, 0, 0, 0],
    )
    const residuals = tested.map(({ one, x, id }) => ({
      id,
      value:
        one.means[firstTask + task] -
        dot(state.gamma[task], [...(x ?? []), isSpecial(id, tasks[task] ?? '') ? 1 : 0]),
    }))
    updateKin(state, residuals, 1 + task, state.variance.task[task])
  }
  updateTaskVariance(
    state,
    all.map(({ one }) => one),
  )
}

/** With ten pseudo-models, so that tasks with few tests keep a proper one. @param {any} state @param {any[]} posteriors */
function updateTaskVariance(state, posteriors) {
  state.variance.task = tasks.map((_, task) => {
    let [sum, count] = [10 * 0.15, 10]
    for (const one of posteriors) {
      if (!hasTask(one, state, (other) => other === task)) continue
      const at = firstTask + task
      sum += (one.means[at] - one.prior[at]) ** 2 + one.covariance[at][at]
      count += 1
    }
    return sum / count
  })
}

/** @param {any} state @param {Map<number, any>} posteriors */
function updateModes(state, posteriors) {
  const both = [...posteriors.values()].filter((one) =>
    one.cells.some(
      (/** @type {Cell} */ cell) =>
        cell.mode === 'thinking' && !standalone.has(state.taskOf[cell.benchmark]),
    ),
  )
  state.thinking = (both.reduce((sum, one) => sum + one.means[1], 0) + 5 * 0.2) / (both.length + 5)
  state.variance.mode = Math.max(
    0.02,
    mean(both.map((one) => (one.means[1] - state.thinking) ** 2 + one.covariance[1][1])),
  )
}

/** What thinking adds to single tasks beyond its general effect. @param {any} state @param {Cell[]} cells @param {Map<number, any>} posteriors */
function updateThinkingByTask(state, cells, posteriors) {
  const sums = tasks.map(() => ({ sum: 0, weight: 0 }))
  for (const cell of cells) {
    const task = state.taskOf[cell.benchmark]
    const one = sums[task]
    if (one === undefined || standalone.has(task)) continue
    const line = state.lines[cell.benchmark]
    const { value } = abilityOf(state, posteriors.get(cell.model), task, cell.mode)
    const residual = (cell.z - line.intercept - offsetOf(state, cell)) / line.slope - value
    const weight = (cell.weight * line.slope ** 2) / line.noise
    if (cell.mode === 'thinking') one.sum += weight * residual
    one.weight += weight
  }
  const moved = state.thinkingTask.map(
    (/** @type {number} */ old, /** @type {number} */ index) =>
      old + 0.7 * ((sums[index]?.sum ?? 0) / ((sums[index]?.weight ?? 0) + 30)),
  )
  const centre = mean(
    moved.filter((/** @type {number} */ _, /** @type {number} */ index) => !standalone.has(index)),
  )
  state.thinkingTask = moved.map((/** @type {number} */ value, /** @type {number} */ index) =>
    standalone.has(index) ? 0 : value - centre,
  )
}
