// Checks that hold between the facts of a record, and between records, sources and licences.

/** @typedef {import('../src/facts/model-record.ts').ModelRecord} ModelRecord */
/** @typedef {import('../src/facts/architecture.ts').Architecture} Architecture */
/** @typedef {{ total: number, nextTokenPrediction: number }} ParameterCount */
/** @typedef {{ file: string, field: string, problem: string }} Problem */
/**
 * @typedef {{
 *   readArchitecture: (config: unknown) => Architecture,
 *   countParameters: (architecture: Architecture) => ParameterCount,
 * }} Shapes
 */
/** @typedef {'exact' | 'within 0.5 %' | 'excused' | 'off' | 'no shape' | 'shape not read' | 'no total'} Outcome */

/** Largest difference between a published total and the one that the shape gives. */
const tolerance = 0.005

/**
 * @param {{ records: readonly ModelRecord[], sources: Readonly<Record<string, unknown>>, licences: readonly { id: string, terms: readonly { source: string }[] }[], index: { entries: readonly Record<string, any>[] } }} data
 * @param {Shapes} shapes
 */
export function catalogueProblems({ records, sources, licences, index }, shapes) {
  const found = new Findings(sources)
  const chosen = new Map(index.entries.map((entry) => [entry.id, entry]))
  for (const record of records) {
    const file = `data/models/${record.id}.json`
    const report = (/** @type {string} */ field, /** @type {string} */ problem) =>
      found.problems.push({ file, field, problem })
    countClaims(record, file, found)
    for (const id of record.didYouMean ?? [])
      if (!chosen.has(id)) report('didYouMean', `there is no model "${id}"`)
    const entry = chosen.get(record.id) ?? {}
    checkFigures(entry, licences, report)
    const { outcome, note } = checkTotal(record, entry, shapes, report)
    found.outcomes.set(outcome, (found.outcomes.get(outcome) ?? 0) + 1)
    if (note !== undefined) found.notes.push(`${record.id}: ${note}`)
  }
  for (const { id, terms } of licences)
    for (const { source } of terms) found.use(source, 'data/licences.json', id)
  found.problems.push(...duplicateNames(records), ...found.unused())
  const counts = {
    records: records.length,
    facts: found.facts,
    sources: Object.keys(sources).length,
    licences: licences.length,
    'disagreements kept': found.conflicts,
    ...Object.fromEntries(
      [...found.outcomes].sort().map(([outcome, count]) => [`totals: ${outcome}`, count]),
    ),
    problems: found.problems.length,
  }
  return { problems: found.problems, counts, notes: found.notes }
}

/** What the checks have come upon so far. */
class Findings {
  /** @type {Problem[]} */
  problems = []
  /** @type {string[]} */
  notes = []
  /** @type {Map<string, number>} */
  outcomes = new Map()
  facts = 0
  conflicts = 0
  /** @type {Set<string>} */
  #used = new Set()
  /** @type {Readonly<Record<string, unknown>>} */
  #sources

  /** @param {Readonly<Record<string, unknown>>} sources */
  constructor(sources) {
    this.#sources = sources
  }

  /** A source is named here; it must be in the list. @param {string} source @param {string} file @param {string} field */
  use(source, file, field) {
    this.#used.add(source)
    if (!Object.hasOwn(this.#sources, source))
      this.problems.push({ file, field, problem: `source "${source}" is not in data/sources.json` })
  }

  /** @returns {Problem[]} */
  unused() {
    return Object.keys(this.#sources)
      .filter((id) => !this.#used.has(id))
      .map((field) => ({ file: 'data/sources.json', field, problem: 'no fact uses this source' }))
  }
}

/** @param {ModelRecord} record @param {string} file @param {Findings} found */
function countClaims(record, file, found) {
  for (const [field, claims] of Object.entries(record.facts)) {
    if (claims === undefined) continue
    found.facts += 1
    // Prices stand side by side; they do not contradict each other.
    if (field !== 'prices') found.conflicts += disagreeing(claims)
    for (const { source } of claims) found.use(source, file, field)
  }
  for (const { source } of record.disputes ?? []) {
    found.conflicts += 1
    found.use(source, file, 'disputes')
  }
}

/** Claims beside the first that say something else. @param {readonly { value: unknown }[]} claims */
function disagreeing(claims) {
  const first = JSON.stringify(claims[0]?.value)
  return claims.filter((claim) => JSON.stringify(claim.value) !== first).length
}

/** @param {Record<string, any>} entry @param {readonly { id: string }[]} licences @param {(field: string, problem: string) => void} report */
function checkFigures(entry, licences, report) {
  const { totalParams, activeParams, contextLengthNative, contextLengthExtended, licence } = entry
  if (activeParams !== undefined && totalParams !== undefined && activeParams > totalParams)
    report('activeParams', `${activeParams} is more than the total of ${totalParams}`)
  if (
    contextLengthExtended !== undefined &&
    contextLengthNative !== undefined &&
    contextLengthExtended.contextLength < contextLengthNative
  )
    report(
      'contextLengthExtended',
      `${contextLengthExtended.contextLength} is less than the native ${contextLengthNative}`,
    )
  if (licence !== undefined && !licences.some(({ id }) => id === licence))
    report('licence', `"${licence}" is not in data/licences.json`)
}

/**
 * Derives the total from the shape again. The reader of shapes refuses heads that do not divide.
 * @param {ModelRecord} record @param {Record<string, any>} entry @param {Shapes} shapes @param {(field: string, problem: string) => void} report
 * @returns {{ outcome: Outcome, note?: string }}
 */
function checkTotal(record, entry, shapes, report) {
  if (record.facts.config === undefined) return { outcome: 'no shape' }
  /** @type {ParameterCount} */
  let count
  try {
    count = shapes.countParameters(shapes.readArchitecture(record.facts.config[0]?.value))
  } catch (error) {
    const { code, values } = /** @type {{ code?: string, values?: Record<string, unknown> }} */ (
      error
    )
    if (code === 'unsupported_architecture')
      return {
        outcome: 'shape not read',
        note: `model_type ${String(values?.modelType)} is not read yet`,
      }
    report('config', error instanceof Error ? error.message : String(error))
    return { outcome: 'off' }
  }
  const published = entry.totalParams
  if (published === undefined)
    return { outcome: 'no total', note: `no published total; the shape gives ${count.total}` }
  const derived = count.total + (entry.otherTowersParams ?? 0)
  const off = derived / published - 1
  if (off === 0) return { outcome: 'exact' }
  const words = `published ${published}, from the shape ${derived} (${(off * 100).toFixed(3)} %)`
  if (Math.abs(off) <= tolerance) return { outcome: 'within 0.5 %', note: words }
  if (record.totalExcuse !== undefined)
    return { outcome: 'excused', note: `${words}: ${record.totalExcuse}` }
  report(
    'totalParams',
    `${words}; mend the shape or the total, or say in totalExcuse why they differ`,
  )
  return { outcome: 'off' }
}

/** No name may lead to two models. @param {readonly ModelRecord[]} records @returns {Problem[]} */
function duplicateNames(records) {
  /** @type {Map<string, string>} */
  const owners = new Map()
  /** @type {Problem[]} */
  const problems = []
  for (const { id, names } of records)
    for (const name of new Set(
      [id, names.en, ...names.aliases].map((text) =>
        text.toLowerCase().replaceAll(/[\s_\-–]+/g, ''),
      ),
    )) {
      const owner = owners.get(name)
      if (owner !== undefined && owner !== id)
        problems.push({
          file: `data/models/${id}.json`,
          field: 'names',
          problem: `"${name}" is also a name of ${owner}`,
        })
      owners.set(name, id)
    }
  return problems
}
