import { z } from 'zod'
import type { OperationContext } from './context.ts'

/** Version of the output schemas; grows when a field changes its meaning. */
const schemaVersion = 1

/** What every output begins with. */
export const headerSchema = { schemaVersion: z.int().positive(), catalogueVersion: z.string() }

export function header({ catalogue }: OperationContext): {
  schemaVersion: number
  catalogueVersion: string
} {
  return { schemaVersion, catalogueVersion: catalogue.version }
}
