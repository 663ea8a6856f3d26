import { formatBytes } from '../../base/bytes.ts'
import type { Block } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatTokens } from '../../base/quantities.ts'
import { reachParagraphs } from './present-size-reach.ts'
import { machineName } from './shown.ts'
import type { SizeOutput } from './size-output.ts'
import { speak } from './spoken.ts'

/** What the model takes, in one sentence. */
export function answer(result: SizeOutput, locale: Locale): Block {
  const { quantization, contextLength, totalBytes } = result
  const text = say(locale, 'size.answer', {
    model: result.model ?? 'config.json',
    quantization,
    contextLength: formatTokens(contextLength),
    total: formatBytes(totalBytes),
  })
  return { kind: 'paragraph', tone: 'strong', text }
}

/** Whether it fits, on what, and how far that machine reaches. */
export function fitParagraphs(result: SizeOutput, locale: Locale): Block[] {
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
  blocks.push(...reachParagraphs(result, locale))
  if (result.beyondTrainedContext)
    blocks.push({ kind: 'paragraph', tone: 'warning', text: say(locale, 'size.beyondTrained') })
  return blocks
}

/** What was taken for granted. */
export function assumptionList({ assumptions }: SizeOutput, locale: Locale): Block[] {
  if (assumptions.length === 0) return []
  return [
    { kind: 'heading', text: say(locale, 'recommend.assumptions') },
    { kind: 'list', items: assumptions.map((assumption) => ({ text: speak(assumption, locale) })) },
  ]
}
