import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { checkShape } from '../../facts/catalogue/checks/check-shape.ts'
import type { Family } from '../../facts/catalogue/family.ts'
import { type Claim, chooseClaim, claimantSchema } from '../../facts/claim.ts'
import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { staleDays } from '../../facts/fact-age.ts'
import type { ModelRecord } from '../../facts/model-record.ts'
import { modelStatusSchema } from '../../facts/model-record.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { weightsOf } from '../../sizing/weights.ts'
import { defineOperation } from '../define-operation.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import { presentModel } from './present-model.ts'

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
  /** What there is to say of a family, in the reader's language. */
  note: z.string().optional(),
  /** Ids that were probably meant, where the name asked for has no model of its own. */
  didYouMean: z.array(z.string()),
  /** What guides say that sources contradict, and what was found. */
  disputes: z.array(
    z.strictObject({
      field: z.string(),
      says: z.string(),
      finding: z.string(),
      note: z.string().optional(),
      source: z.string(),
    }),
  ),
  derived: derived.optional(),
  /** Fields of the shape that were chosen so that the total agrees; no second figure confirms them yet. */
  unproven: z.array(z.string()).optional(),
  /** Why published and derived figures differ. */
  totalExcuse: z.string().optional(),
  activeExcuse: z.string().optional(),
  /** Where the shape was looked for and not found. */
  shapeNotFound: z.string().optional(),
  /** By field: the claim that counts, and every other claim made about it. */
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
    const family =
      context.catalogue.find(given.model) === undefined
        ? context.families.find(given.model)
        : undefined
    if (family !== undefined) return familyOutput(family, context)
    const entry = context.catalogue.resolve(given.model)
    const record = await context.record(entry.id)
    if (record === undefined)
      throw new TouchstoneError('not_found', { problem: `data/models/${entry.id}.json` })
    return modelOutput(record, entry, context)
  },
  present: (result, reader) => presentModel(result, reader),
})

function familyOutput(
  { id, names, members, note }: Family,
  context: OperationContext,
): ModelOutput {
  return {
    ...header(context),
    id,
    names,
    status: members.length === 0 ? 'not-found' : statusOf(members, context),
    members: [...members],
    note: note?.[context.locale],
    didYouMean: [],
    disputes: [],
    facts: {},
  }
}

/** Open where one of its models is. */
function statusOf(members: readonly string[], { catalogue }: OperationContext) {
  const statuses = members.map((id) => catalogue.find(id)?.status)
  return statuses.includes('open-weights') ? 'open-weights' : (statuses[0] ?? 'not-found')
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
    disputes: (record.disputes ?? []).map((dispute) => ({ ...dispute })),
    derived: shape === undefined ? undefined : derivedOf(shape),
    unproven: isUnproven(record) ? record.shapeFitted : undefined,
    totalExcuse: record.totalExcuse,
    activeExcuse: record.activeExcuse,
    shapeNotFound: record.shapeNotFound,
    facts: factsOf(record, context.today),
  }
}

/** By the same check that the data must pass. */
function isUnproven(record: ModelRecord): boolean {
  if (record.shapeFitted === undefined) return false
  const tools = { readArchitecture, countParameters, weightsOf }
  return checkShape(record, tools, () => undefined).total === 'unproven'
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

function factsOf(record: ModelRecord, today: string): ModelOutput['facts'] {
  const facts: ModelOutput['facts'] = {}
  for (const [field, claims] of Object.entries(record.facts)) {
    if (claims === undefined) continue
    // Prices are offers side by side, not claims that exclude each other: the first stands for the field.
    const chosen = field === 'prices' ? claims[0] : chooseClaim<unknown>(claims)
    if (chosen === undefined) continue
    const others = claims.filter((other) => other !== chosen)
    facts[field] = {
      ...shown(field, chosen, today),
      others: others.map((other) => shown(field, other, today)),
    }
  }
  return facts
}

function shown(field: string, { value, by, ...rest }: Claim, today: string): ShownClaim {
  const days = staleDays(field, rest.date, today)
  return claim.parse({
    value,
    basis: by,
    ...rest,
    ...(days === undefined ? {} : { staleDays: days }),
  })
}
