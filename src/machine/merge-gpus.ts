import type { Gpu } from './hardware-report.ts'

/**
 * One list from several tools: the vendor's own tool counts for its vendor; lspci and the kernel only tell of vendors
 * whose tool said nothing. A card that two tools name is one card.
 */
export function mergeGpus(byProbe: readonly (readonly Gpu[])[]): Gpu[] {
  const merged: Gpu[] = []
  const told = new Set<Gpu['vendor']>()
  for (const gpus of byProbe) {
    const fresh = gpus.filter(({ vendor }) => !told.has(vendor))
    merged.push(...fresh)
    for (const { vendor } of fresh) told.add(vendor)
  }
  return merged
}

/** Cards that compute: integrated parts are not counted beside the machine's memory, unified ones are the machine's memory. */
export function computingGpus(gpus: readonly Gpu[]): Gpu[] {
  return gpus.filter(({ isIntegrated, isUnified }) => isUnified || !isIntegrated)
}
