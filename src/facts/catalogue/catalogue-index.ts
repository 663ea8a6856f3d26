import type { Claimant } from '../claim.ts'

/**
 * One field of all models: the values that occur, each once, and for every row which one it has. 0 stands for unknown,
 * `n` for the value before position `n`. Both texts are of `packRows`.
 */
export interface StoredColumn {
  /** Values; as lines of `text-lines.ts` where all are texts. */
  readonly values: readonly unknown[] | string
  readonly rows: string
  /** Who says it: positions in the index's claims, counted alike. */
  readonly claims: string
}

/** Names in the form of `name-keys.ts`. */
export interface StoredKeys {
  /** Keys of letters below U+0100, a part for every row. */
  readonly narrow: string
  /** The others, and which rows they are of: kept apart, for one of them would double the memory of all. */
  readonly wide: string
  readonly wideRows: string
  readonly wideCount: number
}

/** Other words for a developer or a line of models, as keys: `月之暗面` for Moonshot AI. */
export interface StoredWords {
  readonly keys: readonly string[]
  readonly developers: readonly string[]
  /** Beginnings of ids. */
  readonly stems: readonly string[]
}

/** What names are compared by, whatever the models are. */
export interface StoredNames {
  readonly words: readonly StoredWords[]
  /** Traditional characters, and in the same order the simplified one of each. */
  readonly traditional: string
  readonly simplified: string
}

/**
 * The compiled catalogue: one JSON file, loaded without validation because the build validated its parts. It is kept by
 * columns, and what repeats is kept once: of 17,700 models a reader parses a few hundred long strings, and makes an
 * object of a model when somebody asks for it.
 */
export interface CatalogueIndex {
  readonly version: string
  readonly date: string
  /** Ids of `data/sources.json` that claims point to. */
  readonly sources: readonly string[]
  /** Claimant and position in the sources. */
  readonly claims: readonly (readonly [Claimant, number])[]
  readonly count: number
  /** Lines of `text-lines.ts`, one for each model: sorted ids, English names, aliases. */
  readonly ids: string
  readonly names: string
  readonly aliases: string
  /** By field of the record; a field that no record has is absent. */
  readonly columns: Readonly<Record<string, StoredColumn>>
  /** Published configurations without their numbers, as JSON. */
  readonly shapeForms: readonly string[]
  /** Lines: position of the form, then the numbers that belong into it, spaces between them. */
  readonly shapes: string
  /** Providers and days that prices point to. */
  readonly priceWords: readonly string[]
  readonly keys: StoredKeys
  readonly search: StoredNames
}
