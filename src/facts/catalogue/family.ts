import { z } from 'zod'
import { wordsSchema } from '../claim.ts'
import { modelStatusSchema } from '../model-record.ts'
import { matchingKey } from './matching-key.ts'

/** Models that share a name: `Llama 3.1` is no model, but people ask for it. */
const familySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  names: z.strictObject({
    en: z.string(),
    'zh-TW': z.string().optional(),
    'zh-CN': z.string().optional(),
    aliases: z.array(z.string()),
  }),
  /** Ids of records; empty where none has one, and then `note` says why. */
  members: z.array(z.string()),
  note: wordsSchema.optional(),
  /** What the family as such is, where its models differ from it: GPT is a service, whatever gpt-oss is. */
  status: modelStatusSchema.optional(),
})
export type Family = z.infer<typeof familySchema>

export const familyListSchema = z.array(familySchema)

/** Families by name. Models go before families of the same name; ask the catalogue first. */
export class FamilyTable {
  readonly families: readonly Family[]
  readonly #byKey = new Map<string, Family>()

  constructor(families: readonly Family[]) {
    this.families = families
    for (const family of families)
      for (const name of namesOf(family))
        if (!this.#byKey.has(matchingKey(name))) this.#byKey.set(matchingKey(name), family)
  }

  /** By id, name in any of the three languages, or alias. */
  find(text: string): Family | undefined {
    return this.#byKey.get(matchingKey(text.slice(0, 200)))
  }
}

/** Everything that a family is called. */
export function namesOf({ id, names }: Family): string[] {
  return [id, names.en, names['zh-TW'], names['zh-CN'], ...names.aliases].filter(
    (name) => name !== undefined,
  )
}
