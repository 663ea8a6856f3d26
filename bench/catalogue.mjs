// `npm run bench -- catalogue`: what a catalogue of 17,700 models costs. Its records are made of the facts of the real
// ones by a seeded generator; every measurement is the first in a process of its own, as a command pays it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { syntheticRecords } from './synthetic-records.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const count = 17_700
const processes = 11

/** @param {string} path */
const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href)

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** @param {string} label @param {number[]} values @param {string} unit @param {number} [goal] at most @param {string} [more] */
function report(label, values, unit, goal, more = '') {
  const middle = median(values)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const figures = [middle, low, high].map((value) => value.toFixed(1))
  const verdict =
    goal === undefined
      ? ''
      : `goal ≤ ${goal}: ${middle <= goal ? 'met' : `missed by ${(middle - goal).toFixed(1)}`}`
  console.log(
    `${label.padEnd(52)} median ${figures[0]} ${unit}  (${figures[1]} to ${figures[2]})  ${verdict}${more}`,
  )
}

/** Questions of several filters and an order, as people ask them. @type {readonly [string, any][]} */
const questions = [
  [
    'licence, language, active size, tools, by date',
    {
      licenceUse: { commercial: true },
      languages: ['zh-Hant'],
      maxActiveParams: 14e9,
      tools: true,
      sort: 'releaseDate',
      descending: true,
    },
  ],
  [
    'text 通義, context, thinking, by size',
    { text: '通義', minContextLength: 32768, reasoning: 'switchable', sort: 'totalParams' },
  ],
  [
    'developer 智譜, open, modality, by price',
    { developer: '智譜', status: 'open-weights', modalities: ['text'], sort: 'price' },
  ],
  [
    'text qwen coder, first 20 by context',
    { text: 'qwen coder', sort: 'contextLength', descending: true, limit: 20 },
  ],
]

/** What one process sees. @param {string} file the index @param {number} question */
async function measure(file, question) {
  const { Catalogue } = await load('facts/catalogue/catalogue.js')
  const { models } = await load('operations/pure/models.js')
  const { FamilyTable } = await load('facts/catalogue/family.js')
  const { LicenceTable } = await load('facts/licences/licence-table.js')
  const data = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(root, 'dist', 'data', name), 'utf8'))
  const context = {
    locale: 'en',
    families: new FamilyTable(data('families.json')),
    licences: new LicenceTable(data('licences.json')),
  }
  const before = process.memoryUsage().rss
  const timed = (/** @type {() => unknown} */ run) => {
    const start = performance.now()
    const value = run()
    return { ms: performance.now() - start, value }
  }
  const loaded = timed(() => new Catalogue(JSON.parse(readFileSync(file, 'utf8'))))
  const catalogue = /** @type {any} */ (loaded.value)
  const afterLoad = process.memoryUsage().rss
  const [, input] = questions[question % questions.length] ?? ['', {}]
  const ask = () => models.run(input, { ...context, catalogue })
  const first = timed(ask)
  const usage = process.memoryUsage().rss
  const warm = Array.from({ length: 30 }, () => timed(ask).ms)
  const id = catalogue.entries[Math.floor(count / 2)].id
  const byId = timed(() => catalogue.find(id))
  const name = catalogue.entries[Math.floor(count / 3)].names.en
  const byName = timed(() => catalogue.find(name))
  const byNothing = timed(() => catalogue.find('no such model'))
  return {
    load: loaded.ms,
    first: first.ms,
    warm: median(warm),
    found: /** @type {any} */ (first.value).found,
    byId: byId.ms,
    byName: byName.ms,
    byNothing: byNothing.ms,
    // As the system counts, in MB: the goal is about the whole process, program and data.
    loadGrowth: (afterLoad - before) / 1e6,
    program: before / 1e6,
    rss: usage / 1e6,
    peak: process.resourceUsage().maxRSS / 1e3,
  }
}

/** @param {string[]} args */
function child(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

async function main() {
  const { compileCatalogue, indexText, readRecord } = await load(
    'facts/catalogue/compile-catalogue.js',
  )
  const { modelFiles, searchNames } = await import('../scripts/data.mjs')
  const real = modelFiles(root).map(readRecord)
  const header = { version: '2026.11.1', date: '2026-11-24' }
  const text = indexText(
    compileCatalogue(header, syntheticRecords(real, count), await searchNames(root)),
  )
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-bench-'))
  const file = join(folder, 'catalogue.json')
  writeFileSync(file, text)
  try {
    describe(text)
    const empty = Array.from({ length: 5 }, () =>
      child('-e', 'console.log(process.memoryUsage().rss / 1e6)'),
    )
    const runs = questions.map((_, question) =>
      Array.from({ length: processes }, () =>
        child(fileURLToPath(import.meta.url), file, String(question)),
      ),
    )
    const all = runs.flat()
    const of = (/** @type {any[]} */ list, /** @type {string} */ field) =>
      list.map((one) => one[field])
    report('index load: read, parse, construct', of(all, 'load'), 'ms', 60)
    for (const [question, [label]] of questions.entries()) {
      const own = runs[question] ?? []
      report(`models, first: ${label}`, of(own, 'first'), 'ms', 20, `, ${own[0]?.found} found`)
      report('  warm', of(own, 'warm'), 'ms', 20)
    }
    report('find by id, first', of(all, 'byId'), 'ms')
    report('find by name, first', of(all, 'byName'), 'ms')
    report('find nothing', of(all, 'byNothing'), 'ms')
    report('an empty Node process, RSS', empty, 'MB')
    report('with the program in it, before the index', of(all, 'program'), 'MB')
    report('memory that loading adds (RSS)', of(all, 'loadGrowth'), 'MB')
    // The goal is about the whole process. Node itself takes half of it, so what the program adds is told beside it.
    report('whole process, loaded and one question, RSS', of(all, 'rss'), 'MB', 80)
    const above = of(all, 'rss').map((rss) => rss - median(empty))
    report('  of it above an empty Node process', above, 'MB')
    report('  after 31 questions, peak RSS', of(all, 'peak'), 'MB')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Where the bytes are. @param {string} text */
function describe(text) {
  const index = JSON.parse(text)
  const kilobytes = (/** @type {unknown} */ value) =>
    Math.round(JSON.stringify(value)?.length / 1e3)
  const { columns, ...parts } = index
  const sizes = Object.entries(parts).map(([name, value]) => [name, kilobytes(value)])
  for (const [field, column] of Object.entries(columns)) sizes.push([field, kilobytes(column)])
  const largest = sizes.toSorted((a, b) => Number(b[1]) - Number(a[1])).slice(0, 12)
  console.log(
    `${count} models, ${index.shapes.split('\u007f').length - 1} shapes of ${index.shapeForms.length} forms: ${text.length} bytes`,
  )
  console.log(`  in KB: ${largest.map(([name, size]) => `${name} ${size}`).join(', ')}`)
}

const [started, file, question] = process.argv.slice(1)
if (started === fileURLToPath(import.meta.url) && file !== undefined)
  console.log(JSON.stringify(await measure(file, Number(question))))
else await main()
