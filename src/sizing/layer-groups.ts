import type { Architecture, Layer } from '../facts/architecture.ts'

const groupsOf = new WeakMap<Architecture, readonly (readonly [Layer, number])[]>()

/** Different blocks with how often each occurs. */
export function layerGroups(architecture: Architecture): readonly (readonly [Layer, number])[] {
  const before = groupsOf.get(architecture)
  if (before !== undefined) return before
  const counts = new Map<Layer, number>()
  for (const layer of architecture.layers) counts.set(layer, (counts.get(layer) ?? 0) + 1)
  const groups = [...counts]
  groupsOf.set(architecture, groups)
  return groups
}
