import { z } from 'zod'

/** `data/sources.json`: every source that a claim names, by id. */
const sourceSchema = z.strictObject({
  name: z.string().min(1),
  /** Address where a reader can look it up. */
  address: z.string().min(1).optional(),
  revision: z.string().min(1).optional(),
  /** Licence of the source, where it states one; decides what NOTICE must name. */
  licence: z.string().min(1).optional(),
  /** Day on which it was read. */
  date: z.iso.date().optional(),
  note: z.string().min(1).optional(),
  /** Many places under one name: every claim says which, in its locator, or why it cannot. */
  isMany: z.literal(true).optional(),
})
export type Source = z.infer<typeof sourceSchema>
export const sourceListSchema = z.record(z.string().regex(/^[a-z0-9][a-z0-9.-]*$/), sourceSchema)
