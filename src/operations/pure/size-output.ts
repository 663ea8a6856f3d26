import { z } from 'zod'
import { headerSchema } from './header.ts'
import { shapeDoubtSchema } from './shape-doubt.ts'
import {
  codedSchema,
  fitSchema,
  memorySchema,
  placedPartSchema,
  placementSchema,
  shownMachineSchema,
  speedSchema,
} from './shared-schemas.ts'
import { sizeEngines } from './size-input.ts'

const tokens = z.int().positive()
const bytes = z.number().nonnegative()

/** Equal devices that hold the model, the quickest of its size named, with others of the same memory. */
const deviceSetSchema = z.strictObject({
  count: z.int().positive(),
  device: z.string(),
  name: z.string(),
  others: z.array(z.string()),
  memoryBytes: bytes,
  totalMemoryBytes: bytes,
})

/** vLLM or SGLang on one of equal devices. */
const servingSchema = z.strictObject({
  tensorParallel: z.int().positive(),
  pipelineParallel: z.int().positive(),
  expertParallel: z.boolean(),
  gpuMemoryUtilization: z.number(),
  deviceBytes: bytes,
  weightBytes: bytes,
  overheadBytes: bytes,
  overheadBytesLow: bytes,
  overheadBytesHigh: bytes,
  /** Left for the cache; below zero where the weights do not fit. */
  kvCacheBytes: z.number(),
  kvBytesPerToken: bytes,
  /** As the engine logs it at its start. */
  kvCacheTokens: z.number().int().nonnegative(),
  maxConcurrency: z.number().nonnegative(),
  batchedTokens: tokens,
  maxSequences: tokens,
})

export const sizeOutputSchema = z.strictObject({
  ...headerSchema,
  model: z.string().optional(),
  engine: z.enum(sizeEngines),
  quantization: z.string(),
  /** A publisher's own recipe is an estimate; a file of it lies between low and high in four cases of five. */
  quantizationBasis: z.enum(['recipe', 'estimate']),
  ...shapeDoubtSchema,
  contextLength: tokens,
  parallel: tokens,
  assumptions: z.array(codedSchema),
  machine: shownMachineSchema.optional(),
  ...memorySchema.shape,
  devices: z.array(placedPartSchema).optional(),
  placement: placementSchema.optional(),
  fit: fitSchema.optional(),
  /** Longest whole cache that fits on the machine. */
  largestContextLength: tokens.optional(),
  /** How many users fit at a time, each with as much context as one was given here. */
  largestParallel: z.int().nonnegative().optional(),
  /** The largest quantization that fits, where the asked one does not. */
  quantizationChange: z.strictObject({ quantization: z.string(), fileBytes: bytes }).optional(),
  /** `iogpu.wired_limit_mb` with which it would fit, where Apple's own limit is what it does not fit. */
  wiredLimitMebibytes: z.int().positive().optional(),
  /** Smallest sets of devices that hold it, by total memory, then by number; answered for `for`. */
  deviceSets: z.array(deviceSetSchema).optional(),
  /** Smallest RAM that holds it without a graphics card; answered for `for`. */
  ramBytes: bytes.optional(),
  serving: servingSchema.optional(),
  beyondTrainedContext: z.boolean(),
  speed: speedSchema.optional(),
  flags: z.array(z.string()),
})
export type SizeOutput = z.output<typeof sizeOutputSchema>
