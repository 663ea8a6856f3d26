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
 * One model as the program works with it: of every fact the claim that counts. A field that is absent or undefined is
 * unknown. Those of a `Catalogue` are views: a field is read from the catalogue's columns when it is asked for, so
 * `{ ...entry }` copies next to nothing.
 * `shape` is a position in the index; ask `Catalogue.architecture` for it.
 */
export type CatalogueEntry = { readonly [K in FlatField]?: Value<K> | undefined } & {
  readonly id: string
  readonly status: ModelRecord['status']
  readonly names: Pick<ModelRecord['names'], 'en' | 'zh-TW' | 'zh-CN'>
  readonly aliases: readonly string[]
  readonly shape?: number | undefined
  /** Whether every parameter works on every token, as the shape tells; undefined without a shape. */
  readonly isDense?: boolean | undefined
  readonly prices?: readonly DatedPrice[] | undefined
  /** Output price of the cheapest provider that asks for money, USD per million tokens. */
  readonly lowestPrice?: number | undefined
  /** Why the total differs from what the shape gives, where it does. */
  readonly totalExcuse?: string | undefined
  /** Fields of the shape that were chosen to fit the total and that no second figure bears out; `*` is every field. */
  readonly unproven?: readonly string[] | undefined
  /** The total was counted from the shape itself, and no second figure bears it out. */
  readonly totalFromShapeAlone?: true | undefined
  /** One of the user's own models. */
  readonly imported?: true | undefined
  /** Position in the index. */
  readonly row?: number
}
