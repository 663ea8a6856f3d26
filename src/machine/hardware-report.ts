import { z } from 'zod'

const bytes = z.number().nonnegative()

export const gpuSchema = z.strictObject({
  name: z.string(),
  vendor: z.enum(['nvidia', 'amd', 'apple', 'intel', 'other']),
  /** Own memory; undefined where no tool told. Unified chips have the system's. */
  memoryBytes: bytes.optional(),
  freeBytes: bytes.optional(),
  /** Shares the system's memory and is no second card. */
  isIntegrated: z.boolean(),
  /** Computes on the system's memory and is the machine's main device (Apple, Strix Halo, DGX Spark, Jetson). */
  isUnified: z.boolean(),
  /** The tool that told. */
  probe: z.string(),
})
export type Gpu = z.infer<typeof gpuSchema>

export const cpuSchema = z.strictObject({
  name: z.string().optional(),
  physicalCores: z.int().positive().optional(),
  logicalCores: z.int().positive().optional(),
  /** Those that decide which kernels llama.cpp uses. */
  instructionSets: z.array(z.string()),
})
export type Cpu = z.infer<typeof cpuSchema>

/** What one computer has, as far as its tools tell. What could not be read is in `unknown` with the reason. */
export const hardwareReportSchema = z.strictObject({
  platform: z.string(),
  architecture: z.string(),
  cpu: cpuSchema,
  memory: z.strictObject({
    totalBytes: bytes,
    freeBytes: bytes,
    /** A container's limit, where it is below the machine's memory. */
    limitBytes: bytes.optional(),
  }),
  gpus: z.array(gpuSchema),
  memoryBandwidthBytesPerSecond: z.number().positive().optional(),
  unknown: z.array(z.strictObject({ probe: z.string(), problem: z.string() })),
})
export type HardwareReport = z.infer<typeof hardwareReportSchema>
