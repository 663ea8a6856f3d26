import type { CatalogueEntry } from '../catalogue/catalogue-entry.ts'
import type { Licence, LicenceTerm } from './licence.ts'
import type { LicenceTable } from './licence-table.ts'

/** More generations than any published model has between it and its first base. */
const generationsMax = 5

const readOrder = ['full', 'part', 'secondary', 'none'] as const

interface BindingBase {
  readonly base: CatalogueEntry
  readonly licence: Licence
}

type Find = (id: string) => CatalogueEntry | undefined

/**
 * The terms that bind a model: those of its own licence, and those of its binding bases. Rights are those of the own
 * licence; clauses of a base carry its licence's name.
 */
export function modelLicence(
  entry: CatalogueEntry,
  licences: LicenceTable,
  find: Find,
): Licence | undefined {
  const own = entry.licence === undefined ? undefined : licences.get(entry.licence)
  return own === undefined
    ? undefined
    : bindingBases(entry, licences, find).reduce(
        (joined, { licence }) => join(joined, licence),
        own,
      )
}

/**
 * The models that one was made from whose licences bind it beside its own: those that are not permissive.
 * R1-Distill-Llama is published under MIT, but its weights are derived from Llama 3.1, whose licence binds every
 * derivative (its section 1.b.i). Whoever owns a base may publish what he makes of it as he likes, so that the licence of
 * a developer's earlier model does not bind his later one, nor what others make of that: R1 is MIT, though V3, which it
 * comes from, was not.
 */
export function bindingBases(
  entry: CatalogueEntry,
  licences: LicenceTable,
  find: Find,
): BindingBase[] {
  const bases: BindingBase[] = []
  const seen = new Set([entry.id])
  const owners = new Set([entry.developer])
  const named = new Set([entry.licence])
  let base = entry.baseModel === undefined ? undefined : find(entry.baseModel)
  while (base !== undefined && !seen.has(base.id) && seen.size <= generationsMax) {
    const licence = base.licence === undefined ? undefined : licences.get(base.licence)
    if (licence !== undefined && licence.kind !== 'permissive')
      if (!owners.has(base.developer) && !named.has(licence.id)) bases.push({ base, licence })
    seen.add(base.id)
    owners.add(base.developer)
    named.add(licence?.id)
    base = base.baseModel === undefined ? undefined : find(base.baseModel)
  }
  return bases
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
