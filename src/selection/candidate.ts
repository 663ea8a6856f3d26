import type { Architecture } from '../facts/architecture.ts'
import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import { kvCacheOf, modelBytes, totalBytesOf } from '../sizing/model-bytes.ts'
import { modelWork } from '../sizing/model-work.ts'
import { placedSpeed } from '../sizing/placed-speed.ts'
import { isTooLarge, placeModel } from '../sizing/placement.ts'
import type { TensorType } from '../sizing/quantization/tensor-types.ts'
import { completeSettings, type EngineSettings } from '../sizing/settings.ts'
import { type Size, sizeModel } from '../sizing/size-model.ts'
import { decodeLimit } from '../sizing/speed/decode-limit.ts'
import type { SpeedPrediction } from '../sizing/speed/predict-speed.ts'
import { devicesOf, usableBytesOf } from '../sizing/usable-memory.ts'
import { leastBytes } from '../sizing/weight-plan.ts'
import { lowestPrice, reasoningModes } from './gates.ts'
import type { Grade } from './grades.ts'
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
const speedAt = { promptTokens: 512, depth: 0 }

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
export interface Placed {
  readonly totalBytes: number
  readonly speed: SpeedPrediction | undefined
  /** Itemised when it is asked for: of most candidates nobody asks. */
  readonly size: Size
}

/** What is weighed of a model: everything but its quality. */
export interface Layout {
  readonly architecture: Architecture
  readonly quantization: string
  readonly settings: EngineSettings
  readonly machine: Machine
}

const knownSettings = new WeakMap<FullRequirements, Map<string, EngineSettings>>()

/** How the engine is started for a need, the same object for every model. */
export function settingsFor(needs: FullRequirements, kvCacheType: string): EngineSettings {
  const byType = knownSettings.get(needs) ?? new Map<string, EngineSettings>()
  knownSettings.set(needs, byType)
  const before = byType.get(kvCacheType)
  if (before !== undefined) return before
  const { contextPerUser, parallel } = needs
  const made = completeSettings({ contextLength: contextPerUser * parallel, parallel, kvCacheType })
  byType.set(kvCacheType, made)
  return made
}

/** Lays a model out at a quantization and cache type; undefined where it does not fit. */
export function place(
  layout: Layout,
  { speedModel, recalibrationOf }: Knowledge,
): Placed | undefined {
  const { architecture, quantization, settings, machine } = layout
  const model = modelBytes(architecture, quantization, undefined, settings)
  const { placement } = placeModel(model, machine)
  if (placement === undefined) return undefined
  const learned = recalibrationOf?.(machine)
  let size: Size | undefined
  return {
    totalBytes: totalBytesOf(model),
    speed: placedSpeed(model, settings, placement, speedAt, speedModel, learned),
    get size() {
      size ??= sizeModel({ ...layout, ...settingsInput(settings) })
      return size
    },
  }
}

function settingsInput({ contextLength, parallel, keyType }: EngineSettings) {
  return { contextLength, parallel, kvCacheType: keyType }
}

/** The most that a layout can offer, known without laying anything out; undefined where no memory is large enough. */
export function limitOf(
  { architecture, quantization, settings, machine }: Layout,
  { speedModel, recalibrationOf }: Knowledge,
): Pick<Offer, 'totalBytes' | 'decodeTokensPerSecond'> | undefined {
  if (isFarTooLarge({ architecture, quantization, settings, machine })) return undefined
  const model = modelBytes(architecture, quantization, undefined, settings)
  if (isTooLarge(model, machine)) return undefined
  const work = modelWork(architecture, model.weights)
  return {
    totalBytes: totalBytesOf(model),
    // The limit is the fitted model's; what was measured may lie above it.
    decodeTokensPerSecond:
      recalibrationOf?.(machine) === undefined
        ? decodeLimit(work, devicesOf(machine), model.weights.recipe, speedModel)
        : Number.POSITIVE_INFINITY,
  }
}

/** Whether a bound that needs no tensor's type says already what `isTooLarge` would. */
function isFarTooLarge({ architecture, quantization, settings, machine }: Layout): boolean {
  const fewest = fewestBits.get(quantization)
  if (fewest === undefined || keepsExperts(architecture)) return false
  const bytes = leastBytes(architecture, fewest) + kvCacheOf(architecture, settings).bytes
  return bytes > usableBytesOf(machine)
}

/** Types of fewest bits that the ladder gives a matrix outside the embedding (`choose-type.ts`). */
export const fewestBits = new Map<string, TensorType>([
  ['Q8_0', 'Q8_0'],
  ['Q6_K', 'Q6_K'],
  ['Q5_K_M', 'Q5_K'],
  ['Q4_K_M', 'Q4_K'],
  ['IQ4_XS', 'IQ4_XS'],
  ['Q3_K_M', 'Q3_K'],
  ['IQ3_XXS', 'IQ2_S'],
  ['Q2_K', 'Q2_K'],
  ['IQ2_XS', 'IQ2_XS'],
])

/** Experts that every file has in MXFP4, fewer bits than some recipes have (`quantizer-view.ts`). */
export function keepsExperts({ modelType }: Architecture): boolean {
  return modelType === 'gpt_oss'
}

/**
 * Whether no quantization can fit, whatever else is true of it. The lightest comes first: of what fits at all it mostly
 * does, and what it is too large for is mostly far too large at all others.
 */
export function isHopeless(layout: Omit<Layout, 'quantization'>, entry: CatalogueEntry): boolean {
  const { architecture, settings, machine } = layout
  return ladderOf(entry)
    .toReversed()
    .every(
      (quantization) =>
        isFarTooLarge({ ...layout, quantization }) ||
        isTooLarge(modelBytes(architecture, quantization, undefined, settings), machine),
    )
}

/** Weighs one variant that is laid out. */
export function weigh(
  entry: CatalogueEntry,
  { quantization, reasoning, quality, countedScore: counted, thinks }: Grade,
  kvCacheType: string,
  placed: Placed,
  needs: FullRequirements,
): Candidate {
  const { totalBytes, speed } = placed
  const priceUsdPerMillionTokens = priceFor(entry, needs)
  const decodeTokensPerSecond = speed?.decodeTokensPerSecond.estimate
  const qualityScore = counted
  const offer: Offer = {
    qualityScore,
    decodeTokensPerSecond,
    totalBytes,
    priceUsdPerMillionTokens,
    thinks,
  }
  const utility = utilityOf(offer, needs)
  const weight = qualityWeight(needs)
  return {
    id: entry.id,
    utility,
    low: utility - weight * (counted - quality.low),
    high: utility + weight * (quality.high - counted),
    decodeTokensPerSecond,
    totalBytes,
    entry,
    quantization,
    kvCacheType,
    contextLength: needs.contextPerUser * needs.parallel,
    get size() {
      return placed.size
    },
    speed,
    quality,
    reasoning,
    priceUsdPerMillionTokens,
  }
}

/** What others ask for the model, where hosted offers count. */
export function priceFor(entry: CatalogueEntry, { offline }: FullRequirements): number | undefined {
  return offline === true ? undefined : lowestPrice(entry)
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
