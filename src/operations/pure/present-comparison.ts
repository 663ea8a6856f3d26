import { formatBytes } from '../../base/bytes.ts'
import type { Block, Cell, TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatParams, formatTokens } from '../../base/quantities.ts'
import type { Reader } from '../operation.ts'
import type { CompareOutput } from './compare.ts'
import { type Compared, comparedTasks } from './compared-model.ts'
import { machineName, qualityCell, rateCell } from './shown.ts'
import { speak } from './spoken.ts'

/** A row of the table: its title, a cell of each model, and the key under which the best ones are listed. */
interface Line {
  readonly title: string
  readonly key?: string
  cell(model: Compared): Cell | string | undefined
}

/** The table, the costs where they were asked for, and what the marks mean. */
export function presentComparison(result: CompareOutput, { locale }: Reader): TextDocument {
  const { models, requirements, machine } = result
  const contextLength = formatTokens(requirements.contextPerUser ?? 0)
  return [
    {
      kind: 'paragraph',
      tone: 'strong',
      text: say(locale, 'compare.title', { machine: machineName(machine, locale), contextLength }),
    },
    table(result, [...sizeLines(locale), ...qualityLines(locale), ...useLines(locale)], locale),
    ...costs(result, locale),
    ...(models.some(({ qualityByTask }) => Object.keys(qualityByTask).length > 0)
      ? ([{ kind: 'paragraph', tone: 'dim', text: say(locale, 'compare.quality') }] as const)
      : []),
  ]
}

function table(
  { models, best }: Pick<CompareOutput, 'models' | 'best'>,
  lines: readonly Line[],
  locale: Locale,
): Block {
  const unknown: Cell = { text: say(locale, 'word.unknown'), tone: 'dim' }
  const cellOf = ({ cell, key }: Line, model: Compared): Cell => {
    const made = cell(model)
    if (made === undefined) return unknown
    const shown = typeof made === 'string' ? { text: made } : made
    const isBest = key !== undefined && best[key]?.includes(model.model) === true
    return isBest ? { text: `${shown.text} *`, tone: 'good' } : shown
  }
  return {
    kind: 'table',
    columns: [{ title: '' }, ...models.map(({ model }) => ({ title: model }))],
    rows: lines.map((line) => [
      { text: line.title },
      ...models.map((model) => cellOf(line, model)),
    ]),
  }
}

function sizeLines(locale: Locale): Line[] {
  const params = (count: number | undefined) =>
    count === undefined ? undefined : formatParams(count)
  const tokens = (count: number | undefined) =>
    count === undefined ? undefined : formatTokens(count)
  return [
    { title: say(locale, 'column.total'), cell: ({ totalParams }) => params(totalParams) },
    {
      title: say(locale, 'column.active'),
      cell: ({ activeParams, totalParams }) => params(activeParams ?? totalParams),
    },
    { title: say(locale, 'column.quantization'), cell: ({ quantization }) => quantization },
    {
      title: say(locale, 'column.memory'),
      key: 'memory',
      cell: ({ memory, refusal }) => {
        if (memory !== undefined) return formatBytes(memory.totalBytes)
        return refusal === undefined ? undefined : { text: speak(refusal, locale), tone: 'bad' }
      },
    },
    {
      title: say(locale, 'compare.longestContext'),
      key: 'largestContextLength',
      cell: ({ largestContextLength }) => tokens(largestContextLength),
    },
    {
      title: say(locale, 'column.decode'),
      key: 'decodeTokensPerSecond',
      cell: ({ decodeTokensPerSecond }) => rateCell(decodeTokensPerSecond, locale),
    },
    {
      title: say(locale, 'column.prefill'),
      key: 'prefillTokensPerSecond',
      cell: ({ prefillTokensPerSecond }) => rateCell(prefillTokensPerSecond, locale),
    },
  ]
}

function qualityLines(locale: Locale): Line[] {
  return comparedTasks.map((task) => ({
    title: say(locale, 'compare.qualityFor', { task: say(locale, `task.${task}`) }),
    key: `quality.${task}`,
    cell: ({ qualityByTask: { [task]: quality } }) =>
      quality === undefined ? undefined : qualityCell(quality),
  }))
}

function useLines(locale: Locale): Line[] {
  const yesNo = (value: boolean | undefined) =>
    value === undefined ? undefined : say(locale, value ? 'word.yes' : 'word.no')
  return [
    {
      title: say(locale, 'column.licence'),
      cell: ({ licence: { id, verdict } }) =>
        verdict === 'not-asked' || verdict === 'unknown' || id === undefined
          ? id
          : `${id}: ${say(locale, `verdict.${verdict}`)}`,
    },
    { title: say(locale, 'field.languages'), cell: ({ languages }) => shortList(languages) },
    {
      title: say(locale, 'field.reasoning'),
      cell: ({ reasoning }) =>
        reasoning === undefined ? undefined : say(locale, `compare.reasoning.${reasoning}`),
    },
    { title: say(locale, 'field.tools'), cell: ({ tools }) => yesNo(tools) },
    { title: say(locale, 'field.gated'), cell: ({ gated }) => yesNo(gated) },
    {
      title: say(locale, 'compare.price'),
      key: 'priceUsdPerMillionTokens',
      cell: ({ priceUsdPerMillionTokens: price }) => price?.toFixed(2),
    },
    { title: say(locale, 'column.released'), cell: ({ releaseDate }) => releaseDate },
  ]
}

/** Languages beyond a dozen are counted. */
function shortList(languages: readonly string[] | undefined): string | undefined {
  if (languages === undefined) return undefined
  return languages.length > 8
    ? `${languages.slice(0, 7).join(' ')} +${languages.length - 7}`
    : languages.join(' ')
}

function costs({ models, hosting }: CompareOutput, locale: Locale): Block[] {
  if (hosting === undefined) return []
  const usd = (value: number | undefined) => value?.toFixed(2)
  const lines: readonly Line[] = [
    {
      title: say(locale, 'compare.hostedPerDay'),
      cell: ({ cost }) =>
        cost?.hosted === undefined
          ? undefined
          : `${usd(cost.hosted.usdPerDay)} (${[cost.hosted.provider, cost.hosted.date].filter((word) => word !== undefined).join(' ')})`,
    },
    {
      title: say(locale, 'compare.hoursPerDay'),
      cell: ({ cost }) => {
        if (cost?.hoursPerDay === undefined) return undefined
        const text = cost.hoursPerDay.toFixed(1)
        return cost.hoursPerDay > 24 ? { text, tone: 'bad' } : text
      },
    },
    { title: say(locale, 'compare.ownPerDay'), cell: ({ cost }) => usd(cost?.ownUsdPerDay) },
    {
      title: say(locale, 'compare.breakEven'),
      cell: ({ cost }) =>
        cost?.days === undefined
          ? { text: say(locale, 'compare.never'), tone: 'dim' }
          : Math.ceil(cost.days).toString(),
    },
  ]
  return [
    { kind: 'heading', text: say(locale, 'compare.costs') },
    table({ models, best: {} }, lines, locale),
    {
      kind: 'paragraph',
      tone: 'dim',
      text: say(locale, 'compare.costBasis', {
        share: Math.round(100 * (hosting.inputShare ?? 0)),
      }),
    },
  ]
}
