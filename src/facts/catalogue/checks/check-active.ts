import type { Architecture } from '../../architecture.ts'
import { chooseClaim } from '../../claim.ts'
import type { ModelRecord } from '../../model-record.ts'
import { type ActiveCounts, ruleThatAgrees, tolerance } from './active-parameters.ts'
import type { Report } from './problem.ts'
import { writtenFigure } from './rounding.ts'

export type ActiveOutcome =
  | 'within 0.5 %'
  | 'as rounded'
  | 'too coarse, counted from the shape'
  | 'counted from the shape alone'
  | 'excused'
  | 'off'
  | 'no figure'
  | 'dense'

export interface ActiveFinding {
  readonly outcome: ActiveOutcome
  readonly notes: readonly string[]
}

/**
 * Holds the published active parameters against the shape, by each rule that vendors count by. Only a figure that was
 * written to 0.5 % can agree within 0.5 %: "95B" is 94.5 to 95.5 and stays a rounding, however near the shape comes.
 */
export function checkActive(
  record: ModelRecord,
  { layers }: Architecture,
  counts: ActiveCounts,
  report: Report,
): ActiveFinding {
  const isMixture = layers.some(({ experts }) => experts !== undefined)
  const stated = chooseClaim(record.facts.activeParams ?? [])?.value
  if (stated === undefined)
    return { outcome: isMixture ? 'counted from the shape alone' : 'dense', notes: [] }
  const towers = chooseClaim(record.facts.otherTowersParams ?? [])?.value ?? 0
  const agreeing = ruleThatAgrees(stated, counts, towers)
  if (agreeing === undefined) return unexplained(record, stated, counts, report)
  const { rule, value, isClose } = agreeing
  const notes = [`active ${stated}: ${rule}, ${value}`]
  // Every weight of a dense model works on every token: its count is the total again, and bears nothing out.
  if (!isMixture) return { outcome: 'dense', notes: stated === counts.total ? [] : notes }
  const { isCoarse, isWithin } = writtenFigure(stated)
  if (isCoarse) return { outcome: 'too coarse, counted from the shape', notes }
  return { outcome: isClose && isWithin(tolerance) ? 'within 0.5 %' : 'as rounded', notes }
}

function unexplained(
  record: ModelRecord,
  stated: number,
  counts: ActiveCounts,
  report: Report,
): ActiveFinding {
  const { active, activeWithoutEmbedding, activeWithoutEmbeddingAndHead } = counts
  const words = `published ${stated}, from the shape ${active}, ${activeWithoutEmbedding} without the embedding, ${activeWithoutEmbeddingAndHead} without the head too`
  if (record.activeExcuse !== undefined)
    return { outcome: 'excused', notes: [`active ${words}: ${record.activeExcuse.en}`] }
  report(
    'activeParams',
    `${words}; mend the shape or the figure, or say in activeExcuse why they differ`,
  )
  return { outcome: 'off', notes: [] }
}
