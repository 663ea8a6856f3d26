import type { Gpu } from '../hardware-report.ts'

/** What the kernel tells of one card below /sys/class/drm/cardN/device; contents of files, undefined where absent. */
export interface DrmCard {
  readonly vendor: string | undefined
  readonly device: string | undefined
  /** amdgpu: bytes of video memory, in use, and of system memory that the card may map. */
  readonly vramTotal: string | undefined
  readonly vramUsed: string | undefined
  readonly gttTotal: string | undefined
  /** amdgpu: marketing name, on newer kernels. */
  readonly productName: string | undefined
}

/** PCI ids of parts whose memory is the system's though it is their only one: Strix Halo. */
const unifiedDevices = new Set(['0x1586'])

/** An amdgpu part with less memory of its own than this is an integrated one: firmware sets 256 MiB to 2 GiB aside for those. */
const integratedMaxBytes = 4 * 1024 ** 3

/** AMD cards by the kernel's own figures; others have no memory there. */
export function parseDrm(cards: readonly DrmCard[]): Gpu[] {
  return cards.flatMap(({ vendor, device, vramTotal, vramUsed, gttTotal, productName }) => {
    const total = wholeNumber(vramTotal)
    if (vendor?.trim() !== '0x1002' || total === undefined) return []
    const id = device?.trim().toLowerCase() ?? ''
    const isUnified = unifiedDevices.has(id)
    const gtt = wholeNumber(gttTotal) ?? 0
    const own = isUnified ? total + gtt : total
    return [
      {
        name:
          productName?.trim() || (isUnified ? 'AMD Ryzen AI Max / Radeon 8060S' : `AMD GPU ${id}`),
        vendor: 'amd' as const,
        memoryBytes: own,
        freeBytes: Math.max(0, own - (wholeNumber(vramUsed) ?? 0)),
        isIntegrated: isUnified || total < integratedMaxBytes,
        isUnified,
        probe: 'sysfs',
      },
    ]
  })
}

function wholeNumber(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? ''
  return /^\d{1,16}$/.test(trimmed) && Number(trimmed) > 0 ? Number(trimmed) : undefined
}
