import { z } from 'zod'
import { licenceUseSchema } from '../facts/licences/licence-use.ts'
import { modalitySchema } from '../facts/model-record.ts'
import { readLanguage } from './read-language.ts'

export const tasks = [
  'general',
  'reasoning',
  'maths',
  'code',
  'agent',
  'instruction-following',
  'long-context',
  'multilingual',
  'chinese',
  'traditional-chinese',
  'rag',
  'writing',
  'vision',
  'hallucination',
  'refusal',
] as const
export type Task = (typeof tasks)[number]

const count = z
  .int()
  .positive()
  .max(2 ** 40)
const rate = z.number().positive().max(1e9)
const idList = z.array(z.string().min(1).max(200)).max(500)
/** zh-TW and zh-CN are accepted for the scripts that people mean by them. */
const language = z
  .string()
  .max(20)
  .regex(/^[A-Za-z]{2,3}([-_][A-Za-z]{2,4}){0,2}$/)

/** What a person needs. Everything is optional; what is taken for granted instead is stated in the answer. */
export const requirementsSchema = z.strictObject({
  task: z.enum(tasks).optional(),
  /** Tokens that one user's conversation may fill, prompt and answer together. */
  contextPerUser: z.int().positive().max(100_000_000).optional(),
  /** Conversations at the same time. */
  parallel: z.int().positive().max(65_536).optional(),
  languages: z.array(language).max(50).optional(),
  modalities: z.array(modalitySchema).optional(),
  licenceUse: licenceUseSchema.optional(),
  tools: z.boolean().optional(),
  reasoning: z.enum(['on', 'off', 'switchable', 'any']).optional(),
  minDecodeTokensPerSecond: rate.optional(),
  maxTimeToFirstTokenMs: z.number().positive().max(1e9).optional(),
  /** Everything on the own machine; hosted offers are left out. */
  offline: z.boolean().optional(),
  /** No form to fill in before the download. */
  ungated: z.boolean().optional(),
  /** ISO 3166 codes of developers' countries to leave out. */
  developerCountriesExcluded: z
    .array(z.string().regex(/^[A-Za-z]{2}$/))
    .max(250)
    .optional(),
  maxTotalParams: count.optional(),
  minTotalParams: count.optional(),
  maxActiveParams: count.optional(),
  releasedAfter: z.iso.date().optional(),
  maxPriceUsdPerMillionTokens: z.number().nonnegative().max(1e6).optional(),
  prefer: z.enum(['quality', 'speed', 'memory', 'price']).optional(),
  /** Only these models (ids, names or aliases). */
  only: idList.optional(),
  exclude: idList.optional(),
})
export type Requirements = z.infer<typeof requirementsSchema>

/** Requirements with every default in place. */
export interface FullRequirements extends Requirements {
  readonly task: Task
  readonly contextPerUser: number
  readonly parallel: number
  readonly reasoning: 'on' | 'off' | 'switchable' | 'any'
  readonly prefer: 'quality' | 'speed' | 'memory' | 'price'
}

/** Something taken for granted: a message code with its values. */
export interface Assumption {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

/**
 * Working contexts by task where the asker named none. Judgement, stated with every answer: a chat of some
 * twenty turns, a few source files, an agent's transcript, a report.
 */
const usualContext: Readonly<Record<Task, number>> = {
  general: 8_192,
  reasoning: 16_384,
  maths: 16_384,
  code: 16_384,
  agent: 32_768,
  'instruction-following': 8_192,
  'long-context': 65_536,
  multilingual: 8_192,
  chinese: 8_192,
  'traditional-chinese': 8_192,
  rag: 16_384,
  writing: 8_192,
  vision: 8_192,
  hallucination: 8_192,
  refusal: 8_192,
}

/** Puts the defaults in place and says which ones were taken. */
export function completeRequirements(given: Requirements): {
  requirements: FullRequirements
  assumptions: Assumption[]
} {
  const assumptions: Assumption[] = []
  const task = given.task ?? 'general'
  if (given.task === undefined) assumptions.push({ code: 'assumed.task', values: { task } })
  const contextPerUser = given.contextPerUser ?? usualContext[task]
  if (given.contextPerUser === undefined)
    assumptions.push({ code: 'assumed.context', values: { contextLength: contextPerUser, task } })
  const parallel = given.parallel ?? 1
  if (given.parallel === undefined)
    assumptions.push({ code: 'assumed.parallel', values: { parallel } })
  const tools = given.tools ?? (task === 'agent' ? true : undefined)
  if (given.tools === undefined && tools === true)
    assumptions.push({ code: 'assumed.tools', values: {} })
  const modalities = given.modalities ?? (task === 'vision' ? (['image'] as const) : undefined)
  const languages = given.languages ?? impliedLanguages(task)
  if (given.languages === undefined && languages !== undefined)
    assumptions.push({ code: 'assumed.languages', values: { languages: languages.join(', ') } })
  if (given.licenceUse === undefined) assumptions.push({ code: 'assumed.licence', values: {} })
  return {
    requirements: {
      ...given,
      task,
      contextPerUser,
      parallel,
      reasoning: given.reasoning ?? 'any',
      prefer: given.prefer ?? 'quality',
      ...(tools === undefined ? {} : { tools }),
      ...(modalities === undefined ? {} : { modalities: [...modalities] }),
      ...(languages === undefined ? {} : { languages: languages.map(readLanguage) }),
    },
    assumptions,
  }
}

function impliedLanguages(task: Task): string[] | undefined {
  if (task === 'traditional-chinese') return ['zh-Hant']
  if (task === 'chinese') return ['zh']
  return undefined
}
