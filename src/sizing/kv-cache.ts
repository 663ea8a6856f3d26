import type { Architecture, Attention, Layer, Recurrent } from '../facts/architecture.ts'
import { compressedCache } from './compressed-cache.ts'
import { bytesOf } from './quantization/tensor-types.ts'
import type { EngineSettings } from './settings.ts'

export interface KvCache {
  /** Sum of the four parts. */
  readonly bytes: number
  /** Layers that keep every position; with latent attention the latent vectors. */
  readonly fullAttentionBytes: number
  /** Layers that keep a window or a chunk. */
  readonly slidingWindowBytes: number
  readonly recurrentBytes: number
  readonly crossAttentionBytes: number
}

/** llama.cpp pads contexts and window caches to this many cells (src/llama-context.cpp, src/llama-kv-cache-iswa.cpp). */
const cellPadding = 256

function padded(cells: number): number {
  return Math.ceil(cells / cellPadding) * cellPadding
}

/** Cells of the caches, all sequences together. */
export interface Cells {
  readonly full: number
  /** By window length. */
  windowed(window: number): number
  /** One for so many positions: sequences never share these (src/llama-kv-cache-dsv4.cpp). */
  compressed(ratio: number): number
}

/**
 * Cells as llama.cpp allocates them: without a unified cache each sequence has its own share of the context, padded
 * (src/llama-context.cpp); a window keeps one physical batch more than itself (src/llama-kv-cache-iswa.cpp).
 */
export function cellsOf({
  contextLength,
  parallel,
  unifiedCache,
  physicalBatch,
  windowMargin,
}: EngineSettings): Cells {
  const whole = padded(contextLength)
  const perSequence = unifiedCache ? whole : padded(Math.floor(whole / parallel))
  const streams = unifiedCache ? 1 : parallel
  const sharing = unifiedCache ? parallel : 1
  return {
    full: perSequence * streams,
    windowed: (window) =>
      padded(Math.min(perSequence, window * sharing + physicalBatch + windowMargin)) * streams,
    compressed: (ratio) => padded(Math.ceil(perSequence / ratio)) * parallel,
  }
}

/** Bytes that one block keeps in the caches, by kind. */
export function layerCache(
  layer: Layer,
  cells: Cells,
  settings: EngineSettings,
  shape: CacheShape = plainShape,
): KvCache {
  if (layer.attention?.compressed !== undefined)
    return compressedCache(layer.attention, layer.attention.compressed, cells, settings)
  const attention =
    layer.attention === undefined || layer.attention.sharesCache ? undefined : layer.attention
  const window = attention === undefined || attention.kind === 'full' ? undefined : attention.window
  const attentionBytes =
    attention === undefined
      ? emptyBlockBytes(layer, cells, settings, shape.widestValues)
      : attentionBytesOf(
          attention,
          window === undefined ? cells.full : cells.windowed(window),
          settings,
          shape.widestValues,
        )
  const fullAttentionBytes = window === undefined ? attentionBytes : 0
  const slidingWindowBytes = window === undefined ? 0 : attentionBytes
  const recurrentBytes =
    layer.recurrent === undefined
      ? 0
      : 4 *
        stateLength(layer.recurrent) *
        settings.parallel *
        (shape.rollsBack ? 1 + settings.draftTokens : 1)
  return {
    bytes: fullAttentionBytes + slidingWindowBytes + recurrentBytes,
    fullAttentionBytes,
    slidingWindowBytes,
    recurrentBytes,
    // Once for the whole model: `encoderOutput`.
    crossAttentionBytes: 0,
  }
}

/** What caches of one block depend on in the others. */
export interface CacheShape {
  /** Values per position of the block that has most of them. */
  readonly widestValues: number
  /** States are kept once more for every drafted token; families that cannot go back draft without (src/llama-arch.cpp). */
  readonly rollsBack: boolean
}

const plainShape: CacheShape = { widestValues: 0, rollsBack: true }

/** src/llama-arch.cpp, llm_arch_supports_rs_rollback */
const rollingBack = new Set(
  'kimi-k3 qwen35 qwen35moe deepseek4 glm5-next nemotron_h nemotron_h_moe lfm2 lfm2moe bailingmoe3'.split(
    ' ',
  ),
)

export function cacheShapeOf(architecture: Architecture): CacheShape {
  const { engineName } = architecture
  return {
    widestValues: widestValuesOf(architecture),
    // Of engines other than llama.cpp nothing is known, so the larger figure stands.
    rollsBack: engineName === undefined || rollingBack.has(engineName),
  }
}

/** Values per position of the block that has most of them; hybrids keep nothing for blocks without attention. */
function widestValuesOf({ layers }: Architecture): number {
  if (layers.some(({ recurrent }) => recurrent !== undefined)) return 0
  let widest = 0
  for (const { attention } of layers)
    if (attention !== undefined && attention.latent === undefined)
      widest = Math.max(widest, attention.headCountKv * attention.valueLength)
  return widest
}

/** A block without attention has no keys, but values as wide as the others' where they lie the other way round (DeciLM). */
function emptyBlockBytes(
  { attention, recurrent }: Layer,
  cells: Cells,
  { flashAttention, valueType }: EngineSettings,
  widestValues: number,
): number {
  if (attention !== undefined || recurrent !== undefined || flashAttention) return 0
  return bytesOf(valueType, cells.full * widestValues)
}

/** Tokens that an encoder takes: llama.cpp reads a prompt at once, in one physical batch (src/llama-context.cpp, encode). */
export function encodedTokens({ contextLength, physicalBatch }: EngineSettings): number {
  return Math.min(contextLength, physicalBatch)
}

/**
 * What cross attention keeps: llama.cpp makes its keys and values anew for every token, of the encoder's output, which
 * it holds as F32 (src/models/t5.cpp; src/llama-context.cpp, cross.v_embd). Nothing without an encoder.
 */
export function encoderOutput(
  { encoderLayers, embeddingLength }: Architecture,
  settings: EngineSettings,
): KvCache {
  if (encoderLayers.length === 0) return emptyCache
  const bytes = 4 * embeddingLength * encodedTokens(settings)
  return { ...emptyCache, bytes, crossAttentionBytes: bytes }
}

/** llama.cpp caches one latent vector per position and no values where attention is latent (K only). */
function attentionBytesOf(
  attention: Attention,
  cells: number,
  { keyType, valueType, flashAttention }: EngineSettings,
  widestValues: number,
): number {
  const { latent, indexer, headCountKv, keyLength, valueLength } = attention
  // The indexer's keys have a cache of their own, of one head (src/llama-kv-cache-dsa.cpp).
  if (latent !== undefined && !latent.cachedAsHeads)
    return (
      bytesOf(keyType, cells * (latent.kvRank + latent.ropeLength)) +
      bytesOf(keyType, cells * indexerLength(indexer))
    )
  const own = (headCountKv + (indexer === undefined ? 0 : 1)) * valueLength
  // Without flash attention values lie the other way round, in every block as many as in the widest (n_embd_v_gqa_max).
  const values = flashAttention ? own : Math.max(own, widestValues)
  // Beside grouped queries the indexer's cache has values of one head too, never read (src/llama-kv-cache-msa.cpp).
  return (
    bytesOf(keyType, cells * (headCountKv * keyLength + (indexer?.headLength ?? 0))) +
    bytesOf(valueType, cells * values)
  )
}

/** Of pooled keys the cache has key, gate and pooled key (src/llama-memory-hybrid-idx.cpp). */
function indexerLength(indexer: Attention['indexer']): number {
  return (indexer?.headLength ?? 0) * (indexer?.pooled === true ? 3 : 1)
}

/** Values of F32 state per sequence (src/llama-hparams.cpp, n_embd_r and n_embd_s). */
function stateLength(recurrent: Recurrent): number {
  switch (recurrent.kind) {
    case 'mamba1':
      return (
        recurrent.innerLength * (recurrent.convolutionLength - 1) +
        recurrent.innerLength * recurrent.stateLength
      )
    case 'mamba2': {
      const convolved = recurrent.innerLength + 2 * recurrent.groupCount * recurrent.stateLength
      return (
        convolved * (recurrent.convolutionLength - 1) +
        recurrent.innerLength * recurrent.stateLength
      )
    }
    case 'short-convolution':
      return recurrent.innerLength * (recurrent.convolutionLength - 1)
    case 'gated-delta-net': {
      const { keyHeadCount, valueHeadCount, keyLength, valueLength, convolutionLength } = recurrent
      const convolved = 2 * keyHeadCount * keyLength + valueHeadCount * valueLength
      return convolved * (convolutionLength - 1) + keyLength * valueHeadCount * valueLength
    }
    case 'linear-attention':
      return recurrent.headCount * recurrent.headLength ** 2
    case 'kimi-delta': {
      const { headCount, headLength, convolutionLength } = recurrent
      return (
        3 * headCount * headLength * (convolutionLength - 1) + headCount * headLength * headLength
      )
    }
  }
}

export const emptyCache: KvCache = {
  bytes: 0,
  fullAttentionBytes: 0,
  slidingWindowBytes: 0,
  recurrentBytes: 0,
  crossAttentionBytes: 0,
}

export function addCaches(a: KvCache, b: KvCache, times = 1): KvCache {
  return {
    bytes: a.bytes + times * b.bytes,
    fullAttentionBytes: a.fullAttentionBytes + times * b.fullAttentionBytes,
    slidingWindowBytes: a.slidingWindowBytes + times * b.slidingWindowBytes,
    recurrentBytes: a.recurrentBytes + times * b.recurrentBytes,
    crossAttentionBytes: a.crossAttentionBytes + times * b.crossAttentionBytes,
  }
}
