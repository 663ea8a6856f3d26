import type { Architecture, Layer } from '../../facts/architecture.ts'
import type { GraphStyle } from './graph-style.ts'

export interface PlacedLayer {
  readonly layer: Layer
  /** In the whole model. */
  readonly index: number
}

/**
 * Blocks kept in front of those left out, and equal blocks that must lie on both sides of the gap: the fewest with which
 * recorded cells are as exact as with all blocks. Where all blocks are alike fewer are enough.
 */
const ofPattern = { kept: 13, overlap: 6 } as const
const ofEqual = { kept: 5, overlap: 2 } as const

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
  const isUniform = layers.every((_, at) => isSame(0, at))
  const { kept, overlap } = isUniform ? ofEqual : ofPattern
  const first = new Set(layers.slice(0, kept).map(({ layer }) => layer))
  for (let end = layers.length - 2; end > kept; end -= 1) {
    if ((end - kept) % 2 !== 0) continue
    let same = 0
    while (same < overlap && isSame(kept - 1 - same, end - 1 - same)) same += 1
    if (same < overlap) continue
    const behind = new Set(layers.slice(end).map(({ layer }) => layer))
    const losesNone = layers
      .slice(kept, end)
      .every(({ layer }) => first.has(layer) || behind.has(layer))
    if (losesNone) return [...layers.slice(0, kept), ...layers.slice(end)]
  }
  return layers
}
