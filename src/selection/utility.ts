import type { FullRequirements, Task } from './requirements.ts'

/** What a candidate offers, as far as it is known. Quality in points of the quality table's scale. */
export interface Offer {
  readonly qualityScore: number
  readonly decodeTokensPerSecond: number | undefined
  readonly totalBytes: number
  readonly priceUsdPerMillionTokens: number | undefined
  /** It thinks before it answers unless told otherwise, so that an answer takes several times the tokens. */
  readonly thinks: boolean
}

/**
 * Tokens per second at which waiting stops to matter. Judgement: people read 4 to 7 tokens per second, so 10 is
 * comfortable; code is skimmed and agents wait for whole answers, so both want more.
 */
const comfortableSpeed: Readonly<Partial<Record<Task, number>>> = { code: 20, agent: 30, rag: 15 }
const usualComfortableSpeed = 10

/** A thinking answer is some three times as long as a plain one of the same model (judgement, to be measured). */
const thinkingLength = 3

/** Points per halving below the comfortable speed, and per doubling above it up to four times. */
const slownessPoints = 4
const quicknessPoints = 0.75

/** How much more the preferred axis weighs. */
const weights = {
  quality: { quality: 1, speed: 1, memory: 0, price: 0 },
  speed: { quality: 0.5, speed: 2.5, memory: 0, price: 0 },
  memory: { quality: 0.7, speed: 0.7, memory: 3, price: 0 },
  price: { quality: 0.7, speed: 0.7, memory: 0, price: 3 },
} as const

/**
 * Points of quality, less what slowness costs, plus a little for speed beyond comfort: it saturates, so that memory
 * left empty or speed nobody notices never outweighs a better model. An unknown speed counts as uncomfortable by half.
 */
export function utilityOf(offer: Offer, needs: FullRequirements): number {
  const weight = weights[needs.prefer]
  const memory = -Math.log2(offer.totalBytes / 2 ** 30)
  const price =
    offer.priceUsdPerMillionTokens === undefined ? 0 : -Math.log2(offer.priceUsdPerMillionTokens)
  return (
    weight.quality * offer.qualityScore +
    weight.speed * speedPoints(offer, needs.task) +
    weight.memory * memory +
    weight.price * price
  )
}

function speedPoints({ decodeTokensPerSecond, thinks }: Offer, task: Task): number {
  if (decodeTokensPerSecond === undefined) return -slownessPoints / 2
  const comfortable =
    (comfortableSpeed[task] ?? usualComfortableSpeed) * (thinks ? thinkingLength : 1)
  const doublings = Math.log2(decodeTokensPerSecond / comfortable)
  return doublings < 0 ? slownessPoints * doublings : quicknessPoints * Math.min(2, doublings)
}

/** No variant of this quality can be worth more, however quick it is; infinite where memory or price weigh in. */
export function utilityLimit(qualityScore: number, needs: FullRequirements): number {
  const weight = weights[needs.prefer]
  if (weight.memory !== 0 || weight.price !== 0) return Number.POSITIVE_INFINITY
  return weight.quality * qualityScore + weight.speed * speedPointsMax
}

/** Most points that speed can give. */
const speedPointsMax = 2 * quicknessPoints

/** Weight of quality in the utility: turns an interval of quality into one of utility. */
export function qualityWeight(needs: FullRequirements): number {
  return weights[needs.prefer].quality
}
