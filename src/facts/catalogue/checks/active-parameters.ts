import { type Claim, chooseClaim } from '../../claim.ts'
import { writtenFigure } from './rounding.ts'

/** What the shape gives; the counts of sizing, handed in, as this room comes before it. */
export interface ActiveCounts {
  readonly total: number
  readonly nextTokenPrediction: number
  readonly active: number
  readonly activeWithoutEmbedding: number
  readonly activeWithoutEmbeddingAndHead: number
}

/** Largest difference between a published figure and the one that the shape gives. */
export const tolerance = 0.005

/** Source of what is counted from a shape, in `data/sources.json`. */
const shapeSource = 'exact-total'

interface Agreement {
  /** The counting rule that agrees. */
  readonly rule: string
  readonly value: number
  /** Within 0.5 %; otherwise the figure is a rounding of it. */
  readonly isClose: boolean
}

/** Vendors leave out the embedding, the head, or nothing; and they round. The rule that comes nearest. */
export function ruleThatAgrees(
  stated: number,
  counts: ActiveCounts,
  towers: number,
): Agreement | undefined {
  const rules: Readonly<Record<string, number>> = {
    'all weights': counts.active,
    'without the embedding': counts.activeWithoutEmbedding,
    'without embedding and head': counts.activeWithoutEmbeddingAndHead,
    'with vision and audio towers': counts.active + towers,
    'with the blocks that predict further tokens': counts.active + counts.nextTokenPrediction,
  }
  const [nearest] = Object.entries(rules).sort(
    ([, a], [, b]) => Math.abs(a - stated) - Math.abs(b - stated),
  )
  if (nearest === undefined) return undefined
  const [rule, value] = nearest
  const isClose = Math.abs(stated / value - 1) <= tolerance
  const { low, high } = writtenFigure(stated)
  const isRounding = value >= low * (1 - tolerance) && value <= high * (1 + tolerance)
  return isClose || isRounding ? { rule, value, isClose } : undefined
}

/**
 * The active parameters that count. A maker's figure goes before ours if it is fine enough to say something: "3B" of
 * a model that reads 3.9 billion for a token is a name, and so is a third party's figure that no counting rule gives.
 * Then the shape's own count stands, every weight that a token passes; what others say is kept beside it.
 * @param counts of a shape with experts; undefined where there is none
 */
export function chooseActive(
  claims: readonly Claim<number>[],
  counts: ActiveCounts | undefined,
  towers: number,
): Claim<number> | undefined {
  const stated = chooseClaim(claims)
  if (counts === undefined) return stated
  const stands =
    stated !== undefined &&
    !writtenFigure(stated.value).isCoarse &&
    (stated.by === 'vendor' || ruleThatAgrees(stated.value, counts, towers) !== undefined)
  return stands ? stated : { value: Math.round(counts.active), source: shapeSource, by: 'computed' }
}
