import type { Architecture, Layer } from '../../facts/architecture.ts'
import type { GraphStyle } from './graph-style.ts'

export interface PlacedLayer {
  readonly layer: Layer
  /** In the whole model. */
  readonly index: number
}

/** Blocks kept in front of those left out, and equal blocks that must lie on both sides of the gap. */
const [keptBlocks, overlap] = [13, 6]

const known = new WeakMap<Architecture, readonly PlacedLayer[]>()

/**
 * Blocks that repeat a pattern reserve what its first rounds do: whole rounds are left out between the first blocks and
 * the last, where what goes before and what follows is the same, and no kind of block is lost. An even number of blocks,
 * because what goes from block to block changes its place in memory with every one. Remembered per architecture object.
 */
export function shortenedLayers(
  architecture: Architecture,
  style: GraphStyle,
): readonly PlacedLayer[] {
  const before = known.get(architecture)
  if (before !== undefined) return before
  const layers = architecture.layers.map((layer, index) => ({ layer, index }))
  const short = shortened(layers, style)
  known.set(architecture, short)
  return short
}

function shortened(layers: readonly PlacedLayer[], style: GraphStyle): readonly PlacedLayer[] {
  const kinds = layers.map(
    ({ layer: { attention }, index }) => attention === undefined || style.turns(attention, index),
  )
  const isSame = (one: number, other: number) =>
    layers[one]?.layer === layers[other]?.layer && kinds[one] === kinds[other]
  const first = new Set(layers.slice(0, keptBlocks).map(({ layer }) => layer))
  for (let end = layers.length - 2; end > keptBlocks; end -= 1) {
    if ((end - keptBlocks) % 2 !== 0) continue
    let same = 0
    while (same < overlap && isSame(keptBlocks - 1 - same, end - 1 - same)) same += 1
    if (same < overlap) continue
    const behind = new Set(layers.slice(end).map(({ layer }) => layer))
    const losesNone = layers
      .slice(keptBlocks, end)
      .every(({ layer }) => first.has(layer) || behind.has(layer))
    if (losesNone) return [...layers.slice(0, keptBlocks), ...layers.slice(end)]
  }
  return layers
}
