import { z } from 'zod'
import { claimSchema, wordsSchema } from './claim.ts'

/** A fact: what each source says of it, at least one. `chooseClaim` picks the one that counts. */
function fact<T extends z.ZodType>(value: T) {
  return z.array(claimSchema(value)).min(1).optional()
}

const count = z.int().positive()
/** IETF tags; Chinese always with its script (`zh-Hant`, `zh-Hans`), or `zh` where the maker does not say which. */
const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/)
export const modalitySchema = z.enum(['text', 'image', 'audio', 'video'])
/** Embedding models write vectors; they answer nobody. */
const outputModalitySchema = z.enum([...modalitySchema.options, 'embedding'])

/** How the reasoning of a model is switched: a recipe, not a badge. */
const reasoningSwitch = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('always') }),
  z.strictObject({
    kind: z.literal('template-variable'),
    variable: z.string(),
    on: z.json(),
    off: z.json(),
    default: z.enum(['on', 'off']),
    /** Words in the system or user text that switch it turn by turn, where the template reads them too. */
    softTokens: z.strictObject({ on: z.string(), off: z.string() }).optional(),
  }),
  z.strictObject({
    kind: z.literal('soft-token'),
    on: z.string(),
    off: z.string(),
    default: z.enum(['on', 'off']),
  }),
  z.strictObject({
    kind: z.literal('system-text'),
    on: z.string(),
    off: z.string().optional(),
    default: z.enum(['on', 'off']),
  }),
  z.strictObject({
    kind: z.literal('effort'),
    levels: z.array(z.string()).min(1),
    default: z.string(),
    /** Template variable or request field that takes the level; absent where the level stands in the system text. */
    variable: z.string().optional(),
    /** The level that answers at once, where there is one. */
    off: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('budget'),
    /** Template variable or request field that takes the tokens it may think for. */
    variable: z.string(),
    /** The value that answers at once, where there is one. */
    off: z.json().optional(),
    default: z.enum(['on', 'off']),
  }),
])

/** How the model writes a call, named by vLLM's parser for it, and the text that opens one. */
const toolCallForm = z.strictObject({
  parser: z.string().regex(/^[a-z0-9_]+$/),
  opens: z.string().min(1).max(100).optional(),
})

/**
 * What the chat template does with a system text: a turn of its own, a `developer` turn, put before the first user
 * text, or refused.
 */
const systemRoleSchema = z.enum(['system', 'developer', 'in-user-turn', 'none'])

/** What a model was tuned for. */
export const specialitySchema = z.enum([
  'code',
  'maths',
  'agent',
  'rag',
  'translation',
  'roleplay',
  'vision',
  'medical',
])

const price = z.strictObject({
  provider: z.string(),
  inputUsdPerMillionTokens: z.number().nonnegative(),
  outputUsdPerMillionTokens: z.number().nonnegative(),
  contextServed: count.optional(),
})

/** A published config.json: field names and values as the maker wrote them (only the fields that shape needs). */
export const publishedConfigSchema = z.record(z.string(), z.json())
export type PublishedConfig = z.infer<typeof publishedConfigSchema>

export const modelStatusSchema = z.enum(['open-weights', 'api-only', 'announced', 'not-found'])

/** What a field of a dispute is called; each has its word in the three languages. */
export const disputeFields = [
  'architecture',
  'base',
  'benchmark',
  'cause',
  'censorship',
  'comparison',
  'context',
  'developer',
  'existence',
  'first-open',
  'identity',
  'languages',
  'latency',
  'layers',
  'licence',
  'memory',
  'name',
  'nature',
  'newest',
  'openness',
  'order',
  'params',
  'positions',
  'refusals',
  'relevance',
  'scope',
  'size',
  'status',
  'storage',
  'strength',
  'tier',
  'variants',
] as const

/** What a guide says of a model or a family that the facts do not bear out, with what was found. */
const disputeSchema = z.strictObject({
  field: z.enum(disputeFields),
  /** The guide's words in short; absent where it says nothing of what a reader must know. */
  says: wordsSchema.optional(),
  finding: wordsSchema,
  note: wordsSchema.optional(),
  source: z.string().min(1),
})

/** One model, one file: `data/models/<id>.json`. Strict: an unknown field is an error. */
export const modelRecordSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  status: modelStatusSchema,
  names: z.strictObject({
    en: z.string(),
    'zh-TW': z.string().optional(),
    'zh-CN': z.string().optional(),
    /** Other spellings people type, Hub ids among them (`Qwen/Qwen3-8B`). */
    aliases: z.array(z.string()),
  }),
  facts: z.strictObject({
    developer: fact(z.string()),
    /** ISO 3166 country of the developer's seat. */
    developerCountry: fact(z.string().regex(/^[A-Z]{2}$/)),
    /** Hub repository of the instruction-tuned weights. */
    repository: fact(z.string()),
    releaseDate: fact(z.iso.date()),
    /** Fields of the published config.json. */
    config: fact(publishedConfigSchema),
    totalParams: fact(count),
    /** As the vendor counts; the speed model computes its own bytes per token. */
    activeParams: fact(count),
    /** Parameters as stored in the checkpoint where they differ (tied head stored twice, MTP, scales). */
    storedParams: fact(count),
    /** Part of the total that is no language model: vision and audio towers with their projectors. */
    otherTowersParams: fact(count),
    contextLengthNative: fact(count),
    contextLengthExtended: fact(
      z.strictObject({
        contextLength: count,
        method: z.string(),
        factor: z.number().positive().optional(),
      }),
    ),
    contextLengthServed: fact(count),
    /** Longest answer that the maker allows or recommends. */
    outputLength: fact(count),
    licence: fact(z.string()),
    gated: fact(z.boolean()),
    languages: fact(z.array(languageTag)),
    modalitiesInput: fact(z.array(modalitySchema).min(1)),
    modalitiesOutput: fact(z.array(outputModalitySchema).min(1)),
    reasoning: fact(reasoningSwitch),
    tools: fact(z.boolean()),
    toolCallForm: fact(toolCallForm),
    systemRole: fact(systemRoleSchema),
    /** Year, or year and month, or the day. */
    knowledgeCutoff: fact(z.string().regex(/^\d{4}(-\d{2}){0,2}$/)),
    /** The model it was made from: its id here where it has a record, else its Hub id. */
    baseModel: fact(z.string()),
    /** What was done to the base model. */
    baseModelRelation: fact(
      z.enum(['fine-tune', 'distillation', 'continued-pretraining', 'pruning', 'merge']),
    ),
    /** What it was tuned for, where it is not a general chat model. */
    specialities: fact(z.array(specialitySchema)),
    /** Quantization the maker publishes as the model itself (gpt-oss: MXFP4). */
    nativeQuantization: fact(z.string()),
    prices: z.array(claimSchema(price)).optional(),
  }),
  /** What guides say of the model that the facts do not bear out, with the finding; kept so that readers can be told. */
  disputes: z.array(disputeSchema).min(1).optional(),
  /** Ids that were probably meant, where no model of this name was found. */
  didYouMean: z.array(z.string()).min(1).optional(),
  /** Why the total may differ by more than 0.5 % from what the shape gives; shown with the model. */
  totalExcuse: wordsSchema.optional(),
  /** The same of the active parameters. */
  activeExcuse: wordsSchema.optional(),
  /** Why the stored parameters are no sum of the total and what checkpoints store beside it. */
  storedExcuse: wordsSchema.optional(),
  /**
   * Fields of the shape that were chosen so that the total agrees, or that no source shows. Such a total proves
   * nothing: it counts as unproven until a second figure agrees. Names of config.json; `mamba_*` for all that begin so,
   * `*` for every field.
   */
  shapeFitted: z
    .array(z.string().regex(/^[a-z0-9_]*\*?$/))
    .min(1)
    .optional(),
  /** A figure that the shape was not fitted to: bytes of a file of a quantization that llama.cpp's standard recipe made. */
  secondFigure: z
    .strictObject({
      quantization: z.string().min(1),
      /** Bounds that the published precision implies. */
      fileBytesLow: count,
      fileBytesHigh: count,
      source: z.string().min(1),
      locator: z.string().min(1).optional(),
    })
    .optional(),
  /** Where its shape was looked for and not found, of an open model without one. */
  shapeNotFound: z.string().min(1).optional(),
})

export type ModelRecord = z.infer<typeof modelRecordSchema>
