// Checks the data files and compiles them into dist/data/. `npm run data` does both; the build calls `compileData` alone.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bundleCatalogue } from './bundle-catalogue.mjs'
import { licenceReadings } from './licence-readings.mjs'
import { newRecord } from './new-record.mjs'
import { noticeProblems } from './notice.mjs'

/** @typedef {{ file: string, text: string }} DataFile */

/** @param {string} root @param {string} path */
const load = (root, path) => import(pathToFileURL(join(root, 'dist', path)).href)

/** @param {string} root @param {string} file @returns {DataFile} */
const dataFile = (root, file) => ({
  file: `data/${file}`,
  text: readFileSync(join(root, 'data', file), 'utf8'),
})

/** @param {string} root @returns {DataFile[]} */
export const modelFiles = (root) =>
  readdirSync(join(root, 'data', 'models'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => dataFile(root, `models/${name}`))

/**
 * Validates every file of `data/` under its schema and writes the indexes that the program loads to `dist/data/`.
 * @param {string} root the repository, with `dist/` compiled
 */
export async function compileData(root) {
  const { compileCatalogue, indexText, readDataFile, readRecord } = await load(
    root,
    'facts/catalogue/compile-catalogue.js',
  )
  const { catalogueHeaderSchema } = await load(root, 'facts/catalogue/catalogue-header.js')
  const { sourceListSchema } = await load(root, 'facts/catalogue/source-list.js')
  const { licenceListSchema } = await load(root, 'facts/licences/licence.js')
  const records = modelFiles(root).map(readRecord)
  const header = readDataFile(dataFile(root, 'catalogue.json'), catalogueHeaderSchema)
  const sources = readDataFile(dataFile(root, 'sources.json'), sourceListSchema)
  const licences = readDataFile(dataFile(root, 'licences.json'), licenceListSchema)
  const { familyListSchema } = await load(root, 'facts/catalogue/family.js')
  const families = readDataFile(dataFile(root, 'families.json'), familyListSchema)
  const index = compileCatalogue(header, records, await searchNames(root), await shapeTools(root))
  writeText(root, 'catalogue.json', indexText(index))
  write(root, 'licences.json', licences)
  write(root, 'families.json', families)
  await compileDeviceData(root)
  await compileFitted(root)
  const { engineReleaseSchema } = await load(root, 'facts/engine-release.js')
  write(root, 'engines.json', readDataFile(dataFile(root, 'engines.json'), engineReleaseSchema))
  await compileQuestions(root)
  return { records, sources, licences, families, index }
}

/** @param {string} root */
async function compileDeviceData(root) {
  const compiler = join(root, 'dist/facts/devices/compile-devices.js')
  if (!existsSync(compiler) || !existsSync(join(root, 'data/devices'))) return
  const { compileDevices } = await import(pathToFileURL(compiler).href)
  const files = readdirSync(join(root, 'data/devices'))
    .sort()
    .map((name) => dataFile(root, `devices/${name}`))
  write(root, 'devices.json', compileDevices(files))
}

/** The fitted tables, checked under their schemas. @param {string} root */
async function compileFitted(root) {
  const { readDataFile } = await load(root, 'facts/catalogue/compile-catalogue.js')
  const { speedModelSchema } = await load(root, 'sizing/speed/speed-model.js')
  const { qualityTableSchema } = await load(root, 'selection/quality/quality-table.js')
  write(root, 'speed.json', readDataFile(dataFile(root, 'speed/model.json'), speedModelSchema))
  write(
    root,
    'quality.json',
    readDataFile(dataFile(root, 'quality/table.json'), qualityTableSchema),
  )
}

/** The words of questions, the ideas behind them and the presets. @param {string} root */
async function compileQuestions(root) {
  const { readDataFile } = await load(root, 'facts/catalogue/compile-catalogue.js')
  const { compileWords, conceptListSchema, lexiconSchema, presetsSchema } = await load(
    root,
    'selection/question/question-data.js',
  )
  const { ScriptFolding } = await load(root, 'selection/question/question-text.js')
  const scripts = { ...(await scriptPairs()), ...(await ownCharacters()) }
  const folding = new ScriptFolding(scripts)
  /** @param {string} name @param {unknown} schema */
  const read = (name, schema) => readDataFile(dataFile(root, `question/${name}.json`), schema)
  const lexicons = ['en', 'zh-TW', 'zh-CN'].map((name) => read(name, lexiconSchema))
  const { developerWordListSchema, storeWords } = await load(
    root,
    'facts/catalogue/developer-words.js',
  )
  const makers = readDataFile(dataFile(root, 'names/developers.json'), developerWordListSchema)
  write(root, 'question.json', {
    makers: storeWords(makers, (/** @type {string} */ word) => folding.keyOf(word)),
    words: compileWords(lexicons, (/** @type {string} */ word) => folding.keyOf(word)),
    concepts: read('concepts', conceptListSchema),
    presets: read('presets', presetsSchema),
    ...scripts,
  })
}

/** Characters that one script alone has: OpenCC never keeps them when it writes the other. */
async function ownCharacters() {
  // @ts-expect-error The package has no types for its dictionaries.
  const { default: toSimplified } = await import('opencc-js/dict/TSCharacters')
  // @ts-expect-error As above.
  const { default: toTraditional } = await import('opencc-js/dict/STCharacters')
  /** @param {string} table */
  const changed = (table) =>
    table
      .split('|')
      .map((pair) => pair.split(/[ \t]/))
      .flatMap(([from = '', ...to]) => (from.length === 1 && !to.includes(from) ? [from] : []))
      .join('')
  return { onlyTraditional: changed(toSimplified), onlySimplified: changed(toTraditional) }
}

/** OpenCC's characters of the Traditional script with the first Simplified one of each. */
async function scriptPairs() {
  // @ts-expect-error The package has no types for its dictionaries.
  const { default: characters } = await import('opencc-js/dict/TSCharacters')
  /** @type {string[][]} */
  const pairs = characters
    .split('|')
    .map((/** @type {string} */ pair) => pair.split(' '))
    // Beyond the basic plane are characters that no name of a model has.
    .filter((/** @type {string[]} */ [from, to]) => from?.length === 1 && to?.length === 1)
  return {
    traditional: pairs.map(([from]) => from).join(''),
    simplified: pairs.map(([, to]) => to).join(''),
  }
}

/**
 * Other words for developers, and OpenCC's characters of the Traditional script with the first Simplified one of each.
 * @param {string} root
 */
export async function searchNames(root) {
  const { readDataFile } = await load(root, 'facts/catalogue/compile-catalogue.js')
  const { developerWordListSchema, storeWords } = await load(
    root,
    'facts/catalogue/developer-words.js',
  )
  const { nameKeyMaker } = await load(root, 'facts/catalogue/script-folding.js')
  const scripts = await scriptPairs()
  const words = readDataFile(dataFile(root, 'names/developers.json'), developerWordListSchema)
  return { words: storeWords(words, nameKeyMaker(scripts)), ...scripts }
}

/** @param {string} root @param {string} name @param {unknown} value */
function write(root, name, value) {
  writeText(root, name, `${JSON.stringify(value)}\n`)
}

/** @param {string} root @param {string} name @param {string} text */
function writeText(root, name, text) {
  mkdirSync(join(root, 'dist', 'data'), { recursive: true })
  writeFileSync(join(root, 'dist', 'data', name), text)
}

/** What the checks of shapes need of sizing. @param {string} root */
export async function shapeTools(root) {
  const { readArchitecture } = await load(root, 'facts/config-json/read-config.js')
  const { countParameters } = await load(root, 'sizing/parameter-count.js')
  const { weightsOf } = await load(root, 'sizing/weights.js')
  return { readArchitecture, countParameters, weightsOf }
}

async function main() {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const [command, ...rest] = process.argv.slice(2)
  const built = spawnSync(process.execPath, [join(root, 'scripts', 'start.mjs'), '--build-only'], {
    stdio: 'inherit',
  })
  if (built.status !== 0) process.exit(built.status ?? 4)
  if (command === 'new') return newRecord(root, rest)
  const { checkCatalogue } = await load(root, 'facts/catalogue/checks/check-catalogue.js')
  const { coverageReport } = await import('./coverage.mjs')
  const data = await compileData(root)
  if (command === 'bundle') return bundleCatalogue(root, data, rest)
  const report = checkCatalogue({ ...data, date: data.index.date }, await shapeTools(root))
  const coverage = await coverageReport(root, data, process.argv.includes('--coverage'))
  const isWhole = process.argv.includes('--coverage')
  for (const line of [...coverage.lines, ...licenceReadings(root, isWhole)])
    process.stdout.write(`${line}\n`)
  for (const line of report.notes) process.stdout.write(`  ${line}\n`)
  for (const [name, value] of Object.entries(report.counts))
    process.stdout.write(`${name.padEnd(44)}${value}\n`)
  const problems = [...report.problems, ...coverage.problems, ...noticeProblems(root, data.sources)]
  for (const { file, field, problem } of problems)
    process.stderr.write(`${file}: ${field}: ${problem}\n`)
  if (problems.length > 0) process.exit(3)
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(3)
  })
