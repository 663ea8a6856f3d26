import { z } from 'zod'
import { say } from '../../base/messages/all-messages.ts'
import { nearestNames } from '../../base/nearest.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { claimantSchema, inLanguage } from '../../facts/claim.ts'
import { type Licence, type LicenceTerm, licenceIdentifier } from '../../facts/licences/licence.ts'
import { type LicenceUse, licenceUseSchema } from '../../facts/licences/licence-use.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { bindingBases, modelLicence } from '../../facts/licences/model-licence.ts'
import { relatedLicences } from '../../facts/licences/related-licences.ts'
import { defineOperation } from '../define-operation.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import { presentLicence } from './present-licence.ts'
import { findNamed, refuseFamily } from './resolve-model.ts'
import { termReason } from './term-reason.ts'

const input = z.strictObject({
  /** A model, or the id of a licence. */
  model: z.string().min(1).max(200),
  use: licenceUseSchema.optional(),
})

const verdict = z.enum(['allowed', 'with-duties', 'not-allowed', 'unclear'])

const clause = z.strictObject({
  /** As the licence numbers it; absent where the number was not seen. */
  clause: z.string().optional(),
  /** In our words, in the language of the answer. */
  text: z.string(),
  source: z.string(),
})
const term = z.strictObject({
  kind: z.string(),
  effect: z.string(),
  ...clause.shape,
  /** Why it bears on this use, where that is not plain: how a place stands to an area, which products are meant. */
  reason: z.string().optional(),
})
/** `settled` is false where the use does not say whether the condition of the term is met. */
const duty = z.strictObject({ ...term.shape, settled: z.boolean() })

const output = z.strictObject({
  ...headerSchema,
  /** Absent where a licence was asked for by its id. */
  model: z.string().optional(),
  name: z.string().optional(),
  /** Absent where none is known. */
  licence: z
    .strictObject({
      id: z.string(),
      name: z.string(),
      /** SPDX id, or `LicenseRef-scancode-<key>`. */
      identifier: z.string().optional(),
      kind: z.enum(['permissive', 'source-available', 'use-restricted', 'non-commercial']),
      openSource: z.boolean().optional(),
      /** How much of the text the terms were read from. */
      read: z.enum(['full', 'part', 'secondary', 'none']),
      note: z.string().optional(),
    })
    .optional(),
  /** A form has to be filled in before the download. */
  gated: z.boolean().optional(),
  use: licenceUseSchema.optional(),
  verdict,
  duties: z.array(duty),
  blocking: z.array(term),
  undecided: z.array(term),
  /** What allows it, where the verdict does. */
  granted: z.array(term),
  clauses: z.array(clause),
  /** Every term of the licence, whatever the use. */
  terms: z.array(term),
  /** Verdicts for the usual uses, where none was asked for. */
  usualUses: z.array(z.strictObject({ use: licenceUseSchema, verdict })).optional(),
  /** Other licences that sources name for this model. */
  others: z.array(
    z.strictObject({
      licence: z.string(),
      basis: claimantSchema,
      source: z.string(),
      note: z.string().optional(),
    }),
  ),
  /**
   * Records of the same line, or the base model, under another licence; the terms of a binding base, of any generation,
   * are among the terms and weigh in the verdicts.
   */
  related: z.array(
    z.strictObject({
      model: z.string(),
      licence: z.string(),
      relation: z.enum(['binding-base', 'base-model', 'revision']),
    }),
  ),
  /** That this is no legal advice. */
  notice: z.string(),
})
export type LicenceOutput = z.output<typeof output>
type Locale = OperationContext['locale']

/** Uses that are asked for most, from the most private to the most public. */
const usualUses: readonly LicenceUse[] = [
  { commercial: false, actions: ['run'] },
  { commercial: true, actions: ['run'] },
  { commercial: true, revenueUsd: 50e6, monthlyActiveUsers: 1e6, actions: ['run'] },
  { commercial: true, territories: ['EU'], actions: ['run'] },
  { commercial: true, actions: ['product'] },
  { commercial: true, actions: ['fine-tune', 'publish'] },
  { commercial: true, actions: ['host'] },
  { commercial: true, actions: ['train-on-outputs'] },
]

/** Whether a licence lets somebody use a model so, and which duties follow; with the clauses. No legal advice. */
export const licence = defineOperation({
  name: 'licence',
  summary: 'licence.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: {
    model: { path: 'model', unit: 'text', summary: 'flag.licenceModel', position: 0 },
    use: { path: 'use', unit: 'licence-use', summary: 'flag.use' },
  },
  examples: [
    'licence kimi-k2 --use "commercial, 5M USD revenue, EU, fine-tune and publish"',
    'licence llama-3.1-8b',
    'licence apache-2.0 --json',
  ],
  async run({ model, use }, context) {
    const { entry, found, binding } = subjectOf(model, context)
    return {
      ...header(context),
      ...(entry === undefined ? {} : await aboutModel(entry, context)),
      licence: found === undefined ? undefined : shownLicence(found, context.locale),
      use,
      ...judged(binding, use ?? {}, context.locale),
      terms: (binding?.terms ?? []).map((one) => shownTerm(one, context.locale)),
      usualUses: binding === undefined || use !== undefined ? undefined : usualVerdicts(binding),
      others: entry === undefined ? [] : await otherClaims(entry, context),
      related: entry === undefined ? [] : relatedTo(entry, context),
      notice: say(context.locale, 'licence.notice'),
    }
  },
  present: presentLicence,
})

interface Subject {
  readonly entry: CatalogueEntry | undefined
  /** The licence named. */
  readonly found: Licence | undefined
  /** It, with the terms of the models that this one was made from. */
  readonly binding: Licence | undefined
}

/**
 * A model by any of its names; else a licence by its id or SPDX id; else, but for families, by its name or tag. Models
 * win where both have the name; `llama` is a family before it is somebody's tag for a licence.
 */
function subjectOf(text: string, context: OperationContext): Subject {
  const { catalogue, licences } = context
  // Other spellings (`qwen3:8b`) come after the ids of licences, which are exact.
  const entry =
    catalogue.find(text) ??
    (licences.get(text) === undefined ? findNamed(text, context)?.model : undefined)
  if (entry !== undefined)
    return {
      entry,
      found: entry.licence === undefined ? undefined : licences.get(entry.licence),
      binding: modelLicence(entry, licences, (id) => catalogue.withId(id)),
    }
  const found = licences.get(text)
  if (found === undefined || !isIdOf(text, found)) refuseFamily(text, context)
  if (found !== undefined) return { entry, found, binding: found }
  return unknownSubject(text, context)
}

function isIdOf(text: string, { id, spdx }: Licence): boolean {
  const asked = text.toLowerCase()
  return asked === id || asked === spdx?.toLowerCase()
}

function unknownSubject(text: string, { catalogue, licences }: OperationContext): never {
  try {
    catalogue.resolve(text)
  } catch (error) {
    if (!TouchstoneError.is(error)) throw error
    const ids = nearestNames(
      text,
      licences.licences.map(({ id }) => id),
    )
    const { nearest } = error.values
    throw new TouchstoneError(error.code, {
      ...error.values,
      nearest: [...(Array.isArray(nearest) ? nearest : []), ...ids].slice(0, 4),
    })
  }
  throw new TouchstoneError('internal')
}

function relatedTo(
  entry: CatalogueEntry,
  { catalogue, licences }: OperationContext,
): LicenceOutput['related'] {
  const binding = bindingBases(entry, licences, (id) => catalogue.withId(id))
  return [
    ...binding.map(({ base, licence }) => ({
      model: base.id,
      licence: licence.id,
      relation: 'binding-base' as const,
    })),
    ...relatedLicences(entry, catalogue.entries).filter(({ model }) =>
      binding.every(({ base }) => base.id !== model),
    ),
  ]
}

async function aboutModel(
  entry: CatalogueEntry,
  { locale }: OperationContext,
): Promise<Pick<LicenceOutput, 'model' | 'name' | 'gated'>> {
  return { model: entry.id, name: entry.names[locale] ?? entry.names.en, gated: entry.gated }
}

function shownLicence(found: Licence, locale: Locale): NonNullable<LicenceOutput['licence']> {
  const { id, name, kind, openSource, read, note } = found
  return {
    id,
    name,
    identifier: licenceIdentifier(found),
    kind,
    openSource,
    read,
    note: note?.[locale],
  }
}

function judged(
  found: Licence | undefined,
  use: LicenceUse,
  locale: Locale,
): Pick<LicenceOutput, 'verdict' | 'duties' | 'blocking' | 'undecided' | 'granted' | 'clauses'> {
  if (found === undefined)
    return {
      verdict: 'unclear',
      duties: [],
      blocking: [],
      undecided: [],
      granted: [],
      clauses: [],
    }
  const judgement = licenceVerdict(found, use)
  return {
    verdict: judgement.verdict,
    duties: judgement.duties.map((one) => ({
      ...withReason(one, use, locale),
      settled: one.settled,
    })),
    blocking: judgement.blocking.map((one) => withReason(one, use, locale)),
    undecided: judgement.undecided.map((one) => withReason(one, use, locale)),
    granted: judgement.granted.map((one) => shownTerm(one, locale)),
    clauses: judgement.clauses.map((one) => ({ ...one, text: one.text[locale] })),
  }
}

function usualVerdicts(found: Licence): NonNullable<LicenceOutput['usualUses']> {
  return usualUses.map((use) => ({ use, verdict: licenceVerdict(found, use).verdict }))
}

function shownTerm(
  { kind, effect, clause, text, source }: LicenceTerm,
  locale: Locale,
): LicenceOutput['terms'][number] {
  return { kind, effect, clause, text: text[locale], source }
}

function withReason(
  one: LicenceTerm,
  use: LicenceUse,
  locale: Locale,
): LicenceOutput['terms'][number] {
  return { ...shownTerm(one, locale), reason: termReason(one, use, locale) }
}

/** What sources other than the chosen one say of the licence; nothing where the record's file is not at hand. */
async function otherClaims(
  entry: CatalogueEntry,
  context: OperationContext,
): Promise<LicenceOutput['others']> {
  const record = await context.record(entry.id)
  return (record?.facts.licence ?? [])
    .filter(({ value }) => value !== entry.licence)
    .map(({ value, by, source, note }) => ({
      licence: value,
      basis: by,
      source,
      note: inLanguage(note, context.locale),
    }))
}
