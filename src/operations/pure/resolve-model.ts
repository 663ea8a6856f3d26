import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { Family } from '../../facts/catalogue/family.ts'
import type { OperationContext } from './context.ts'

type Names = Pick<OperationContext, 'catalogue' | 'families'>

/** Members of a family that an error lists. */
const listedMax = 8

/** A model, or a family of models; undefined where a name stands for neither. */
export type Named =
  | { readonly model: CatalogueEntry; readonly family?: undefined }
  | { readonly model?: undefined; readonly family: Family }

/** What a name stands for. Exact names of models go first, then those of families, then other spellings of both. */
export function findNamed(text: string, { catalogue, families }: Names): Named | undefined {
  const isFamily = (spelling: string) => families.find(spelling) !== undefined
  const model = catalogue.findSpoken(text, isFamily)
  if (model !== undefined) return { model }
  for (const spelling of [{ text }, ...catalogue.spellings(text)]) {
    const family = families.find(spelling.text)
    if (family !== undefined) return { family }
  }
  return undefined
}

/**
 * The one model that a name stands for.
 * @throws TouchstoneError `model_is_family` with its members, `unknown_model` with the nearest names.
 */
export function resolveModel(text: string, names: Names): CatalogueEntry {
  const { model, family } = findNamed(text, names) ?? {}
  if (model !== undefined) return model
  if (family !== undefined) refuse(text, family, names)
  return names.catalogue.resolve(text)
}

/** The models that a name stands for: one, or those of a family. */
export function resolveModels(text: string, names: Names): readonly string[] {
  const { model, family } = findNamed(text, names) ?? {}
  if (model !== undefined) return [model.id]
  if (family !== undefined && family.members.length > 0) return family.members
  return [names.catalogue.resolve(text).id]
}

/**
 * @throws TouchstoneError `model_is_family` where the name is one of several models together; it lists the newest.
 */
export function refuseFamily(text: string, names: Names): void {
  const family = names.families.find(text)
  if (family !== undefined) refuse(text, family, names)
}

function refuse(text: string, { members }: Family, { catalogue }: Names): void {
  if (members.length === 0) return
  const released = (id: string) => catalogue.withId(id)?.releaseDate ?? ''
  const newestFirst = [...members].sort((a, b) => released(b).localeCompare(released(a)))
  throw new TouchstoneError('model_is_family', {
    model: text.slice(0, 200),
    count: members.length,
    nearest: newestFirst.slice(0, listedMax),
  })
}
