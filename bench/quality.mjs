// `npm run bench -- quality`: how well the quality model predicts scores that it has not seen. `writeTo` docs/quality.md with
// `npm run bench -- quality --write`.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  familyHoldOut,
  holdOut,
  holdOuts,
  nestedCoverage,
  readWorld,
} from '../scripts/fit-quality-calibration.mjs'
import { standalone, tasks } from '../scripts/fit-quality-cells.mjs'
import { mean } from '../scripts/fit-quality-matrix.mjs'

/** @typedef {import('../scripts/fit-quality-calibration.mjs').Outcome} Outcome */

/** Rank correlation within benchmarks of at least five models, and share of pairs in the right order. @param {Outcome[]} outcomes */
function ranking(outcomes) {
  const groups = new Map()
  for (const one of outcomes) groups.set(one.benchmark, [...(groups.get(one.benchmark) ?? []), one])
  let [right, pairs] = [0, 0]
  const correlations = []
  for (const group of groups.values()) {
    if (group.length < 5) continue
    correlations.push({
      value: spearman(
        group.map((/** @type {Outcome} */ one) => one.observed),
        group.map((/** @type {Outcome} */ one) => one.predicted),
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
  const centre = (a.length - 1) / 2
  let [top, bottom] = [0, 0]
  for (const [index, value] of x.entries()) {
    top += (value - centre) * ((y[index] ?? 0) - centre)
    bottom += (value - centre) ** 2
  }
  return top / bottom
}

/** @param {number} value */
const figure = (value) => (Number.isFinite(value) ? value.toFixed(3).replace(/^0/, '') : '–')

/** @param {string} name @param {Outcome[]} outcomes @param {(wanted: (one: Outcome) => boolean) => number} covers */
function rowOf(name, outcomes, covers) {
  const { correlation, right } = ranking(outcomes)
  const seen = new Set(outcomes)
  return [
    name,
    String(outcomes.length),
    figure(mean(outcomes.map((one) => Math.abs(one.observed - one.predicted)))),
    figure(mean(outcomes.map((one) => Math.abs(one.observed)))),
    figure(correlation),
    figure(right),
    figure(covers((one) => seen.has(one))),
  ]
}

/** The hold-out tables as rows of words. */
export function holdOutTables() {
  const data = readWorld()
  const head = ['cells', 'mean error', 'of the mean', 'rank corr.', 'pairs right', '80 % covers']
  const summary = [['held out', ...head]]
  const byTask = [['task', ...head]]
  const outcomesBy = new Map(
    Object.entries(holdOuts).map(([name, key]) => [name, holdOut(key, data)]),
  )
  for (const [name, outcomes] of outcomesBy) {
    const linked = outcomes.filter((one) => !standalone.has(one.task))
    summary.push(rowOf(name, linked, nestedCoverage(outcomes)))
  }
  for (const [index, task] of tasks.entries()) {
    const name = standalone.has(index) ? 'random cells' : familyHoldOut
    const outcomes = outcomesBy.get(name) ?? []
    byTask.push(
      rowOf(
        standalone.has(index) ? `${task} (random cells)` : task,
        outcomes.filter((one) => one.task === index),
        nestedCoverage(outcomes),
      ),
    )
  }
  const open = data.cells.filter(
    (cell) => !data.world.anchors.has(data.world.ids[cell.model] ?? ''),
  )
  return {
    counts: `${data.cells.length} cells (${open.length} of ${new Set(open.map((cell) => cell.model)).size} open models, the rest of ${data.world.anchors.size} closed ones that only hold the tests together), ${data.world.taskOf.length} tests`,
    summary,
    byTask,
  }
}

/** @param {string[][]} rows */
function markdown([head = [], ...rows]) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`
  return [
    line(head),
    line(head.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n')
}

export function report() {
  const { counts, summary, byTask } = holdOutTables()
  const text = `${counts}. Errors in standard deviations of the test.\n\n${markdown(summary)}\n\nWith a model's whole source family hidden, by task:\n\n${markdown(byTask)}`
  console.log(text)
  if (!process.argv.includes('--write')) return
  const path = fileURLToPath(new URL('../docs/quality.md', import.meta.url))
  const page = readFileSync(path, 'utf8')
  const [before = '', rest = ''] = page.split('<!-- hold-out -->')
  const after = rest.split('<!-- end -->')[1] ?? ''
  writeFileSync(path, `${before}<!-- hold-out -->\n\n${text}\n\n<!-- end -->${after}`)
}

const started = process.argv[1] === undefined ? undefined : pathToFileURL(process.argv[1]).href
if (started === import.meta.url || started === new URL('main.mjs', import.meta.url).href) report()
