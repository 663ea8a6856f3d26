// `npm run bench -- selection`: how quick a choice is. Machines, tasks and contexts change from question to question, so
// that nothing is answered from the one before; only what does not depend on the question is remembered.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { syntheticRecords } from './synthetic-records.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const syntheticCount = 17_700

/** @param {string} path */
const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href)

const machines = ['rtx-4090,ram=64gb', 'cpu,ram=8gb', '8x h200', 'm3-max-64gb', '2x a100-80gb']
const tasks = ['general', 'code', 'agent', 'traditional-chinese']

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** @param {string} label @param {number[]} values @param {string} goal */
function report(label, values, goal) {
  const figures = [median(values), Math.min(...values), Math.max(...values)]
  const [middle, least, most] = figures.map((value) => value.toFixed(1))
  console.log(`${label.padEnd(58)} median ${middle} ms  (min ${least}, max ${most})  goal ${goal}`)
}

/** @param {(question: { devices: string, requirements: Record<string, unknown> }) => Promise<unknown>} ask @param {number} rounds @param {number} warmUp */
async function timed(ask, rounds, warmUp) {
  /** @type {Map<string, { same: number[], varied: number[] }>} */
  const times = new Map(machines.map((devices) => [devices, { same: [], varied: [] }]))
  const once = async (/** @type {string} */ devices, /** @type {object} */ requirements) => {
    const start = performance.now()
    await ask({ devices, requirements: { ...requirements } })
    return performance.now() - start
  }
  for (let round = 0; round < rounds + warmUp; round += 1)
    for (const devices of machines) {
      const task = tasks[round % tasks.length]
      const varied = await once(devices, { task, contextPerUser: 4096 + 256 * round })
      const same = await once(devices, {})
      if (round < warmUp) continue
      times.get(devices)?.varied.push(varied)
      times.get(devices)?.same.push(same)
    }
  return times
}

/** Ways to run that are decided on: every type, cache and way to think of every open model. @param {any} context */
async function variantCount(context) {
  const { gradesOf } = await load('selection/grades.js')
  const { cacheLadder } = await load('selection/candidate.js')
  const { completeRequirements } = await load('selection/requirements.js')
  const { requirements } = completeRequirements({})
  let count = 0
  for (const entry of context.catalogue.entries)
    if (entry.status === 'open-weights')
      count += gradesOf(entry, requirements, context.qualityTable).length * cacheLadder.length
  return count
}

async function syntheticCatalogue() {
  const { compileCatalogue, indexText, readRecord } = await load(
    'facts/catalogue/compile-catalogue.js',
  )
  const { Catalogue } = await load('facts/catalogue/catalogue.js')
  const { modelFiles, searchNames } = await import('../scripts/data.mjs')
  const records = syntheticRecords(modelFiles(root).map(readRecord), syntheticCount)
  const header = { version: '2026.11.1', date: '2026-11-24' }
  return new Catalogue(
    JSON.parse(indexText(compileCatalogue(header, records, await searchNames(root)))),
  )
}

/** @param {string} label @param {any} context @param {number} rounds @param {number} warmUp @param {string} goal */
async function measure(label, context, rounds, warmUp, goal) {
  const { recommend } = await load('operations/pure/recommend.js')
  const times = await timed((question) => recommend.run(question, context), rounds, warmUp)
  for (const [devices, { varied, same }] of times) {
    report(`${label}, ${devices}, question changes`, varied, goal)
    report(`${label}, ${devices}, the same question`, same, goal)
  }
  const variants = await variantCount(context)
  const middle = median([...times.values()].flatMap(({ varied }) => varied))
  const million = (middle * 1e6) / variants
  console.log(
    `${label}: ${variants} variants decided in ${middle.toFixed(1)} ms: 10^6 in ${million.toFixed(0)} ms  goal ≤ 1000`,
  )
}

function cold() {
  const main = `${root}dist/interfaces/cli/main.js`
  const times = Array.from({ length: 11 }, () => {
    const start = performance.now()
    const args = [main, 'recommend', '--on', 'rtx-4090,ram=64gb', '--json']
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return performance.now() - start
  })
  report('cold process', times, '≤ 250')
}

const { createContext } = await load('operations/context.js')
const context = await createContext({ locale: 'en' })
const open = context.catalogue.entries.filter(
  (/** @type {any} */ { status }) => status === 'open-weights',
).length
await measure(`${open} open models`, context, 40, 40, '≤ 5')
cold()
if (!process.argv.includes('--without-synthetic')) {
  const catalogue = await syntheticCatalogue()
  await measure(`${catalogue.entries.length} models`, { ...context, catalogue }, 3, 2, '≤ 50')
}
