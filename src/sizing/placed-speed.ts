import type { ModelBytes } from './model-bytes.ts'
import { modelWork } from './model-work.ts'
import type { Placement } from './placement-result.ts'
import type { EngineSettings } from './settings.ts'
import { predictSpeed, type SpeedInput, type SpeedPrediction } from './speed/predict-speed.ts'
import { type Recalibration, recalibrate } from './speed/recalibrate.ts'
import type { SpeedModel } from './speed/speed-model.ts'
import { shareOfWork, type Work } from './speed/work.ts'

/** Where speed is asked for: prompt length of the prefill, tokens already in the cache for the decode. */
export interface SpeedAt {
  readonly promptTokens: number
  readonly depth: number
}

/** Speed of a model as it is placed, corrected by what was measured on the machine; undefined where a device's bandwidth is unknown. */
export function placedSpeed(
  model: ModelBytes,
  settings: EngineSettings,
  placement: Placement,
  speedAt: SpeedAt,
  speedModel: SpeedModel,
  recalibration?: Recalibration,
): SpeedPrediction | undefined {
  const input = speedInput(model, settings, placement, speedAt)
  const speed = predictSpeed(input, speedModel)
  return speed === undefined || recalibration === undefined
    ? speed
    : recalibrate(speed, input, recalibration, speedModel)
}

/**
 * What the speed model is asked for a model as it is placed; the same for a prediction and for what a measurement says of it.
 * @public
 */
export function speedInput(
  model: ModelBytes,
  settings: EngineSettings,
  placement: Placement,
  speedAt: SpeedAt,
): SpeedInput {
  const work = modelWork(model.architecture, model.weights)
  const blockCount = model.architecture.layers.length
  const parts = placement.parts.flatMap(({ device, layers, expertShare }) => {
    const placed =
      placement.kind === 'experts-in-ram'
        ? apart(work, layers / blockCount, expertShare)
        : shareOfWork(work, layers / blockCount)
    return placed.weightBytes === 0 ? [] : [{ device, work: placed }]
  })
  return {
    quantization: model.weights.recipe,
    parts,
    activationBytes: 4 * model.architecture.embeddingLength,
    // Every block with experts in RAM sends its tokens there and back.
    ...(placement.kind === 'experts-in-ram' ? { hops: 2 * placement.expertLayersInRam } : {}),
    depth: speedAt.depth,
    promptTokens: speedAt.promptTokens,
    kvCacheType: {
      keys: settings.keyType.toLowerCase(),
      values: settings.valueType.toLowerCase(),
    },
    flashAttention: settings.flashAttention,
    physicalBatch: settings.physicalBatch,
  }
}

/** Dense work in proportion to the blocks, routed experts in proportion to where they lie. */
function apart(work: Work, layerShare: number, expertShare: number): Work {
  const dense = shareOfWork(
    {
      ...work,
      weightBytes: work.weightBytes - work.expertBytes,
      weightBytesPerToken: work.weightBytesPerToken - work.expertBytesPerToken,
      multiplyAddsPerToken: work.multiplyAddsPerToken - work.expertMultiplyAdds,
      expertBytes: 0,
      expertBytesPerToken: 0,
      expertMultiplyAdds: 0,
      expertLayers: 0,
    },
    layerShare,
  )
  return {
    ...dense,
    weightBytes: dense.weightBytes + work.expertBytes * expertShare,
    weightBytesPerToken: dense.weightBytesPerToken + work.expertBytesPerToken * expertShare,
    multiplyAddsPerToken: dense.multiplyAddsPerToken + work.expertMultiplyAdds * expertShare,
    expertBytes: work.expertBytes * expertShare,
    expertBytesPerToken: work.expertBytesPerToken * expertShare,
    expertMultiplyAdds: work.expertMultiplyAdds * expertShare,
    expertLayers: work.expertLayers * expertShare,
  }
}
