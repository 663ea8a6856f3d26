import type { Claim } from '../../claim.ts'
import type { Licence } from '../../licences/licence.ts'
import type { ModelRecord } from '../../model-record.ts'
import type { Source } from '../source-list.ts'
import type { Problem } from './problem.ts'

interface SourceCheck {
  readonly problems: readonly Problem[]
  readonly facts: number
  /** Claims by how closely they say where they were read: themselves, through their source, or by its name alone. */
  readonly places: Readonly<Record<'own' | 'source' | 'name', number>>
  /** Claims beside the first of a fact that say something else, and what guides said wrongly. */
  readonly conflicts: number
}

/** Every claim names a source of the list, and every source of the list is named. */
export function checkSources(
  records: readonly ModelRecord[],
  licences: readonly Licence[],
  sources: Readonly<Record<string, Source>>,
): SourceCheck {
  const used = new Set<string>()
  const problems: Problem[] = []
  const use = (source: string, file: string, field: string) => {
    used.add(source)
    if (!Object.hasOwn(sources, source))
      problems.push({
        file,
        field,
        problem: `source "${source}" is not in data/sources.json; add it`,
      })
  }
  let [facts, conflicts] = [0, 0]
  const places = { own: 0, source: 0, name: 0 }
  for (const record of records) {
    const file = `data/models/${record.id}.json`
    for (const [field, claims] of Object.entries(record.facts)) {
      if (claims === undefined) continue
      facts += 1
      // Prices stand side by side; they do not contradict each other.
      if (field !== 'prices') conflicts += disagreeing(claims)
      for (const claim of claims) {
        use(claim.source, file, field)
        const source = sources[claim.source]
        places[placeOf(claim, source)] += 1
        if (source?.isMany === true && !saysWhere(claim) && claim.note === undefined)
          problems.push({
            file,
            field,
            problem: `"${claim.source}" is many places; say in locator which`,
          })
      }
    }
    for (const { source } of record.disputes ?? []) {
      conflicts += 1
      use(source, file, 'disputes')
    }
    if (record.secondFigure !== undefined) use(record.secondFigure.source, file, 'secondFigure')
  }
  for (const { id, terms } of licences)
    for (const { source } of terms) use(source, 'data/licences.json', id)
  for (const field of Object.keys(sources))
    if (!used.has(field))
      problems.push({ file: 'data/sources.json', field, problem: 'no fact uses it; take it out' })
  return { problems, facts, conflicts, places }
}

function saysWhere({ locator, revision, date }: Claim): boolean {
  return locator !== undefined || revision !== undefined || date !== undefined
}

function placeOf(claim: Claim, source: Source | undefined): 'own' | 'source' | 'name' {
  if (saysWhere(claim)) return 'own'
  const isPlace =
    source?.isMany !== true &&
    (source?.address !== undefined || source?.revision !== undefined || source?.date !== undefined)
  return isPlace ? 'source' : 'name'
}

function disagreeing(claims: readonly { readonly value: unknown }[]): number {
  const first = JSON.stringify(claims[0]?.value)
  return claims.filter(({ value }) => JSON.stringify(value) !== first).length
}
