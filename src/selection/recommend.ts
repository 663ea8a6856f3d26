import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import { bestVariant } from './best-variant.ts'
import type { Candidate } from './candidate.ts'
import { type Change, firstRefusal, plainRefusal, type Refusal } from './gates.ts'
import type { Knowledge } from './knowledge.ts'
import { nearness } from './nearness.ts'
import { qualityOf } from './quality/quality-of.ts'
import { type Axes, byUtility, dominates, paretoFront, tiedGroups } from './ranking.ts'
import {
  type Assumption,
  completeRequirements,
  type FullRequirements,
  type Requirements,
} from './requirements.ts'

export interface Rejection extends Refusal {
  readonly entry: CatalogueEntry
}

export interface Recommendation {
  readonly requirements: FullRequirements
  readonly assumptions: readonly Assumption[]
  /** Best first. */
  readonly shortlist: readonly Candidate[]
  /** Groups of the shortlist that the evidence cannot tell apart. */
  readonly tied: readonly (readonly string[])[]
  /** Ids that no other candidate beats on quality, speed, memory and price together, the whole field considered. */
  readonly pareto: readonly string[]
  /** Nearest to being worth their change first. */
  readonly rejected: readonly Rejection[]
}

/** Chooses for a need and a machine. Pure: the same question and knowledge give the same answer. */
export function recommend(
  given: Requirements,
  machine: Machine,
  limit: number,
  knowledge: Knowledge,
): Recommendation {
  const { requirements, assumptions } = completeRequirements(given)
  const candidates: Candidate[] = []
  const rejected: Rejection[] = []
  for (const entry of asked(requirements, knowledge.entries)) {
    const outcome = consider(entry, requirements, machine, knowledge)
    if ('refusal' in outcome) rejected.push({ entry, ...outcome.refusal })
    else candidates.push(outcome.candidate)
  }
  candidates.sort(byUtility)
  const shortlist = candidates.slice(0, limit)
  for (const [index, candidate] of candidates.slice(limit).entries())
    rejected.push(outranked(candidate, shortlist, limit + index + 1))
  const near = (rejection: Rejection) =>
    nearness(
      rejection,
      qualityOf(
        rejection.entry,
        requirements.task,
        rejection.entry.nativeQuantization ?? 'Q4_K_M',
        knowledge.qualityTable,
      )?.score,
    )
  return {
    requirements,
    assumptions,
    shortlist,
    tied: tiedGroups(shortlist),
    pareto: paretoFront(
      candidates.map((candidate) => ({ id: candidate.id, axes: axesOf(candidate) })),
    ),
    rejected: sortedBy(rejected, near),
  }
}

/** Largest value first, each value computed once. */
function sortedBy<T>(list: readonly T[], value: (item: T) => number): T[] {
  return list
    .map((item) => ({ item, key: value(item) }))
    .sort((a, b) => (a.key === b.key ? 0 : b.key - a.key))
    .map(({ item }) => item)
}

/** The models that the question leaves open. Models without weights are only looked at when they are asked for. */
function asked(
  { only, exclude }: FullRequirements,
  entries: readonly CatalogueEntry[],
): readonly CatalogueEntry[] {
  const left = exclude === undefined ? entries : entries.filter(({ id }) => !exclude.includes(id))
  if (only !== undefined) return left.filter(({ id }) => only.includes(id))
  return left.filter(({ status }) => status === 'open-weights')
}

function consider(
  entry: CatalogueEntry,
  needs: FullRequirements,
  machine: Machine,
  knowledge: Knowledge,
): { candidate: Candidate } | { refusal: Refusal } {
  if (entry.status !== 'open-weights')
    return { refusal: plainRefusal('engine', 'refused.noWeights') }
  const refusal = firstRefusal(entry, needs, knowledge.licenceVerdict)
  if (refusal !== undefined) return { refusal }
  const architecture = knowledge.architecture(entry)
  if (architecture === undefined)
    return { refusal: plainRefusal('evidence', 'refused.shapeUnknown') }
  if (architecture.engineName === undefined)
    return { refusal: plainRefusal('engine', 'refused.engine') }
  const outcome = bestVariant(entry, architecture, needs, machine, knowledge)
  return outcome.kind === 'candidate'
    ? { candidate: outcome.candidate }
    : { refusal: outcome.refusal }
}

/** More is better on every axis. */
function axesOf({
  quality,
  decodeTokensPerSecond,
  totalBytes,
  priceUsdPerMillionTokens,
}: Candidate): Axes {
  return [
    quality.score,
    decodeTokensPerSecond,
    -totalBytes,
    priceUsdPerMillionTokens === undefined ? undefined : -priceUsdPerMillionTokens,
  ]
}

/** Fits and may be used, but others serve better; a longer list would show it. */
function outranked(candidate: Candidate, shortlist: readonly Candidate[], rank: number): Rejection {
  const better = shortlist.find((other) =>
    dominates(
      [other.quality.score, other.decodeTokensPerSecond],
      [candidate.quality.score, candidate.decodeTokensPerSecond],
    ),
  )
  const smallestChange: Change[] = [{ field: 'limit', from: shortlist.length, to: rank }]
  return {
    entry: candidate.entry,
    binding: 'dominated',
    smallestChange,
    ...(better === undefined
      ? { code: 'refused.outranked', values: { by: shortlist[0]?.id ?? '' } }
      : { code: 'refused.dominated', values: { by: better.id } }),
  }
}
