import type { ModelRecord } from '../../model-record.ts'
import type { Problem } from './problem.ts'

/** By model and field how many disputes are to be kept: `data/coverage/conflicts.json`. */
export type HeldConflicts = Readonly<Record<string, Readonly<Record<string, number>>>>

/** What guides say wrongly is kept whatever else changes: each one that is gone is a problem. */
export function missingConflicts(
  held: HeldConflicts,
  records: readonly ModelRecord[],
): { readonly count: number; readonly problems: readonly Problem[] } {
  const disputes = new Map(records.map(({ id, disputes = [] }) => [id, disputes]))
  const problems: Problem[] = []
  let count = 0
  for (const [id, fields] of Object.entries(held))
    for (const [field, wanted] of Object.entries(fields)) {
      count += wanted
      const kept = disputes.get(id)?.filter((dispute) => dispute.field === field).length ?? 0
      if (kept < wanted)
        problems.push({
          file: `data/models/${id}.json`,
          field: 'disputes',
          problem: `${kept} of ${wanted} disputes about ${field} are left; keep them, or change data/coverage/conflicts.json on purpose`,
        })
    }
  return { count, problems }
}
