import { z } from 'zod'
import { bindings } from '../../selection/gates.ts'
import { ollamaGaps } from '../../sizing/ollama-settings.ts'
import { placementKinds } from '../../sizing/placement-result.ts'

/** Pieces of output that several operations share, and how they are made. */
const bytes = z.number().nonnegative()

export const rateSchema = z.strictObject({
  estimate: z.number(),
  /** 80 % interval. */
  low: z.number(),
  high: z.number(),
  basis: z.enum(['measured', 'twin', 'calibrated', 'roofline']),
})

export const speedSchema = z.strictObject({
  decodeTokensPerSecond: rateSchema,
  prefillTokensPerSecond: rateSchema,
  timeToFirstTokenMs: z.number(),
})

const kvCacheSchema = z.strictObject({
  bytes,
  fullAttentionBytes: bytes,
  slidingWindowBytes: bytes,
  recurrentBytes: bytes,
  crossAttentionBytes: bytes,
})

const weightsSchema = z.strictObject({
  fileBytes: bytes,
  fileBytesLow: bytes,
  fileBytesHigh: bytes,
  tensorBytes: bytes,
  loadedBytes: bytes,
  residentBytes: bytes,
})

export const memorySchema = z.strictObject({
  weights: weightsSchema,
  kvCache: kvCacheSchema,
  compute: z.strictObject({ bytes }),
  outputBytes: bytes,
  totalBytes: bytes,
})

export const fitSchema = z.strictObject({
  verdict: z.enum(['fits', 'tight', 'does-not-fit']),
  placement: z.enum(placementKinds).optional(),
  usableBytes: bytes,
  shortfallBytes: bytes,
})

export const placedPartSchema = z.strictObject({
  device: z.string(),
  layers: z.number(),
  weightBytes: bytes,
  kvCacheBytes: bytes,
  computeBytes: bytes,
  usedBytes: bytes,
  usableBytes: bytes,
})

export const placementSchema = z.strictObject({
  kind: z.enum(placementKinds),
  devices: z.array(placedPartSchema),
  expertLayersInRam: z.number(),
  acceleratorLayers: z.number(),
  /** RAM of the host beside accelerators where it has no part of its own: embedding, inputs of a batch, kept logits. */
  hostBytes: bytes,
  /** Several batches are in flight over several devices. */
  isPipelined: z.boolean(),
  /** llama.cpp's flags that realise it. */
  flags: z.array(z.string()),
  /** Ollama's settings that do, and what it has no setting for. */
  ollama: z.strictObject({
    environment: z.record(z.string(), z.string()),
    parameters: z.record(z.string(), z.number()),
    gaps: z.array(z.enum(ollamaGaps)),
  }),
})

/** A text as a message code with its values, so that a program need not read prose. */
export const codedSchema = z.strictObject({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const qualitySchema = z.strictObject({
  /** Points: 50 is the mean of the rated open chat models, 10 one standard deviation. */
  score: z.number(),
  low: z.number(),
  high: z.number(),
  basis: z.enum(['measured', 'predicted']),
  standsInFor: z.string().optional(),
  evidence: z.array(
    z.strictObject({
      benchmark: z.string(),
      score: z.number(),
      source: z.string(),
      date: z.string().optional(),
      by: z.enum(['vendor', 'independent']),
    }),
  ),
})

export const licenceSchema = z.strictObject({
  id: z.string().optional(),
  verdict: z.enum(['allowed', 'with-duties', 'not-allowed', 'unclear', 'unknown', 'not-asked']),
  duties: z.number().int(),
})

export const changeSchema = z.strictObject({
  field: z.string(),
  from: z.union([z.string(), z.number(), z.boolean()]).optional(),
  to: z.union([z.string(), z.number(), z.boolean()]).optional(),
})

export const bindingSchema = z.enum(bindings)

/** Devices as an answer states them. */
const shownDeviceSchema = z.strictObject({
  device: z.string(),
  name: z.string(),
  count: z.number().int(),
  kind: z.enum(['gpu', 'unified', 'cpu', 'npu']),
  memoryBytes: bytes,
  usableBytes: bytes.optional(),
  bandwidthBytesPerSecond: z.number().optional(),
  fp16FlopsPerSecond: z.number().optional(),
})

export const shownMachineSchema = z.strictObject({
  origin: z.enum(['detected', 'described']),
  devices: z.array(shownDeviceSchema),
  systemMemoryBytes: bytes.optional(),
  freeSystemMemoryBytes: bytes.optional(),
  systemBandwidthBytesPerSecond: z.number().optional(),
})
