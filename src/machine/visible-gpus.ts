import type { Gpu, HardwareReport } from './hardware-report.ts'

interface Visible {
  readonly gpus: readonly Gpu[]
  readonly unknown: HardwareReport['unknown']
}

/**
 * The graphics that programs started here would see: CUDA_VISIBLE_DEVICES hides NVIDIA cards (CUDA C++ Programming
 * Guide, environment variables): a list of numbers that ends at the first invalid one; empty or -1 hides all. Cards
 * named by UUID cannot be told apart here, so all are kept and that is said.
 */
export function visibleGpus(
  gpus: readonly Gpu[],
  environment: Readonly<Record<string, string | undefined>>,
): Visible {
  const setting = environment.CUDA_VISIBLE_DEVICES
  if (setting === undefined) return { gpus, unknown: [] }
  const entries = setting.split(',').map((entry) => entry.trim())
  if (entries.some((entry) => /^(GPU|MIG)-/.test(entry)))
    return {
      gpus,
      unknown: [{ probe: 'CUDA_VISIBLE_DEVICES', problem: setting.slice(0, 100) }],
    }
  const nvidia = gpus.filter(({ vendor }) => vendor === 'nvidia')
  const seen = new Set<Gpu>()
  for (const entry of entries) {
    const gpu = /^\d{1,4}$/.test(entry) ? nvidia[Number(entry)] : undefined
    if (gpu === undefined) break
    seen.add(gpu)
  }
  return { gpus: gpus.filter((gpu) => gpu.vendor !== 'nvidia' || seen.has(gpu)), unknown: [] }
}
