import { formatBytes } from '../../base/bytes.ts'
import type { Block } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatTokens } from '../../base/quantities.ts'
import type { SizeOutput } from './size-output.ts'

/** How many users fit, and what would let a model in that does not. */
export function reachParagraphs(result: SizeOutput, locale: Locale): Block[] {
  const { fit, largestParallel, contextLength, parallel, quantizationChange } = result
  if (fit?.verdict !== 'does-not-fit')
    return largestParallel === undefined || largestParallel < 2
      ? []
      : [
          paragraph(locale, 'size.users', {
            count: largestParallel,
            contextLength: formatTokens(Math.floor(contextLength / parallel)),
          }),
        ]
  const { wiredLimitMebibytes } = result
  const change =
    quantizationChange === undefined
      ? paragraph(locale, 'size.noQuantization', {})
      : paragraph(locale, 'size.quantizationChange', {
          quantization: quantizationChange.quantization,
          bytes: formatBytes(quantizationChange.fileBytes),
        })
  if (wiredLimitMebibytes === undefined) return [change]
  return [
    change,
    {
      kind: 'commands',
      items: [
        {
          purpose: say(locale, 'size.wiredLimit'),
          command: `sudo sysctl iogpu.wired_limit_mb=${wiredLimitMebibytes}`,
        },
      ],
    },
  ]
}

function paragraph(
  locale: Locale,
  code: string,
  values: Readonly<Record<string, string | number>>,
): Block {
  return { kind: 'paragraph', text: say(locale, code, values) }
}

/** What of the host's RAM devices need beside theirs, and whether batches are in flight over them. */
export function hostParagraphs({ placement }: SizeOutput, locale: Locale): Block[] {
  if (placement === undefined) return []
  return [
    ...(placement.hostBytes === 0
      ? []
      : [paragraph(locale, 'size.hostBytes', { bytes: formatBytes(placement.hostBytes) })]),
    ...(placement.isPipelined ? [paragraph(locale, 'size.pipelined', {})] : []),
  ]
}

/** Ollama's settings in one line. */
export function ollamaRow({ placement }: SizeOutput) {
  if (placement === undefined) return []
  const { environment, parameters } = placement.ollama
  const text = [
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    ...Object.entries(parameters).map(([name, value]) => `${name} ${value}`),
  ].join('  ')
  return [{ label: 'Ollama', value: { text } }]
}

/** What Ollama cannot be told. */
export function ollamaGaps({ placement }: SizeOutput, locale: Locale): Block[] {
  const gaps = placement?.ollama.gaps ?? []
  if (gaps.length === 0) return []
  const names = gaps.map((gap) => say(locale, `ollama.${gap}`))
  const text = say(locale, 'size.ollamaGaps', { gaps: names.join(locale === 'en' ? ', ' : '、') })
  return [{ kind: 'paragraph', tone: 'dim', text }]
}
