import type { Device } from '../../facts/device.ts'

/** What carries activations, and weights for long prompts, between the parts of a machine or between machines. */
export interface Link {
  /** What a copy reaches, below what the connection is named after. */
  readonly bytesPerSecond: number
  /** Until the other side begins to work: copy, synchronisation, launch. */
  readonly latencySeconds: number
}

/**
 * Connections. PCIe: GT/s × lanes × 128/130 / 8 (PCI-SIG), NVLink per direction of one pair (NVIDIA data sheets), Thunderbolt's
 * tunnelled PCIe (32 Gbit/s at most), Ethernet's line rate; four fifths of each reach a program. Latencies are judgement.
 */
export const links = {
  'nvlink-4': { bytesPerSecond: 0.8 * 450e9, latencySeconds: 10e-6 },
  'nvlink-3': { bytesPerSecond: 0.8 * 300e9, latencySeconds: 10e-6 },
  'pcie-5-x16': { bytesPerSecond: 0.8 * 63e9, latencySeconds: 20e-6 },
  'pcie-4-x16': { bytesPerSecond: 0.8 * 31.5e9, latencySeconds: 20e-6 },
  'pcie-3-x16': { bytesPerSecond: 0.8 * 15.75e9, latencySeconds: 20e-6 },
  'pcie-3-x4': { bytesPerSecond: 0.8 * 3.94e9, latencySeconds: 25e-6 },
  thunderbolt: { bytesPerSecond: 0.8 * 4e9, latencySeconds: 40e-6 },
  'ethernet-10g': { bytesPerSecond: 0.8 * 1.25e9, latencySeconds: 150e-6 },
  'ethernet-1g': { bytesPerSecond: 0.8 * 0.125e9, latencySeconds: 250e-6 },
} as const satisfies Record<string, Link>

export const defaultLink: Link = links['pcie-4-x16']

/** The link between devices: NVLink where all of them are modules for it, else the slots of a present board. */
export function linkBetween(devices: readonly Pick<Device, 'name' | 'architecture'>[]): Link {
  if (devices.length < 2 || !devices.every(({ name }) => /\bsxm|\bnvl\b|\bgb[23]00/i.test(name)))
    return defaultLink
  const isOlder = devices.some(({ architecture }) => /volta|ampere/i.test(architecture ?? ''))
  return isOlder ? links['nvlink-3'] : links['nvlink-4']
}

/**
 * A mapped file's pages are staged before they are copied (CUDA C++ Best Practices Guide, pageable memory): about half of
 * what pinned pages reach.
 */
const shareOfMappedPages = 0.5

/** Bytes per second at which weights that lie in RAM come to a card. */
export function weightsOver(link: Link, memoryBandwidth: number): number {
  return Math.min(link.bytesPerSecond * shareOfMappedPages, memoryBandwidth)
}

/** Seconds to hand the activations of `tokens` on, `hops` times one after another. */
export function hopSeconds(
  link: Link,
  hops: number,
  tokens: number,
  activationBytes: number,
): number {
  return hops * (link.latencySeconds + (tokens * activationBytes) / link.bytesPerSecond)
}
