import type { z } from 'zod'
import type { Operation } from './operation.ts'
import type { OperationContext } from './pure/context.ts'

/** Keeps an operation's input and output types through the table. */
export function defineOperation<
  const Name extends string,
  Input extends z.ZodType,
  Output extends z.ZodType,
>(
  operation: Operation<Input, Output, OperationContext> & { readonly name: Name },
): Operation<Input, Output, OperationContext> & { readonly name: Name } {
  return operation
}
