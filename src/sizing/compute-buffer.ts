import type { Architecture } from '../facts/architecture.ts'
import { reservedBytes } from './compute-graph/graph-allocator.ts'
import { modelGraph } from './compute-graph/model-graph.ts'
import { cellsOf, encodedTokens } from './kv-cache.ts'
import type { EngineSettings } from './settings.ts'

/** Bytes of working memory of the device that computes the logits, and of one that does not. */
export interface ComputeBuffer {
  readonly withLogits: number
  readonly withoutLogits: number
}

/** ggml/src/ggml-impl.h, TENSOR_ALIGNMENT of the CPU's buffers */
const alignment = 32

/** Settings on which the graph depends, of one architecture; the oldest go when there are too many. */
const remembered = 64
const known = new WeakMap<Architecture, Map<string, ComputeBuffer>>()

/**
 * Working memory of a graph over one physical batch, as llama.cpp 0.5.0 reserves it (src/llama-context.cpp, sched_reserve):
 * the graph of the batch is built and its tensors laid out as ggml's own allocator does. Remembered per architecture object.
 */
export function computeBufferOf(
  architecture: Architecture,
  settings: EngineSettings,
): ComputeBuffer {
  const ofArchitecture = known.get(architecture) ?? new Map<string, ComputeBuffer>()
  known.set(architecture, ofArchitecture)
  const key = keyOf(settings)
  const before = ofArchitecture.get(key)
  if (before !== undefined) return before
  const { graph, nodesBeforeLogits } = modelGraph(architecture, settings, cellsOf(settings))
  const { largest, largestBefore } = reservedBytes(graph.leaves, graph.nodes, {
    alignment,
    watchedNode: nodesBeforeLogits,
  })
  const buffer = { withLogits: largest, withoutLogits: largestBefore }
  const [oldest] = ofArchitecture.keys()
  if (ofArchitecture.size >= remembered && oldest !== undefined) ofArchitecture.delete(oldest)
  ofArchitecture.set(key, buffer)
  return buffer
}

function keyOf(settings: EngineSettings): string {
  const { contextLength, parallel, physicalBatch, logicalBatch, keyType, valueType } = settings
  return `${contextLength} ${parallel} ${physicalBatch} ${logicalBatch} ${keyType} ${valueType} ${settings.windowMargin} ${settings.unifiedCache} ${settings.flashAttention}`
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
