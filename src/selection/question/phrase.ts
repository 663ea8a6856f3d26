import type { DeviceRecord } from '../../facts/devices/device-record.ts'
import type { Quantity } from './quantity.ts'
import type { MeaningKind } from './question-data.ts'

/** A piece of a question that something is known about. */
export interface Phrase {
  readonly start: number
  readonly end: number
  /** As it was written. */
  readonly words: string
  /** `kind:value` of the lexicon. */
  readonly meanings: readonly string[]
  readonly quantity?: Quantity
  /** Ids of models that are named. */
  readonly models?: readonly string[]
  /** What they are called together, where it is a family. */
  readonly family?: string
  readonly device?: { readonly record: DeviceRecord; readonly others: readonly string[] }
  /** Only the beginning of their names was said. */
  readonly isBeginning?: true
  /** They are those of one maker, who was named. */
  readonly isMaker?: true
  /** A name of the form that models have, which nothing is known under. */
  readonly unknownName?: true
  /** Under a word like "not" or "without". */
  isNegated?: boolean
  /** Counts up at every comma, full stop, "but". */
  clause?: number
}

export function means(phrase: Phrase | undefined, kind: MeaningKind, value?: string): boolean {
  if (phrase === undefined) return false
  return value === undefined
    ? phrase.meanings.some((meaning) => meaning.startsWith(`${kind}:`))
    : phrase.meanings.includes(`${kind}:${value}`)
}

/** Values of one kind that a phrase may mean. */
export function valuesOf(phrase: Phrase, kind: MeaningKind): string[] {
  const prefix = `${kind}:`
  return phrase.meanings
    .filter((meaning) => meaning.startsWith(prefix))
    .map((meaning) => meaning.slice(prefix.length))
}
