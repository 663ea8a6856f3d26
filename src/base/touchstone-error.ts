import type { ErrorCode } from './error-codes.ts'

/** What an error carries besides its code. The words are made later, per language, from `error.<code>` messages. */
export type ErrorValues = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>

const brand = Symbol.for('touchstone.error')

/** An error as a code plus values; recognised across duplicate installs by a registered symbol. */
export class TouchstoneError extends Error {
  readonly code: ErrorCode
  readonly values: ErrorValues
  readonly [brand] = true

  constructor(code: ErrorCode, values: ErrorValues = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(values)}`, options)
    this.name = 'TouchstoneError'
    this.code = code
    this.values = values
  }

  static is(value: unknown): value is TouchstoneError {
    return value instanceof Error && brand in value
  }
}
