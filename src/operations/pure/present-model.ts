import type { Block, TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { allMessages, say } from '../../base/messages/all-messages.ts'
import { formatCount, formatParams, formatTokens } from '../../base/quantities.ts'
import type { Reader } from '../operation.ts'
import type { ModelOutput, ShownClaim } from './model.ts'
import { presentFactValue } from './present-fact-value.ts'
import { presentShapeDoubt } from './shape-doubt.ts'

/** What it is in a line; then its facts with who says them, what the shape gives, and where sources disagree. */
export function presentModel(result: ModelOutput, { locale }: Reader): TextDocument {
  return [
    { kind: 'heading', text: titleOf(result, locale) },
    ...(result.members === undefined
      ? answer(result, locale)
      : familyBlocks(result, result.members, locale)),
    ...facts(result, locale),
    ...derivedBlocks(result, locale),
    ...prices(result, locale),
    ...disputes(result, locale),
    ...others(result, locale),
    ...commands(result, locale),
  ]
}

function titleOf({ names, id }: ModelOutput, locale: Locale): string {
  return `${names[locale] ?? names.en} (${id})`
}

function familyBlocks(
  { note, status, memberFigures = [] }: ModelOutput,
  members: readonly string[],
  locale: Locale,
): Block[] {
  const blocks: Block[] = []
  if (note !== undefined) blocks.push({ kind: 'paragraph', text: note })
  if (members.length === 0) return blocks
  if (memberFigures.some((member) => member.status !== status))
    blocks.push({ kind: 'paragraph', text: say(locale, `status.${status}`) })
  const text =
    members.length === 1
      ? say(locale, 'model.family.one')
      : say(locale, 'model.family', { count: members.length })
  return [...blocks, { kind: 'paragraph', text }, memberTable(memberFigures, locale)]
}

function memberTable(figures: NonNullable<ModelOutput['memberFigures']>, locale: Locale): Block {
  const title = (code: string) => ({ title: say(locale, code) })
  const right = (code: string) => ({ ...title(code), align: 'right' as const })
  const cell = (text: string | undefined) =>
    text === undefined ? { text: say(locale, 'word.unknown'), tone: 'dim' as const } : { text }
  const formatted = (value: number | undefined, format: (value: number) => string) =>
    cell(value === undefined ? undefined : format(value))
  return {
    kind: 'table',
    columns: [
      title('column.id'),
      right('column.totalShort'),
      right('column.activeShort'),
      right('column.contextShort'),
      title('column.licence'),
      title('column.released'),
    ],
    rows: figures.map((figure) => [
      { text: figure.id, tone: 'strong' },
      formatted(figure.totalParams, formatParams),
      formatted(figure.activeParams, formatParams),
      formatted(figure.contextLength, formatTokens),
      cell(figure.licence),
      cell(figure.releaseDate),
    ]),
  }
}

function answer(result: ModelOutput, locale: Locale): Block[] {
  const { status, imported, didYouMean } = result
  const blocks: Block[] = [{ kind: 'paragraph', text: say(locale, `status.${status}`) }]
  if (imported === true)
    blocks.push({ kind: 'paragraph', tone: 'dim', text: say(locale, 'model.imported') })
  if (didYouMean.length > 0)
    blocks.push({
      kind: 'paragraph',
      tone: 'warning',
      text: say(locale, 'model.didYouMean', { models: didYouMean }),
    })
  return blocks
}

function facts({ facts: all }: ModelOutput, locale: Locale): Block[] {
  const rows = Object.entries(all)
    .filter(([field]) => field !== 'prices')
    .map(([field, fact]) => ({
      label: fieldName(field, locale),
      value: {
        text: `${presentFactValue(field, fact.value, locale)}  [${provenance(fact, locale)}]`,
        ...(fact.staleDays === undefined ? {} : { tone: 'warning' as const }),
      },
    }))
  return rows.length === 0 ? [] : [{ kind: 'facts', rows }]
}

function fieldName(field: string, locale: Locale): string {
  const code = `field.${field}`
  return Object.hasOwn(allMessages, code) ? say(locale, code) : field
}

/** Total, stored and active parameters are mixed up everywhere; here each rule has its own line. */
function derivedBlocks(result: ModelOutput, locale: Locale): Block[] {
  const { derived, shapeNotFound } = result
  const blocks: Block[] = []
  if (derived !== undefined) {
    const row = (code: string, value: number) => ({
      label: say(locale, `model.derived.${code}`),
      value: { text: formatCount(value) },
    })
    const rows = [row('total', derived.totalParams)]
    if (derived.nextTokenPredictionParams > 0)
      rows.push(row('further', derived.nextTokenPredictionParams))
    if (derived.activeParams < derived.totalParams * 0.98)
      rows.push(
        row('active', derived.activeParams),
        row('activeWithoutEmbedding', derived.activeParamsWithoutEmbedding),
        row('activeWithoutHead', derived.activeParamsWithoutEmbeddingAndHead),
      )
    blocks.push({ kind: 'heading', text: say(locale, 'model.derived') }, { kind: 'facts', rows })
  }
  const warn = (text: string) => blocks.push({ kind: 'paragraph', tone: 'warning', text })
  blocks.push(...presentShapeDoubt(result, locale))
  if (shapeNotFound !== undefined) warn(say(locale, 'model.shapeNotFound'))
  for (const excuse of [result.totalExcuse, result.storedExcuse, result.activeExcuse])
    if (excuse !== undefined) blocks.push({ kind: 'paragraph', tone: 'dim', text: excuse })
  return blocks
}

/** Cheapest first; more than these nobody compares in a terminal. */
const pricesShown = 6

function prices({ facts: { prices: fact } }: ModelOutput, locale: Locale): Block[] {
  if (fact === undefined) return []
  const offers = [fact, ...fact.others]
    .map((claim) => ({ claim, price: priceOf(claim) }))
    .sort((a, b) => a.price.output - b.price.output)
  return [
    {
      kind: 'heading',
      text: say(locale, 'model.prices', {
        count: offers.length,
        shown: Math.min(offers.length, pricesShown),
      }),
    },
    {
      kind: 'table',
      columns: [
        { title: say(locale, 'model.provider') },
        { title: say(locale, 'model.inputPrice'), align: 'right' },
        { title: say(locale, 'model.outputPrice'), align: 'right' },
        { title: say(locale, 'field.contextLengthServed'), align: 'right' },
        { title: say(locale, 'model.date') },
      ],
      rows: offers.slice(0, pricesShown).map(({ claim, price }) => [
        { text: price.provider },
        { text: String(price.input) },
        { text: String(price.output) },
        {
          text:
            price.context === undefined ? say(locale, 'word.unknown') : formatTokens(price.context),
        },
        {
          text: dated(claim, locale),
          ...(claim.staleDays === undefined ? {} : { tone: 'warning' as const }),
        },
      ]),
    },
  ]
}

function priceOf({ value }: ShownClaim) {
  // The record's schema holds prices to this form.
  const price = value as {
    provider: string
    inputUsdPerMillionTokens: number
    outputUsdPerMillionTokens: number
    contextServed?: number
  }
  return {
    provider: price.provider,
    input: price.inputUsdPerMillionTokens,
    output: price.outputUsdPerMillionTokens,
    context: price.contextServed,
  }
}

function disputes({ disputes: list }: ModelOutput, locale: Locale): Block[] {
  if (list.length === 0) return []
  return [
    { kind: 'heading', text: say(locale, 'model.disputes') },
    {
      kind: 'list',
      items: list.map((dispute) => ({ text: disputeText(dispute, locale) })),
    },
  ]
}

function disputeText(
  { model, field, says, finding, note, source }: ModelOutput['disputes'][number],
  locale: Locale,
): string {
  const name = say(locale, `dispute.${field}`)
  const values = { field: model === undefined ? name : `${model}, ${name}`, finding, source }
  const text =
    says === undefined
      ? say(locale, 'model.finding', values)
      : say(locale, 'model.dispute', { ...values, says })
  return note === undefined ? text : `${text} ${note}`
}

function others({ facts: all }: ModelOutput, locale: Locale): Block[] {
  const items = Object.entries(all).flatMap(([field, fact]) =>
    fact.others
      .filter(
        ({ value }) =>
          field !== 'prices' &&
          field !== 'config' &&
          JSON.stringify(value) !== JSON.stringify(fact.value),
      )
      .map((other) => ({
        text: `${fieldName(field, locale)}: ${presentFactValue(field, other.value, locale)}  [${provenance(other, locale)}]${other.note === undefined ? '' : ` ${other.note}`}`,
      })),
  )
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: say(locale, 'model.others') },
        { kind: 'list', items },
      ]
}

function commands({ id, status, members, facts: all }: ModelOutput, locale: Locale): Block[] {
  const [first] = members ?? []
  if (members !== undefined)
    return first === undefined
      ? []
      : [
          {
            kind: 'commands',
            items: [{ purpose: say(locale, 'next.model'), command: `touchstone model ${first}` }],
          },
        ]
  return [
    {
      kind: 'commands',
      items: [
        ...(status === 'open-weights' && all.config !== undefined
          ? [{ purpose: say(locale, 'next.size'), command: `touchstone size ${id}` }]
          : []),
        ...(all.licence === undefined
          ? []
          : [{ purpose: say(locale, 'next.licenceTerms'), command: `touchstone licence ${id}` }]),
        { purpose: say(locale, 'next.allFields'), command: `touchstone model ${id} --json` },
      ],
    },
  ]
}

function provenance(fact: ShownClaim, locale: Locale): string {
  return [say(locale, `basis.${fact.basis}`), fact.source, dated(fact, locale)]
    .filter((part) => part !== '')
    .join(', ')
}

function dated({ date, staleDays }: ShownClaim, locale: Locale): string {
  if (date === undefined) return ''
  return staleDays === undefined
    ? date
    : say(locale, 'model.stale', { date, months: Math.max(1, Math.round(staleDays / 30.4)) })
}
