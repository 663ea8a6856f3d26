import { z } from 'zod'
import type { Locale } from '../../base/locale.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { Family } from '../../facts/catalogue/family.ts'
import { shapeFindings } from '../../facts/catalogue/shape-findings.ts'
import { type Claim, chooseClaim, claimantSchema, inLanguage } from '../../facts/claim.ts'
import { staleDays } from '../../facts/fact-age.ts'
import type { ModelRecord } from '../../facts/model-record.ts'
import { modelStatusSchema } from '../../facts/model-record.ts'
import { longestContext } from '../../selection/gates.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { defineOperation } from '../define-operation.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import { knownActive } from './model-filters.ts'
import { presentModel } from './present-model.ts'
import { findNamed } from './resolve-model.ts'
import { shapeDoubtOf, shapeDoubtSchema } from './shape-doubt.ts'
import { shapeTools } from './shape-tools.ts'

const input = z.strictObject({ model: z.string().min(1).max(200) })

const claim = z.strictObject({
  value: z.json(),
  basis: claimantSchema,
  source: z.string(),
  locator: z.string().optional(),
  date: z.string().optional(),
  revision: z.string().optional(),
  note: z.string().optional(),
  /** Age in days, where that is more than facts of this kind stay fresh. */
  staleDays: z.int().positive().optional(),
})

/** What the shape gives, told apart as vendors mix them up. */
const derived = z.strictObject({
  /** Every parameter once: a tied matrix once, blocks that predict further tokens left out. */
  totalParams: z.number(),
  nextTokenPredictionParams: z.number(),
  tiedEmbeddings: z.boolean(),
  /** Read for one token, by the three rules that vendors count by. */
  activeParams: z.number(),
  activeParamsWithoutEmbedding: z.number(),
  activeParamsWithoutEmbeddingAndHead: z.number(),
})

const memberFigures = z.strictObject({
  id: z.string(),
  status: modelStatusSchema,
  totalParams: z.number().optional(),
  activeParams: z.number().optional(),
  contextLength: z.number().optional(),
  licence: z.string().optional(),
  releaseDate: z.string().optional(),
})

const output = z.strictObject({
  ...headerSchema,
  id: z.string(),
  names: z.strictObject({
    en: z.string(),
    'zh-TW': z.string().optional(),
    'zh-CN': z.string().optional(),
    aliases: z.array(z.string()),
  }),
  status: modelStatusSchema,
  /** One of the user's own models. */
  imported: z.literal(true).optional(),
  /** Of a family: its models. */
  members: z.array(z.string()).optional(),
  /** Of a family: each of its models in short; what is absent is unknown. */
  memberFigures: z.array(memberFigures).optional(),
  /** What there is to say of a family, in the reader's language. */
  note: z.string().optional(),
  /** Ids that were probably meant, where the name asked for has no model of its own. */
  didYouMean: z.array(z.string()),
  /** What guides say that sources contradict, and what was found. */
  disputes: z.array(
    z.strictObject({
      /** Of a family: the model that it is kept with. */
      model: z.string().optional(),
      field: z.string(),
      /** Absent where guides say nothing of what was found. */
      says: z.string().optional(),
      finding: z.string(),
      note: z.string().optional(),
      source: z.string(),
    }),
  ),
  derived: derived.optional(),
  ...shapeDoubtSchema,
  /** Why published and derived figures differ. */
  totalExcuse: z.string().optional(),
  activeExcuse: z.string().optional(),
  storedExcuse: z.string().optional(),
  /** Where the shape was looked for and not found. */
  shapeNotFound: z.string().optional(),
  /** By field: the claim that counts, and every other claim made about it; of a family what all its models share. */
  facts: z.record(z.string(), z.strictObject({ ...claim.shape, others: z.array(claim) })),
})
export type ModelOutput = z.output<typeof output>
export type ShownClaim = z.output<typeof claim>

/** One model's facts, each with its source, who says it, and what others say instead; or a family's models. */
export const model = defineOperation({
  name: 'model',
  summary: 'model.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: { model: { path: 'model', unit: 'text', summary: 'flag.model', position: 0 } },
  examples: ['model qwen3-8b', 'model llama-3.1', 'model mistral-2', 'model llama-3.1-8b --json'],
  async run(given, context): Promise<ModelOutput> {
    const { model: found, family } = findNamed(given.model, context) ?? {}
    if (family !== undefined) return familyOutput(family, context)
    const entry = found ?? context.catalogue.resolve(given.model)
    const record = await context.record(entry.id)
    if (record === undefined)
      throw new TouchstoneError('not_found', { problem: `data/models/${entry.id}.json` })
    return modelOutput(record, entry, context)
  },
  present: (result, reader) => presentModel(result, reader),
})

/** What all models of a family have in common is told once; the rest of each in a line, and what guides say of them. */
async function familyOutput(
  { id, names, members, note, status }: Family,
  context: OperationContext,
): Promise<ModelOutput> {
  const records = await Promise.all(members.map((member) => context.record(member)))
  const known = records.filter((record) => record !== undefined)
  return {
    ...header(context),
    id,
    names,
    status: status ?? statusOf(members, context),
    members: [...members],
    memberFigures: members.flatMap((member) => figuresOf(context.catalogue.withId(member))),
    note: note?.[context.locale],
    didYouMean: [],
    disputes: known.flatMap((record) =>
      disputesOf(record, context.locale).map((dispute) => ({ model: record.id, ...dispute })),
    ),
    facts: known.length === members.length ? sharedFacts(known, context) : {},
  }
}

/** Open where one of its models is. */
function statusOf(members: readonly string[], { catalogue }: OperationContext) {
  const statuses = members.map((id) => catalogue.find(id)?.status)
  return statuses.includes('open-weights') ? 'open-weights' : (statuses[0] ?? 'not-found')
}

function figuresOf(entry: CatalogueEntry | undefined): z.output<typeof memberFigures>[] {
  if (entry === undefined) return []
  const { id, status, totalParams, licence, releaseDate } = entry
  const contextLength = longestContext(entry)
  const activeParams = knownActive(entry)
  return [{ id, status, totalParams, activeParams, contextLength, licence, releaseDate }]
}

/** Fields that say of a whole family what they say of each of its models. */
const sharedFields = new Set([
  'developer',
  'developerCountry',
  'licence',
  'gated',
  'languages',
  'modalitiesInput',
  'modalitiesOutput',
  'tools',
  'reasoning',
])

function sharedFacts(
  records: readonly ModelRecord[],
  context: OperationContext,
): ModelOutput['facts'] {
  const [first, ...rest] = records.map((record) => factsOf(record, context))
  return Object.fromEntries(
    Object.entries(first ?? {})
      .filter(
        ([field, { value }]) =>
          sharedFields.has(field) &&
          rest.every((facts) => JSON.stringify(facts[field]?.value) === JSON.stringify(value)),
      )
      .map(([field, fact]) => [field, { ...fact, others: [] }]),
  )
}

function disputesOf(record: ModelRecord, locale: Locale): ModelOutput['disputes'] {
  return (record.disputes ?? []).map(({ field, says, finding, note, source }) => ({
    field,
    ...(says === undefined ? {} : { says: says[locale] }),
    finding: finding[locale],
    ...(note === undefined ? {} : { note: note[locale] }),
    source,
  }))
}

function modelOutput(
  record: ModelRecord,
  entry: CatalogueEntry,
  context: OperationContext,
): ModelOutput {
  const shape = context.catalogue.architecture(entry)
  return {
    ...header(context),
    id: record.id,
    names: record.names,
    status: record.status,
    imported: entry.imported,
    didYouMean: record.didYouMean ?? [],
    disputes: disputesOf(record, context.locale),
    derived: shape === undefined ? undefined : derivedOf(shape),
    ...shapeDoubtOf(shapeFindings(record, shapeTools)),
    totalExcuse: record.totalExcuse?.[context.locale],
    activeExcuse: record.activeExcuse?.[context.locale],
    storedExcuse: record.storedExcuse?.[context.locale],
    shapeNotFound: record.shapeNotFound,
    facts: factsOf(record, context),
  }
}

function derivedOf(shape: Parameters<typeof countParameters>[0]): z.output<typeof derived> {
  const counts = countParameters(shape)
  return {
    totalParams: counts.total,
    nextTokenPredictionParams: counts.nextTokenPrediction,
    tiedEmbeddings: shape.tiedEmbeddings || shape.headIsCopy === true,
    activeParams: Math.round(counts.active),
    activeParamsWithoutEmbedding: Math.round(counts.activeWithoutEmbedding),
    activeParamsWithoutEmbeddingAndHead: Math.round(counts.activeWithoutEmbeddingAndHead),
  }
}

function factsOf(
  record: ModelRecord,
  { today, locale }: Pick<OperationContext, 'today' | 'locale'>,
): ModelOutput['facts'] {
  const { activeParams } = shapeFindings(record, shapeTools)
  const facts: ModelOutput['facts'] = {}
  for (const [field, claims] of Object.entries(withCounted(record.facts, activeParams))) {
    if (claims === undefined) continue
    // Prices are offers side by side, not claims that exclude each other: the first stands for the field.
    const best = field === 'prices' ? claims[0] : chooseClaim<unknown>(claims)
    const chosen = field === 'activeParams' ? (activeParams ?? best) : best
    if (chosen === undefined) continue
    const others = claims.filter((other) => other !== chosen)
    facts[field] = {
      ...shown(field, chosen, today, locale),
      others: others.map((other) => shown(field, other, today, locale)),
    }
  }
  return facts
}

/** Active parameters that nobody states stand where stated ones would: behind the total. */
function withCounted(
  facts: ModelRecord['facts'],
  counted: Claim<number> | undefined,
): Record<string, readonly Claim[] | undefined> {
  if (counted === undefined || facts.activeParams !== undefined) return facts
  return Object.fromEntries(
    Object.entries(facts).flatMap(([field, claims]) => {
      const own: [string, readonly Claim[] | undefined] = [field, claims]
      return field === 'totalParams' ? [own, ['activeParams', [counted]] as const] : [own]
    }),
  )
}

function shown(
  field: string,
  { value, by, note, ...rest }: Claim,
  today: string,
  locale: Locale,
): ShownClaim {
  const days = staleDays(field, rest.date, today)
  const text = inLanguage(note, locale)
  return claim.parse({
    value,
    basis: by,
    ...rest,
    ...(text === undefined ? {} : { note: text }),
    ...(days === undefined ? {} : { staleDays: days }),
  })
}
