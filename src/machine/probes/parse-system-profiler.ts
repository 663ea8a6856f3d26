import type { Gpu } from '../hardware-report.ts'

export const systemProfilerArguments = ['SPDisplaysDataType', '-json']

/**
 * `system_profiler SPDisplaysDataType -json`. On Apple chips there is one GPU and its memory is the system's; Intel Macs
 * list their cards with memory of their own.
 */
export function parseSystemProfiler(text: string, systemMemoryBytes: number): Gpu[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return []
  }
  const list = isRecord(parsed) ? parsed.SPDisplaysDataType : undefined
  if (!Array.isArray(list)) return []
  return list.slice(0, 16).flatMap((entry: unknown): Gpu[] => {
    if (!isRecord(entry)) return []
    const name = textOf(entry.sppci_model) ?? textOf(entry._name)
    if (name === undefined) return []
    const cores = textOf(entry.sppci_cores)
    if (/^Apple M\d/.test(name))
      return [
        {
          name: cores === undefined ? name : `${name} (${cores}-core GPU)`,
          vendor: 'apple',
          memoryBytes: systemMemoryBytes,
          isIntegrated: true,
          isUnified: true,
          probe: 'system_profiler',
        },
      ]
    const memory = textOf(entry.spdisplays_vram) ?? textOf(entry._spdisplays_vram)
    const isIntegrated =
      entry.sppci_bus === 'spdisplays_builtin' || textOf(entry.spdisplays_vram_shared) !== undefined
    const vendor = /AMD|Radeon/i.test(name)
      ? 'amd'
      : /Intel/i.test(name)
        ? 'intel'
        : /NVIDIA|GeForce/i.test(name)
          ? 'nvidia'
          : 'other'
    return [
      {
        name,
        vendor,
        memoryBytes: memorySize(memory),
        isIntegrated,
        isUnified: false,
        probe: 'system_profiler',
      },
    ]
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined
}

function memorySize(text: string | undefined): number | undefined {
  const [, amount, unit] = /^(\d{1,7})\s*(MB|GB)$/i.exec(text ?? '') ?? []
  return amount === undefined
    ? undefined
    : Number(amount) * (unit?.toUpperCase() === 'GB' ? 1024 ** 3 : 1024 ** 2)
}
