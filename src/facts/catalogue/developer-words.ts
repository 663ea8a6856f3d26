import { z } from 'zod'
import type { StoredWords } from './catalogue-index.ts'
import { matchingKey } from './matching-key.ts'

const word = z.string().min(1).max(40)

/**
 * `data/names/developers.json`: what else people call a developer or a line of models. One script is enough: the
 * compiled catalogue folds Traditional into Simplified.
 */
const developerWordsSchema = z
  .strictObject({
    words: z.array(word).min(1).max(20),
    /** As records name them; a developer without a record yet is no error. */
    developers: z.array(z.string().min(1)).max(5),
    /** Beginnings of ids: `hunyuan` for all whose id starts with it. */
    stems: z.array(z.string().regex(/^[a-z0-9][a-z0-9.-]*$/)).max(10),
    /** Where words that are not the developer's own spelling were read. */
    source: z.url().optional(),
  })
  .refine(({ developers, stems }) => developers.length + stems.length > 0, {
    message: 'names neither a developer nor a beginning of ids',
  })
export const developerWordListSchema = z.array(developerWordsSchema).max(1000)
export type DeveloperWords = z.infer<typeof developerWordsSchema>

/** Words as keys. @param key `nameKeyMaker`'s */
export function storeWords(
  words: readonly DeveloperWords[],
  key: (name: string) => string = matchingKey,
): StoredWords[] {
  return words.map(({ words: own, developers, stems }) => ({
    keys: [...new Set([...own, ...developers].map(key))],
    developers,
    stems,
  }))
}
