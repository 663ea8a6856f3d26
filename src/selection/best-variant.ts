import type { Architecture } from '../facts/architecture.ts'
import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import {
  type Candidate,
  cacheLadder,
  countedScore,
  ladderOf,
  place,
  qualityFor,
  reasoningChoices,
  type Variant,
  weigh,
} from './candidate.ts'
import { plainRefusal, type Refusal } from './gates.ts'
import type { Knowledge } from './knowledge.ts'
import { memoryRefusal } from './memory-change.ts'
import { byUtility } from './ranking.ts'
import type { FullRequirements } from './requirements.ts'
import { utilityLimit } from './utility.ts'

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
  const modes = reasoningChoices(entry, needs)
  const graded = ladderOf(entry).flatMap((quantization) =>
    modes.flatMap((reasoning) => {
      const quality = qualityFor(entry, quantization, needs, knowledge, reasoning)
      return quality === undefined ? [] : [{ quantization, quality, reasoning }]
    }),
  )
  if (graded.length === 0)
    return { kind: 'refused', refusal: plainRefusal('evidence', unknownQuality(entry)) }
  graded.sort((a, b) => countedScore(b.quality) - countedScore(a.quality))
  const placed = new Map<string, ReturnType<typeof place>>()
  // Thinking changes nothing about the layout, so each is laid out once.
  const placeOnce = (variant: Variant) => {
    const key = `${variant.quantization} ${variant.kvCacheType}`
    if (!placed.has(key)) placed.set(key, place(architecture, variant, needs, machine, knowledge))
    return placed.get(key)
  }
  const weighOne = (variant: Variant) => {
    const layout = placeOnce(variant)
    return layout === undefined ? undefined : weigh(entry, variant, layout, needs)
  }
  let slowed: Candidate | undefined
  for (const kvCacheType of cacheLadder) {
    const { best, others } = bestOf(graded, kvCacheType, needs, weighOne)
    if (best !== undefined) return { kind: 'candidate', candidate: best }
    slowed ??= quickest(others)
  }
  const refusal = slowed === undefined ? undefined : speedRefusal(slowed, needs)
  return {
    kind: 'refused',
    refusal: refusal ?? memoryRefusal(entry, architecture, needs, machine),
  }
}

/** Size and release date predict a quality; of the user's own model he can tell the date. */
function unknownQuality({ imported, releaseDate }: CatalogueEntry): string {
  return imported === true && releaseDate === undefined
    ? 'refused.qualityUnknownImported'
    : 'refused.qualityUnknown'
}

/** The best variant that is quick enough, and those that fit but are too slow; `graded` is sorted, best quality first. */
function bestOf(
  graded: readonly Omit<Variant, 'kvCacheType'>[],
  kvCacheType: string,
  needs: FullRequirements,
  weighOne: (variant: Variant) => Candidate | undefined,
): { best: Candidate | undefined; others: Candidate[] } {
  const others: Candidate[] = []
  let best: Candidate | undefined
  for (const grade of graded) {
    const { quality } = grade
    // Proof, not a cap: what follows is no better and cannot be quick enough to make up for it.
    const limit = utilityLimit(countedScore(quality), needs)
    if (best !== undefined && limit !== undefined && limit <= best.utility) break
    const candidate = weighOne({ ...grade, kvCacheType })
    if (candidate === undefined) continue
    if (speedRefusal(candidate, needs) !== undefined) others.push(candidate)
    else if (best === undefined || byUtility(candidate, best) < 0) best = candidate
  }
  return { best, others }
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
