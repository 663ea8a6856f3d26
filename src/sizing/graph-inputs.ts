import type { Architecture } from '../facts/architecture.ts'
import { cellsOf } from './kv-cache.ts'
import { layerGroups } from './layer-groups.ts'
import type { EngineSettings } from './settings.ts'

/** What a device of several gets from outside for each batch, in bytes. */
export interface GraphInputs {
  /** Masks of the attention, one for each length of cache. */
  readonly maskBytes: number
  /** Hidden values of the batch, F32. */
  readonly hiddenBytes: number
}

/**
 * Masks and hidden values of one physical batch. Masks are F16 with flash attention, else F32 (src/llama-graph.cpp,
 * build_attn_inp_kq_mask): 16 MiB for 8,192 cells and 512 tokens, 8 MiB of hidden values for Llama 3 8B.
 */
export function graphInputs(architecture: Architecture, settings: EngineSettings): GraphInputs {
  const batch = Math.min(settings.physicalBatch, settings.contextLength)
  const cells = cellsOf(settings)
  const lengths = new Set<number>()
  for (const [{ attention }] of layerGroups(architecture)) {
    if (attention === undefined) continue
    const { kind, window } = attention
    lengths.add(kind === 'full' || window === undefined ? cells.full : cells.windowed(window))
  }
  const maskBytes = [...lengths].reduce((sum, length) => sum + length, 0) / streams(settings)
  return {
    maskBytes: (settings.flashAttention ? 2 : 4) * maskBytes * batch,
    hiddenBytes: 4 * architecture.embeddingLength * batch,
  }
}

/** Sequences with caches of their own each see their own cells only. */
function streams({ unifiedCache, parallel }: EngineSettings): number {
  return unifiedCache ? 1 : parallel
}

/** Batches in flight over several devices (ggml/src/ggml-backend.cpp, GGML_SCHED_MAX_COPIES). */
export const pipelineCopies = 4

/**
 * What pipelining adds to every device: its inputs four times, all kept, where one alone ends with its last reader. Without
 * flash attention the graph holds one of the masks already. Llama 3 8B logs 640 MiB on each of 2 to 8 cards, 560 on one.
 */
export function pipelineBytes(
  { maskBytes, hiddenBytes }: GraphInputs,
  { flashAttention }: Pick<EngineSettings, 'flashAttention'>,
): number {
  return pipelineCopies * (maskBytes + hiddenBytes) - (flashAttention ? 0 : maskBytes)
}
