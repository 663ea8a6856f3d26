import { join } from 'node:path'
import { z } from 'zod'
import { detectCpu } from './detect-cpu.ts'
import { detectGpus } from './detect-gpus.ts'
import { detectMemory } from './detect-memory.ts'
import { cpuSchema, gpuSchema, type HardwareReport } from './hardware-report.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'
import { measureMemoryBandwidth } from './memory-bandwidth.ts'

export interface DetectOptions {
  /** Folder of cached answers; without it nothing is cached. */
  readonly cacheFolder?: string
  /** Probe again though a cached answer is there. */
  readonly refresh?: boolean
  /** Measure the memory's bandwidth (220 ms) where no cached figure is there. */
  readonly measureBandwidth?: boolean
}

/** What does not change while a machine runs; free memory is never cached. */
const cachedSchema = z.strictObject({
  version: z.literal(1),
  at: z.number(),
  /** The parts that the figures are of; no name, address or serial number. */
  machine: z.string(),
  cpu: cpuSchema,
  gpus: z.array(gpuSchema),
  unknown: z.array(z.strictObject({ probe: z.string(), problem: z.string() })),
  memoryBandwidthBytesPerSecond: z.number().positive().optional(),
})
type Cached = z.infer<typeof cachedSchema>

/** Cards are looked for again after ten minutes, their free memory with them; the bandwidth after thirty days. */
const cardsMaxAgeMs = 10 * 60_000
const bandwidthMaxAgeMs = 30 * 86_400_000

/** What this computer has. Takes at most some two seconds, 50 ms with a cache; never throws for what a tool does. */
export async function detectHardware(options: DetectOptions = {}): Promise<HardwareReport> {
  const { platform } = process
  const file =
    options.cacheFolder === undefined ? undefined : join(options.cacheFolder, 'hardware.json')
  const [memory, cpu] = await Promise.all([detectMemory(platform), detectCpu(platform)])
  const machine = [platform, process.arch, cpu.name, cpu.logicalCores, memory.totalBytes].join('|')
  const found = file === undefined ? undefined : await readJsonFile(file, cachedSchema)
  const cached = found?.machine === machine && options.refresh !== true ? found : undefined
  const age = cached === undefined ? Number.POSITIVE_INFINITY : Date.now() - cached.at
  const cards =
    cached !== undefined && age >= 0 && age < cardsMaxAgeMs
      ? cached
      : await detectGpus(platform, memory.totalBytes)
  const knownBandwidth = age < bandwidthMaxAgeMs ? cached?.memoryBandwidthBytesPerSecond : undefined
  const measured =
    knownBandwidth ??
    (options.measureBandwidth === true ? await measureMemoryBandwidth() : undefined)
  const report: HardwareReport = {
    platform,
    architecture: process.arch,
    cpu,
    memory,
    gpus: [...cards.gpus],
    ...(measured === undefined ? {} : { memoryBandwidthBytesPerSecond: measured }),
    unknown: [...cards.unknown],
  }
  if (
    file !== undefined &&
    (cards !== cached || measured !== cached?.memoryBandwidthBytesPerSecond)
  )
    await remember(file, machine, report)
  return report
}

/** A cache that cannot be written is no reason to fail. */
async function remember(
  file: string,
  machine: string,
  { cpu, gpus, unknown, memoryBandwidthBytesPerSecond }: HardwareReport,
): Promise<void> {
  const cached: Cached = {
    version: 1,
    at: Date.now(),
    machine,
    cpu,
    gpus,
    unknown,
    memoryBandwidthBytesPerSecond,
  }
  await writeJsonFile(file, cached).catch(() => undefined)
}
