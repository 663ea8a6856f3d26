import type { z } from 'zod'
import type { Operation } from './operation.ts'
import type { OperationContext } from './pure/context.ts'
import { model } from './pure/model.ts'
import { models } from './pure/models.ts'

export type AnyOperation = Operation<z.ZodType, z.ZodType, OperationContext>

/** Every operation, in the order of the help. Command line, batch, HTTP, MCP and library are derived from this list. */
export const operations = [models, model] as const satisfies readonly AnyOperation[]
