import type { Architecture } from '../facts/architecture.ts'
import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import { type Candidate, cacheLadder, ladderOf, weigh } from './candidate.ts'
import type { Refusal } from './gates.ts'
import type { Knowledge } from './knowledge.ts'
import { memoryRefusal } from './memory-change.ts'
import { byUtility } from './ranking.ts'
import type { FullRequirements } from './requirements.ts'

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
  let slowed: Candidate | undefined
  for (const kvCacheType of cacheLadder) {
    const fitting = ladderOf(entry)
      .map((quantization) =>
        weigh(entry, architecture, { quantization, kvCacheType }, needs, machine, knowledge),
      )
      .filter((candidate) => candidate !== undefined)
      .sort(byUtility)
    const quickEnough = fitting.find((candidate) => speedRefusal(candidate, needs) === undefined)
    if (quickEnough !== undefined) return { kind: 'candidate', candidate: quickEnough }
    slowed ??= quickest(fitting)
  }
  const refusal = slowed === undefined ? undefined : speedRefusal(slowed, needs)
  return { kind: 'refused', refusal: refusal ?? memoryRefusal(entry, architecture, needs, machine) }
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
  if (speed === undefined)
    return { binding: 'evidence', code: 'refused.speedUnknown', values: {}, smallestChange: [] }
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
