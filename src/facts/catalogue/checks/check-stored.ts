import type { Architecture } from '../../architecture.ts'
import { chooseClaim } from '../../claim.ts'
import type { ModelRecord } from '../../model-record.ts'
import { type ActiveCounts, tolerance } from './active-parameters.ts'
import type { Report } from './problem.ts'

export interface StoredFinding {
  /** Whether the stored parameters bear the shape out. */
  readonly agrees: boolean
  /** To the last parameter. */
  readonly isExact: boolean
  readonly notes: readonly string[]
}

/**
 * A checkpoint stores the model, and maybe the blocks that predict further tokens, the tied head a second time, and
 * copies of embedding and head for those blocks. Its count must be such a sum within 0.5 %, or the record says why.
 * @param derived what the shape gives, other towers included
 */
export function checkStored(
  record: ModelRecord,
  architecture: Architecture,
  derived: number,
  countParameters: (architecture: Architecture) => ActiveCounts,
  report: Report,
): StoredFinding {
  const stored = chooseClaim(record.facts.storedParams ?? [])?.value
  if (stored === undefined) return { agrees: false, isExact: false, notes: [] }
  const sums = Object.entries(storedBeside(architecture, countParameters))
    .map(([what, more]) => ({ what, sum: derived + more }))
    .sort((a, b) => Math.abs(a.sum - stored) - Math.abs(b.sum - stored))
  const [nearest] = sums
  if (nearest !== undefined && Math.abs(stored / nearest.sum - 1) <= tolerance) {
    const isExact = nearest.sum === stored
    return { agrees: true, isExact, notes: [`stored ${stored}: ${nearest.what}, ${nearest.sum}`] }
  }
  const words = `stored ${stored}, from the shape ${derived}${nearest === undefined ? '' : `; nearest is ${nearest.sum}, ${nearest.what}`}`
  if (record.storedExcuse !== undefined)
    return { agrees: false, isExact: false, notes: [`${words}: ${record.storedExcuse.en}`] }
  report(
    'storedParams',
    `${words}; mend the shape or the figure, or say in storedExcuse what is stored`,
  )
  return { agrees: false, isExact: false, notes: [] }
}

function storedBeside(
  architecture: Architecture,
  countParameters: (architecture: Architecture) => ActiveCounts,
): Readonly<Record<string, number>> {
  const { embeddingLength, vocabularySize, tiedEmbeddings, layers } = architecture
  const { total, nextTokenPrediction } = countParameters(architecture)
  const last = total - countParameters({ ...architecture, layers: layers.slice(0, -1) }).total
  const matrix = embeddingLength * vocabularySize
  // Where the config does not say how such a block is made: a layer like the last, and what joins two vectors to one.
  const block = last + 2 * embeddingLength ** 2
  const further =
    nextTokenPrediction > 0
      ? { 'with blocks that predict further tokens': nextTokenPrediction }
      : { 'with a block that predicts further tokens, like the last layer': block }
  const [[what, most] = ['', 0]] = Object.entries(further)
  return {
    'the model': 0,
    [what]: most,
    [`${what}, with its embedding`]: most + matrix,
    [`${what}, with its embedding and head`]: most + 2 * matrix,
    ...(tiedEmbeddings ? { 'with the tied head a second time': matrix } : {}),
  }
}
