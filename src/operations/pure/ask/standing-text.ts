import { formatBytes } from '../../../base/bytes.ts'
import { say } from '../../../base/messages/all-messages.ts'
import type { OperationContext } from '../context.ts'
import type { ExplainOutput } from '../explain.ts'
import { speak } from '../spoken.ts'

const rivalsTold = 3
const obstaclesTold = 2

/** Whether a model can be chosen, how good it is held to be, who stands before it, or what holds it back. */
export function standingText(explained: ExplainOutput, { locale }: OperationContext): string[] {
  const { name, suggestion, obstacles, rivals, rank, candidates, requirements } = explained
  const sentences = obstacles.slice(0, obstaclesTold).map(({ binding, reason }) =>
    say(locale, 'ask.explain.rejected', {
      model: name,
      binding: say(locale, `binding.${binding}`),
      reason: speak(reason, locale),
    }),
  )
  if (suggestion === undefined) return sentences
  const { quality, quantization, memory } = suggestion
  sentences.push(
    say(locale, 'ask.explain.fits', {
      model: name,
      quantization,
      total: formatBytes(memory.totalBytes),
      rank: rank ?? '',
      count: candidates,
    }),
    say(locale, 'ask.explain.quality', {
      task: say(locale, `task.${requirements.task ?? 'general'}`),
      score: quality.score.toFixed(0),
      low: quality.low.toFixed(0),
      high: quality.high.toFixed(0),
      basis: say(locale, `basis.${quality.basis}`),
    }),
  )
  const names = rivals.slice(0, rivalsTold).map((rival) => rival.suggestion.name)
  return names.length === 0
    ? sentences
    : [...sentences, say(locale, 'ask.explain.rivals', { models: names })]
}
