import type { Architecture } from '../facts/architecture.ts'
import { computeBufferOf, outputBufferBytes } from './compute-buffer.ts'
import { type Cells, cacheShapeOf, cellsOf, encoderOutput, layerCache } from './kv-cache.ts'
import { layerGroups } from './layer-groups.ts'
import type { TensorType } from './quantization/tensor-types.ts'
import { completeSettings, type EngineSettings } from './settings.ts'
import { type Weights, weightsOf } from './weights.ts'

/** A model at a quantization, ready to be asked for many settings: the same sums as `sizeModel`, without the parts. */
export interface CompiledSize {
  kvCacheBytes(settings: EngineSettings): number
  /** loaded + cache + compute + output */
  totalBytes(settings: EngineSettings): number
  /** A part of the total that is known without working memory: what lies in the blocks, the head and the caches. */
  boundBytes(settings: EngineSettings): number
  /** Of the total, what lies in the host's RAM whatever happens: embeddings, and the logits that are kept. */
  elsewhereBytes(settings: EngineSettings): number
}

/** Bytes of all layers together per cell of each kind of cache, and per sequence of recurrent state. */
interface CacheCoefficients {
  readonly full: number
  readonly windows: readonly (readonly [window: number, bytes: number])[]
  readonly ratios: readonly (readonly [ratio: number, bytes: number])[]
  readonly state: number
}

/**
 * Compiles a model: everything that depends on its shape alone is summed once. The cache is linear in cells and
 * sequences, so its coefficients are read off the itemised rule; working memory is not (it is the largest of several
 * moments), so what was computed for a batch and a number of cells is kept. Remembered like the weights that it is made of.
 * Throws `unknown_quantization`.
 */
export function compileSize(
  architecture: Architecture,
  quantization: string,
  importanceMatrix?: boolean,
): CompiledSize {
  const weights = weightsOf(architecture, quantization, importanceMatrix)
  const known = compiled.get(weights)
  if (known !== undefined) return known
  const made = compileWith(architecture, weights)
  compiled.set(weights, made)
  return made
}

/** By weights, which are one object for each shape and quantization. */
const compiled = new WeakMap<Weights, CompiledSize>()

function compileWith(architecture: Architecture, weights: Weights): CompiledSize {
  const { loadedBytes, embeddingBytes, perLayerEmbeddingBytes } = weights
  const coefficients: CacheCoefficients[] = []
  const compute = rememberedCompute(architecture)
  const { rollsBack } = cacheShapeOf(architecture)
  const hasEncoder = architecture.encoderLayers.length > 0
  const kvCacheBytes = (settings: EngineSettings) => {
    const { keyType, valueType, parallel, draftTokens } = settings
    // Values lie another way without flash attention, and are more of them.
    const at = 2 * typePair(keyType, valueType) + Number(settings.flashAttention)
    let known = coefficients[at]
    if (known === undefined) {
      known = cacheCoefficients(architecture, settings)
      coefficients[at] = known
    }
    const cells = cellsOf(settings)
    let bytes = known.full * cells.full + known.state * parallel * (rollsBack ? 1 + draftTokens : 1)
    for (const [window, perCell] of known.windows) bytes += perCell * cells.windowed(window)
    for (const [ratio, perCell] of known.ratios) bytes += perCell * cells.compressed(ratio)
    return hasEncoder ? bytes + encoderOutput(architecture, settings).bytes : bytes
  }
  return {
    kvCacheBytes,
    boundBytes: (settings) =>
      loadedBytes - embeddingBytes - perLayerEmbeddingBytes + kvCacheBytes(settings),
    elsewhereBytes: (settings) =>
      embeddingBytes + perLayerEmbeddingBytes + outputBufferBytes(architecture, settings),
    totalBytes: (settings) =>
      loadedBytes +
      kvCacheBytes(settings) +
      compute(settings) +
      outputBufferBytes(architecture, settings),
  }
}

/** Running numbers of cache types as they are met, so that a pair of them is a small number. */
const typeNumbers = new Map<TensorType, number>()

function typePair(keyType: TensorType, valueType: TensorType): number {
  return 64 * typeNumber(keyType) + typeNumber(valueType)
}

function typeNumber(type: TensorType): number {
  const known = typeNumbers.get(type)
  if (known !== undefined) return known
  typeNumbers.set(type, typeNumbers.size)
  return typeNumbers.size - 1
}

const noCells: Cells = { full: 0, windowed: () => 0, compressed: () => 0 }

function cacheCoefficients(
  architecture: Architecture,
  { keyType, valueType, flashAttention }: EngineSettings,
): CacheCoefficients {
  const base = completeSettings({ contextLength: 256 })
  const settings: EngineSettings = { ...base, keyType, valueType, flashAttention }
  const groups = layerGroups(architecture)
  const shape = cacheShapeOf(architecture)
  const bytesWith = (cells: Cells) => {
    let sum = 0
    for (const [layer, count] of groups)
      sum += count * layerCache(layer, cells, settings, shape).bytes
    return sum
  }
  const state = bytesWith(noCells)
  const windows = new Set<number>()
  const ratios = new Set<number>()
  for (const [{ attention }] of groups) {
    if (attention?.window !== undefined) windows.add(attention.window)
    const ratio = attention?.compressed?.ratio ?? 0
    if (ratio > 0) ratios.add(ratio)
  }
  return {
    full: bytesWith({ ...noCells, full: 1 }) - state,
    windows: [...windows].map((window) => [
      window,
      bytesWith({ ...noCells, windowed: (one) => Number(one === window) }) - state,
    ]),
    ratios: [...ratios].map((ratio) => [
      ratio,
      bytesWith({ ...noCells, compressed: (one) => Number(one === ratio) }) - state,
    ]),
    state,
  }
}

/** Contexts are padded to so many cells before anything depends on them (src/llama-context.cpp). */
const cellPadding = 256

/** Some ten megabytes at most for one model. */
const rememberedMax = 100_000

/** Working memory by what it depends on: the batch, the types, the sequences, and the padded context. */
function rememberedCompute(architecture: Architecture): (settings: EngineSettings) => number {
  const known = new Map<number, Map<number, Map<number, number>>>()
  let count = 0
  return (settings) => {
    const { contextLength, parallel, physicalBatch, logicalBatch, draftTokens } = settings
    const byTypes = inner(known, typePair(settings.keyType, settings.valueType))
    // 20 bits for the batch, 16 for the sequences, 10 for drafts and 3 for the switches are exact in one number.
    const flags =
      Number(settings.flashAttention) +
      2 * Number(settings.unifiedCache) +
      4 * settings.windowMargin
    const batch = (physicalBatch * 65_537 + parallel) * 1025 + draftTokens
    const byContext = inner(byTypes, batch * 8 + flags)
    // A context shorter than a batch shortens the batch; each such length counts by itself.
    const isShort = contextLength <= Math.max(physicalBatch, logicalBatch)
    const at = isShort ? -contextLength : Math.ceil(contextLength / cellPadding)
    let bytes = byContext.get(at)
    if (bytes !== undefined) return bytes
    bytes = computeBufferOf(architecture, settings).withLogits
    // Whoever asks for other settings each time shall not fill the memory.
    if (count >= rememberedMax) {
      known.clear()
      count = 0
    } else byContext.set(at, bytes)
    count += 1
    return bytes
  }
}

function inner<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = new Map<L, V>()
  map.set(key, made)
  return made
}
