import type { Licence } from '../../licences/licence.ts'
import type { ModelRecord } from '../../model-record.ts'
import type { Family } from '../family.ts'
import type { Source } from '../source-list.ts'
import { checkContext } from './check-context.ts'
import { checkFamilies } from './check-families.ts'
import { checkFigures } from './check-figures.ts'
import { duplicateNames } from './check-names.ts'
import { repeatedIds } from './check-repeated-ids.ts'
import { checkShape, type ShapeTools } from './check-shape.ts'
import { checkShownNotes } from './check-shown-notes.ts'
import { checkSources } from './check-sources.ts'
import type { Problem } from './problem.ts'

export interface CheckedData {
  readonly records: readonly ModelRecord[]
  readonly sources: Readonly<Record<string, Source>>
  readonly licences: readonly Licence[]
  readonly families: readonly Family[]
  /** Day of the catalogue. */
  readonly date: string
}

export interface CatalogueReport {
  readonly problems: readonly Problem[]
  /** What was found that is no problem, by record. */
  readonly notes: readonly string[]
  /** Numbers to print, in order. */
  readonly counts: Readonly<Record<string, number>>
}

/**
 * Every check that data must pass before it lands, for the catalogue in the repository as for one that is carried in:
 * it adds up, or it does not land.
 */
export function checkCatalogue(data: CheckedData, tools: ShapeTools): CatalogueReport {
  const { records, licences, sources, date } = data
  const known = {
    licences: new Set(licences.map(({ id }) => id)),
    ids: new Set(records.map(({ id }) => id)),
    date,
  }
  const problems: Problem[] = []
  const notes: string[] = []
  const outcomes = new Map<string, number>()
  const count = (name: string) => outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
  for (const record of records) {
    const report = (field: string, problem: string) =>
      problems.push({ file: `data/models/${record.id}.json`, field, problem })
    checkFigures(record, known, report)
    checkContext(record, report)
    checkShownNotes(record, report)
    const finding = checkShape(record, tools, report)
    notes.push(...finding.notes.map((note) => `${record.id}: ${note}`))
    if (record.status !== 'open-weights') continue
    count(`totals: ${finding.total}`)
    if (finding.active !== 'no figure') count(`active: ${finding.active}`)
  }
  const named = checkSources(records, licences, sources)
  problems.push(
    ...named.problems,
    ...repeatedIds(records, (id) => `data/models/${id}.json`),
    ...repeatedIds(licences, () => 'data/licences.json'),
    ...repeatedIds(data.families, () => 'data/families.json'),
    ...duplicateNames(records),
    ...checkFamilies(data.families, records),
  )
  const status = (wanted: ModelRecord['status']) =>
    records.filter((record) => record.status === wanted).length
  return {
    problems,
    notes,
    counts: {
      records: records.length,
      'open weights': status('open-weights'),
      'API only': status('api-only'),
      announced: status('announced'),
      'not found': status('not-found'),
      facts: named.facts,
      sources: Object.keys(sources).length,
      licences: licences.length,
      families: data.families.length,
      'claims: place and date of their own': named.places.own,
      'claims: those of their source': named.places.source,
      'claims: the name of their source alone': named.places.name,
      'disagreements kept': named.conflicts,
      ...Object.fromEntries([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
      problems: problems.length,
    },
  }
}
