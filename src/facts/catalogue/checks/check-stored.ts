import type { Architecture } from '../../architecture.ts'
import { chooseClaim } from '../../claim.ts'
import type { ModelRecord, PublishedConfig } from '../../model-record.ts'
import { type ActiveCounts, tolerance } from './active-parameters.ts'
import { namesFigure } from './names-figure.ts'
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
 * a copy of the embedding for those blocks. Its count must be such a sum, or the record says why and names it.
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
  const sums = storedBeside(record, architecture, countParameters)
    .map(({ what, more, within }) => ({ what, sum: derived + more, within }))
    .sort((a, b) => Math.abs(a.sum - stored) - Math.abs(b.sum - stored))
  const agreeing = sums.find(({ sum, within }) => Math.abs(stored / sum - 1) <= within)
  if (agreeing !== undefined) {
    const isExact = agreeing.sum === stored
    return { agrees: true, isExact, notes: [`stored ${stored}: ${agreeing.what}, ${agreeing.sum}`] }
  }
  const [nearest] = sums
  const words = `stored ${stored}, from the shape ${derived}${nearest === undefined ? '' : `; nearest is ${nearest.sum}, ${nearest.what}`}`
  return { agrees: false, isExact: false, notes: excused(record, stored, words, report) }
}

/** Where no reader knows the shape: the count is the total within 0.5 %, or the record says what is stored beside it. */
export function checkStoredAgainstTotal(record: ModelRecord, report: Report): void {
  const stored = chooseClaim(record.facts.storedParams ?? [])?.value
  const total = chooseClaim(record.facts.totalParams ?? [])?.value
  if (stored === undefined || total === undefined) return
  if (Math.abs(stored / total - 1) > tolerance)
    excused(record, stored, `stored ${stored}, published ${total}`, report)
}

/** An excuse excuses the count that it names, to the last parameter, and no other. */
function excused(
  { storedExcuse }: ModelRecord,
  stored: number,
  words: string,
  report: Report,
): readonly string[] {
  if (storedExcuse !== undefined && namesFigure(storedExcuse.en, stored))
    return [`${words}: ${storedExcuse.en}`]
  const named = stored.toLocaleString('en-US')
  report(
    'storedParams',
    storedExcuse === undefined
      ? `${words}; mend the shape or the figure, or say in storedExcuse what is stored, naming ${named}`
      : `${words}; storedExcuse does not name ${named}: mend the figure or the excuse`,
  )
  return []
}

/** What a checkpoint may store beside the model, and how near the sum must come. */
interface StoredBeside {
  readonly what: string
  readonly more: number
  readonly within: number
}

/**
 * Largest difference from a sum that has a part which the config does not state. Published counts come within 0.03 % of
 * them; wider, one of so many sums would be near any count.
 */
const guessTolerance = 0.0005

/** A copy of the embedding is not looked for where the further blocks are read, or where the config says there is none. */
function storedBeside(
  { facts }: ModelRecord,
  architecture: Architecture,
  countParameters: (architecture: Architecture) => ActiveCounts,
): readonly StoredBeside[] {
  const { embeddingLength, vocabularySize, tiedEmbeddings, layers } = architecture
  const { total, nextTokenPrediction } = countParameters(architecture)
  const last = total - countParameters({ ...architecture, layers: layers.slice(0, -1) }).total
  const matrix = embeddingLength * vocabularySize
  const isStated = nextTokenPrediction > 0
  // Where the config does not say how such a block is made: a layer like the last, and what joins two vectors to one.
  const block = isStated ? nextTokenPrediction : last + 2 * embeddingLength ** 2
  const what = isStated
    ? 'with blocks that predict further tokens'
    : 'with a block that predicts further tokens, like the last layer'
  return [
    { what: 'the model', more: 0, within: tolerance },
    { what, more: block, within: isStated ? tolerance : guessTolerance },
    ...(isStated || hasNoCopies(chooseClaim(facts.config ?? [])?.value)
      ? []
      : [{ what: `${what}, with its embedding`, more: block + matrix, within: guessTolerance }]),
    ...(tiedEmbeddings
      ? [{ what: 'with the tied head a second time', more: matrix, within: guessTolerance }]
      : []),
  ]
}

/** Qwen3.5's `mtp_use_dedicated_embeddings`. */
function hasNoCopies(config: PublishedConfig | undefined): boolean {
  const inner = config?.text_config
  const fields: Readonly<Record<string, unknown>> = {
    ...config,
    ...(typeof inner === 'object' ? inner : {}),
  }
  return fields.mtp_use_dedicated_embeddings === false
}
