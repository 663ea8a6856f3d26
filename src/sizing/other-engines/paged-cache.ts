import type { Architecture, Attention, Layer } from '../../facts/architecture.ts'
import { cellsOf, layerCache } from '../kv-cache.ts'
import { completeSettings } from '../settings.ts'

/** Tokens of a block of the cache (vllm/config/cache.py, DEFAULT_BLOCK_SIZE). */
const blockTokens = 16

export interface PagedCache {
  /** Cache of one token in all layers that keep every position, on the device that holds most of them. */
  readonly bytesPerToken: number
  /** What one request of the whole context takes there: the three parts together. */
  readonly bytesPerRequest: number
  readonly fullAttentionBytes: number
  readonly slidingWindowBytes: number
  readonly recurrentBytes: number
}

export interface PagedCacheRequest {
  readonly contextLength: number
  readonly tensorParallel: number
  /** Of a key or value: 2, or 1 for FP8. */
  readonly bytesPerValue: number
  /** Tokens that are computed at once: windows keep them besides themselves. */
  readonly batchedTokens: number
}

/** A kind of layer with what it keeps of a token, and of how many tokens. */
interface Kind {
  readonly count: number
  readonly tokenBytes: number
  readonly window: number | undefined
  readonly chunked: boolean
}

/**
 * Cache of the blocks of one stage on one device. Key and value heads are shared out and, beyond their number, kept
 * again on every device; a latent vector is kept on each (vllm/config/model.py, get_num_kv_heads). Layers of several kinds
 * share one pool of equal pages, in groups as long as the rarest kind (vllm/v1/core/kv_cache_planning.py).
 */
export function pagedCache(
  architecture: Architecture,
  blocks: readonly Layer[],
  request: PagedCacheRequest,
): PagedCache {
  const kinds = kindsOf(blocks, request)
  const full = kinds.filter(({ window }) => window === undefined)
  const bytesPerToken = full.reduce((sum, kind) => sum + kind.count * kind.tokenBytes, 0)
  const pages = pagesOfRequest(kinds, request)
  const all = pages + stateBytes(architecture, blocks, request)
  const fullAttentionBytes = Math.min(
    pages,
    bytesPerToken * Math.ceil(request.contextLength / blockTokens) * blockTokens,
  )
  return {
    bytesPerToken,
    bytesPerRequest: all,
    fullAttentionBytes,
    slidingWindowBytes: pages - fullAttentionBytes,
    recurrentBytes: all - pages,
  }
}

function kindsOf(blocks: readonly Layer[], request: PagedCacheRequest): Kind[] {
  const kinds = new Map<string, Kind>()
  for (const { attention } of blocks) {
    if (attention === undefined || attention.sharesCache) continue
    const tokenBytes = tokenBytesOf(attention, request)
    const window = attention.kind === 'full' ? undefined : attention.window
    const key = `${attention.kind} ${window ?? ''} ${tokenBytes}`
    kinds.set(key, {
      count: (kinds.get(key)?.count ?? 0) + 1,
      tokenBytes,
      window,
      chunked: attention.kind === 'chunked',
    })
  }
  return [...kinds.values()]
}

/** Of DeepSeek V3.2's indexer: 128 FP8 values and one F32 scale per token (vllm layers/sparse_attn_indexer.py). */
function indexerBytes({ indexer }: Attention): number {
  return indexer === undefined ? 0 : indexer.headLength + 4
}

function tokenBytesOf(
  attention: Attention,
  { tensorParallel, bytesPerValue }: PagedCacheRequest,
): number {
  const { latent, headCountKv, keyLength, valueLength } = attention
  if (latent !== undefined)
    return (latent.kvRank + latent.ropeLength) * bytesPerValue + indexerBytes(attention)
  const heads = Math.max(1, headCountKv / tensorParallel)
  return heads * (keyLength + valueLength) * bytesPerValue
}

function blocksOf(
  { window, chunked }: Kind,
  { contextLength, batchedTokens }: PagedCacheRequest,
): number {
  if (window === undefined) return Math.ceil(contextLength / blockTokens)
  // A window may begin inside a block, a chunk does not (vllm/v1/kv_cache_interface.py).
  return chunked
    ? Math.ceil(Math.min(window + batchedTokens, contextLength) / blockTokens)
    : Math.ceil(Math.min(window - 1 + batchedTokens, contextLength) / blockTokens) + 1
}

/** Groups are as long as the rarest kind, or as the commonest where that is less than half as long again. */
const paddingLimit = 1.5

function pagesOfRequest(kinds: readonly Kind[], request: PagedCacheRequest): number {
  const [first] = kinds
  if (first === undefined) return 0
  const areEqual = kinds.every(({ tokenBytes }) => tokenBytes === first.tokenBytes)
  if (kinds.length === 1 || !areEqual)
    return kinds.reduce(
      (sum, kind) => sum + blocksOf(kind, request) * blockTokens * kind.count * kind.tokenBytes,
      0,
    )
  const counts = kinds.map(({ count }) => count)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const groupLength = most < least * paddingLimit ? most : least
  return kinds.reduce((sum, kind) => {
    const groups = Math.ceil(kind.count / groupLength)
    return sum + groups * groupLength * blocksOf(kind, request) * blockTokens * kind.tokenBytes
  }, 0)
}

/** Recurrent state of one sequence, in F32 as llama.cpp keeps it; engines that keep it in two bytes take half. */
function stateBytes(
  { layers }: Architecture,
  blocks: readonly Layer[],
  { tensorParallel }: PagedCacheRequest,
): number {
  if (layers.every(({ recurrent }) => recurrent === undefined)) return 0
  const settings = completeSettings({ contextLength: 256 })
  const cells = cellsOf(settings)
  return (
    blocks.reduce((sum, layer) => sum + layerCache(layer, cells, settings).recurrentBytes, 0) /
    tensorParallel
  )
}
