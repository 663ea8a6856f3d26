import type { Architecture } from '../facts/architecture.ts'
import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import { placedSpeed } from '../sizing/placed-speed.ts'
import { type Size, sizeModel } from '../sizing/size-model.ts'
import type { SpeedPrediction } from '../sizing/speed/predict-speed.ts'
import { lowestPrice, reasoningModes } from './gates.ts'
import type { Knowledge } from './knowledge.ts'
import { type Quality, qualityOf } from './quality/quality-of.ts'
import type { Ranked } from './ranking.ts'
import type { FullRequirements } from './requirements.ts'
import { type Offer, qualityWeight, utilityOf } from './utility.ts'

/** One model at one quantization and cache type on the machine, weighed. */
export interface Candidate extends Ranked {
  readonly entry: CatalogueEntry
  readonly quantization: string
  readonly kvCacheType: string
  readonly contextLength: number
  readonly size: Size
  readonly speed: SpeedPrediction | undefined
  readonly quality: Quality
  /** Thinking on or off where it can be switched; undefined where it cannot. */
  readonly reasoning: ReasoningMode | undefined
  readonly priceUsdPerMillionTokens: number | undefined
}

export type ReasoningMode = 'on' | 'off'

/**
 * Quantizations that are weighed, from most bits to fewest: one of each step that loses something or saves something.
 * Below two bits nothing general is worth recommending (`data/quality`, loss by bits), so the ladder ends there.
 */
const quantizationLadder = [
  'Q8_0',
  'Q6_K',
  'Q5_K_M',
  'Q4_K_M',
  'IQ4_XS',
  'Q3_K_M',
  'IQ3_XXS',
  'Q2_K',
  'IQ2_XS',
] as const

/** Cache types, best first; the second is tried where nothing fits with the first. */
export const cacheLadder = ['f16', 'q8_0'] as const

/**
 * The maker's own quantization where llama.cpp has it (gpt-oss: MXFP4): then nothing else is the model itself. Others
 * (FP8 with scales) are of other engines.
 */
export function ownQuantization({ nativeQuantization }: CatalogueEntry): string | undefined {
  return nativeQuantization === 'MXFP4' ? nativeQuantization : undefined
}

export function ladderOf(entry: CatalogueEntry): readonly string[] {
  const own = ownQuantization(entry)
  return own === undefined ? quantizationLadder : [own]
}

/** Prompt whose first token is waited for when a time limit is asked (llama-bench's pp512). */
const promptTokens = 512

/** One way to run a model. */
export interface Variant {
  readonly quantization: string
  readonly kvCacheType: string
  readonly quality: Quality
  readonly reasoning: ReasoningMode | undefined
}

/**
 * Ways to think that are weighed: the one that was asked for; both where the model can be switched and nobody said, as
 * thinking costs time and gains quality; none where there is nothing to choose.
 */
export function reasoningChoices(
  { reasoning }: CatalogueEntry,
  { reasoning: asked }: FullRequirements,
): readonly (ReasoningMode | undefined)[] {
  const isSwitch = reasoning !== undefined && reasoningModes(reasoning).includes('switchable')
  if (asked === 'on' || asked === 'off') return [asked]
  return isSwitch ? ['on', 'off'] : [undefined]
}

/** Quality of a model at a quantization, thinking as it was asked to; undefined where nothing is known. */
export function qualityFor(
  entry: CatalogueEntry,
  quantization: string,
  needs: FullRequirements,
  { qualityTable }: Knowledge,
  mode = needs.reasoning === 'on' || needs.reasoning === 'off' ? needs.reasoning : undefined,
): Quality | undefined {
  return qualityOf(entry, needs.task, quantization, qualityTable, mode)
}

/**
 * Points that count for the choice: the low end of the 80 % interval, so that what is less certain must promise more.
 * No more than that is taken off a prediction: fitted on the models before a day and asked about those after it, it is
 * too low for them by 0.3 to 0.6 standard deviations, not too high (days of April 2025 to January 2026).
 */
export function countedScore({ low }: Quality): number {
  return low
}

/** A model laid out on the machine, and how quick it is there. */
interface Placed {
  readonly size: Size
  readonly speed: SpeedPrediction | undefined
}

/** Lays a model out at a quantization and cache type; undefined where it does not fit. */
export function place(
  architecture: Architecture,
  { quantization, kvCacheType }: Pick<Variant, 'quantization' | 'kvCacheType'>,
  { contextPerUser, parallel }: FullRequirements,
  machine: Machine,
  { speedModel, recalibrationOf }: Knowledge,
): Placed | undefined {
  const contextLength = contextPerUser * parallel
  const size = sizeModel({
    architecture,
    quantization,
    kvCacheType,
    contextLength,
    parallel,
    machine,
  })
  if (size.placement === undefined) return undefined
  const at = { promptTokens, depth: 0 }
  const learned = recalibrationOf?.(machine)
  return {
    size,
    speed: placedSpeed(size.model, size.settings, size.placement, at, speedModel, learned),
  }
}

/** Weighs one variant that is laid out. */
export function weigh(
  entry: CatalogueEntry,
  { quantization, kvCacheType, quality, reasoning }: Variant,
  { size, speed }: Placed,
  needs: FullRequirements,
): Candidate {
  const priceUsdPerMillionTokens = needs.offline === true ? undefined : lowestPrice(entry)
  const counted = countedScore(quality)
  const offer: Offer = {
    qualityScore: counted,
    decodeTokensPerSecond: speed?.decodeTokensPerSecond.estimate,
    totalBytes: size.totalBytes,
    priceUsdPerMillionTokens,
    thinks: thinksByDefault(entry, { reasoning: reasoning ?? needs.reasoning }),
  }
  const utility = utilityOf(offer, needs)
  const weight = qualityWeight(needs)
  return {
    id: entry.id,
    utility,
    low: utility - weight * (counted - quality.low),
    high: utility + weight * (quality.high - counted),
    decodeTokensPerSecond: offer.decodeTokensPerSecond,
    totalBytes: size.totalBytes,
    entry,
    quantization,
    kvCacheType,
    contextLength: needs.contextPerUser * needs.parallel,
    size,
    speed,
    quality,
    reasoning,
    priceUsdPerMillionTokens,
  }
}

/** Whether a model thinks before it answers when it is used as asked: as its maker sets it where nothing was asked. */
export function thinksByDefault(
  { reasoning }: Pick<CatalogueEntry, 'reasoning'>,
  { reasoning: asked }: Pick<FullRequirements, 'reasoning'>,
): boolean {
  if (reasoning === undefined || reasoning.kind === 'none') return false
  if (reasoning.kind === 'always' || !reasoningModes(reasoning).includes('off')) return true
  if (asked === 'on' || asked === 'off') return asked === 'on'
  return reasoning.kind === 'effort'
    ? reasoning.default !== reasoning.off
    : reasoning.default === 'on'
}
