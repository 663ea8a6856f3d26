import { z } from 'zod'

const bytes = z.int().nonnegative()
const seconds = z.number().positive().finite()
const rate = z.number().positive().finite()
const name = z.string().min(1).max(200)
const tokens = z.int().nonnegative().max(1_000_000_000)

/** A rate that was measured, with the 80 % interval of its own noise. */
const figureRate = {
  tokensPerSecond: rate,
  low: rate,
  high: rate,
}

/** One figure of a run. Rates are those of one sequence, as llama-bench counts them: no sampling. */
export const measuredFigureSchema = z.discriminatedUnion('kind', [
  /** One token after another with about `depth` positions in the cache. */
  z.strictObject({ kind: z.literal('decode'), depth: tokens, ...figureRate }),
  /** `promptTokens` of a prompt with nothing in the cache before. */
  z.strictObject({
    kind: z.literal('prefill'),
    promptTokens: tokens.min(1),
    ...figureRate,
  }),
])
export type MeasuredFigure = z.infer<typeof measuredFigureSchema>

/** What a machine is, without anything of its owner: enough to know it again and to compare it with others. */
export const measuredMachineSchema = z.strictObject({
  /** First 16 hexadecimal digits of a SHA-256 of the other fields. */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  platform: name,
  architecture: name,
  cpu: name.optional(),
  physicalCores: z.int().positive().max(100_000).optional(),
  instructionSets: z.array(name).max(64),
  /** Rounded to whole GiB. */
  memoryBytes: bytes,
  gpus: z.array(z.strictObject({ name, memoryBytes: bytes.optional() })).max(64),
})
export type MeasuredMachine = z.infer<typeof measuredMachineSchema>

/** The engine that ran it. Builds that differ count less (`recalibrate`). */
const measuredEngineSchema = z.strictObject({
  engine: z.literal('llama.cpp'),
  /** Release of llama.cpp: `v0.5.0`. */
  release: name,
  /** What carries it: `node-llama-cpp 3.22.1`. */
  binding: name,
  backend: z.enum(['cpu', 'cuda', 'vulkan', 'metal']),
  /** Devices of the backend, none on the CPU. */
  devices: z.array(name).max(64),
})

const measuredSettingsSchema = z.strictObject({
  threads: z.int().min(1).max(4096),
  physicalBatch: z.int().min(1).max(1_048_576),
  flashAttention: z.boolean(),
  /** ggml types in lower case: `f16`. */
  kvCacheType: z.strictObject({ keys: name, values: name }),
  memoryMapped: z.boolean(),
  /** Blocks that lie on the devices of the backend; 0 on the CPU. */
  gpuLayers: z.int().nonnegative().max(100_000),
})

/** How far a run can be trusted. */
const noiseSchema = z.strictObject({
  /** Interquartile range over median of the sentinel, decode and prefill apart. */
  decodeSpread: z.number().nonnegative().finite(),
  prefillSpread: z.number().nonnegative().finite().optional(),
  /** Runs that were thrown away because their sentinel spread too far. */
  voidRuns: z.int().nonnegative().max(100),
  /** The spread was still too large in the last run allowed. */
  isNoisy: z.boolean(),
  /** Load average of one minute over the number of processors when it began; absent where the system has none. */
  load: z.number().nonnegative().finite().optional(),
})

/**
 * What one run on one machine told: data for predictions and for other people. `method` says whether the model itself
 * ran (`measured`) or a few of its layers with random weights (`twin`).
 */
export const measurementSchema = z.strictObject({
  schemaVersion: z.literal(1),
  when: z.iso.datetime(),
  program: z.string().min(1).max(40),
  method: z.enum(['measured', 'twin']),
  machine: measuredMachineSchema,
  engine: measuredEngineSchema,
  /** Id in the catalogue or among imported models. */
  model: z.string().min(1).max(120),
  /** Of the whole model, derived from its shape: two models of one id are told apart by it. */
  totalParams: z.int().positive(),
  /** Label as in file names: `Q4_K_M`. */
  quantization: z.string().min(1).max(60),
  settings: measuredSettingsSchema,
  figures: z.array(measuredFigureSchema).min(1).max(64),
  noise: noiseSchema,
  /** Seconds that the run took, files and all. */
  tookSeconds: seconds.optional(),
  /** With the twin: what of the model was cut or replaced, in codes (`experts-reduced`, `vocabulary-left-out`). */
  reductions: z
    .array(z.strictObject({ code: name, values: z.record(z.string(), z.number()) }))
    .max(16),
})
export type Measurement = z.infer<typeof measurementSchema>
