import { z } from 'zod'
import type { StoredWords } from '../../facts/catalogue/catalogue-index.ts'

/** Kinds of meaning that a word of a question can have. */
export const meaningKinds = [
  'task',
  'modality',
  'language',
  'need',
  'use',
  'licence',
  'territory',
  'country',
  'prefer',
  'size',
  'role',
  'device',
  'deviceName',
  'ask',
  'field',
  'concept',
  'compare',
  'unit',
  'number',
  'not',
  'break',
  'join',
  'noise',
] as const
export type MeaningKind = (typeof meaningKinds)[number]

const word = z.string().min(1).max(80)

/**
 * `data/question/<language>.json`: what words of one language mean, by kind and value. One script of Chinese is enough:
 * Traditional is folded into Simplified, in the words as in the question.
 */
export const lexiconSchema = z.strictObject({
  language: z.enum(['en', 'zh-TW', 'zh-CN']),
  entries: z.partialRecord(z.enum(meaningKinds), z.record(z.string(), z.array(word).min(1))),
})
type Lexicon = z.infer<typeof lexiconSchema>

const inThree = z.strictObject({ en: z.string(), 'zh-TW': z.string(), 'zh-CN': z.string() })

/** `data/question/concepts.json`: ideas that people ask about, in our words, with sources and models that show them. */
export const conceptListSchema = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    name: inThree,
    text: inThree,
    /** Ids of `data/sources.json`, or addresses. */
    sources: z.array(z.string()).min(1),
    /** Facts of the catalogue that show it: `[model, field]`. */
    shownBy: z.array(z.strictObject({ model: z.string(), field: z.string() })).max(12),
    /** Command lines that go further. */
    next: z.array(z.string()).max(4),
  }),
)
export type Concept = z.infer<typeof conceptListSchema>[number]

const size = z.int().positive()

/** `data/question/presets.json`: roles, tiers, size classes and kinds of device as needs. */
export const presetsSchema = z.strictObject({
  tiers: z.array(
    z.strictObject({
      id: z.string(),
      name: inThree,
      minTotalParams: size.optional(),
      maxTotalParams: size.optional(),
      reason: z.string(),
    }),
  ),
  /** What somebody who says no more than who they are probably needs. */
  roles: z.record(
    z.string(),
    z.strictObject({
      tier: z.string(),
      commercial: z.boolean().optional(),
      offline: z.boolean().optional(),
      prefer: z.enum(['quality', 'speed', 'memory', 'price']).optional(),
      reason: z.string(),
    }),
  ),
  sizes: z.record(z.string(), z.strictObject({ tier: z.string() })),
  devices: z.record(
    z.string(),
    z.strictObject({
      kind: z.enum(['gpu', 'unified', 'cpu', 'npu']),
      memoryBytes: size.optional(),
      bandwidthBytesPerSecond: size,
      maxTotalParams: size.optional(),
      reason: z.string(),
    }),
  ),
  /** Machines from small to large, for needs that the own one cannot meet. */
  usualMachines: z.array(z.string()).min(1),
  /** Tokens of one character, word, page or book. */
  tokens: z.strictObject({
    perCharacter: z.number(),
    perWord: z.number(),
    perPage: z.strictObject({ en: size, zh: size }),
    perBook: z.strictObject({ en: size, zh: size }),
    answer: size,
    reason: z.string(),
    source: z.string(),
  }),
  /** US dollars of one unit of other money. */
  exchange: z.record(z.string(), z.number().positive()),
  exchangeSource: z.string(),
  /** Names of models that are ordinary words: taken for a model only where written with a capital. */
  ordinaryWords: z.array(z.string()),
})
export type Presets = z.infer<typeof presetsSchema>

/** What the build makes of the files, and the reader loads. */
export interface QuestionData {
  /** `word → kind:value, …`; words folded, without spaces. */
  readonly words: Readonly<Record<string, readonly string[]>>
  /** Other words for developers and lines of models, as `storeWords` makes them. */
  readonly makers: readonly StoredWords[]
  readonly concepts: readonly Concept[]
  readonly presets: Presets
  readonly traditional: string
  readonly simplified: string
  /** Characters that only one script has. */
  readonly onlyTraditional: string
  readonly onlySimplified: string
}

/** Key that a word is looked up by: as `compactText` makes of a question. */
export type KeyOf = (text: string) => string

/** Puts the lexicons of all languages into one table. */
export function compileWords(
  lexicons: readonly Lexicon[],
  keyOf: KeyOf,
): Readonly<Record<string, readonly string[]>> {
  const words = new Map<string, Set<string>>()
  for (const { entries } of lexicons)
    for (const [kind, values] of Object.entries(entries))
      for (const [value, phrases] of Object.entries(values ?? {}))
        for (const phrase of phrases) {
          const key = keyOf(phrase)
          const known = words.get(key) ?? new Set()
          words.set(key, known.add(`${kind}:${value}`))
        }
  return Object.fromEntries([...words].map(([key, meanings]) => [key, [...meanings]]))
}
