// Published file sizes with the shape and the way of making that each row's file has.
import { readdirSync, readFileSync } from 'node:fs'

/**
 * @typedef {{ file: string, model: string, quantization: string, bytesLow: number, bytesHigh: number, kind: string, publisher: string, source: string }} Row
 * @typedef {import('../src/facts/architecture.ts').Architecture} Architecture
 * @typedef {{
 *   matchingKey: (name: string) => string,
 *   chooseClaim: <Value>(claims: readonly import('../src/facts/claim.ts').Claim<Value>[]) => { value: Value } | undefined,
 *   readArchitecture: (config: Record<string, unknown>) => Architecture,
 *   withStoredHead: (architecture: Architecture, total: number | undefined, stored: number | undefined) => Architecture,
 * }} Program
 * @typedef {{ row: Row, architecture: Architecture, importanceMatrix: boolean | undefined, tensorsOnly: boolean, model: string, remark: string | undefined }} Case
 */

const data = new URL('../data/', import.meta.url)
const measured = JSON.parse(readFileSync(new URL('measured/file-sizes.json', data), 'utf8'))
const { keys, variants, practices } = measured

/** @param {string | undefined} path rows of another file: the project's form, or one with `m`, `k`, `q`, `lo`, `hi` per row. @returns {Row[]} */
export function readRows(path) {
  const { columns, rows } = path === undefined ? measured : JSON.parse(readFileSync(path, 'utf8'))
  return rows.map((/** @type {any} */ row) =>
    Array.isArray(row)
      ? Object.fromEntries(row.map((value, index) => [columns[index], value]))
      : {
          file: row.m,
          model: row.k,
          quantization: row.q,
          bytesLow: row.lo,
          bytesHigh: row.hi,
          kind: row.kind,
          publisher: row.pub ?? '',
          source: row.s,
        },
  )
}

/** @param {Program} program */
function shapesByName({ matchingKey, chooseClaim }) {
  const shapes = new Map()
  for (const name of readdirSync(new URL('models/', data))) {
    const { id, names, facts } = JSON.parse(readFileSync(new URL(`models/${name}`, data), 'utf8'))
    const config = chooseClaim(facts.config ?? [])?.value
    if (config === undefined) continue
    const shape = {
      id,
      config,
      total: chooseClaim(facts.totalParams ?? [])?.value,
      stored: chooseClaim(facts.storedParams ?? [])?.value,
      released: chooseClaim(facts.releaseDate ?? [])?.value ?? '9999',
    }
    for (const key of [id, names.en, ...names.aliases]) shapes.set(matchingKey(key), shape)
  }
  return shapes
}

/**
 * Every row's case, or why it has none.
 * @param {readonly Row[]} rows @param {Program} program @returns {(Case | { row: Row, reason: string })[]}
 */
export function casesOf(rows, program) {
  const shapes = shapesByName(program)
  const made = new Map()
  return rows.map((row) => {
    const variant = variants.find(
      (/** @type {{ file: string, publisher?: string }} */ { file, publisher }) =>
        row.file.startsWith(file) && (publisher === undefined || publisher === row.publisher),
    )
    const name = variant?.model ?? keys[row.model] ?? oneOf(row.model)
    const shape = shapes.get(program.matchingKey(name))
    if (shape === undefined) return { row, reason: `no shape for ${row.model}` }
    const key = `${shape.id} ${JSON.stringify(variant?.config)}`
    if (!made.has(key)) made.set(key, shapeOf(shape, variant, program))
    const architecture = made.get(key)
    if (architecture === undefined)
      return { row, reason: `llama.cpp's shape of ${row.model} is not known` }
    return {
      row,
      architecture,
      importanceMatrix: matrixOf(row, shape.released),
      tensorsOnly: row.kind === 'tensors' || practices.tensorBytesOnly.includes(row.source),
      model: row.model,
      remark: remarkOn(row),
    }
  })
}

/**
 * @param {{ config: Record<string, unknown>, total?: number, stored?: number }} shape
 * @param {{ config?: Record<string, unknown>, stored?: false } | undefined} variant
 * @param {Program} program
 */
function shapeOf({ config, total, stored }, variant, { readArchitecture, withStoredHead }) {
  try {
    return withStoredHead(
      readArchitecture({ ...config, ...variant?.config }),
      total,
      variant?.stored === false ? undefined : stored,
    )
  } catch {
    return undefined
  }
}

/** Why a file is not what its row says. @param {Row} row @returns {string | undefined} */
function remarkOn(row) {
  return measured.reasons.find(
    (/** @type {{ file: string, publisher: string }} */ { file, publisher }) =>
      row.file === file && row.publisher === publisher,
  )?.reason
}

/** Keys name several models of one shape: `qwen3.5/3.6-27b`. @param {string} key */
function oneOf(key) {
  return key.replace(/\/[a-z]?[\d.]+/, '')
}

/**
 * Was the file made with an importance matrix? By its name, or by the publisher's practice and the month of the model's
 * release; undefined, which is what the program says of the type, where neither is known.
 * @param {Row} row @param {string} released
 */
function matrixOf({ publisher, file }, released) {
  if (/\.i1-|imat/i.test(file) || /imat/i.test(publisher)) return true
  const name = publisher.toLowerCase()
  const practice = Object.entries(practices.importanceMatrix).find(([known]) =>
    name.includes(known.toLowerCase()),
  )?.[1]
  if (practice === undefined) return undefined
  return practice !== 'never' && released >= practice
}

/** Models of 2026, for which publishers have tables of their own under the standard names. */
const newerFamilies = /^qwen35|^gemma4/

/**
 * Files of the quantizer's own recipes, those of publishers' tables, and those that an engine with other types was run on.
 * @param {Case} case_ @param {(name: string) => { own?: { family: string } }} readQuantization
 * @returns {'standard' | 'own' | 'other-engine'}
 */
export function groupOf({ row, architecture }, readQuantization) {
  const { own } = readQuantization(row.quantization)
  if (row.source === 'ik' && own?.family !== 'other-engine') return 'other-engine'
  if (own !== undefined || /^unsloth$|ubergarm|AesSedai|lmganon123/.test(row.publisher))
    return 'own'
  const isNewer = newerFamilies.test(architecture.engineName ?? '')
  return row.publisher === 'bartowski' && isNewer ? 'own' : 'standard'
}
