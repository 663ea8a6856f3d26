import { z } from 'zod'
import type { AnyOperation } from '../operations/table.ts'

export type JsonSchema = z.core.JSONSchema.BaseSchema

/** JSON Schema (2020-12) of what an operation takes, without its `$schema` line. */
export function inputSchema({ input }: AnyOperation): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
  return schema
}

/** JSON Schema (2020-12) of what an operation answers. */
export function outputSchema({ output }: AnyOperation): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' })
  return schema
}
