import type { Architecture } from '../facts/architecture.ts'
import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import {
  type Candidate,
  cacheLadder,
  isHopeless,
  type Layout,
  limitOf,
  type Placed,
  place,
  priceFor,
  settingsFor,
  weigh,
} from './candidate.ts'
import { plainRefusal, type Refusal } from './gates.ts'
import { type Grade, gradesOf } from './grades.ts'
import type { Knowledge } from './knowledge.ts'
import { memoryRefusal } from './memory-change.ts'
import { byUtility } from './ranking.ts'
import type { FullRequirements } from './requirements.ts'
import { utilityLimit, utilityOf } from './utility.ts'

export type Outcome =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** The best variant of a model on the machine, or what keeps every one of them out. */
export function bestVariant(
  entry: CatalogueEntry,
  architecture: Architecture,
  needs: FullRequirements,
  machine: Machine,
  knowledge: Knowledge,
): Outcome {
  const grades = gradesOf(entry, needs, knowledge.qualityTable)
  if (grades.length === 0)
    return { kind: 'refused', refusal: plainRefusal('evidence', unknownQuality(entry)) }
  let slowed: Candidate | undefined
  for (const kvCacheType of cacheLadder) {
    const layout = { architecture, settings: settingsFor(needs, kvCacheType), machine }
    if (isHopeless(layout, entry)) continue
    const layouts = layoutsOf(layout, kvCacheType, knowledge)
    const { best, others } = bestOf(entry, grades, layouts, needs)
    if (best !== undefined) return { kind: 'candidate', candidate: best }
    slowed ??= quickest(others)
  }
  const refusal = slowed === undefined ? undefined : speedRefusal(slowed, needs)
  return {
    kind: 'refused',
    refusal: refusal ?? memoryRefusal(entry, architecture, needs, machine),
  }
}

/** Layouts of a model with one cache type, by quantization: thinking changes nothing about them, so each is made once. */
interface Layouts {
  readonly kvCacheType: string
  readonly limitOf: (quantization: string) => ReturnType<typeof limitOf> | undefined
  readonly place: (quantization: string) => Placed | undefined
}

function layoutsOf(
  layout: Omit<Layout, 'quantization'>,
  kvCacheType: string,
  knowledge: Knowledge,
): Layouts {
  const once = <T>(make: (layout: Layout, knowledge: Knowledge) => T) => {
    const known = new Map<string, T>()
    return (quantization: string) => {
      if (!known.has(quantization))
        known.set(quantization, make({ ...layout, quantization }, knowledge))
      return known.get(quantization)
    }
  }
  return { kvCacheType, limitOf: once(limitOf), place: once(place) }
}

/** Size and release date predict a quality; of the user's own model he can tell the date. */
function unknownQuality({ imported, releaseDate }: CatalogueEntry): string {
  return imported === true && releaseDate === undefined
    ? 'refused.qualityUnknownImported'
    : 'refused.qualityUnknown'
}

/** A variant that was not weighed yet, and the most that it can be worth. */
interface Open {
  readonly grade: Grade
  readonly at: number
  limit: number
  /** The limit holds for its memory and the quickest device, not only for its quality. */
  isNarrow: boolean
}

/** Sums of other things than utility itself differ in the last digits. */
const roundingPoints = 1e-6

/**
 * The best variant that is quick enough, and, where there is none, those that fit but are too slow. The most promising
 * one comes first, and what cannot be worth as much as the best one is left out: proof, not a cap.
 */
function bestOf(
  entry: CatalogueEntry,
  grades: readonly Grade[],
  layouts: Layouts,
  needs: FullRequirements,
): { best: Candidate | undefined; others: Candidate[] } {
  const others: { candidate: Candidate; at: number }[] = []
  let best: { candidate: Candidate; at: number } | undefined
  const open = grades.map((grade, at) => openVariant(grade, at, needs))
  for (let next = mostPromising(open); next !== undefined; next = mostPromising(open)) {
    if (best !== undefined && next.limit < best.candidate.utility - roundingPoints) break
    if (!next.isNarrow) {
      narrow(next, entry, layouts, needs)
      continue
    }
    next.limit = Number.NEGATIVE_INFINITY
    const placed = layouts.place(next.grade.quantization)
    if (placed === undefined) continue
    const { grade, at } = next
    const candidate = weigh(entry, grade, layouts.kvCacheType, placed, needs)
    if (speedRefusal(candidate, needs) !== undefined) others.push({ candidate, at })
    else if (best === undefined || isBetter({ candidate, at }, best)) best = { candidate, at }
  }
  return {
    best: best?.candidate,
    others: others.sort((a, b) => a.at - b.at).map(({ candidate }) => candidate),
  }
}

function openVariant(grade: Grade, at: number, needs: FullRequirements): Open {
  return { grade, at, limit: utilityLimit(grade.countedScore, needs), isNarrow: false }
}

function mostPromising(open: readonly Open[]): Open | undefined {
  let most: Open | undefined
  for (const one of open) if (one.limit > (most?.limit ?? Number.NEGATIVE_INFINITY)) most = one
  return most
}

/** Narrows a limit to what the weights, the cache and the quickest device allow. */
function narrow(open: Open, entry: CatalogueEntry, layouts: Layouts, needs: FullRequirements) {
  const { quantization, countedScore: qualityScore, thinks } = open.grade
  const limit = layouts.limitOf(quantization)
  const priceUsdPerMillionTokens = priceFor(entry, needs)
  open.isNarrow = true
  open.limit =
    limit === undefined
      ? Number.NEGATIVE_INFINITY
      : utilityOf({ ...limit, qualityScore, priceUsdPerMillionTokens, thinks }, needs)
}

/** Of two that are worth the same in everything the one of better quality is taken. */
function isBetter(
  one: { candidate: Candidate; at: number },
  other: { candidate: Candidate; at: number },
): boolean {
  const [a, b] = [one.candidate, other.candidate]
  const isEqual =
    a.utility === b.utility &&
    a.decodeTokensPerSecond === b.decodeTokensPerSecond &&
    a.totalBytes === b.totalBytes
  return isEqual ? one.at < other.at : byUtility(a, b) < 0
}

function quickest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.toSorted(
    (a, b) => (b.decodeTokensPerSecond ?? 0) - (a.decodeTokensPerSecond ?? 0),
  )[0]
}

/** The estimate must reach the asked speed; an unknown speed is no evidence that it does. */
function speedRefusal({ speed }: Candidate, needs: FullRequirements): Refusal | undefined {
  const { minDecodeTokensPerSecond: min, maxTimeToFirstTokenMs: max } = needs
  if (min === undefined && max === undefined) return undefined
  if (speed === undefined) return plainRefusal('evidence', 'refused.speedUnknown')
  const decode = speed.decodeTokensPerSecond.estimate
  if (min !== undefined && decode < min) {
    const to = Math.floor(decode * 100) / 100
    return {
      binding: 'speed',
      code: 'refused.speed',
      values: { decode: to },
      smallestChange: [{ field: 'minDecodeTokensPerSecond', from: min, to }],
    }
  }
  if (max !== undefined && speed.timeToFirstTokenMs > max) {
    const to = Math.ceil(speed.timeToFirstTokenMs)
    return {
      binding: 'speed',
      code: 'refused.firstToken',
      values: { milliseconds: to },
      smallestChange: [{ field: 'maxTimeToFirstTokenMs', from: max, to }],
    }
  }
  return undefined
}
