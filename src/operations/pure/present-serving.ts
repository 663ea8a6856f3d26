import { formatBytes } from '../../base/bytes.ts'
import type { Block, TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatTokens } from '../../base/quantities.ts'
import { presentDeviceSets } from './present-device-sets.ts'
import { answer, assumptionList, fitParagraphs } from './present-size-parts.ts'
import { presentShapeDoubt } from './shape-doubt.ts'
import type { SizeOutput } from './size-output.ts'

type Serving = NonNullable<SizeOutput['serving']>

const engineNames = { 'llama.cpp': 'llama.cpp', vllm: 'vLLM', sglang: 'SGLang' }

/** The answer for an engine that serves many: how many requests at a time, and what each device holds. */
export function presentServing(result: SizeOutput, serving: Serving, locale: Locale): TextDocument {
  const engine = engineNames[result.engine]
  const { tensorParallel, pipelineParallel, expertParallel } = serving
  const plan = say(locale, expertParallel ? 'size.servingExpert' : 'size.serving', {
    engine,
    count: tensorParallel * pipelineParallel,
    tensor: tensorParallel,
    pipeline: pipelineParallel,
  })
  return [
    answer(result, locale),
    ...fitParagraphs(result, locale),
    { kind: 'paragraph', text: plan },
    concurrency(result, serving, locale),
    ...presentDeviceSets(result, locale),
    deviceParts(serving, locale),
    {
      kind: 'facts',
      rows: [
        {
          label: say(locale, 'size.servingFlags', { engine }),
          value: { text: result.flags.join(' ') },
        },
      ],
    },
    ...assumptionList(result, locale),
    ...presentShapeDoubt(result, locale),
    {
      kind: 'paragraph',
      tone: 'dim',
      text: say(locale, 'size.servingBasis', {
        low: formatBytes(serving.overheadBytesLow),
        high: formatBytes(serving.overheadBytesHigh),
      }),
    },
  ]
}

function concurrency(result: SizeOutput, serving: Serving, locale: Locale): Block {
  if (serving.kvCacheBytes <= 0)
    return { kind: 'paragraph', tone: 'bad', text: say(locale, 'size.noCache') }
  return {
    kind: 'paragraph',
    text: say(locale, 'size.concurrency', {
      bytes: formatBytes(serving.kvCacheBytes),
      tokens: formatTokens(serving.kvCacheTokens),
      concurrency: serving.maxConcurrency.toFixed(serving.maxConcurrency < 100 ? 2 : 0),
      contextLength: formatTokens(Math.floor(result.contextLength / result.parallel)),
    }),
  }
}

function deviceParts(serving: Serving, locale: Locale): Block {
  const rows: readonly (readonly [string, number])[] = [
    ['column.weights', serving.weightBytes],
    ['size.overhead', serving.overheadBytes],
    ['column.kvCache', Math.max(0, serving.kvCacheBytes)],
    ['column.usable', serving.gpuMemoryUtilization * serving.deviceBytes],
  ]
  return {
    kind: 'table',
    columns: [
      { title: say(locale, 'size.perDevice') },
      { title: say(locale, 'column.memory'), align: 'right' },
    ],
    rows: rows.map(([code, bytes]) => [{ text: say(locale, code) }, { text: formatBytes(bytes) }]),
  }
}
