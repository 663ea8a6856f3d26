import { KiB } from '../../base/bytes.ts'

export interface Memory {
  readonly totalBytes: number
  readonly freeBytes: number
}

/** Linux /proc/meminfo: what programs can have without swapping is MemAvailable; kernels before 3.14 tell only its parts. */
export function parseMeminfo(text: string): Memory | undefined {
  const field = (name: string) => {
    const value = new RegExp(`^${name}:\\s+(\\d{1,15}) kB`, 'm').exec(text)?.[1]
    return value === undefined ? undefined : Number(value) * KiB
  }
  const totalBytes = field('MemTotal')
  if (totalBytes === undefined) return undefined
  const available =
    field('MemAvailable') ??
    (field('MemFree') ?? 0) + (field('Buffers') ?? 0) + (field('Cached') ?? 0)
  return { totalBytes, freeBytes: Math.min(totalBytes, available) }
}

/** macOS `vm_stat`: free, inactive, speculative and purgeable pages can be had; the page size stands in its first line. */
export function parseVmStat(text: string): number | undefined {
  const pageSize = Number(/page size of (\d+) bytes/.exec(text)?.[1])
  const pages = (name: string) =>
    Number(new RegExp(`^Pages ${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
  if (!(pageSize > 0)) return undefined
  return pageSize * (pages('free') + pages('inactive') + pages('speculative') + pages('purgeable'))
}

/**
 * A control group's limit and use: `memory.max` and `memory.current` (version 2) or `memory.limit_in_bytes` and
 * `memory.usage_in_bytes` (version 1, where no limit is a number near 2^63). Page cache can be given back, so it does not count as used.
 */
export function parseCgroupMemory(
  limitText: string,
  usageText: string,
  statText: string,
): { limitBytes: number; usedBytes: number } | undefined {
  const limit = Number(limitText.trim())
  if (!/^\d+$/.test(limitText.trim()) || limit <= 0 || limit > 2 ** 60) return undefined
  const usage = /^\d+$/.test(usageText.trim()) ? Number(usageText.trim()) : 0
  const reclaimable = Number(/^(?:total_)?inactive_file (\d+)$/m.exec(statText)?.[1] ?? 0)
  return { limitBytes: limit, usedBytes: Math.max(0, usage - reclaimable) }
}
