import { type ErrorValues, TouchstoneError } from '../../src/base/touchstone-error.ts'

/** Code and values of the error that an action ends with; anything but a TouchstoneError goes on its way. */
export function thrown(action: () => unknown): { code: string; values: ErrorValues } {
  try {
    action()
  } catch (error) {
    if (TouchstoneError.is(error)) return { code: error.code, values: error.values }
    throw error
  }
  throw new Error('nothing was thrown')
}
