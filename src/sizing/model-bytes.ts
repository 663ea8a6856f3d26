import type { Architecture } from '../facts/architecture.ts'
import { type ComputeBuffer, computeBufferOf, outputBufferBytes } from './compute-buffer.ts'
import { furtherBlocks } from './further-blocks.ts'
import { type GraphInputs, graphInputs } from './graph-inputs.ts'
import {
  addCaches,
  cacheShapeOf,
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

/** What does not depend on the quantization. */
type WorkingMemory = Omit<ModelBytes, 'architecture' | 'weights' | 'importanceMatrix'>

/** Settings that are remembered for each architecture: those of a question, and of the one before. */
const rememberedMax = 4

const known = new WeakMap<Architecture, Map<string, WorkingMemory>>()

/** Sums of a model under a quantization and settings. Pure; what was computed last is remembered per architecture object. */
export function modelBytes(
  architecture: Architecture,
  quantization: string,
  importanceMatrix: boolean | undefined,
  settings: EngineSettings,
): ModelBytes {
  const memory = workingMemory(architecture, settings)
  const weights = weightsOf(architecture, quantization, importanceMatrix)
  return {
    architecture,
    weights,
    kvCache: memory.kvCache,
    cacheBefore: memory.cacheBefore,
    get compute() {
      return memory.compute
    },
    outputBytes: memory.outputBytes,
    inputs: memory.inputs,
    settings: memory.settings,
    importanceMatrix,
    furtherBlockCount: memory.furtherBlockCount,
  }
}

/** Caches alone, without a quantization. */
export function kvCacheOf(architecture: Architecture, settings: EngineSettings): KvCache {
  return workingMemory(architecture, settings).kvCache
}

function workingMemory(architecture: Architecture, settings: EngineSettings): WorkingMemory {
  const bySettings = known.get(architecture) ?? new Map<string, WorkingMemory>()
  known.set(architecture, bySettings)
  const key = keyOf(settings)
  const before = bySettings.get(key)
  if (before !== undefined) return before
  const [oldest] = bySettings.size >= rememberedMax ? bySettings.keys() : []
  if (oldest !== undefined) bySettings.delete(oldest)
  const made = workingMemoryUnder(architecture, settings)
  bySettings.set(key, made)
  return made
}

const keys = new WeakMap<EngineSettings, string>()

function keyOf(settings: EngineSettings): string {
  const before = keys.get(settings)
  if (before !== undefined) return before
  const made = Object.values(settings).join()
  keys.set(settings, made)
  return made
}

function workingMemoryUnder(architecture: Architecture, settings: EngineSettings): WorkingMemory {
  const cells = cellsOf(settings)
  const shape = cacheShapeOf(architecture)
  const cacheOf = new Map(
    layerGroups(architecture).map(([layer]) => [layer, layerCache(layer, cells, settings, shape)]),
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
  let compute: ComputeBuffer | undefined
  return {
    kvCache,
    cacheBefore,
    // Of a model that no memory holds nobody asks, and it takes longer than everything else here.
    get compute() {
      compute ??= computeBufferOf(architecture, settings)
      return compute
    },
    outputBytes: outputBufferBytes(architecture, settings),
    inputs: graphInputs(architecture, settings),
    settings,
    furtherBlockCount: furtherBlocks(architecture).length,
  }
}

/** loaded + kvCache + compute + output */
export function totalBytesOf({ weights, kvCache, compute, outputBytes }: ModelBytes): number {
  return weights.loadedBytes + kvCache.bytes + compute.withLogits + outputBytes
}
