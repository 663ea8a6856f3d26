import type { Attention } from '../facts/architecture.ts'
import type { Cells, KvCache } from './kv-cache.ts'
import { bytesOf } from './quantization/tensor-types.ts'
import type { EngineSettings } from './settings.ts'

/**
 * Caches of one block of DeepSeek V4 (llama.cpp src/llama-kv-cache-dsv4.cpp): keys of a window, keys that each stand for
 * `ratio` positions with those of the indexer, no values, and in F32 the states of the compressors, a key and a score
 * for every position of the span that is being compressed.
 */
export function compressedCache(
  { keyLength, window, indexer }: Attention,
  { ratio }: NonNullable<Attention['compressed']>,
  cells: Cells,
  { keyType, parallel, draftTokens }: EngineSettings,
): KvCache {
  const slidingWindowBytes = bytesOf(
    keyType,
    (window === undefined ? cells.full : cells.windowed(window)) * keyLength,
  )
  if (ratio === 0) return { ...parts(slidingWindowBytes, 0, 0), bytes: slidingWindowBytes }
  const lengths = [keyLength, ...(indexer === undefined ? [] : [indexer.headLength])]
  // Spans of blocks with an indexer overlap: two at once, of twice the length.
  const spans = indexer === undefined ? 1 : 2
  let [fullAttentionBytes, stateValues] = [0, 0]
  for (const length of lengths) {
    fullAttentionBytes += bytesOf(keyType, cells.compressed(ratio) * length)
    stateValues += 2 * spans * length * spans * ratio
  }
  const recurrentBytes = 4 * stateValues * parallel * (1 + draftTokens)
  return {
    ...parts(slidingWindowBytes, fullAttentionBytes, recurrentBytes),
    bytes: slidingWindowBytes + fullAttentionBytes + recurrentBytes,
  }
}

function parts(slidingWindowBytes: number, fullAttentionBytes: number, recurrentBytes: number) {
  return { slidingWindowBytes, fullAttentionBytes, recurrentBytes, crossAttentionBytes: 0 }
}
