import { type ErrorValues, TouchstoneError } from '../base/touchstone-error.ts'

/** A file that is not what it says it is. `problem` is the end of a message code, `problem.file.<problem>`. */
export function invalidFile(
  file: string,
  problem: string,
  values: ErrorValues = {},
): TouchstoneError {
  return new TouchstoneError('invalid_file', {
    file,
    problem: `problem.file.${problem}`,
    ...values,
  })
}
