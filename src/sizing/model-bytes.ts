import type { Architecture } from '../facts/architecture.ts'
import { type ComputeBuffer, computeBufferOf, outputBufferBytes } from './compute-buffer.ts'
import { furtherBlocks } from './further-blocks.ts'
import { type GraphInputs, graphInputs } from './graph-inputs.ts'
import {
  addCaches,
  cellsOf,
  emptyCache,
  encoderOutput,
  type KvCache,
  layerCache,
} from './kv-cache.ts'
import { layerGroups } from './layer-groups.ts'
import type { EngineSettings } from './settings.ts'
import { type Weights, weightsOf } from './weights.ts'

/** A model under settings, block by block: what placement lays out over devices. */
export interface ModelBytes {
  readonly architecture: Architecture
  readonly weights: Weights
  readonly kvCache: KvCache
  /** Cache bytes of the first n blocks, for n from 0 to all of them. */
  readonly cacheBefore: Float64Array
  readonly compute: ComputeBuffer
  readonly outputBytes: number
  readonly inputs: GraphInputs
  readonly settings: EngineSettings
  readonly importanceMatrix: boolean | undefined
  /** Blocks of the file that predict further tokens: llama.cpp counts them among the layers, without loading them. */
  readonly furtherBlockCount: number
}

/** Sums of a model under a quantization and settings. Pure; weights are remembered per architecture object. */
export function modelBytes(
  architecture: Architecture,
  quantization: string,
  importanceMatrix: boolean | undefined,
  settings: EngineSettings,
): ModelBytes {
  const cells = cellsOf(settings)
  const cacheOf = new Map(
    layerGroups(architecture).map(([layer]) => [layer, layerCache(layer, cells, settings)]),
  )
  let kvCache = encoderOutput(architecture, settings)
  for (const [layer, count] of layerGroups(architecture))
    kvCache = addCaches(kvCache, cacheOf.get(layer) ?? emptyCache, count)
  // The encoder's output goes with the first block: it lies in RAM, where blocks go first that no device takes.
  const cacheBefore = new Float64Array(architecture.layers.length + 1)
  const ofEncoder = kvCache.crossAttentionBytes
  for (const [index, layer] of architecture.layers.entries())
    cacheBefore[index + 1] =
      (index === 0 ? ofEncoder : (cacheBefore[index] ?? 0)) + (cacheOf.get(layer)?.bytes ?? 0)
  return {
    architecture,
    weights: weightsOf(architecture, quantization, importanceMatrix),
    kvCache,
    cacheBefore,
    compute: computeBufferOf(architecture, settings),
    outputBytes: outputBufferBytes(architecture, settings),
    inputs: graphInputs(architecture, settings),
    settings,
    importanceMatrix,
    furtherBlockCount: furtherBlocks(architecture).length,
  }
}
