import type { z } from 'zod'
import type { Conditions } from '../../facts/catalogue/catalogue.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { Licence } from '../../facts/licences/licence.ts'
import type { LicenceUse } from '../../facts/licences/licence-use.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { modelLicence } from '../../facts/licences/model-licence.ts'
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
  const { text, developer, imported } = given
  const members = text === undefined ? [] : (context.families.find(text)?.members ?? [])
  const where = { ...conditionsOf(given), ...licenceCondition(given, context) }
  const filters = [...sizeFilters(given), ...baseLicenceFilter(given, context)]
  return context.catalogue
    .select({ text, members, developer, imported, where })
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
      : { reasoning: (recipe) => reasoningModes(recipe).includes(reasoning) }),
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
      return licence !== undefined && permits(licence, licenceUse)
    },
  }
}

/**
 * What a model was made from binds it too, as selection has it: that can only take away from what its own licence allows,
 * so that it is asked of those alone whose own does.
 */
function baseLicenceFilter({ licenceUse }: Given, context: OperationContext): Filter[] {
  if (licenceUse === undefined) return []
  const { catalogue, licences } = context
  const known = new Map<string, boolean>()
  return [
    (entry) => {
      if (entry.baseModel === undefined) return true
      const key = `${entry.licence} ${entry.baseModel}`
      let allows = known.get(key)
      if (allows === undefined) {
        const licence = modelLicence(entry, licences, (id) => catalogue.withId(id))
        allows = licence !== undefined && permits(licence, licenceUse)
        known.set(key, allows)
      }
      return allows
    },
  ]
}

function permits(licence: Licence, use: LicenceUse): boolean {
  const { verdict } = licenceVerdict(licence, use)
  return verdict === 'allowed' || verdict === 'with-duties'
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
