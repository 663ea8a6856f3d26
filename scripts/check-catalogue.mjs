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
  /** @type {Problem[]} */
  const problems = []
  /** @type {Map<string, number>} */
  const outcomes = new Map()
  /** @type {string[]} */
  const notes = []
  const usedSources = new Set(
    licences.flatMap((licence) => licence.terms.map((term) => term.source)),
  )
  const chosen = new Map(index.entries.map((entry) => [entry.id, entry]))
  let facts = 0
  let conflicts = 0
  for (const record of records) {
    const file = `data/models/${record.id}.json`
    const report = (/** @type {string} */ field, /** @type {string} */ problem) =>
      problems.push({ file, field, problem })
    for (const [field, claims] of Object.entries(record.facts)) {
      if (claims === undefined) continue
      facts += 1
      if (field !== 'prices') conflicts += disagreeing(claims)
      for (const claim of claims) {
        usedSources.add(claim.source)
        if (!(claim.source in sources))
          report(field, `source "${claim.source}" is not in data/sources.json`)
      }
    }
    for (const dispute of record.disputes ?? []) {
      conflicts += 1
      usedSources.add(dispute.source)
      if (!(dispute.source in sources))
        report('disputes', `source "${dispute.source}" is not in data/sources.json`)
    }
    for (const id of record.didYouMean ?? [])
      if (!chosen.has(id)) report('didYouMean', `there is no model "${id}"`)
    const entry = chosen.get(record.id) ?? {}
    checkFigures(entry, licences, report)
    const { outcome, note } = checkTotal(record, entry, shapes, report)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    if (note !== undefined) notes.push(`${record.id}: ${note}`)
  }
  problems.push(...duplicateNames(records))
  for (const id of Object.keys(sources))
    if (!usedSources.has(id))
      problems.push({ file: 'data/sources.json', field: id, problem: 'no fact uses this source' })
  for (const { id, terms } of licences)
    for (const { source } of terms)
      if (!(source in sources))
        problems.push({
          file: 'data/licences.json',
          field: id,
          problem: `source "${source}" is not in data/sources.json`,
        })
  const counts = {
    records: records.length,
    facts,
    sources: Object.keys(sources).length,
    licences: licences.length,
    'disagreements kept': conflicts,
    ...Object.fromEntries(
      [...outcomes].sort().map(([outcome, count]) => [`totals: ${outcome}`, count]),
    ),
    problems: problems.length,
  }
  return { problems, counts, notes }
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
