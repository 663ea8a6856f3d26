import { MiB } from '../../base/bytes.ts'
import type { Gpu } from '../hardware-report.ts'

export const nvidiaSmiArguments = [
  '--query-gpu=name,memory.total,memory.free',
  '--format=csv,noheader,nounits',
]

/** Chips on which nvidia-smi prints `[N/A]` for memory, because it is the system's (DGX Spark, Jetson). */
const unifiedName = /\b(GB10|Orin|Thor|Xavier|Tegra)\b/i

/** `nvidia-smi --query-gpu=name,memory.total,memory.free --format=csv,noheader,nounits`: one card per line, MiB. */
export function parseNvidiaSmi(text: string): Gpu[] {
  return text
    .split(/\r?\n/)
    .slice(0, 256)
    .flatMap((line) => {
      const [name = '', total = '', free = ''] = line.split(',').map((field) => field.trim())
      if (name === '' || !/^[\w[]/.test(total)) return []
      const isUnified = unifiedName.test(name) && mebibytes(total) === undefined
      return [
        {
          name,
          vendor: 'nvidia' as const,
          memoryBytes: mebibytes(total),
          freeBytes: mebibytes(free),
          isIntegrated: isUnified,
          isUnified,
          probe: 'nvidia-smi',
        },
      ]
    })
}

/** `[N/A]`, `[Not Supported]` and the like are unknown. */
function mebibytes(field: string): number | undefined {
  const value = /^(\d{1,9})(?:\s*MiB)?$/.exec(field)?.[1]
  return value === undefined || Number(value) === 0 ? undefined : Number(value) * MiB
}
