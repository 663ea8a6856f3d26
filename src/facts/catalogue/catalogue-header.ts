import { z } from 'zod'

/** `data/catalogue.json`: the data has a version and a date of its own, apart from the program's. */
export const catalogueHeaderSchema = z.strictObject({
  /** Year, month and a count within the month: `2026.11.1`. */
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/),
  date: z.iso.date(),
})
export type CatalogueHeader = z.infer<typeof catalogueHeaderSchema>
