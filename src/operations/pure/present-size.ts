import { formatBytes } from '../../base/bytes.ts'
import type { Block, TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatRate, formatTokens } from '../../base/quantities.ts'
import type { Reader } from '../operation.ts'
import { machineName } from './shown.ts'
import type { SizeOutput } from './size.ts'
import { speak } from './spoken.ts'

/** The total first, then whether it fits, the parts, the devices, the speed and the flags. */
export function presentSize(result: SizeOutput, { locale }: Reader): TextDocument {
  const { quantization, contextLength, totalBytes } = result
  const answer = say(locale, 'size.answer', {
    model: result.model ?? 'config.json',
    quantization,
    contextLength: formatTokens(contextLength),
    total: formatBytes(totalBytes),
  })
  return [
    { kind: 'paragraph', tone: 'strong', text: answer },
    ...fitParagraphs(result, locale),
    partsTable(result, locale),
    ...deviceTable(result, locale),
    ...speedList(result, locale),
    {
      kind: 'facts',
      rows: [{ label: say(locale, 'size.flags'), value: { text: result.flags.join(' ') } }],
    },
    ...assumptionList(result, locale),
    basisParagraph(result, locale),
  ]
}

function basisParagraph(
  { weights, quantization, quantizationBasis }: SizeOutput,
  locale: Locale,
): Block {
  const isEstimate = quantizationBasis === 'estimate'
  return {
    kind: 'paragraph',
    tone: isEstimate ? 'warning' : 'dim',
    text: say(locale, isEstimate ? 'size.basisEstimate' : 'size.basis', {
      quantization,
      low: formatBytes(weights.fileBytesLow),
      high: formatBytes(weights.fileBytesHigh),
    }),
  }
}

function fitParagraphs(result: SizeOutput, locale: Locale): Block[] {
  const { fit, machine, largestContextLength } = result
  if (fit === undefined || machine === undefined) return []
  const values = {
    machine: machineName(machine, locale),
    placement: fit.placement === undefined ? '' : say(locale, `placement.${fit.placement}`),
    shortfall: formatBytes(fit.shortfallBytes),
  }
  const code = { fits: 'size.fits', tight: 'size.tight', 'does-not-fit': 'size.doesNotFit' }[
    fit.verdict
  ]
  const tone = ({ fits: 'good', tight: 'warning', 'does-not-fit': 'bad' } as const)[fit.verdict]
  const blocks: Block[] = [{ kind: 'paragraph', tone, text: say(locale, code, values) }]
  if (largestContextLength !== undefined)
    blocks.push({
      kind: 'paragraph',
      text: say(locale, 'size.longest', { contextLength: formatTokens(largestContextLength) }),
    })
  if (result.beyondTrainedContext)
    blocks.push({ kind: 'paragraph', tone: 'warning', text: say(locale, 'size.beyondTrained') })
  return blocks
}

function partsTable(result: SizeOutput, locale: Locale): Block {
  const { weights, kvCache, compute, outputBytes, totalBytes } = result
  const parts: readonly (readonly [string, number])[] = [
    ['size.part.weights', weights.loadedBytes],
    ['size.part.kvFull', kvCache.fullAttentionBytes],
    ['size.part.kvSliding', kvCache.slidingWindowBytes],
    ['size.part.recurrent', kvCache.recurrentBytes],
    ['size.part.cross', kvCache.crossAttentionBytes],
    ['size.part.compute', compute.bytes],
    ['size.part.output', outputBytes],
  ]
  const rows = parts
    .filter(([, bytes]) => bytes > 0)
    .map(([code, bytes]) => [{ text: say(locale, code) }, { text: formatBytes(bytes) }])
  rows.push([{ text: say(locale, 'size.part.total') }, { text: formatBytes(totalBytes) }])
  return {
    kind: 'table',
    columns: [
      { title: say(locale, 'column.part') },
      { title: say(locale, 'column.memory'), align: 'right' },
    ],
    rows,
  }
}

function deviceTable({ devices }: SizeOutput, locale: Locale): Block[] {
  if (devices === undefined || devices.length === 0) return []
  const codes = [
    'column.weights',
    'column.kvCache',
    'column.compute',
    'column.used',
    'column.usable',
  ]
  return [
    {
      kind: 'table',
      columns: [
        { title: say(locale, 'column.device') },
        ...codes.map((code) => ({ title: say(locale, code), align: 'right' as const })),
      ],
      rows: devices.map((part) => [
        { text: part.device },
        ...[
          part.weightBytes,
          part.kvCacheBytes,
          part.computeBytes,
          part.usedBytes,
          part.usableBytes,
        ].map((bytes) => ({ text: formatBytes(bytes) })),
      ]),
    },
  ]
}

function speedList({ speed }: SizeOutput, locale: Locale): Block[] {
  if (speed === undefined) return []
  const line = (code: string, { estimate, low, high, basis }: typeof speed.decodeTokensPerSecond) =>
    say(locale, code, {
      estimate: formatRate(estimate),
      low: formatRate(low),
      high: formatRate(high),
      basis: say(locale, `basis.${basis}`),
    })
  return [
    { kind: 'heading', text: say(locale, 'size.speed') },
    {
      kind: 'list',
      items: [
        { text: line('size.decode', speed.decodeTokensPerSecond) },
        { text: line('size.prefill', speed.prefillTokensPerSecond) },
      ],
    },
  ]
}

function assumptionList({ assumptions }: SizeOutput, locale: Locale): Block[] {
  if (assumptions.length === 0) return []
  return [
    { kind: 'heading', text: say(locale, 'recommend.assumptions') },
    { kind: 'list', items: assumptions.map((assumption) => ({ text: speak(assumption, locale) })) },
  ]
}
