import { formatBytes } from '../../base/bytes.ts'
import type { Block, TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatRate } from '../../base/quantities.ts'
import type { Reader } from '../operation.ts'
import { presentDeviceSets } from './present-device-sets.ts'
import { presentServing } from './present-serving.ts'
import { answer, assumptionList, fitParagraphs } from './present-size-parts.ts'
import { hostParagraphs, ollamaGaps, ollamaRow } from './present-size-reach.ts'
import { presentShapeDoubt } from './shape-doubt.ts'
import type { SizeOutput } from './size-output.ts'

/** The total first, then whether it fits, the parts, the devices, the speed and the flags. */
export function presentSize(result: SizeOutput, { locale }: Reader): TextDocument {
  if (result.serving !== undefined) return presentServing(result, result.serving, locale)
  return [
    answer(result, locale),
    ...fitParagraphs(result, locale),
    ...presentDeviceSets(result, locale),
    partsTable(result, locale),
    ...deviceTable(result, locale),
    ...hostParagraphs(result, locale),
    ...speedList(result, locale),
    {
      kind: 'facts',
      rows: [
        { label: say(locale, 'size.flags'), value: { text: result.flags.join(' ') } },
        ...ollamaRow(result),
      ],
    },
    ...ollamaGaps(result, locale),
    ...assumptionList(result, locale),
    ...presentShapeDoubt(result, locale),
    basis(result, locale),
  ]
}

/** How the figures are known, and how large the file is. */
function basis({ weights, quantization, quantizationBasis }: SizeOutput, locale: Locale): Block {
  const [low, high] = [formatBytes(weights.fileBytesLow), formatBytes(weights.fileBytesHigh)]
  const isEstimate = quantizationBasis === 'estimate'
  const known = low === high ? 'size.basisFile' : 'size.basis'
  return {
    kind: 'paragraph',
    tone: isEstimate ? 'warning' : 'dim',
    text: say(locale, isEstimate ? 'size.basisEstimate' : known, { quantization, low, high }),
  }
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
