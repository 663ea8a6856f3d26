// Which names that people and programs use are answered, and by what.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** @typedef {{ file: string, field: string, problem: string }} Problem */
/** @typedef {{ names: readonly string[], what: string }} List */

const files = {
  'brief.json': 'names in the guides this project began with',
  'ids.json': 'ids that other programs use',
}

/**
 * Every name of `data/coverage/` must lead to a record or a family.
 * @param {string} root
 * @param {{ index: any, families: readonly any[], records: readonly any[] }} data
 * @param {boolean} isWhole print each name
 * @returns {Promise<{ lines: string[], problems: Problem[] }>}
 */
export async function coverageReport(root, { index, families, records }, isWhole) {
  const at = (/** @type {string} */ path) => import(pathToFileURL(join(root, 'dist', path)).href)
  const { Catalogue } = await at('facts/catalogue/catalogue.js')
  const { FamilyTable } = await at('facts/catalogue/family.js')
  const { missingConflicts } = await at('facts/catalogue/checks/held-conflicts.js')
  const { findNamed } = await at('operations/pure/resolve-model.js')
  const names = { catalogue: new Catalogue(index), families: new FamilyTable(families) }
  /** @param {string} name */
  const named = (name) => findNamed(name, names)
  const shapeless = new Map(records.map(({ id, shapeNotFound }) => [id, shapeNotFound]))
  const lines = []
  /** @type {Problem[]} */
  const problems = []
  for (const [file, what] of Object.entries(files)) {
    /** @type {(string | { name: string, means: string })[]} */
    const rows = JSON.parse(readFileSync(join(root, 'data', 'coverage', file), 'utf8'))
    /** @type {Map<string, number>} */
    const counts = new Map()
    for (const row of rows) {
      // A label that nobody types says what it means.
      const { name, means } = typeof row === 'string' ? { name: row, means: row } : row
      const answer = answerOf(named(means), names.catalogue, shapeless)
      if (answer === undefined)
        problems.push({
          file: `data/coverage/${file}`,
          field: name,
          problem: 'no record or family has this name; add one, or an alias',
        })
      const kind = answer?.kind ?? 'not answered'
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      if (isWhole) lines.push(`  ${name}: ${answer === undefined ? 'not answered' : answer.text}`)
    }
    const sums = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')
    lines.push(`${rows.length} ${what}: ${sums}`)
  }
  const held = JSON.parse(readFileSync(join(root, 'data', 'coverage', 'conflicts.json'), 'utf8'))
  const { count, problems: missing } = missingConflicts(held, records)
  lines.push(`${count} conflicts of the guides: ${count - missing.length} kept`)
  return { lines, problems: [...problems, ...missing] }
}

/**
 * @param {any} named @param {any} catalogue @param {Map<string, string | undefined>} shapeless
 * @returns {{ kind: string, text: string } | undefined}
 */
function answerOf(named, catalogue, shapeless) {
  if (named === undefined) return undefined
  const { model, family } = named
  if (model === undefined)
    return family.members.length === 0
      ? { kind: 'explained', text: `${family.id}: ${family.note?.en}` }
      : { kind: 'families', text: `${family.id}: ${family.members.join(', ')}` }
  if (model.status !== 'open-weights')
    return { kind: model.status, text: `${model.id} (${model.status})` }
  const kind =
    catalogue.architecture(model) === undefined ? 'open, without a shape' : 'open, with its shape'
  const why = shapeless.get(model.id)
  return { kind, text: `${model.id} (${kind}${why === undefined ? '' : `: ${why}`})` }
}
