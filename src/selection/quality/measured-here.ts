import type { Quality } from './quality-of.ts'

/** What a bake-off on this machine's prompts found, in points of the quality scale. */
export interface LocalResult {
  readonly score: number
  /** Standard deviation of the score, of the prompts' number and of the judge. */
  readonly deviation: number
  readonly prompts: number
}

export interface QualityHere extends Omit<Quality, 'basis'> {
  readonly basis: 'measured-here'
  /** What was believed before, to be shown beside it. */
  readonly believed: { readonly score: number; readonly low: number; readonly high: number }
  /** Share of the new score that the local result decides. */
  readonly localWeight: number
  readonly prompts: number
}

/** Half the width of an 80 % interval in standard deviations. */
const halfWidth = 1.2816

/**
 * Belief and measurement as two normal distributions, multiplied. A measurement that the belief did not expect wins over it:
 * the belief is about other people's prompts, so its variance is never less than half the squared distance between the two.
 * Undefined where the result carries nothing: no prompt, or a deviation that is not above 0.
 */
export function measuredHere(believed: Quality, local: LocalResult): QualityHere | undefined {
  const isUsable =
    Number.isFinite(local.score) &&
    Number.isFinite(local.deviation) &&
    local.deviation > 0 &&
    local.prompts >= 1
  if (!isUsable) return undefined
  const { score, low, high } = believed
  const ownVariance = ((high - low) / (2 * halfWidth)) ** 2
  const beliefVariance = Math.max(ownVariance, (local.score - score) ** 2 / 2)
  const localVariance = local.deviation ** 2
  const localWeight = beliefVariance / (beliefVariance + localVariance)
  const combined = localWeight * local.score + (1 - localWeight) * score
  const half = halfWidth * Math.sqrt(localWeight * localVariance)
  return {
    ...believed,
    score: combined,
    low: combined - half,
    high: combined + half,
    basis: 'measured-here',
    believed: { score, low, high },
    localWeight,
    prompts: local.prompts,
  }
}
