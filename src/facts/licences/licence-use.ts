import { z } from 'zod'

export const licenceActions = [
  'run',
  'fine-tune',
  /** Part of a product or service that others get; whether they get the weights with it (`publish`) is not said. */
  'product',
  'publish',
  'host',
  'train-on-outputs',
] as const

/** How somebody wants to use a model; what is left out is not asked about. */
export const licenceUseSchema = z.strictObject({
  commercial: z.boolean().optional(),
  /** Of the whole company, a year. */
  revenueUsd: z.number().nonnegative().max(1e15).optional(),
  monthlyActiveUsers: z.number().nonnegative().max(1e11).optional(),
  /** ISO 3166 codes of countries, or `EU`. */
  territories: z
    .array(z.string().regex(/^[A-Za-z]{2}$/))
    .max(250)
    .optional(),
  actions: z.array(z.enum(licenceActions)).max(licenceActions.length).optional(),
})
export type LicenceUse = z.infer<typeof licenceUseSchema>
