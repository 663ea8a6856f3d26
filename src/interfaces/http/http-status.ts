import type { ErrorCode } from '../../base/error-codes.ts'
import { errorCodes } from '../../base/error-codes.ts'
import type { TouchstoneError } from '../../base/touchstone-error.ts'
import { Refusal } from './guards.ts'

export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 413 | 415 | 422 | 500 | 504

const statuses: Partial<Record<ErrorCode, ErrorStatus>> = {
  invalid_json: 400,
  invalid_input: 400,
  unknown_field: 400,
  input_too_large: 413,
  not_allowed: 403,
  not_found: 404,
  unknown_operation: 404,
  timed_out: 504,
}

/** What cannot be read is 400, what is read and refused 422, what is our fault 500. */
export function httpStatus(error: TouchstoneError): ErrorStatus {
  if (error instanceof Refusal) return error.status
  return statuses[error.code] ?? (errorCodes[error.code] === 4 ? 500 : 422)
}
