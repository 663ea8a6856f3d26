// The model behind data/quality/table.json: benchmark cells → ability of each model by task, with variance.
//
//   z(cell) = intercept(benchmark) + slope(benchmark) × [ability + mode + task deviation] + offset(who reports) + noise
//
// Given the benchmarks' lines, every model's abilities are a small Gaussian system with an exact posterior; given these, the
// lines are ridge regressions. Alternating the two is expectation maximisation, variances of the priors included.

/** @typedef {{ model: number, benchmark: number, z: number, mode: 'default' | 'thinking', by: number, family: string, weight: number }} Cell */

export const tasks = [
  'general',
  'reasoning',
  'maths',
  'code',
  'agent',
  'instruction-following',
  'long-context',
  'multilingual',
  'chinese',
  'traditional-chinese',
  'writing',
]
const chinese = tasks.indexOf('chinese')
const traditional = tasks.indexOf('traditional-chinese')

/** Covariates: 1, log10 of total and active parameters in 10^9, years since 2025, decades below 3·10^9 parameters. @param {any} facts */
export function covariates(facts) {
  if (facts === undefined || facts.totalParams === null || facts.releaseDate === null)
    return undefined
  const year = (Date.parse(facts.releaseDate) - Date.parse('2025-01-01')) / (365.25 * 86_400_000)
  const logTotal = Math.log10(facts.totalParams / 1e9)
  return [
    1,
    logTotal,
    Math.log10((facts.activeParams ?? facts.totalParams) / 1e9),
    year,
    Math.min(0, logTotal - Math.log10(3)),
  ]
}

/** Tuned for code, mathematics or tools, by its name. @param {string} id @param {string} task */
export function isSpecial(id, task) {
  if (task === 'code') return /cod|devstral|starcoder|wizardcoder|openhands/.test(id)
  if (task === 'maths') return /math/.test(id)
  if (task === 'agent') return /func|xlam|hammer|watt|toolace|coalm|arch-agent|agent/.test(id)
  return false
}

/** The letters that a model's id begins with: its maker's line of models. @param {string} id */
export function lineOfModels(id) {
  return /^[a-z]+/.exec(id)?.[0] ?? ''
}

/** Reads data/quality into cells on a common scale. @param {any} scores @param {any} models */
export function readCells(scores, models) {
  const facts = new Map(
    models.rows.map((/** @type {any[]} */ [id, releaseDate, , totalParams, , activeParams]) => [
      id,
      { releaseDate, totalParams, activeParams },
    ]),
  )
  const hasOff = new Set(
    scores.rows
      .filter((/** @type {any[]} */ row) => row[3] === 2)
      .map((/** @type {any[]} */ row) => row[0]),
  )
  const hasOn = new Set(
    scores.rows
      .filter((/** @type {any[]} */ row) => row[3] === 1)
      .map((/** @type {any[]} */ row) => row[0]),
  )
  const byKey = new Map()
  for (const [model, benchmark, score, mode, by, source] of scores.rows) {
    const always = hasOn.has(model) && !hasOff.has(model)
    const thinking = mode === 1 || (mode === 0 && always) || alwaysThinks.test(scores.models[model])
    const key = [model, benchmark, thinking, by, sourceFamily(scores.sources[source])].join('|')
    const cell = byKey.get(key) ?? {
      model,
      benchmark,
      mode: thinking ? 'thinking' : 'default',
      by,
      family: sourceFamily(scores.sources[source]),
      values: [],
    }
    cell.values.push(transform(score, scores.benchmarks[benchmark]))
    byKey.set(key, cell)
  }
  const cells = [...byKey.values()].map((cell) => ({ ...cell, y: mean(cell.values) }))
  standardise(cells, scores.benchmarks.length)
  const perFamily = new Map()
  for (const cell of cells)
    perFamily.set(
      `${cell.model}${cell.mode}${cell.family}`,
      (perFamily.get(`${cell.model}${cell.mode}${cell.family}`) ?? 0) + 1,
    )
  for (const cell of cells)
    cell.weight =
      ([1, 0.6, 0.5][cell.by] ?? 1) /
      Math.sqrt(perFamily.get(`${cell.model}${cell.mode}${cell.family}`))
  return { cells, facts }
}

const alwaysThinks =
  /gpt-oss|qwq|thinking|deepseek-r1|r1-distill|r1-0528|magistral|-think$|phi-4-.*reasoning|minimax-m[12]|ring-/

/** @param {string} source */
export function sourceFamily(source) {
  const [holder = '', origin] = source.split(' <- ')
  const repository = holder.split('@')[0]?.split('/').slice(0, 2).join('/') ?? ''
  return origin === undefined
    ? repository
    : `${repository} ${origin
        .replace(/^https?:\/\/(www\.)?/, '')
        .split('/')
        .slice(0, 2)
        .join('/')}`
}

/** Percent on the logit scale, ratings in natural-log odds. @param {number} score @param {[string, string, string]} benchmark */
function transform(score, [, , unit]) {
  if (unit === 'rating') return (score * Math.LN10) / 400
  const share = Math.min(0.995, Math.max(0.005, score / 100))
  return Math.log(share / (1 - share))
}

/** @param {any[]} cells @param {number} count */
function standardise(cells, count) {
  const groups = Array.from({ length: count }, () => /** @type {any[]} */ ([]))
  for (const cell of cells) groups[cell.benchmark]?.push(cell)
  const stats = groups.map((group) => ({
    n: group.length,
    centre: mean(group.map((cell) => cell.y)),
    variance: variance(group.map((cell) => cell.y)),
  }))
  const pooled = mean(stats.filter((one) => one.n > 2).map((one) => one.variance))
  for (const [index, group] of groups.entries()) {
    const { n, centre, variance: own } = /** @type {any} */ (stats[index])
    const deviation = Math.sqrt(((n - 1) * own + 3 * pooled) / (n + 2))
    for (const cell of group) {
      cell.z = (cell.y - centre) / deviation
      cell.unit = deviation
    }
  }
}

/**
 * @param {Cell[]} cells @param {{ ids: string[], facts: Map<string, any>, taskOf: number[] }} world
 * @param {number} [sweeps]
 */
export function fitQuality(cells, world, sweeps = 40) {
  const count = world.taskOf.length
  const state = {
    lines: Array.from({ length: count }, () => ({ intercept: 0, slope: 1, noise: 0.35 })),
    offsets: [0, 0, 0],
    beta: [0, 0.4, 0.2, 0.3, 0],
    gamma: tasks.map(() => [0, 0, 0, 0, 0, 0]),
    /** What a maker's models are better than size and date say, by line of models; pulled to 0 where few are rated. @type {Map<string, number>} */
    makers: new Map(),
    thinking: 0.2,
    thinkingTask: tasks.map(() => 0),
    variance: { ability: 0.6, maker: 0.1, mode: 0.05, task: tasks.map(() => 0.15) },
    taskOf: world.taskOf,
  }
  const byModel = new Map()
  for (const cell of cells) byModel.set(cell.model, [...(byModel.get(cell.model) ?? []), cell])
  /** @type {Map<number, any>} */
  let posteriors = new Map()
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    posteriors = new Map(
      [...byModel].map(([model, own]) => [
        model,
        posteriorOf(state, own, world.ids[model] ?? '', world.facts),
      ]),
    )
    updateLines(state, cells, posteriors)
    updatePriors(state, posteriors, world)
    updateThinkingByTask(state, cells, posteriors)
  }
  return { state, posteriors }
}

/** Prior means of [ability, thinking mode, default mode, task deviations …] of a model. @param {any} state @param {string} id @param {Map<string, any>} facts */
export function priorOf(state, id, facts) {
  const x = covariates(facts.get(id))
  const ability =
    x === undefined ? 0 : dot(state.beta, x) + (state.makers.get(lineOfModels(id)) ?? 0)
  const deviations = tasks.map((task, index) =>
    dot(state.gamma[index], [...(x ?? [1, 0.9, 0.8, -0.3, 0]), isSpecial(id, task) ? 1 : 0]),
  )
  return { known: x !== undefined, means: [ability, state.thinking, 0, ...deviations] }
}

/** Row of the design: which latents a cell of this task and mode sees. @param {number} task @param {string} mode */
export function loading(task, mode) {
  const row = new Array(3 + tasks.length).fill(0)
  row[0] = 1
  row[mode === 'thinking' ? 1 : 2] = 1
  row[3 + task] = 1
  if (task === traditional) row[3 + chinese] = 1
  return row
}

/** @param {any} state @param {Cell[]} cells @param {string} id @param {Map<string, any>} facts */
export function posteriorOf(state, cells, id, facts) {
  const { known, means } = priorOf(state, id, facts)
  const size = means.length
  const variances = [
    known ? state.variance.ability : state.variance.ability + 1,
    state.variance.mode,
    state.variance.mode,
    ...state.variance.task,
  ]
  const precision = variances.map((value, index) =>
    means.map((_, column) => (index === column ? 1 / value : 0)),
  )
  const right = new Array(size).fill(0)
  for (const cell of cells) {
    const line = state.lines[cell.benchmark]
    const task = state.taskOf[cell.benchmark]
    const row = loading(task, cell.mode)
    const centre = dot(row, means) + (cell.mode === 'thinking' ? state.thinkingTask[task] : 0)
    const residual = cell.z - line.intercept - state.offsets[cell.by] - line.slope * centre
    const weight = (cell.weight * line.slope) / line.noise
    for (let i = 0; i < size; i += 1) {
      if (row[i] === 0) continue
      right[i] += weight * residual * row[i]
      for (let j = 0; j < size; j += 1)
        /** @type {number[]} */ (precision[i])[j] =
          (precision[i]?.[j] ?? 0) + weight * line.slope * row[i] * row[j]
    }
  }
  const covariance = inverse(precision)
  const shift = covariance.map((row) => dot(row, right))
  return {
    means: means.map((value, index) => value + shift[index]),
    prior: means,
    covariance,
    cells,
    known,
  }
}

/** Ability for a task and mode: mean and variance. @param {any} state @param {any} posterior @param {number} task @param {string} mode */
export function abilityOf(state, posterior, task, mode) {
  const row = loading(task, mode)
  const value = dot(row, posterior.means) + (mode === 'thinking' ? state.thinkingTask[task] : 0)
  return {
    value,
    variance: dot(
      row,
      posterior.covariance.map((/** @type {number[]} */ one) => dot(one, row)),
    ),
  }
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
    groups[cell.benchmark].push({
      q: value,
      spread,
      z: cell.z - state.offsets[cell.by],
      weight: cell.weight,
    })
    const line = state.lines[cell.benchmark]
    const reporter = byReporter[cell.by]
    if (reporter) {
      reporter.sum += (cell.weight / line.noise) * (cell.z - line.intercept - line.slope * value)
      reporter.weight += cell.weight / line.noise
    }
  }
  state.offsets = byReporter.map((one, index) => (index === 0 ? 0 : one.sum / (one.weight + 20)))
  for (const [index, group] of groups.entries()) state.lines[index] = lineOf(group)
}

/** Ridge towards slope 1 (strength 4) with a nearly free intercept; noise shrunk to 0.3 with 4 pseudo-cells. @param {any[]} group */
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
  let [sum, weights] = [4 * 0.3, 4]
  for (const one of group) {
    sum += one.weight * ((one.z - intercept - slope * one.q) ** 2 + slope ** 2 * one.spread)
    weights += one.weight
  }
  return { intercept, slope, noise: Math.max(0.05, sum / weights) }
}

/** @param {any} state @param {Map<number, any>} posteriors @param {{ ids: string[], facts: Map<string, any> }} world */
function updatePriors(state, posteriors, world) {
  const known = [...posteriors].filter(([, one]) => one.known)
  const x = known.map(
    ([model]) => /** @type {number[]} */ (covariates(world.facts.get(world.ids[model] ?? ''))),
  )
  const makerOf = (/** @type {number} */ model) =>
    state.makers.get(lineOfModels(world.ids[model] ?? '')) ?? 0
  state.beta = ridge(
    x,
    known.map(([model, one]) => one.means[0] - makerOf(model)),
    known.map(() => 1),
    [0.01, 2, 2, 2, 2],
    [0, 0.3, 0.3, 0.3, 0],
  )
  updateMakers(
    state,
    known.map(([model, one], index) => ({
      line: lineOfModels(world.ids[model] ?? ''),
      residual: one.means[0] - dot(state.beta, x[index] ?? []),
    })),
  )
  state.variance.ability = mean(
    known.map(
      ([model, one], index) =>
        (one.means[0] - dot(state.beta, x[index] ?? []) - makerOf(model)) ** 2 +
        one.covariance[0][0],
    ),
  )
  for (const task of tasks.keys()) {
    const tested = known
      .map(([model, one], index) => ({ model, one, x: x[index] ?? [] }))
      .filter(({ one }) =>
        one.cells.some((/** @type {Cell} */ cell) => state.taskOf[cell.benchmark] === task),
      )
    if (tested.length < 5) continue
    const rows = tested.map(({ model, x: own }) => [
      ...own,
      isSpecial(world.ids[model] ?? '', tasks[task] ?? '') ? 1 : 0,
    ])
    state.gamma[task] = ridge(
      rows,
      tested.map(({ one }) => one.means[3 + task]),
      tested.map(() => 1),
      [5, 10, 10, 10, 10, 5],
      [0, 0, 0, 0, 0, 0],
    )
    const second = tested.map(
      ({ one }, index) =>
        (one.means[3 + task] - dot(state.gamma[task], rows[index] ?? [])) ** 2 +
        one.covariance[3 + task][3 + task],
    )
    state.variance.task[task] =
      (second.reduce((a, b) => a + b, 0) + 10 * 0.15) / (second.length + 10)
  }
  const both = [...posteriors.values()].filter((one) =>
    one.cells.some((/** @type {Cell} */ cell) => cell.mode === 'thinking'),
  )
  state.thinking = (both.reduce((sum, one) => sum + one.means[1], 0) + 5 * 0.2) / (both.length + 5)
  state.variance.mode = Math.max(
    0.02,
    mean(both.map((one) => (one.means[1] - state.thinking) ** 2 + one.covariance[1][1])),
  )
}

/** Posterior mean of every maker's effect, and their variance by expectation maximisation. @param {any} state @param {{ line: string, residual: number }[]} residuals */
function updateMakers(state, residuals) {
  /** @type {Map<string, number[]>} */
  const groups = new Map()
  for (const { line, residual } of residuals)
    groups.set(line, [...(groups.get(line) ?? []), residual])
  const { ability, maker } = state.variance
  const second = []
  for (const [line, own] of groups) {
    const precision = own.length / ability + 1 / maker
    const effect = own.reduce((a, b) => a + b, 0) / ability / precision
    state.makers.set(line, effect)
    second.push(effect ** 2 + 1 / precision)
  }
  state.variance.maker = Math.max(0.005, mean(second))
}

/** What thinking adds to single tasks beyond its general effect. @param {any} state @param {Cell[]} cells @param {Map<number, any>} posteriors */
function updateThinkingByTask(state, cells, posteriors) {
  const sums = tasks.map(() => ({ sum: 0, weight: 0 }))
  for (const cell of cells) {
    const task = state.taskOf[cell.benchmark]
    const one = sums[task]
    if (one === undefined) continue
    const line = state.lines[cell.benchmark]
    const { value } = abilityOf(state, posteriors.get(cell.model), task, cell.mode)
    const residual = (cell.z - line.intercept - state.offsets[cell.by]) / line.slope - value
    const weight = (cell.weight * line.slope ** 2) / line.noise
    if (cell.mode === 'thinking') one.sum += weight * residual
    one.weight += weight
  }
  state.thinkingTask = state.thinkingTask.map(
    (/** @type {number} */ old, /** @type {number} */ index) =>
      old + 0.7 * ((sums[index]?.sum ?? 0) / ((sums[index]?.weight ?? 0) + 30)),
  )
  const centre = mean(state.thinkingTask)
  state.thinkingTask = state.thinkingTask.map((/** @type {number} */ value) => value - centre)
}

/** @param {readonly number[]} a @param {readonly number[]} b */
export function dot(a, b) {
  let sum = 0
  for (const [index, value] of a.entries()) sum += value * (b[index] ?? 0)
  return sum
}

/** @param {number[]} values */
export function mean(values) {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length
}

/** @param {number[]} values */
export function variance(values) {
  const centre = mean(values)
  return values.length < 2
    ? 0
    : values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)
}

/** Weighted least squares with a penalty towards `towards`. @param {number[][]} x @param {number[]} y @param {number[]} w @param {number[]} penalty @param {number[]} towards */
export function ridge(x, y, w, penalty, towards) {
  const size = penalty.length
  const matrix = penalty.map((value, i) => penalty.map((_, j) => (i === j ? value : 0)))
  const right = penalty.map((value, i) => value * (towards[i] ?? 0))
  for (const [row, values] of x.entries())
    for (let i = 0; i < size; i += 1) {
      right[i] = (right[i] ?? 0) + (w[row] ?? 1) * (values[i] ?? 0) * (y[row] ?? 0)
      for (let j = 0; j < size; j += 1)
        /** @type {any} */ (matrix)[i][j] += (w[row] ?? 1) * (values[i] ?? 0) * (values[j] ?? 0)
    }
  return inverse(matrix).map((row) => dot(row, right))
}

/** Gauss-Jordan with pivoting. @param {number[][]} matrix */
export function inverse(matrix) {
  const size = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let column = 0; column < size; column += 1) {
    let pivot = column
    for (let row = column + 1; row < size; row += 1)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row
    const head = /** @type {number[]} */ (rows[pivot])
    rows[pivot] = /** @type {number[]} */ (rows[column])
    rows[column] = head
    const divisor = head[column] ?? 1
    for (let j = 0; j < head.length; j += 1) head[j] = (head[j] ?? 0) / divisor
    for (const [index, row] of rows.entries()) {
      const factor = row[column] ?? 0
      if (index === column || factor === 0) continue
      for (let j = 0; j < row.length; j += 1) row[j] = (row[j] ?? 0) - factor * (head[j] ?? 0)
    }
  }
  return rows.map((row) => row.slice(size))
}
