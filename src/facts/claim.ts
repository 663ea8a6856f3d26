import { z } from 'zod'
import type { Locale } from '../base/locale.ts'

/** Who says it: the maker (card, config, header), somebody independent, our own computation, or the brief. */
export const claimantSchema = z.enum(['vendor', 'independent', 'computed', 'brief'])
export type Claimant = z.infer<typeof claimantSchema>

/** A text for readers of all three languages. */
export const wordsSchema = z.strictObject({
  en: z.string().min(1),
  'zh-TW': z.string().min(1),
  'zh-CN': z.string().min(1),
})
export type Words = z.infer<typeof wordsSchema>

const provenance = {
  /** Id in `data/sources.json`. */
  source: z.string().min(1),
  /** Where in the source: file, repository, line. */
  locator: z.string().min(1).optional(),
  by: claimantSchema,
  /** Day on which the source said it. */
  date: z.iso.date().optional(),
  /** Commit or version of the source, where there is one. */
  revision: z.string().min(1).optional(),
  /**
   * Why it differs, what it covers. English alone is for maintainers; what `model` shows (the notes of claims that say
   * something else than the chosen one) must be in all three languages, which the checks hold.
   */
  note: z.union([z.string().min(1), wordsSchema]).optional(),
}

/** A value and how it is known. Claims that disagree are all kept; `chooseClaim` says which one counts. */
export function claimSchema<T extends z.ZodType>(value: T) {
  return z.strictObject({ value, ...provenance })
}

export interface Claim<T = unknown> {
  readonly value: T
  readonly source: string
  readonly locator?: string | undefined
  readonly by: Claimant
  readonly date?: string | undefined
  readonly revision?: string | undefined
  readonly note?: string | Words | undefined
}

const trust: Record<Claimant, number> = { vendor: 3, computed: 2, independent: 1, brief: 0 }

/**
 * The claim that counts: the maker before our computation before others before the brief;
 * among equals the newest date, then the first in the file.
 */
export function chooseClaim<T>(claims: readonly Claim<T>[]): Claim<T> | undefined {
  let best: Claim<T> | undefined
  for (const claim of claims) {
    if (
      best === undefined ||
      trust[claim.by] > trust[best.by] ||
      (trust[claim.by] === trust[best.by] && (claim.date ?? '') > (best.date ?? ''))
    )
      best = claim
  }
  return best
}

/** A note in the reader's language where it is in all three; English otherwise. */
export function inLanguage(text: string | Words | undefined, locale: Locale): string | undefined {
  return typeof text === 'object' ? text[locale] : text
}
