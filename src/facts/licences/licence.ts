import { z } from 'zod'
import type { Locale } from '../../base/locale.ts'
import { licenceActions } from './licence-use.ts'

/** What a term is about. */
const termKinds = [
  // The leave to use it at all.
  'use',
  'commercial',
  'revenue',
  'users',
  'territory',
  'field-of-use',
  'hosting',
  'outputs',
  'naming',
  'display',
  'notice',
  'changes',
  'flow-down',
  'derivative',
  'registration',
  'remote-restriction',
  'policy-change',
  'patent',
  'trademark',
  'indemnity',
  'law',
  'text',
] as const

/**
 * What a term does when its condition holds: `grants` says a right out loud, `duty` asks for something, `forbids` and
 * `needs-permission` stop the use, `unclear` marks where the text (or what could be read of it) does not decide.
 */
const effects = ['grants', 'duty', 'forbids', 'needs-permission', 'unclear'] as const

/** All parts must hold. Thresholds are exceeded by a larger value; `…From` by an equal one too. */
const conditionSchema = z.strictObject({
  commercial: z.boolean().optional(),
  revenueUsdAbove: z.number().positive().optional(),
  revenueUsdFrom: z.number().positive().optional(),
  /** Revenue of one month; compared with a twelfth of the year's. */
  monthlyRevenueUsdAbove: z.number().positive().optional(),
  monthlyActiveUsersAbove: z.number().positive().optional(),
  territories: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .optional(),
  actions: z.array(z.enum(licenceActions)).min(1).optional(),
})
export type LicenceCondition = z.infer<typeof conditionSchema>

/** The same words in every language of the program. */
const localizedSchema = z.strictObject({
  en: z.string().min(1),
  'zh-TW': z.string().min(1),
  'zh-CN': z.string().min(1),
}) satisfies z.ZodType<Readonly<Record<Locale, string>>>

const licenceTermSchema = z.strictObject({
  kind: z.enum(termKinds),
  effect: z.enum(effects),
  /** One of these must hold; a term without conditions always applies. */
  when: z.array(conditionSchema).min(1).optional(),
  /** Number of the clause; left out where the source does not show it. */
  clause: z.string().min(1).optional(),
  /** In our words. */
  text: localizedSchema,
  /** Id in `data/sources.json`. */
  source: z.string().min(1),
})
export type LicenceTerm = z.infer<typeof licenceTermSchema>

export const licenceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  name: z.string().min(1),
  /** Tags by which hubs and catalogues call it. */
  aliases: z.array(z.string().min(1)),
  spdx: z.string().min(1).optional(),
  /** ScanCode key; `LicenseRef-scancode-<key>` where SPDX has no id. */
  scancode: z.string().min(1).optional(),
  kind: z.enum(['permissive', 'source-available', 'use-restricted', 'non-commercial']),
  /** Approved by the Open Source Initiative. */
  openSource: z.boolean().optional(),
  commercial: z.enum(['yes', 'conditional', 'no', 'unclear']),
  /**
   * How much of the text the terms were read from: all of it, parts of it, what others quote of it, nothing. Only a
   * text read in full can show that nothing is asked for.
   */
  read: z.enum(['full', 'part', 'secondary', 'none']),
  terms: z.array(licenceTermSchema),
  note: localizedSchema.optional(),
})
export type Licence = z.infer<typeof licenceSchema>

/** The identifier for a bill of materials: SPDX, or ScanCode's where SPDX has none. */
export function licenceIdentifier({ spdx, scancode }: Licence): string | undefined {
  return spdx ?? (scancode === undefined ? undefined : `LicenseRef-scancode-${scancode}`)
}

export const licenceListSchema = z.array(licenceSchema)
