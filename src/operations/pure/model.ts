import { z } from 'zod'
import type { TextDocument } from '../../base/document.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatCount } from '../../base/quantities.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { type Claim, chooseClaim, claimantSchema } from '../../facts/claim.ts'
import type { ModelRecord } from '../../facts/model-record.ts'
import { modelStatusSchema } from '../../facts/model-record.ts'
import { defineOperation } from '../define-operation.ts'
import type { Reader } from '../operation.ts'
import { header, headerSchema } from './header.ts'

const input = z.strictObject({ model: z.string().min(1).max(200) })

const claim = z.strictObject({
  value: z.json(),
  basis: claimantSchema,
  source: z.string(),
  locator: z.string().optional(),
  date: z.string().optional(),
  revision: z.string().optional(),
  note: z.string().optional(),
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
  /** By field: the claim that counts, and every other claim made about it. */
  facts: z.record(z.string(), z.strictObject({ ...claim.shape, others: z.array(claim) })),
})
type Output = z.output<typeof output>
type ShownClaim = z.output<typeof claim>

/** One model's facts, each with its source, who says it, and what others say instead. */
export const model = defineOperation({
  name: 'model',
  summary: 'model.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: { model: { path: 'model', unit: 'text', summary: 'flag.model', position: 0 } },
  examples: ['model qwen3-8b', 'model llama-3.1-8b --json'],
  async run(given, context) {
    const entry = context.catalogue.resolve(given.model)
    const record = await context.record(entry.id)
    if (record === undefined)
      throw new TouchstoneError('not_found', { problem: `data/models/${entry.id}.json` })
    return {
      ...header(context),
      id: record.id,
      names: record.names,
      status: record.status,
      didYouMean: record.didYouMean ?? [],
      disputes: (record.disputes ?? []).map((dispute) => ({ ...dispute })),
      facts: factsOf(record),
    }
  },
  present: (result, reader) => present(result, reader),
})

function factsOf(record: ModelRecord): Output['facts'] {
  const facts: Output['facts'] = {}
  for (const [field, claims] of Object.entries(record.facts)) {
    if (claims === undefined) continue
    // Prices are offers side by side, not claims that exclude each other: the first stands for the field.
    const chosen = field === 'prices' ? claims[0] : chooseClaim<unknown>(claims)
    if (chosen === undefined) continue
    const others = claims.filter((other) => other !== chosen).map((other) => shown(other))
    facts[field] = { ...shown(chosen), others }
  }
  return facts
}

function shown({ value, by, ...rest }: Claim): ShownClaim {
  return claim.parse({ value, basis: by, ...rest })
}

function present(result: Output, { locale }: Reader): TextDocument {
  const rows = Object.entries(result.facts).map(([field, fact]) => ({
    label: say(locale, `field.${field}`),
    value: { text: `${showValue(field, fact.value)}  [${provenance(fact, locale)}]` },
  }))
  const disagreements = Object.entries(result.facts).flatMap(([field, fact]) =>
    fact.others
      .filter(() => field !== 'prices' && field !== 'config')
      .map((other) => ({
        text: `${say(locale, `field.${field}`)}: ${showValue(field, other.value)}  [${provenance(other, locale)}]${other.note === undefined ? '' : ` ${other.note}`}`,
      })),
  )
  return [
    { kind: 'heading', text: `${result.names[locale] ?? result.names.en} (${result.id})` },
    { kind: 'paragraph', text: say(locale, `status.${result.status}`) },
    { kind: 'facts', rows },
    ...(result.didYouMean.length === 0
      ? []
      : ([
          {
            kind: 'paragraph',
            tone: 'warning',
            text: say(locale, 'model.didYouMean', { models: result.didYouMean }),
          },
        ] as const)),
    ...(result.disputes.length === 0
      ? []
      : ([
          { kind: 'heading', text: say(locale, 'model.disputes') },
          {
            kind: 'list',
            items: result.disputes.map(({ field, says, finding, source }) => ({
              text: `${field}: ${says} → ${finding}  [${source}]`,
            })),
          },
        ] as const)),
    ...(disagreements.length === 0
      ? []
      : ([
          { kind: 'heading', text: say(locale, 'model.others') },
          { kind: 'list', items: disagreements },
        ] as const)),
    {
      kind: 'commands',
      items: [
        ...(result.status === 'open-weights'
          ? [{ purpose: say(locale, 'next.size'), command: `touchstone size ${result.id}` }]
          : []),
        { purpose: say(locale, 'next.allFields'), command: `touchstone model ${result.id} --json` },
      ],
    },
  ]
}

function provenance(fact: ShownClaim, locale: Reader['locale']): string {
  return [say(locale, `basis.${fact.basis}`), fact.source, fact.date]
    .filter((part) => part !== undefined)
    .join(', ')
}

function showValue(field: string, value: unknown): string {
  if (typeof value === 'number') return formatCount(value)
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  if (field === 'config')
    return Object.entries(value)
      .slice(0, 8)
      .map(([key, part]) => `${key} ${brief(part)}`)
      .join(', ')
  return Object.entries(value)
    .map(([key, part]) => `${key} ${brief(part)}`)
    .join(', ')
}

function brief(part: unknown): string {
  const text = typeof part === 'object' ? JSON.stringify(part) : String(part)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
