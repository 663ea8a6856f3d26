import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import { bestVariant, type Outcome } from './best-variant.ts'
import type { Candidate } from './candidate.ts'
import { type Change, longestContext, plainRefusal, type Refusal, refusalsOf } from './gates.ts'
import { ownScore } from './grades.ts'
import type { Knowledge } from './knowledge.ts'
import { nearness } from './nearness.ts'
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
  /** Every model that may be used so and fits, best first; the shortlist is its beginning. */
  readonly ranked: readonly Candidate[]
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
    nearness(rejection, ownScore(rejection.entry, requirements, knowledge.qualityTable))
  return {
    requirements,
    assumptions,
    ranked: candidates,
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
  const refusals = refusalsOf(entry, needs, knowledge.licenceVerdict)
  const architecture = knowledge.architecture(entry)
  const [first] = refusals
  if (architecture === undefined)
    return { refusal: hopeless(first ?? plainRefusal('evidence', 'refused.shapeUnknown')) }
  if (architecture.engineName === undefined)
    return { refusal: hopeless(first ?? plainRefusal('engine', 'refused.engine')) }
  if (refusals.some(({ smallestChange }) => smallestChange.length === 0) && first !== undefined)
    return { refusal: hopeless(first) }
  const lifted = first === undefined ? needs : withoutRefusals(entry, needs)
  const outcome = bestVariant(entry, architecture, lifted, machine, knowledge)
  if (first !== undefined)
    return { refusal: { ...first, smallestChange: allChanges(refusals, outcome) } }
  return outcome.kind === 'candidate'
    ? { candidate: outcome.candidate }
    : { refusal: outcome.refusal }
}

function hopeless(refusal: Refusal): Refusal {
  return { ...refusal, smallestChange: [] }
}

/** The hardware is asked as if the gates stood open, so that the changes named together really let the model in. */
function withoutRefusals(entry: CatalogueEntry, needs: FullRequirements): FullRequirements {
  const longest = longestContext(entry) ?? needs.contextPerUser
  if (longest >= needs.contextPerUser) return needs
  return { ...needs, contextPerUser: Math.min(needs.contextPerUser, longest) }
}

/** Every gate's change, and the hardware's where that is in the way too; none where one of them cannot be lifted. */
function allChanges(refusals: readonly Refusal[], outcome: Outcome): Change[] {
  const changes = refusals.flatMap(({ smallestChange }) => smallestChange)
  if (outcome.kind === 'candidate') return changes
  const { smallestChange } = outcome.refusal
  return smallestChange.length === 0 ? [] : [...changes, ...smallestChange]
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
