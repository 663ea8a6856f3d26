import type { z } from 'zod'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { LicenceUse } from '../../facts/licences/licence-use.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { coversLanguage, longestContext, reasoningModes } from '../../selection/gates.ts'
import { normalLanguage } from '../../selection/requirements.ts'
import type { OperationContext } from './context.ts'
import type { modelsInput } from './models.ts'

type Given = z.output<typeof modelsInput>
type Filter = (entry: CatalogueEntry) => boolean

/** Active parameters; all of them where every one works on every token; undefined where nobody says. */
export function knownActive({ activeParams, totalParams, isDense }: CatalogueEntry) {
  return activeParams ?? (isDense === true ? totalParams : undefined)
}

/** Whether a model is one of those asked for. What is unknown passes no filter on it. */
export function modelFilter(given: Given, context: OperationContext): Filter {
  const filters = [
    ...nameFilters(given, context),
    ...plainFilters(given),
    ...sizeFilters(given),
    ...abilityFilters(given),
    ...(given.licenceUse === undefined ? [] : [licenceFilter(given.licenceUse, context)]),
  ]
  return (entry) => filters.every((filter) => filter(entry))
}

function nameFilters({ text, developer }: Given, context: OperationContext): Filter[] {
  const filters: Filter[] = []
  if (text !== undefined) {
    const found = namedModels(text, context)
    filters.push((entry) => found.has(entry))
  }
  if (developer !== undefined) {
    const made = context.catalogue.madeBy(developer)
    filters.push((entry) => made.has(entry))
  }
  return filters
}

/** Models that the text is in, and the members of the families that are called so. */
function namedModels(
  text: string,
  { catalogue, families }: OperationContext,
): ReadonlySet<CatalogueEntry> {
  const found = catalogue.search(text)
  const family = families.find(text)
  if (family === undefined) return found
  const members = family.members.map((id) => catalogue.withId(id))
  return new Set([...found, ...members.filter((entry) => entry !== undefined)])
}

function plainFilters({ status, tools, ungated, releasedAfter, releasedBefore }: Given): Filter[] {
  const filters: Filter[] = []
  if (status !== undefined) filters.push((entry) => entry.status === status)
  if (tools !== undefined) filters.push((entry) => entry.tools === tools)
  if (ungated !== undefined) filters.push((entry) => entry.gated === !ungated)
  if (releasedAfter !== undefined)
    filters.push(({ releaseDate }) => releaseDate !== undefined && releaseDate > releasedAfter)
  if (releasedBefore !== undefined)
    filters.push(({ releaseDate }) => releaseDate !== undefined && releaseDate < releasedBefore)
  return filters
}

function sizeFilters(given: Given): Filter[] {
  const { minTotalParams, maxTotalParams, minActiveParams, maxActiveParams } = given
  const filters = [
    ...limits((entry) => entry.totalParams, minTotalParams, maxTotalParams),
    ...limits(knownActive, minActiveParams, undefined),
    ...limits(longestContext, given.minContextLength, given.maxContextLength),
  ]
  // Where nobody says how many are active, it is still no more than all of them.
  if (maxActiveParams !== undefined)
    filters.push(
      (entry) =>
        (entry.activeParams ?? entry.totalParams ?? Number.POSITIVE_INFINITY) <= maxActiveParams,
    )
  return filters
}

function limits(
  read: (entry: CatalogueEntry) => number | undefined,
  min: number | undefined,
  max: number | undefined,
): Filter[] {
  if (min === undefined && max === undefined) return []
  const [low, high] = [min ?? 0, max ?? Number.POSITIVE_INFINITY]
  return [
    (entry) => {
      const value = read(entry)
      return value !== undefined && value >= low && value <= high
    },
  ]
}

function abilityFilters({ languages, modalities, specialities, reasoning }: Given): Filter[] {
  const filters: Filter[] = []
  for (const language of languages ?? []) {
    const wanted = normalLanguage(language)
    const covers = onceForEach((listed: readonly string[]) => coversLanguage(listed, wanted))
    filters.push((entry) => entry.languages !== undefined && covers(entry.languages))
  }
  for (const wanted of modalities ?? [])
    filters.push((entry) => entry.modalitiesInput?.includes(wanted) === true)
  for (const wanted of specialities ?? [])
    filters.push((entry) => entry.specialities?.includes(wanted) === true)
  if (reasoning !== undefined)
    filters.push(
      (entry) =>
        entry.reasoning !== undefined && reasoningModes(entry.reasoning.kind).includes(reasoning),
    )
  return filters
}

function licenceFilter(use: LicenceUse, { licences }: OperationContext): Filter {
  const isAllowed = onceForEach((id: string) => {
    const licence = licences.get(id)
    const verdict = licence === undefined ? undefined : licenceVerdict(licence, use).verdict
    return verdict === 'allowed' || verdict === 'with-duties'
  })
  return (entry) => entry.licence !== undefined && isAllowed(entry.licence)
}

/** Thousands of models share a few values: each is judged once. */
function onceForEach<T>(judge: (value: T) => boolean): (value: T) => boolean {
  const known = new Map<T, boolean>()
  return (value) => {
    let verdict = known.get(value)
    if (verdict === undefined) {
      verdict = judge(value)
      known.set(value, verdict)
    }
    return verdict
  }
}
