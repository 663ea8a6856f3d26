import type { Architecture, Attention, Layer } from '../facts/architecture.ts'
import { cellsOf, encodedTokens } from './kv-cache.ts'
import { layerGroups } from './layer-groups.ts'
import type { EngineSettings } from './settings.ts'

/** Bytes of working memory of the device that computes the logits, and of one that does not. */
export interface ComputeBuffer {
  readonly withLogits: number
  readonly withoutLogits: number
}

/**
 * Working memory of a graph over one physical batch, as llama.cpp reserves it: the largest of the moments at which most
 * is alive. With flash attention that is the logits of the batch beside the hidden values before and behind the last
 * matrix, or the activations of the experts in use, or the latent heads of MLA; without it the scores of all heads of a
 * block beside their mask, the queries, keys and values. The rules follow the allocator's own figures for 43 models
 * (llama.cpp v0.5.0, test/recordings/allocator); its order of tensors is not followed, so single cells differ by some MiB.
 */
export function computeBufferOf(
  architecture: Architecture,
  settings: EngineSettings,
): ComputeBuffer {
  const batch = Math.min(settings.physicalBatch, settings.contextLength)
  const hidden = 4 * architecture.embeddingLength * batch
  const logits = 4 * architecture.vocabularySize * batch
  // Each sequence has a cache of its own unless they share one.
  const cells = cellsOf(settings).full / (settings.unifiedCache ? 1 : settings.parallel)
  const groups = layerGroups(architecture)
  const most = (bytesOf: (layer: Layer) => number) => {
    let largest = 0
    for (const [layer] of groups) largest = Math.max(largest, bytesOf(layer))
    return largest
  }
  const attention = most(({ attention: one }) =>
    one === undefined ? 0 : attentionPeak(one, settings.flashAttention, cells, batch, hidden),
  )
  const experts = most((layer) => expertPeak(layer, cells, batch, hidden))
  const network = most(({ feedForward }) => 2 * 4 * (feedForward?.length ?? 0) * batch)
  const inside = Math.max(2 * hidden, most((layer) => usedExperts(layer, batch)) + hidden)
  return {
    withLogits: Math.max(logits + inside, attention, experts),
    withoutLogits: Math.max(inside + network, attention, experts),
  }
}

function usedExperts({ experts }: Layer, batch: number): number {
  return experts === undefined ? 0 : 4 * experts.usedCount * experts.length * batch
}

/** Gate, up and their product of the experts in use, four hidden values, and the mask. */
function expertPeak(layer: Layer, cells: number, batch: number, hidden: number): number {
  const used = usedExperts(layer, batch)
  return used === 0 ? 0 : 3 * used + 4 * hidden + 2 * cells * batch
}

/** Queries that MLA carries into the latent space are as long as the cache's vectors. */
function attentionPeak(
  { headCount, headCountKv, keyLength, valueLength, latent }: Attention,
  flashAttention: boolean,
  cells: number,
  batch: number,
  hidden: number,
): number {
  const row = 4 * batch
  const queries =
    row * headCount * (latent === undefined ? keyLength : latent.kvRank + latent.ropeLength)
  if (flashAttention) {
    const outputs = latent === undefined ? 0 : row * headCount * latent.kvRank
    return latent === undefined ? 0 : queries + 2 * outputs + hidden + 2 * cells * batch
  }
  const keysAndValues =
    row *
    (latent === undefined
      ? headCountKv * (keyLength + valueLength)
      : latent.kvRank + latent.ropeLength)
  return row * headCount * cells + row * cells + 3 * hidden + 2 * queries + keysAndValues
}

/**
 * Logits kept for sampling: one row per sequence (src/llama-context.cpp, output_reserve). An encoder reserves them, and
 * its output, for every token of the prompt.
 */
export function outputBufferBytes(
  { vocabularySize, embeddingLength, encoderLayers }: Architecture,
  settings: EngineSettings,
): number {
  if (encoderLayers.length === 0) return 4 * vocabularySize * settings.parallel
  const rows = Math.max(settings.parallel, encodedTokens(settings))
  return 4 * (vocabularySize + embeddingLength) * rows
}
