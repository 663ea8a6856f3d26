import type { Architecture, Attention, Layer } from '../../facts/architecture.ts'

/** llama.cpp looks at whole groups of so many cells (src/llama-kv-cache.cpp, get_n_kv). */
const cellGroup = 256

/** Positions that a token at a depth attends to. */
function visible(attention: Attention, depth: number): number {
  const positions = depth + 1
  const { kind, window = positions } = attention
  if (kind === 'full') return positions
  if (kind === 'chunked') return (depth % window) + 1
  return Math.min(positions, window)
}

/** Bytes per value of the cache: F16. */
const cacheBytes = 2

function cachedValues({
  latent,
  compressed,
  headCountKv,
  keyLength,
  valueLength,
}: Attention): number {
  if (latent !== undefined && !latent.cachedAsHeads) return latent.kvRank + latent.ropeLength
  return headCountKv * (keyLength + (compressed === undefined ? valueLength : 0))
}

/** Bytes of the caches that one decoded token reads at a depth, all blocks together. */
export function cacheBytesRead({ layers }: Architecture, depth: number): number {
  return sum(layers, (attention) => {
    const cells = Math.ceil(visible(attention, depth) / cellGroup) * cellGroup
    return cells * cacheBytes * cachedValues(attention)
  })
}

/**
 * Multiply-adds of attention for a batch of a prompt that begins at a depth. The last block attends for every row too: only
 * its network works on the rows alone that are asked for (src/models/qwen3.cpp, inp_out_ids).
 */
export function attentionWork({ layers }: Architecture, depth: number, tokens: number): number {
  return sum(layers, (attention) => {
    const { headCount, latent, keyLength, valueLength } = attention
    const perPosition =
      headCount *
      (latent === undefined ? keyLength + valueLength : 2 * latent.kvRank + latent.ropeLength)
    const mean = (visible(attention, depth) + visible(attention, depth + tokens - 1)) / 2
    return tokens * mean * perPosition
  })
}

function sum(layers: readonly Layer[], of: (attention: Attention) => number): number {
  return layers.reduce(
    (total, { attention }) => total + (attention === undefined ? 0 : of(attention)),
    0,
  )
}
