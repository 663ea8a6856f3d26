import type { Efficiencies } from './efficiencies.ts'
import type { AttentionWork, Work } from './work.ts'

/** How a model is run, as far as bytes and operations depend on it. */
export interface RunSettings {
  /** Bytes per cached key and value. */
  readonly keyBytes: number
  readonly valueBytes: number
  /** Conversations decoded in one step. */
  readonly parallel: number
  /** Tokens that one pass over the weights takes in prefill (llama.cpp's `--ubatch-size`). */
  readonly physicalBatch: number
}

/** Positions that a query at `depth` sees in this group of layers. */
function visible(group: AttentionWork, depth: number): number {
  return group.window === undefined ? depth : Math.min(depth, group.window)
}

/** Share of the routed experts that some of `tokens` choose, each its own at random. */
function touchedShare(expertShare: number, tokens: number): number {
  return 1 - (1 - expertShare) ** tokens
}

/**
 * Seconds of one decoding step at `depth` cached positions: weights and caches over the bandwidth, unpacking where
 * the processor is the weaker side, and launches per layer.
 */
export function decodeSeconds(
  work: Work,
  reach: Efficiencies,
  settings: RunSettings,
  depth: number,
): number {
  const { parallel } = settings
  const expertBytes = work.expertBytes * touchedShare(work.expertShare, parallel)
  const denseBytes = work.weightBytesPerToken - work.expertBytesPerToken
  const weightSeconds = (denseBytes + expertBytes * reach.expertFactor) / reach.weightRate
  const unpackSeconds =
    (2 * (work.multiplyAddsPerToken + work.headMultiplyAdds) * parallel) / reach.unpackRate
  let cacheBytes = 2 * work.stateBytes
  for (const group of work.attention)
    cacheBytes +=
      group.layers *
      visible(group, depth) *
      (group.keyValues * settings.keyBytes + group.valueValues * settings.valueBytes)
  return (
    softMaximum(weightSeconds, unpackSeconds) +
    (cacheBytes * parallel) / reach.cacheRate +
    work.layers * reach.layerSeconds +
    work.expertLayers * reach.routingSeconds +
    reach.stepSeconds * (work.headBytes > 0 ? 1 : 0)
  )
}

/** Overlapping work: the longer side, a little more where both are alike. */
export function softMaximum(a: number, b: number): number {
  return (a ** 4 + b ** 4) ** 0.25
}

/**
 * Seconds to take in a prompt after `depth` cached positions: matrices at the device's arithmetic with a cost per pass
 * that small batches and thinly spread experts feel, attention's quadratic part, and reading the weights once per pass.
 */
export function prefillSeconds(
  work: Work,
  reach: Efficiencies,
  settings: RunSettings,
  promptTokens: number,
  depth: number,
): number {
  const passes = passesOf(promptTokens, settings)
  const tokens = promptTokens / passes
  const dense = work.multiplyAddsPerToken - work.expertMultiplyAdds
  const unfilled =
    reach.tileTokens * (referenceWidth / widthOf(dense / Math.max(1e-9, work.layers)))
  const denseAdds = dense * (tokens + unfilled)
  const expertAdds =
    work.expertMultiplyAdds *
    reach.expertMatrixFactor *
    (tokens + reach.expertTileTokens / work.expertShare)
  const readBytes =
    work.weightBytesPerToken -
    work.expertBytesPerToken +
    work.expertBytes * touchedShare(work.expertShare, tokens)
  const perPass =
    (2 * (denseAdds + expertAdds) + (2 * work.headMultiplyAdds) / passes) / reach.matrixRate +
    readBytes / reach.weightRate +
    work.layers * reach.prefillLayerSeconds
  let attentionAdds = 0
  for (const group of work.attention)
    attentionAdds +=
      group.layers *
      group.multiplyAddsPerPosition *
      visible(group, depth + promptTokens / 2) *
      promptTokens
  return passes * perPass + (2 * attentionAdds) / reach.attentionRate
}

/** Width of the matrices for which `tileTokens` is stated: that of 8B models. */
const referenceWidth = 4096

/** Width of a block's matrices from their multiply-adds, about twelve squares of it; narrow ones leave units idle. */
function widthOf(multiplyAddsPerLayer: number): number {
  return Math.max(256, Math.sqrt(multiplyAddsPerLayer / 12))
}

/** Passes over the weights that a prompt takes. */
export function passesOf(
  promptTokens: number,
  settings: Pick<RunSettings, 'physicalBatch'>,
): number {
  return Math.max(1, Math.ceil(promptTokens / settings.physicalBatch))
}

/** How much of the pipeline's gain is reached: fitted to 4 and 6 cards at prompts of 1,024 to 8,192 tokens. */
const overlap = 0.9

/**
 * Seconds of a prompt over several cards: the passes follow one another through them, as llama.cpp pipelines its batches,
 * so that the slowest device decides all but the first pass.
 */
export function pipelinedSeconds(seconds: readonly number[], passes: number): number {
  const whole = seconds.reduce((sum, value) => sum + value, 0)
  const pipelined = (whole + (passes - 1) * Math.max(...seconds)) / passes
  return overlap * pipelined + (1 - overlap) * whole
}
