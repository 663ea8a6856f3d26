import type { Claimant } from '../claim.ts'
import type { ModelRecord } from '../model-record.ts'

type Facts = ModelRecord['facts']
type Value<K extends keyof Facts> = NonNullable<Facts[K]>[number]['value']
type FlatField = Exclude<keyof Facts, 'config' | 'prices'>

/** A hosted price with the day on which the provider listed it. */
export type DatedPrice = Value<'prices'> & { readonly date?: string | undefined }

/** How a chosen value is known: who says it, and the id of the source in `data/sources.json`. */
export interface Basis {
  readonly by: Claimant
  readonly source: string
}

/**
 * One model as the program works with it: of every fact the claim that counts. A field that is absent is unknown.
 * `shape` points into the index; ask `Catalogue.architecture` for it.
 */
export type CatalogueEntry = { readonly [K in FlatField]?: Value<K> } & {
  readonly id: string
  readonly status: ModelRecord['status']
  readonly names: Pick<ModelRecord['names'], 'en' | 'zh-TW' | 'zh-CN'>
  readonly aliases: readonly string[]
  readonly shape?: number
  readonly prices?: readonly DatedPrice[]
  /** Why the total differs from what the shape gives, where it does. */
  readonly totalExcuse?: string
  /** One of the user's own models. */
  readonly imported?: true
  /** Position in the index's bases; ask `Catalogue.basis` for it. */
  readonly basis?: number
}

/** By field: `[claimant, position in the index's sources]`. */
export type FieldBases = Readonly<Record<string, readonly [Claimant, number]>>

/** The compiled catalogue: one JSON file, loaded without validation because the build validated its parts. */
export interface CatalogueIndex {
  readonly version: string
  readonly date: string
  /** Ids of `data/sources.json` that entries point to. */
  readonly sources: readonly string[]
  /** Who says the chosen values, as JSON text of `FieldBases`; records of one kind share one. */
  readonly bases: readonly string[]
  /** Published configurations as JSON text, parsed when asked for; models of one shape share one. */
  readonly shapes: readonly string[]
  readonly entries: readonly CatalogueEntry[]
}
