import type { Change, Refusal } from './gates.ts'

/** Points that a model must be better to be shown before one whose change is half as large. */
const pointsPerDoubling = 8

/**
 * How near a rejected model is to being worth its change: its quality less what the change costs. A number that must
 * double costs eight points; leaving out a requirement costs as much; what no change lifts is farthest. Judgement, for
 * the order of a list only.
 */
export function nearness(refusal: Refusal, qualityScore: number | undefined): number {
  if (refusal.smallestChange.length === 0) return Number.NEGATIVE_INFINITY
  const cost = refusal.smallestChange.reduce((sum, change) => sum + doublings(change), 0)
  return (qualityScore ?? 0) - pointsPerDoubling * cost
}

function doublings({ from, to }: Change): number {
  if (typeof from !== 'number' || typeof to !== 'number' || from <= 0 || to <= 0) return 1
  return Math.abs(Math.log2(to / from))
}
