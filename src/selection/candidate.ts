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
  readonly priceUsdPerMillionTokens: number | undefined
}

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
}

/** Quality of a model at a quantization, thinking as it was asked to; undefined where nothing is known. */
export function qualityFor(
  entry: CatalogueEntry,
  quantization: string,
  needs: FullRequirements,
  { qualityTable }: Knowledge,
): Quality | undefined {
  const mode = needs.reasoning === 'on' || needs.reasoning === 'off' ? needs.reasoning : undefined
  return qualityOf(entry, needs.task, quantization, qualityTable, mode)
}

/**
 * Points that count for the choice. A score that is only predicted from size and age counts a whole 80 % interval lower:
 * the prediction is fitted to models of the years before and reaches beyond them for the newest, so a model that nobody
 * has rated is proposed only where it would be ahead even then. Judgement, until there is evidence.
 */
export function countedScore({ basis, score, low, high }: Quality): number {
  return basis === 'measured' ? score : score - (high - low)
}

/** Weighs one variant; undefined where it does not fit. */
export function weigh(
  entry: CatalogueEntry,
  architecture: Architecture,
  { quantization, kvCacheType, quality }: Variant,
  needs: FullRequirements,
  machine: Machine,
  knowledge: Knowledge,
): Candidate | undefined {
  const { parallel } = needs
  const contextLength = needs.contextPerUser * parallel
  const size = sizeModel({
    architecture,
    quantization,
    kvCacheType,
    contextLength,
    parallel,
    machine,
  })
  if (size.placement === undefined) return undefined
  const speed = placedSpeed(
    size.model,
    size.settings,
    size.placement,
    { promptTokens, depth: 0 },
    knowledge.speedModel,
    knowledge.recalibration,
  )
  const priceUsdPerMillionTokens = needs.offline === true ? undefined : lowestPrice(entry)
  const counted = countedScore(quality)
  const offer: Offer = {
    qualityScore: counted,
    decodeTokensPerSecond: speed?.decodeTokensPerSecond.estimate,
    totalBytes: size.totalBytes,
    priceUsdPerMillionTokens,
    thinks: thinksByDefault(entry, needs),
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
    contextLength,
    size,
    speed,
    quality,
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
