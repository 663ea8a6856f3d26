import type { CatalogueEntry } from '../catalogue/catalogue-entry.ts'
import type { Licence, LicenceTerm } from './licence.ts'
import type { LicenceTable } from './licence-table.ts'

/** More generations than any published model has between it and its first base. */
const generationsMax = 5

const readOrder = ['full', 'part', 'secondary', 'none'] as const

/**
 * The terms that bind a model: those of its own licence, and those of the models it was made from where their licences
 * are not permissive. R1-Distill-Llama is published under MIT, but its weights are derived from Llama 3.1, whose licence
 * binds every derivative. Rights are those of the own licence; clauses of a base carry its licence's name.
 */
export function modelLicence(
  entry: CatalogueEntry,
  licences: LicenceTable,
  find: (id: string) => CatalogueEntry | undefined,
): Licence | undefined {
  let joined = entry.licence === undefined ? undefined : licences.get(entry.licence)
  const seen = new Set([entry.id])
  let base = entry.baseModel === undefined ? undefined : find(entry.baseModel)
  while (joined !== undefined && base !== undefined && !seen.has(base.id)) {
    seen.add(base.id)
    if (seen.size > generationsMax) break
    const licence = base.licence === undefined ? undefined : licences.get(base.licence)
    if (licence !== undefined && licence.kind !== 'permissive' && licence.id !== entry.licence)
      joined = join(joined, licence)
    base = base.baseModel === undefined ? undefined : find(base.baseModel)
  }
  return joined
}

function join(own: Licence, base: Licence): Licence {
  const read = readOrder[Math.max(readOrder.indexOf(own.read), readOrder.indexOf(base.read))]
  const terms = base.terms
    .filter(({ effect }) => effect !== 'grants')
    .map(
      (term): LicenceTerm => ({
        ...term,
        clause: term.clause === undefined ? base.name : `${term.clause} (${base.name})`,
      }),
    )
  return { ...own, read: read ?? 'none', terms: [...own.terms, ...terms] }
}
