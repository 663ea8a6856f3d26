import type { z } from 'zod'
import { nearestNames } from '../base/nearest.ts'
import { TouchstoneError } from '../base/touchstone-error.ts'
import { explainInputError } from './explain-input-error.ts'
import type { Operation, Surface } from './operation.ts'

/**
 * Checks an input from outside and runs the operation: the one way in for every surface. Throws `unknown_field` or
 * `invalid_input` with the field, what was expected and what was received, and whatever the operation throws.
 */
export async function runOperation<Input extends z.ZodType, Output extends z.ZodType, Context>(
  operation: Operation<Input, Output, Context>,
  rawInput: unknown,
  context: Context,
): Promise<z.output<Output>> {
  const parsed = operation.input.safeParse(rawInput)
  if (!parsed.success) throw explainInputError(operation.input, rawInput, parsed.error)
  return operation.run(parsed.data, context)
}

/** The operation of this name on a surface. Throws `unknown_operation` with the nearest names of that surface. */
export function findOperation<
  Found extends { readonly name: string; readonly surfaces: readonly Surface[] },
>(operations: readonly Found[], name: string, surface: Surface): Found {
  const here = operations.filter((operation) => operation.surfaces.includes(surface))
  const found = here.find((operation) => operation.name === name)
  if (found !== undefined) return found
  const names = here.map((operation) => operation.name)
  const nearest = nearestNames(name, names)
  throw new TouchstoneError('unknown_operation', {
    operation: name.slice(0, 100),
    nearest: nearest.length === 0 ? names : nearest,
  })
}
