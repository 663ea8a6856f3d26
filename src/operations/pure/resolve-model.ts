import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { OperationContext } from './context.ts'

type Names = Pick<OperationContext, 'catalogue' | 'families'>

/** Members of a family that an error lists. */
const listedMax = 8

/**
 * The one model that a name stands for.
 * @throws TouchstoneError `model_is_family` with its members, `unknown_model` with the nearest names.
 */
export function resolveModel(text: string, names: Names): CatalogueEntry {
  const entry = names.catalogue.find(text)
  if (entry !== undefined) return entry
  refuseFamily(text, names)
  return names.catalogue.resolve(text)
}

/** The models that a name stands for: one, or those of a family. */
export function resolveModels(text: string, names: Names): readonly string[] {
  const { catalogue, families } = names
  if (catalogue.find(text) === undefined) {
    const members = families.find(text)?.members ?? []
    if (members.length > 0) return members
  }
  return [catalogue.resolve(text).id]
}

/**
 * @throws TouchstoneError `model_is_family` where the name is one of several models together; it lists the newest.
 */
export function refuseFamily(text: string, { catalogue, families }: Names): void {
  const { members = [] } = families.find(text) ?? {}
  if (members.length === 0) return
  const released = (id: string) => catalogue.withId(id)?.releaseDate ?? ''
  const newestFirst = [...members].sort((a, b) => released(b).localeCompare(released(a)))
  throw new TouchstoneError('model_is_family', {
    model: text.slice(0, 200),
    count: members.length,
    nearest: newestFirst.slice(0, listedMax),
  })
}
