import type { Block, Cell, Column, TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatParams, formatTokens } from '../../base/quantities.ts'
import type { Reader } from '../operation.ts'
import type { ModelColumn } from './model-columns.ts'
import type { ModelsOutput } from './models.ts'

type Row = ModelsOutput['models'][number]

interface Shown {
  readonly title: string
  readonly align?: 'right'
  /** Undefined where it is unknown. */
  text(row: Row, locale: Locale): string | undefined
}

/** Longest text of a cell; what is cut is whole in `--json`. */
const cellMax = 18

const shown: Readonly<Record<ModelColumn, Shown>> = {
  id: { title: 'column.id', text: ({ id }) => id },
  developer: { title: 'column.developer', text: ({ developer }) => shortened(developer) },
  totalParams: {
    title: 'column.totalShort',
    align: 'right',
    text: ({ totalParams }) => formatted(totalParams, formatParams),
  },
  activeParams: {
    title: 'column.activeShort',
    align: 'right',
    text: ({ activeParams }) => formatted(activeParams, formatParams),
  },
  contextLength: {
    title: 'column.contextShort',
    align: 'right',
    text: ({ contextLength, contextLengthNative }) =>
      formatted(
        contextLength,
        (tokens) => `${formatTokens(tokens)}${contextLengthNative === undefined ? '' : '*'}`,
      ),
  },
  licence: { title: 'column.licence', text: ({ licence }) => shortened(licence) },
  releaseDate: { title: 'column.released', text: ({ releaseDate }) => releaseDate },
  reasoning: {
    title: 'column.thinking',
    text: ({ reasoning }, locale) =>
      formatted(reasoning, (mode) => say(locale, `thinking.${mode}`)),
  },
  tools: {
    title: 'column.tools',
    text: ({ tools }, locale) =>
      formatted(tools, (can) => say(locale, can ? 'word.yes' : 'word.no')),
  },
  languages: {
    title: 'column.languages',
    align: 'right',
    text: ({ languages }) => formatted(languages, ({ length }) => String(length)),
  },
  price: {
    title: 'column.price',
    align: 'right',
    text: ({ priceUsdPerMillionTokens: price }) => formatted(price, (usd) => usd.toFixed(2)),
  },
}

/** Columns that every list has, most telling first; those that the question is about go before them. */
const usual: readonly ModelColumn[] = [
  'totalParams',
  'activeParams',
  'contextLength',
  'licence',
  'releaseDate',
  'developer',
  'reasoning',
  'tools',
  'languages',
  'price',
]
const order = Object.keys(shown)
const widthMax = 100
const gap = 2

/** The list as a table of at most 100 columns: what the question is about is always in it, the rest as it fits. */
export function presentModels(result: ModelsOutput, { locale }: Reader): TextDocument {
  const { models, found } = result
  const columns = columnsOf(result, locale)
  const text =
    models.length < found
      ? say(locale, models.length === 1 ? 'models.firstOf.one' : 'models.firstOf', {
          count: models.length,
          found,
        })
      : say(locale, found === 1 ? 'models.count.one' : 'models.count', { count: found })
  if (models.length === 0) return [{ kind: 'paragraph', text, tone: 'warning' }]
  return [
    { kind: 'paragraph', text },
    {
      kind: 'table',
      columns: columns.map((name) => titled(shown[name], locale)),
      rows: models.map((model) => columns.map((name) => cellOf(name, model, locale))),
    },
    ...footnotes(models, columns, locale),
  ]
}

/** What the table cannot say in a cell. */
function footnotes(
  models: readonly Row[],
  columns: readonly ModelColumn[],
  locale: Locale,
): Block[] {
  const notes: string[] = []
  if (
    columns.includes('contextLength') &&
    models.some(({ contextLengthNative }) => contextLengthNative !== undefined)
  )
    notes.push(say(locale, 'models.extended'))
  const unstated = models.filter(({ scriptUnstated }) => scriptUnstated === true).length
  if (unstated > 0)
    notes.push(say(locale, 'models.scriptUnstated', { count: unstated, all: models.length }))
  return notes.map((text) => ({ kind: 'paragraph', text, tone: 'dim' }))
}

function titled({ title, align }: Shown, locale: Locale): Column {
  return { title: say(locale, title), ...(align === undefined ? {} : { align }) }
}

function cellOf(name: ModelColumn, model: Row, locale: Locale): Cell {
  const text = shown[name].text(model, locale)
  if (text === undefined) return { text: say(locale, 'word.unknown'), tone: 'dim' }
  return name === 'id' ? { text, tone: 'strong' } : { text }
}

function columnsOf({ models, sortedBy, filteredBy }: ModelsOutput, locale: Locale): ModelColumn[] {
  const asked = [sortedBy, ...filteredBy]
  const wanted = new Set<ModelColumn>(['id', ...asked, ...usual])
  const kept: ModelColumn[] = []
  let width = -gap
  for (const name of wanted) {
    const texts = [
      titled(shown[name], locale).title,
      ...models.map((model) => cellOf(name, model, locale).text),
    ]
    const wider = width + gap + Math.max(...texts.map(roughWidth))
    if (wider > widthMax && !asked.includes(name) && name !== 'id') continue
    kept.push(name)
    width = wider
  }
  return kept.sort((a, b) => order.indexOf(a) - order.indexOf(b))
}

/** Chinese characters take two places. */
function roughWidth(text: string): number {
  return Array.from(text, (letter) => (letter > '\u2e7f' ? 2 : 1)).reduce<number>(
    (a, b) => a + b,
    0,
  )
}

function shortened(text: string | undefined): string | undefined {
  return text === undefined || text.length <= cellMax ? text : `${text.slice(0, cellMax - 1)}…`
}

function formatted<T>(value: T | undefined, format: (value: T) => string): string | undefined {
  return value === undefined ? undefined : format(value)
}
