import type { CatalogueEntry } from '../catalogue/catalogue-entry.ts'

/** Another record whose licence somebody could mistake for this model's, or that comes with it. */
interface RelatedLicence {
  readonly model: string
  readonly licence: string
  /** `revision`: another release of the same line; `base-model`: what this one was made from. */
  readonly relation: 'revision' | 'base-model'
}

/**
 * Records of the same line under another licence (DeepSeek-V3 and V3-0324 are two of them), and the licence of the
 * base model where it differs. A line is an id without its date, and every id of the same developer that goes on from it.
 */
export function relatedLicences(
  entry: CatalogueEntry,
  entries: readonly CatalogueEntry[],
): RelatedLicence[] {
  const line = lineOf(entry.id)
  const related: RelatedLicence[] = []
  for (const { id, licence, developer } of entries) {
    if (id === entry.id || licence === undefined || licence === entry.licence) continue
    if (id === entry.baseModel) related.push({ model: id, licence, relation: 'base-model' })
    else if (developer === entry.developer && (goesOn(id, line) || goesOn(line, lineOf(id))))
      related.push({ model: id, licence, relation: 'revision' })
  }
  return related.sort((a, b) =>
    a.relation === b.relation ? 0 : a.relation === 'base-model' ? -1 : 1,
  )
}

/** The id without a date at its end: `deepseek-v3-0324` is of the line `deepseek-v3`. */
function lineOf(id: string): string {
  return id.replace(/-\d{4,8}$/, '')
}

function goesOn(id: string, line: string): boolean {
  return id === line || id.startsWith(`${line}-`) || id.startsWith(`${line}.`)
}
