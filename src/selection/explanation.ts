import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import { bestVariant } from './best-variant.ts'
import type { Candidate } from './candidate.ts'
import { type Change, longestContext, plainRefusal, type Refusal, refusalsOf } from './gates.ts'
import type { Knowledge } from './knowledge.ts'
import { memoryWays } from './memory-ways.ts'
import { probabilityBetter } from './ranking.ts'
import { recommend } from './recommend.ts'
import {
  type Assumption,
  completeRequirements,
  type FullRequirements,
  type Requirements,
} from './requirements.ts'

export type Standing = 'first' | 'shortlisted' | 'outranked' | 'refused'

/** One thing that stands in the way, and every single change that lifts it: one of them is enough. */
export interface Obstacle extends Refusal {
  readonly ways: readonly Change[]
}

/** A model that is ranked before another, and on what it is better. */
export interface Rival {
  readonly candidate: Candidate
  /** That it really serves better, 0.5 to 1, by the intervals of both. */
  readonly probability: number
  readonly better: readonly ('quality' | 'speed' | 'memory')[]
}

export interface Explanation {
  readonly requirements: FullRequirements
  readonly assumptions: readonly Assumption[]
  readonly standing: Standing
  /** From 1, among all models that may be used so and fit; undefined where it is refused. */
  readonly rank: number | undefined
  readonly candidates: number
  /** Its best way to run, where it has one. */
  readonly candidate: Candidate | undefined
  /** Models of the shortlist that the evidence cannot tell from it. */
  readonly tiedWith: readonly string[]
  /** At most three of those ranked before it, the most certain first. */
  readonly rivals: readonly Rival[]
  /** Everything in its way; empty where nothing is. */
  readonly obstacles: readonly Obstacle[]
  /** Other preferences under which it would stand higher, with its rank there; the best first. */
  readonly preferences: readonly { readonly prefer: Preference; readonly rank: number }[]
}

type Preference = FullRequirements['prefer']

const preferences: readonly Preference[] = ['quality', 'speed', 'memory', 'price']

const rivalsMax = 3

/** Why a model, or why not, and what would change that. The question is asked of the whole field, whatever `only` says. */
export function explain(
  entry: CatalogueEntry,
  given: Requirements,
  machine: Machine,
  limit: number,
  knowledge: Knowledge,
): Explanation {
  const { only: _only, exclude, ...needs } = given
  const others = exclude?.filter((id) => id !== entry.id)
  const asked = others === undefined ? needs : { ...needs, exclude: others }
  const { requirements, assumptions, ranked, tied } = recommend(asked, machine, limit, knowledge)
  const at = rankOf(entry, ranked)
  const candidate = ranked[at]
  return {
    requirements,
    assumptions,
    standing: standingAt(at, limit),
    rank: candidate === undefined ? undefined : at + 1,
    candidates: ranked.length,
    candidate,
    tiedWith: (tied.find((ids) => ids.includes(entry.id)) ?? []).filter((id) => id !== entry.id),
    rivals: candidate === undefined ? [] : rivalsOf(candidate, ranked.slice(0, at)),
    obstacles: candidate === undefined ? obstaclesOf(entry, given, machine, knowledge) : [],
    preferences: preferences
      .filter((prefer) => prefer !== requirements.prefer && at > 0)
      .map((prefer) => ({
        prefer,
        rank: 1 + rankOf(entry, recommend({ ...asked, prefer }, machine, limit, knowledge).ranked),
      }))
      .filter(({ rank }) => rank >= 1 && rank <= at)
      .sort((a, b) => a.rank - b.rank),
  }
}

function rankOf({ id }: CatalogueEntry, ranked: readonly Candidate[]): number {
  return ranked.findIndex((candidate) => candidate.id === id)
}

function standingAt(at: number, limit: number): Standing {
  if (at < 0) return 'refused'
  if (at === 0) return 'first'
  return at < limit ? 'shortlisted' : 'outranked'
}

function rivalsOf(candidate: Candidate, before: readonly Candidate[]): Rival[] {
  return before
    .map((other) => ({
      candidate: other,
      probability: probabilityBetter(other, candidate),
      better: betterOn(other, candidate),
    }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, rivalsMax)
}

function betterOn(one: Candidate, other: Candidate): Rival['better'] {
  const isQuicker = (one.decodeTokensPerSecond ?? 0) > (other.decodeTokensPerSecond ?? 0)
  return [
    ...(one.quality.score > other.quality.score ? (['quality'] as const) : []),
    ...(isQuicker ? (['speed'] as const) : []),
    ...(one.totalBytes < other.totalBytes ? (['memory'] as const) : []),
  ]
}

/** Every gate that is shut, and the hardware as if those stood open. */
function obstaclesOf(
  entry: CatalogueEntry,
  given: Requirements,
  machine: Machine,
  knowledge: Knowledge,
): Obstacle[] {
  const { requirements: needs } = completeRequirements(given)
  const asObstacle = (refusal: Refusal): Obstacle => ({ ...refusal, ways: refusal.smallestChange })
  if (entry.status !== 'open-weights')
    return [asObstacle(plainRefusal('engine', 'refused.noWeights'))]
  const gates = refusalsOf(entry, needs, knowledge.licenceVerdict).map(asObstacle)
  const architecture = knowledge.architecture(entry)
  if (architecture === undefined)
    return [...gates, asObstacle(plainRefusal('evidence', 'refused.shapeUnknown'))]
  if (architecture.engineName === undefined)
    return [...gates, asObstacle(plainRefusal('engine', 'refused.engine'))]
  const longest = longestContext(entry) ?? needs.contextPerUser
  const lifted = { ...needs, contextPerUser: Math.min(needs.contextPerUser, longest) }
  const tried = (changed: FullRequirements, changedMachine: Machine) =>
    bestVariant(entry, architecture, changed, changedMachine, knowledge)
  const outcome = tried(lifted, machine)
  if (outcome.kind === 'candidate') return gates
  const { refusal } = outcome
  if (refusal.binding !== 'memory') return [...gates, asObstacle(refusal)]
  const ways = memoryWays(
    lifted,
    machine,
    (changed, other) => tried(changed, other).kind === 'candidate',
  )
  return [...gates, { ...refusal, ways: ways.length > 0 ? ways : refusal.smallestChange }]
}
