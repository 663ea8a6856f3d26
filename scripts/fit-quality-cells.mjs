// From data/quality to cells on a common scale: what is tested, which tests hang together, who reports.
import { mean, variance } from './fit-quality-matrix.mjs'

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
  'hallucination',
  'refusal',
]

/**
 * Tasks that ability does not explain (Spearman .14 and .12 with it, n = 65): they stand on their own cells, and a model without
 * any is not rated.
 */
export const standalone = new Set([tasks.indexOf('hallucination'), tasks.indexOf('refusal')])

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

/**
 * Whom a model's siblings are: its maker's line (`qwen`) and its generation within it (`qwen2.5`): what stands before its size,
 * and before words on how it was tuned. @param {string} id
 */
export function kinOf(id) {
  const generation = id
    .replace(/-(\d+(\.\d+)?[bmtk]|\d+x\d+b|[ae]\d+(\.\d+)?b)(-.*)?$/, '')
    .replace(
      /-(instruct|chat|thinking|think|base|preview|mini|small|medium|large|flash|pro|air|plus|lite|nano|super|ultra|0\d{3}|2\d{3})(-.*)?$/,
      '',
    )
  return [lineOfModels(id), generation]
}

const alwaysThinks =
  /gpt-oss|qwq|thinking|deepseek-r1|r1-distill|r1-0528|magistral|-think$|phi-4-.*reasoning|minimax-m[12]|ring-/

/** Reads data/quality into cells on a common scale. @param {any} scores @param {any} models */
export function readCells(scores, models) {
  const facts = new Map(
    models.rows.map((/** @type {any[]} */ [id, releaseDate, , totalParams, , activeParams]) => [
      id,
      { releaseDate, totalParams, activeParams },
    ]),
  )
  const modelsInMode = (/** @type {number} */ mode) =>
    new Set(
      scores.rows
        .filter((/** @type {any[]} */ row) => row[3] === mode)
        .map((/** @type {any[]} */ row) => row[0]),
    )
  const [hasOn, hasOff] = [modelsInMode(1), modelsInMode(2)]
  const byKey = new Map()
  for (const [model, benchmark, score, mode, by, source] of scores.rows) {
    const always = hasOn.has(model) && !hasOff.has(model)
    const thinking = mode === 1 || (mode === 0 && always) || alwaysThinks.test(scores.models[model])
    const family = sourceFamily(scores.sources[source])
    const key = [model, benchmark, thinking, by, family].join('|')
    const cell = byKey.get(key) ?? {
      model,
      benchmark,
      mode: thinking ? 'thinking' : 'default',
      by,
      family,
      values: [],
    }
    cell.values.push(transform(score, scores.benchmarks[benchmark]))
    byKey.set(key, cell)
  }
  const cells = [...byKey.values()].map((cell) => ({ ...cell, y: mean(cell.values) }))
  standardise(cells, scores.benchmarks.length)
  weigh(cells)
  return { cells, facts }
}

/**
 * Makers' own figures count less, and a little less each of many from one source, which err together (the power was chosen by
 * hold-out among 0.5, 0.25, 0.1 and 0). @param {any[]} cells
 */
function weigh(cells) {
  const key = (/** @type {any} */ cell) => `${cell.model}${cell.mode}${cell.family}`
  const perFamily = new Map()
  for (const cell of cells) perFamily.set(key(cell), (perFamily.get(key(cell)) ?? 0) + 1)
  for (const cell of cells)
    cell.weight = ([1, 0.6, 0.5][cell.by] ?? 1) / perFamily.get(key(cell)) ** 0.25
}

/** Who measured or printed a score. Both mirrors of the arena are one source. @param {string} source */
export function sourceFamily(source) {
  const [holder = '', origin] = source.split(' <- ')
  const repository = holder.split('@')[0]?.split('/').slice(0, 2).join('/') ?? ''
  if (/^(lmarena|CherryHQ)\//.test(repository)) return 'LMArena'
  return origin === undefined
    ? repository
    : `${repository} ${origin
        .replace(/^https?:\/\/(www\.)?/, '')
        .split('/')
        .slice(0, 2)
        .join('/')}`
}

/** Percent above what a guess reaches on the logit scale, ratings in natural-log odds. @param {number} score @param {[string, string, string, number]} benchmark */
function transform(score, [, , unit, floor = 0]) {
  if (unit === 'rating') return (score * Math.LN10) / 400
  const guess = Math.max(0, floor)
  const share = Math.min(0.995, Math.max(0.005, (score - guess) / (100 - guess)))
  const logit = Math.log(share / (1 - share))
  return floor < 0 ? -logit : logit
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
