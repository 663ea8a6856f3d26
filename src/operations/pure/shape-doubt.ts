import { z } from 'zod'
import type { Block } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'

/** What is not proved about the shape that figures are computed from. */
export const shapeDoubtSchema = {
  /** Fields of the shape that were chosen to fit the total and that no second figure bears out; `*` is every field. */
  unproven: z.array(z.string()).optional(),
  /** The total was counted from the shape itself. */
  totalFromShapeAlone: z.literal(true).optional(),
}

interface ShapeDoubt {
  readonly unproven?: readonly string[] | undefined
  readonly totalFromShapeAlone?: true | undefined
}

/** As output fields. */
export function shapeDoubtOf(entry: Pick<CatalogueEntry, keyof ShapeDoubt> | undefined) {
  const { unproven, totalFromShapeAlone } = entry ?? {}
  return {
    unproven: unproven === undefined ? undefined : [...unproven],
    totalFromShapeAlone,
  }
}

/** Warnings where figures rest on a shape that nothing else bears out. */
export function presentShapeDoubt(
  { unproven, totalFromShapeAlone }: ShapeDoubt,
  locale: Locale,
): Block[] {
  const texts: string[] = []
  if (unproven?.includes('*') === true) texts.push(say(locale, 'model.unproven.all'))
  else if (unproven !== undefined) texts.push(say(locale, 'model.unproven', { fields: unproven }))
  if (totalFromShapeAlone === true) texts.push(say(locale, 'model.fromShapeAlone'))
  return texts.map((text) => ({ kind: 'paragraph', tone: 'warning', text }))
}
