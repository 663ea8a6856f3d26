import type { Architecture, Layer } from '../facts/architecture.ts'
import { layerGroups } from './layer-groups.ts'
import { addWork, shareOfWork, type Work, workOf } from './speed/work.ts'
import type { Tensor } from './tensors/tensor.ts'
import { blockTensors, tensorsOutsideBlocks } from './tensors/tensors-of.ts'
import type { Weights } from './weights.ts'

const knownShapes = new WeakMap<Architecture, Work>()
const known = new WeakMap<Weights, Work>()

/** Work of the whole model per token under a quantization. Remembered per weights object. */
export function modelWork(architecture: Architecture, weights: Weights): Work {
  const before = known.get(weights)
  if (before !== undefined) return before
  const made = withBytes(workOfShape(architecture), architecture, weights)
  known.set(weights, made)
  return made
}

const unweighed = (tensors: readonly Tensor[]) => tensors.map((tensor) => ({ tensor, bytes: 0 }))

/** What does not depend on the quantization: each kind of block once, times how often it occurs. */
function workOfShape(architecture: Architecture): Work {
  const before = knownShapes.get(architecture)
  if (before !== undefined) return before
  let work = workOf(architecture, unweighed(tensorsOutsideBlocks(architecture)))
  for (const [layer, count] of layerGroups(architecture))
    work = addWork(work, shareOfWork(workOf(architecture, ofBlock(architecture, layer)), count))
  knownShapes.set(architecture, work)
  return work
}

function ofBlock(architecture: Architecture, layer: Layer) {
  return unweighed(blockTensors(architecture, layer, architecture.layers.indexOf(layer)))
}

/** Bytes per token: everything but the experts that are not chosen, and of an untied embedding one row. */
function withBytes(work: Work, architecture: Architecture, weights: Weights): Work {
  const { loadedBytes, embeddingBytes, perLayerEmbeddingBytes, outputBytes } = weights
  const expertBytes = weights.expertsBefore.at(-1) ?? 0
  const expertBytesPerToken = expertBytes * work.expertShare
  const lookedUp = perLayerEmbeddingBytes + (architecture.tiedEmbeddings ? 0 : embeddingBytes)
  const unread = lookedUp * (1 - 1 / architecture.vocabularySize) + weights.encoderBytes
  return {
    ...work,
    weightBytes: loadedBytes,
    weightBytesPerToken: loadedBytes - unread - expertBytes + expertBytesPerToken,
    expertBytes,
    expertBytesPerToken,
    headBytes: architecture.tiedEmbeddings ? embeddingBytes : outputBytes,
  }
}
