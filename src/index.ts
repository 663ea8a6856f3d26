import type { z } from 'zod'
import { type Locale, matchLocale } from './base/locale.ts'
import { createContext } from './operations/context.ts'
import type { OperationContext } from './operations/pure/context.ts'
import { runOperation } from './operations/run-operation.ts'
import { type AnyOperation, operations } from './operations/table.ts'

export type { TextDocument } from './base/document.ts'
export { type ErrorCode, errorCodes } from './base/error-codes.ts'
export { errorWords } from './base/error-words.ts'
export { type Locale, locales } from './base/locale.ts'
export { type ErrorValues, TouchstoneError } from './base/touchstone-error.ts'
export type { OperationContext } from './operations/pure/context.ts'
export { operations } from './operations/table.ts'

type Table = (typeof operations)[number]
type InputOf<Row extends AnyOperation> = z.input<Row['input']>

/** Every operation of the library as a function: its input, checked, to its output. */
export type Touchstone = {
  readonly [Row in Table as Row['name']]: (
    ...input: Record<never, never> extends InputOf<Row>
      ? [input?: InputOf<Row>]
      : [input: InputOf<Row>]
  ) => Promise<z.output<Row['output']>>
}

export interface TouchstoneSettings {
  /** Language of names in answers: a locale, or any BCP 47 tag. English by default. */
  readonly locale?: Locale | (string & {})
}

/**
 * Reads the catalogue and returns the operations as functions. They throw `TouchstoneError`; `errorWords` puts one
 * into words. Nothing is printed and no network is used.
 */
export async function createTouchstone({
  locale = 'en',
}: TouchstoneSettings = {}): Promise<Touchstone> {
  const context = await createContext({ locale: matchLocale(locale) })
  return libraryOf(operations, context)
}

function libraryOf(table: readonly AnyOperation[], context: OperationContext): Touchstone {
  const functions = table
    .filter(({ surfaces }) => surfaces.includes('library'))
    .map(
      (operation) =>
        [operation.name, (input: unknown = {}) => runOperation(operation, input, context)] as const,
    )
  // The keys and types are those of the table that the functions were made from.
  return Object.freeze(Object.fromEntries(functions)) as Touchstone
}
