import type { Architecture } from '../facts/architecture.ts'
import { cellsOf } from './kv-cache.ts'
import type { EngineSettings } from './settings.ts'

/** Bytes of working memory of the device that computes the logits, and of one that does not. */
export interface ComputeBuffer {
  readonly withLogits: number
  readonly withoutLogits: number
}

/**
 * Working memory of a graph over one physical batch, as llama.cpp reserves it. With flash attention the peak is the
 * logits of the batch beside the hidden values in front of and behind the last matrix; experts add the activations of
 * those in use; without flash attention the scores of all heads of a block must fit. Reproduces the allocator's
 * 266.5 MiB for Llama 3.1 8B and 266.0 for Falcon-H1 7B exactly to 0.5 MiB, 534.7 for Gemma 3 27B within 1.7.
 * An approximation elsewhere: the allocator's own order of tensors is not followed.
 */
export function computeBufferOf(
  architecture: Architecture,
  settings: EngineSettings,
): ComputeBuffer {
  const batch = Math.min(settings.physicalBatch, settings.contextLength)
  const hidden = 4 * architecture.embeddingLength * batch
  const logits = 4 * architecture.vocabularySize * batch
  const inside = Math.max(2 * hidden, expertActivations(architecture, batch) + hidden)
  const scores = settings.flashAttention ? 0 : attentionScores(architecture, settings, batch)
  return {
    withLogits: Math.max(logits + inside, scores + 2 * hidden),
    withoutLogits: Math.max(inside + networkActivations(architecture, batch), scores + 2 * hidden),
  }
}

function expertActivations({ layers }: Architecture, batch: number): number {
  return Math.max(
    0,
    ...layers.map(({ experts }) =>
      experts === undefined ? 0 : 4 * experts.usedCount * experts.length * batch,
    ),
  )
}

function networkActivations({ layers }: Architecture, batch: number): number {
  return Math.max(
    0,
    ...layers.map(({ feedForward }) =>
      feedForward === undefined ? 0 : 2 * 4 * feedForward.length * batch,
    ),
  )
}

function attentionScores(
  { layers }: Architecture,
  settings: EngineSettings,
  batch: number,
): number {
  const cells = Math.max(settings.contextLength, cellsOf(settings).full / settings.parallel)
  return Math.max(
    0,
    ...layers.map(({ attention }) =>
      attention === undefined ? 0 : 4 * attention.headCount * cells * batch,
    ),
  )
}

/** Logits kept for sampling: one row per sequence (src/llama-context.cpp, output_reserve). */
export function outputBufferBytes(
  { vocabularySize }: Architecture,
  { parallel }: EngineSettings,
): number {
  return 4 * vocabularySize * parallel
}
