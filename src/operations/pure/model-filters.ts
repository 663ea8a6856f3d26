import type { z } from 'zod'
import type { Conditions } from '../../facts/catalogue/catalogue.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { coversLanguage, longestContext, reasoningModes } from '../../selection/gates.ts'
import { readLanguage } from '../../selection/read-language.ts'
import type { OperationContext } from './context.ts'
import type { modelsInput } from './models.ts'

type Given = z.output<typeof modelsInput>
type Filter = (entry: CatalogueEntry) => boolean

/** Active parameters; all of them where every one works on every token; undefined where nobody says. */
export function knownActive({ activeParams, totalParams, isDense }: CatalogueEntry) {
  return activeParams ?? (isDense === true ? totalParams : undefined)
}

/** The models asked for, in the order of the catalogue. What is unknown passes no filter on it. */
export function selectModels(given: Given, context: OperationContext): CatalogueEntry[] {
  const { text, developer } = given
  const members = text === undefined ? [] : (context.families.find(text)?.members ?? [])
  const where = { ...conditionsOf(given), ...licenceCondition(given, context) }
  const filters = sizeFilters(given)
  return context.catalogue
    .select({ text, members, developer, where })
    .filter((entry) => filters.every((filter) => filter(entry)))
}

function conditionsOf(given: Given): Conditions {
  const { status, tools, ungated, reasoning, modalities, specialities } = given
  const languages = given.languages?.map(readLanguage)
  const { minTotalParams, maxTotalParams, releasedAfter, releasedBefore } = given
  return {
    ...(status === undefined ? {} : { status: (value) => value === status }),
    ...(tools === undefined ? {} : { tools: (value) => value === tools }),
    ...(ungated === undefined ? {} : { gated: (value) => value === !ungated }),
    ...(reasoning === undefined
      ? {}
      : { reasoning: ({ kind }) => reasoningModes(kind).includes(reasoning) }),
    ...(languages === undefined
      ? {}
      : { languages: (listed) => languages.every((one) => coversLanguage(listed, one)) }),
    ...(modalities === undefined
      ? {}
      : { modalitiesInput: (value) => modalities.every((one) => value.includes(one)) }),
    ...(specialities === undefined
      ? {}
      : { specialities: (value) => specialities.every((one) => value.includes(one)) }),
    ...(minTotalParams === undefined && maxTotalParams === undefined
      ? {}
      : { totalParams: (value) => isBetween(value, minTotalParams, maxTotalParams) }),
    ...(releasedAfter === undefined && releasedBefore === undefined
      ? {}
      : { releaseDate: (day) => day > (releasedAfter ?? '') && day < (releasedBefore ?? '~') }),
  }
}

function licenceCondition({ licenceUse }: Given, { licences }: OperationContext): Conditions {
  if (licenceUse === undefined) return {}
  return {
    licence: (id) => {
      const licence = licences.get(id)
      const verdict =
        licence === undefined ? undefined : licenceVerdict(licence, licenceUse).verdict
      return verdict === 'allowed' || verdict === 'with-duties'
    },
  }
}

/** Filters on what more than one field says. */
function sizeFilters(given: Given): Filter[] {
  const { minActiveParams, maxActiveParams, minContextLength, maxContextLength } = given
  const filters: Filter[] = []
  if (minContextLength !== undefined || maxContextLength !== undefined)
    filters.push((entry) => isBetween(longestContext(entry), minContextLength, maxContextLength))
  if (minActiveParams !== undefined)
    filters.push((entry) => isBetween(knownActive(entry), minActiveParams, undefined))
  // Where nobody says how many are active, it is still no more than all of them.
  if (maxActiveParams !== undefined)
    filters.push(({ activeParams, totalParams }) =>
      isBetween(activeParams ?? totalParams, undefined, maxActiveParams),
    )
  return filters
}

function isBetween(
  value: number | undefined,
  min: number | undefined,
  max: number | undefined,
): boolean {
  return value !== undefined && value >= (min ?? 0) && value <= (max ?? Number.POSITIVE_INFINITY)
}
