// Holds the closed form of memory against llama.cpp's own allocator: every architecture of the catalogue and random shapes
// of every family, written as headers without data. `npm run verify-sizing -- --help` tells the options.
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { EngineProcess, findEngine } from './verify-sizing/engine-process.mjs'
import { Random, randomized } from './verify-sizing/random-configs.mjs'
import { report } from './verify-sizing/report.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const usage = `npm run verify-sizing -- [options]
  --families a,b       only these of llama.cpp's architectures
  --models a,b         only these models of the catalogue
  --random 200         random shapes per family (default 0)
  --quantizations a,b  default Q4_K_M,Q8_0,F16; contexts are asked of the first, the others' weights alone
  --cache-types        cache types apart and mixed, on one model of each family, instead of the usual cells
  --fresh              forget what an earlier run has asked
  --record file        write the cells as a recording for the test that needs no engine
The engine: that of the setting or TOUCHSTONE_ENGINE, of this project, or brought by touchstone engine install.`

const { values: options } = parseArgs({
  options: {
    families: { type: 'string' },
    models: { type: 'string' },
    random: { type: 'string', default: '0' },
    quantizations: { type: 'string', default: 'Q4_K_M,Q8_0,F16' },
    'cache-types': { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    record: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) {
  process.stdout.write(`${usage}\n`)
  process.exit(0)
}
spawnSync(process.execPath, [join(root, 'scripts', 'start.mjs'), '--build-only'], {
  stdio: 'inherit',
})
const entry = await findEngine()
if (entry === undefined) {
  process.stderr.write(
    'No engine is here, so nothing was compared. Bring one: npm start -- engine install\n',
  )
  process.exit(1)
}
/** @param {string} path @returns {Promise<any>} */
const built = (path) => import(pathToFileURL(join(root, 'dist', path)).href)
const { readRecord } = await built('facts/catalogue/compile-catalogue.js')
const { chooseClaim } = await built('facts/claim.js')
const { readArchitecture } = await built('facts/config-json/read-config.js')
const { ggmlTypes } = await built('facts/gguf/ggml-types.js')
const { checkpointOf } = await built('sizing/checkpoint/checkpoint.js')
const { sizeModel } = await built('sizing/size-model.js')

const quantizations = options.quantizations.split(',')
const folder = mkdtempSync(join(tmpdir(), 'touchstone-headers-'))
const journal = join(root, 'node_modules', '.cache', 'touchstone', 'verify-sizing.jsonl')
mkdirSync(dirname(journal), { recursive: true })
if (options.fresh) rmSync(journal, { force: true })
const engine = new EngineProcess(entry)
/** @type {Map<string, any>} */
const known = new Map(
  existsSync(journal)
    ? readFileSync(journal, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : [],
)

const recordedSettings = ['4096 1 true', '32768 1 false', '32768 4 true']
let written = 0
/** @type {any[]} */
const cells = []
const started = Date.now()
const shapes = [...randomShapes(Number(options.random)), ...catalogueShapes()]
let isStopped = false
process.once('SIGINT', () => {
  isStopped = true
})
for (const [index, shape] of shapes.entries()) {
  // What was asked so far is reported, and kept for the next run.
  if (isStopped) break
  await compare(shape)
  const seconds = ((Date.now() - started) / 1000).toFixed(0)
  if (process.stderr.isTTY || index % 25 === 24)
    process.stderr.write(
      `${index + 1} of ${shapes.length} shapes, ${cells.length} cells, ${seconds} s\n`,
    )
}
known.set('engine', engine.engine === 'unknown' ? known.get('engine') : engine.engine)
if (engine.engine !== 'unknown')
  appendFileSync(journal, `${JSON.stringify(['engine', engine.engine])}\n`)
engine.close()
rmSync(folder, { recursive: true, force: true })
process.stdout.write(report(cells, known.get('engine') ?? 'unknown'))
if (options.record !== undefined) writeFileSync(options.record, recordingText(recording()))

/** Every shape of the catalogue that llama.cpp has a name for, each once. */
function catalogueShapes() {
  const seen = new Set()
  const wanted = options.models?.split(',')
  return readdirSync(join(root, 'data', 'models')).flatMap((file) => {
    const id = file.replace(/\.json$/, '')
    const text = readFileSync(join(root, 'data', 'models', file), 'utf8')
    const config = chooseClaim(readRecord({ file, text }).facts.config ?? [])?.value
    const architecture = config === undefined ? undefined : readShape(config)
    if (architecture?.engineName === undefined || !isWanted(architecture)) return []
    const key = JSON.stringify({ ...architecture, otherTowersParameters: 0 })
    if (seen.has(key) || (wanted !== undefined && !wanted.includes(id))) return []
    seen.add(key)
    return [{ id, config, architecture, isRandom: false }]
  })
}

/** @param {any} config */
function readShape(config) {
  try {
    return readArchitecture(config)
  } catch {
    return undefined
  }
}

/** @param {any} architecture */
function isWanted({ engineName }) {
  return options.families === undefined || options.families.split(',').includes(engineName)
}

/** @param {number} count */
function randomShapes(count) {
  return [...grouped()].flatMap(([family, models]) => {
    const random = new Random(
      [...family].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) | 0,
    )
    const made = []
    for (let tries = 0; made.length < count && tries < 4 * count; tries += 1) {
      const config = randomized(random.pick(models).config, random)
      const architecture = readShape(config)
      if (architecture?.engineName !== family) continue
      made.push({
        id: `${family} ${made.length + 1}`,
        config,
        architecture,
        isRandom: true,
        random: random.next(),
      })
    }
    return made
  })
}

function grouped() {
  const groups = new Map()
  for (const shape of catalogueShapes()) {
    const { engineName } = shape.architecture
    groups.set(engineName, [...(groups.get(engineName) ?? []), shape])
  }
  return groups
}

/** @param {any} shape @returns {Promise<void>} */
async function compare(shape) {
  const { architecture, isRandom } = shape
  /** @type {string[]} */
  const asked = isRandom
    ? [quantizations[Math.floor(shape.random * quantizations.length)] ?? 'F16']
    : quantizations
  for (const [index, quantization] of asked.entries()) {
    written += 1
    const path = join(folder, `${written}.gguf`)
    let checkpoint
    try {
      checkpoint = checkpointOf({ architecture, quantization })
    } catch {
      continue
    }
    writeFileSync(path, checkpoint.header)
    truncateSync(path, checkpoint.fileBytes)
    const isFirst = index === 0
    const contexts = isFirst ? cellsOf(shape) : []
    const name = `${shape.id} ${quantization}`
    const model = await answerTo(`${name} ${checkpoint.fileBytes} weights`, { path })
    for (const cell of contexts.length > 0 ? contexts : [undefined])
      await compareCell(
        shape,
        quantization,
        path,
        model,
        cell,
        `${name} ${checkpoint.header.length}`,
      )
    rmSync(path)
  }
}

/** @param {any} shape */
function cellsOf({ architecture, isRandom, random, config }) {
  if (options['cache-types'])
    return [
      ['F16', 'F16'],
      ['BF16', 'BF16'],
      ['Q8_0', 'Q8_0'],
      ['Q5_1', 'Q4_0'],
      ['Q8_0', 'F16'],
      ['F16', 'Q4_0'],
    ].flatMap((types) =>
      [1, 4].map((sequences) => ({ context: 8192, sequences, flashAttention: true, types })),
    )
  const all = [...new Set([4096, 32_768, architecture.contextLength])].flatMap((context) =>
    [1, 4].flatMap((sequences) =>
      [true, false].map((flashAttention) => ({
        context,
        sequences,
        flashAttention,
        types: ['F16', 'F16'],
      })),
    ),
  )
  void config
  return isRandom ? [all[Math.floor(random * all.length)]] : all
}

/** @param {string} key @param {any} question */
async function answerTo(key, question) {
  const before = known.get(key)
  if (before !== undefined) return before
  const answer = await engine.ask(question)
  known.set(key, answer)
  appendFileSync(journal, `${JSON.stringify([key, answer])}\n`)
  return answer
}

/** What node-llama-cpp makes of a request: contexts padded, a batch one larger where there are windows. */
function requestOf(/** @type {any} */ { architecture }, /** @type {any} */ cell) {
  const isWindowed = architecture.layers.some(
    (/** @type {any} */ { attention }) => attention?.kind === 'sliding',
  )
  const batch = 512 + (isWindowed ? 1 : 0)
  return {
    contextLength: Math.ceil(cell.context / 256) * 256 * cell.sequences,
    parallel: cell.sequences,
    flashAttention: cell.flashAttention,
    kvCacheType: { keys: cell.types[0], values: cell.types[1] },
    batch: { logical: batch, physical: batch },
  }
}

/** @param {any} shape @param {string} quantization @param {string} path @param {any} model @param {any} cell @param {string} name */
async function compareCell(shape, quantization, path, model, cell, name) {
  const { architecture, id, isRandom } = shape
  const asked = cell ?? { context: 4096, sequences: 1, flashAttention: true, types: ['F16', 'F16'] }
  const ours = sizeModel({ architecture, quantization, ...requestOf(shape, asked) })
  const common = { family: architecture.engineName, id, isRandom, quantization, ...asked }
  const weights = ours.weights.loadedBytes
  if (model.refused !== undefined) return void cells.push({ ...common, refused: model.refused })
  if (cell === undefined)
    return void cells.push({
      ...common,
      weightsOnly: true,
      weights,
      engineWeights: model.modelBytes,
    })
  const key = `${name} ${asked.context} ${asked.sequences} ${asked.flashAttention} ${asked.types.join(' ')}`
  const types = asked.types.map((/** @type {string} */ type) => ggmlTypes[type].id)
  const context = await answerTo(key, { path, cell: { ...asked, batch: 512, types } })
  if (context.refused !== undefined) return void cells.push({ ...common, refused: context.refused })
  // The engine's buffer for cross attention lies outside what it estimates.
  const cache = ours.kvCache.bytes - ours.kvCache.crossAttentionBytes
  cells.push({
    ...common,
    weights,
    engineWeights: model.modelBytes,
    cache,
    compute: ours.compute.bytes,
    engineContext: context.contextBytes,
    shape: shape.isRandom ? shape.config : undefined,
  })
}

/** Two models of each family under three settings, and every random shape: enough to say which family moved. */
function recording() {
  /** @type {Map<string, Set<string>>} */
  const models = new Map()
  const kept = cells.filter((cell) => {
    if (cell.refused !== undefined || cell.engineContext === undefined) return false
    if (cell.isRandom) return true
    const ids = models.get(cell.family) ?? new Set()
    models.set(cell.family, ids)
    if (ids.size < 2) ids.add(cell.id)
    const settings = `${cell.context} ${cell.sequences} ${cell.flashAttention}`
    return ids.has(cell.id) && recordedSettings.includes(settings)
  })
  return {
    engine: `llama.cpp ${known.get('engine')}, CPU, as built into node-llama-cpp`,
    how: 'npm run verify-sizing -- --random 1 --record FILE: V2 estimates of node-llama-cpp on headers without data, batches of 512, no memory map. contextLength is that of one sequence. A shape is a model of the catalogue, or a config.json.',
    columns: [
      'family',
      'shape',
      'quantization',
      'contextLength',
      'sequences',
      'flashAttention',
      'modelBytes',
      'contextBytes',
    ],
    cells: kept.map((cell) => [
      cell.family,
      cell.isRandom ? cell.shape : cell.id,
      cell.quantization,
      cell.context,
      cell.sequences,
      cell.flashAttention,
      cell.engineWeights,
      cell.engineContext,
    ]),
  }
}

/** One cell per line. @param {ReturnType<typeof recording>} made */
function recordingText({ cells: rows, ...head }) {
  const lines = rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')
  return `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "cells": [\n${lines}\n  ]\n}\n`
}
