import { z } from 'zod'

/** Ids of sources in `data/devices/sources.json`, per field where one differs from the record's. */
const sources = z.record(z.string(), z.string())

/** One variant of a device as `data/devices/*.json` states it. Bytes are binary, rates decimal, as vendors print them. */
export const deviceRecordSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.+-]*$/),
  name: z.string().min(1),
  /** Other spellings, those of the vendors' tools among them. */
  aliases: z.array(z.string()).optional(),
  kind: z.enum(['gpu', 'unified', 'cpu', 'npu']),
  vendor: z.enum(['nvidia', 'amd', 'apple', 'intel', 'qualcomm', 'huawei', 'other']),
  architecture: z.string().optional(),
  memoryBytes: z.int().positive().optional(),
  usableBytes: z.int().positive().optional(),
  bandwidthBytesPerSecond: z.number().positive().optional(),
  /** Of the shader units, as the fitted speed model takes it. */
  fp16FlopsPerSecond: z.number().positive().optional(),
  physicalCores: z.int().positive().optional(),
  instructionSets: z.array(z.string()).optional(),
  releaseDate: z.iso.date().optional(),
  isLaptop: z.boolean().optional(),
  source: z.string(),
  sources: sources.optional(),
})
export type DeviceRecord = z.infer<typeof deviceRecordSchema>

export const deviceFileSchema = z.strictObject({ devices: z.array(deviceRecordSchema) })

export const deviceSourcesSchema = z.record(
  z.string(),
  z.strictObject({
    name: z.string(),
    address: z.string(),
    licence: z.string().optional(),
    date: z.iso.date(),
    note: z.string().optional(),
  }),
)
