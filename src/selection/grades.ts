import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import {
  countedScore,
  ladderOf,
  ownQuantization,
  type ReasoningMode,
  reasoningChoices,
  thinksByDefault,
} from './candidate.ts'
import { type Quality, qualityByQuantization, qualityOf } from './quality/quality-of.ts'
import type { QualityTable } from './quality/quality-table.ts'
import type { FullRequirements } from './requirements.ts'

/** One way to run a model as far as its quality goes: what no machine changes. */
export interface Grade {
  readonly quantization: string
  readonly reasoning: ReasoningMode | undefined
  readonly quality: Quality
  readonly countedScore: number
  /** It thinks before it answers unless told otherwise. */
  readonly thinks: boolean
}

/** What quality says of a model, for one task and one wish about thinking. */
interface Graded {
  /** Best first. */
  readonly grades: readonly Grade[]
  /** Score at the quantization that a model is itself at. */
  readonly ownScore: number | undefined
}

/** Some tens of megabytes at most; every task over the catalogue takes a tenth of it. */
const rememberedMax = 20_000

interface Remembered {
  byQuestion: Map<string, Map<CatalogueEntry, Graded>>
  count: number
}

const remembered = new WeakMap<QualityTable, Remembered>()

/** Qualities do not depend on the machine, and the same few tasks are asked again and again. */
function gradedFor(
  entry: CatalogueEntry,
  needs: FullRequirements,
  qualityTable: QualityTable,
): Graded {
  let known = remembered.get(qualityTable)
  if (known === undefined || known.count > rememberedMax) {
    known = { byQuestion: new Map(), count: 0 }
    remembered.set(qualityTable, known)
  }
  const question = `${needs.task} ${needs.reasoning}`
  let byEntry = known.byQuestion.get(question)
  if (byEntry === undefined) {
    byEntry = new Map()
    known.byQuestion.set(question, byEntry)
  }
  const before = byEntry.get(entry)
  if (before !== undefined) return before
  const made = grade(entry, needs, qualityTable)
  byEntry.set(entry, made)
  known.count += 1
  return made
}

function grade(entry: CatalogueEntry, needs: FullRequirements, qualityTable: QualityTable): Graded {
  const modes = reasoningChoices(entry, needs)
  const ways = modes.map((reasoning) => ({
    reasoning,
    qualityAt: qualityByQuantization(entry, needs.task, qualityTable, reasoning),
  }))
  const grades = ladderOf(entry).flatMap((quantization) =>
    ways.flatMap(({ reasoning, qualityAt }) => {
      const quality = qualityAt(quantization)
      if (quality === undefined) return []
      const thinks = thinksByDefault(entry, { reasoning: reasoning ?? needs.reasoning })
      return [{ quantization, reasoning, quality, countedScore: countedScore(quality), thinks }]
    }),
  )
  const own = ownQuantization(entry) ?? 'Q4_K_M'
  return {
    grades: grades.sort((a, b) => b.countedScore - a.countedScore),
    ownScore: qualityOf(entry, needs.task, own, qualityTable)?.score,
  }
}

/** Every quantization and way to think whose quality is known, best first. */
export function gradesOf(
  entry: CatalogueEntry,
  needs: FullRequirements,
  qualityTable: QualityTable,
): readonly Grade[] {
  return gradedFor(entry, needs, qualityTable).grades
}

/** Score of a model as it is itself: at its maker's quantization, or at the one that keeps nearly everything. */
export function ownScore(
  entry: CatalogueEntry,
  needs: FullRequirements,
  qualityTable: QualityTable,
): number | undefined {
  return gradedFor(entry, needs, qualityTable).ownScore
}
