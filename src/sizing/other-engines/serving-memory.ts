import { GiB, MiB } from '../../base/bytes.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../../facts/architecture.ts'
import type { Device } from '../../facts/device.ts'
import { type CheckpointFormat, readCheckpointFormat } from './checkpoint-format.ts'
import { type PagedCache, pagedCache } from './paged-cache.ts'
import { checkParallelism, type Parallelism } from './parallelism.ts'
import { marlinPadding, noPadding, shardedWeights, tritonPadding } from './sharded-weights.ts'

export const servingEngines = ['vllm', 'sglang'] as const
export type ServingEngine = (typeof servingEngines)[number]

export interface ServingRequest {
  readonly engine: ServingEngine
  readonly architecture: Architecture
  readonly format: string
  readonly device: Device
  readonly parallelism: Parallelism
  /** Longest request. */
  readonly contextLength: number
  /** `auto` and `bf16` keep two bytes of a value, `fp8` one. */
  readonly kvCacheType?: string | undefined
  /** Share of the device that the engine may fill; the engine's own default where it is not said. */
  readonly memoryShare?: number | undefined
}

/** Memory of one device while the engine serves, in bytes. */
export interface ServingMemory {
  readonly format: CheckpointFormat
  readonly parallelism: Parallelism
  readonly memoryShare: number
  /** What the driver reports of one device. */
  readonly deviceBytes: number
  /** Weights on the devices of each stage. */
  readonly stageWeightBytes: readonly number[]
  /** Of one device, of the stage that has most. */
  readonly weightBytes: number
  /** Activations of a full batch, the sampler, the engine's own, captured graphs: an estimate between low and high. */
  readonly overheadBytes: number
  readonly overheadBytesLow: number
  readonly overheadBytesHigh: number
  /** Left for the cache on a device of the stage that serves fewest requests; negative where not even the weights fit. */
  readonly kvCacheBytes: number
  /** Cache there. */
  readonly cache: PagedCache
  /** As the engine logs it: requests of the whole context times its length. */
  readonly kvCacheTokens: number
  /** Requests of the whole context at the same time. */
  readonly maxConcurrency: number
  readonly batchedTokens: number
  readonly maxSequences: number
}

/**
 * Memory of vLLM or SGLang on one of several equal devices (vllm 0.33.0, v1/worker/gpu_worker.py,
 * determine_available_memory; sglang 0.5.23, arg_groups/memory_hook.py): the share of the device less weights and
 * overhead is cache. Pure. Throws `unknown_quantization`, `invalid_input` naming the field.
 */
export function servingMemory(request: ServingRequest): ServingMemory {
  const { architecture, device, parallelism, engine } = request
  const format = readCheckpointFormat(request.format)
  const bytesPerValue = cacheValueBytes(request.kvCacheType ?? 'auto')
  checkParallelism(architecture, parallelism)
  const limits = batchLimits(device, engine)
  const stages = shardedWeights(architecture, format, parallelism, paddingOf(format, device))
  const deviceBytes = reportedBytes(device)
  const memoryShare = request.memoryShare ?? defaultShare(engine, deviceBytes, limits, parallelism)
  const overheadBytes =
    engine === 'vllm' ? vllmOverhead(architecture, limits, parallelism) : sglangOverhead
  // Every stage has its own pool; the one that holds fewest requests counts for all.
  const [fewest] = stages
    .map(({ blocks, bytes }) => {
      const cache = pagedCache(architecture, blocks, {
        contextLength: request.contextLength,
        tensorParallel: parallelism.tensor,
        bytesPerValue,
        batchedTokens: limits.batchedTokens,
      })
      const kvCacheBytes = memoryShare * deviceBytes - bytes - overheadBytes
      const { bytesPerRequest } = cache
      const some = kvCacheBytes > 0 ? limits.maxSequences : 0
      return {
        cache,
        kvCacheBytes,
        fits: bytesPerRequest > 0 ? kvCacheBytes / bytesPerRequest : some,
      }
    })
    .toSorted((a, b) => a.fits - b.fits)
  if (fewest === undefined) throw new TouchstoneError('internal', { problem: 'no stage' })
  const maxConcurrency = Math.max(0, fewest.fits)
  return {
    format,
    parallelism,
    memoryShare,
    deviceBytes: Math.floor(deviceBytes),
    stageWeightBytes: stages.map(({ bytes }) => Math.round(bytes)),
    weightBytes: Math.round(Math.max(...stages.map(({ bytes }) => bytes))),
    overheadBytes: Math.round(overheadBytes),
    overheadBytesLow: Math.round(overheadLow * overheadBytes),
    overheadBytesHigh: Math.round(overheadHigh * overheadBytes),
    kvCacheBytes: Math.floor(fewest.kvCacheBytes),
    cache: fewest.cache,
    kvCacheTokens: Math.floor(maxConcurrency * request.contextLength),
    maxConcurrency,
    ...limits,
  }
}

function cacheValueBytes(type: string): number {
  if (['auto', 'f16', 'fp16', 'float16', 'bf16', 'bfloat16'].includes(type)) return 2
  if (['fp8', 'fp8_e4m3', 'fp8_e5m2'].includes(type)) return 1
  throw new TouchstoneError('invalid_input', {
    field: 'kvCacheType',
    problem: `"${type.slice(0, 40)}": auto | bf16 | fp8`,
  })
}

/** Cards whose GDDR keeps error correction on: a sixteenth of it is the code's, and the driver reports the rest. */
const correctedGddr = /^(l4|l40|l40s|l20|a10|a10g|a16|a2|a40|t4)(-|$)/

/** Logged totals: 23.58 of 24 GiB, 31.4 of 32, 79.22 of 80. */
function reportedShare(memoryBytes: number): number {
  return memoryBytes >= 64 * GiB ? 0.99 : 0.985
}

/** What the driver reports: memory that is free now where that is known, else the usual share of the nominal size. */
function reportedBytes({ id, memoryBytes, usableBytes }: Device): number {
  if (usableBytes !== undefined) return usableBytes
  return memoryBytes * reportedShare(memoryBytes) * (correctedGddr.test(id) ? 15 / 16 : 1)
}

interface BatchLimits {
  readonly batchedTokens: number
  readonly maxSequences: number
}

/** Defaults by memory (vllm/engine/arg_utils.py, API server; sglang/srt/arg_groups/memory_hook.py). */
function batchLimits({ id, memoryBytes }: Device, engine: ServingEngine): BatchLimits {
  if (memoryBytes >= 160 * GiB) return { batchedTokens: 16_384, maxSequences: 1024 }
  if (engine === 'sglang')
    return { batchedTokens: memoryBytes >= 60 * GiB ? 8192 : 4096, maxSequences: 512 }
  return memoryBytes >= 70 * GiB && !id.includes('a100')
    ? { batchedTokens: 8192, maxSequences: 1024 }
    : { batchedTokens: 2048, maxSequences: 256 }
}

/** vllm/config/cache.py, gpu_memory_utilization: 0.92 since 0.12, 0.9 before. */
const vllmShare = 0.92

function defaultShare(
  engine: ServingEngine,
  deviceBytes: number,
  { batchedTokens }: BatchLimits,
  { tensor, pipeline }: Parallelism,
): number {
  if (engine === 'vllm') return vllmShare
  // SGLang reserves half a GiB, 1.5 MiB per token of a batch, an eighth of a GiB per device, at least 10 GiB above 60.
  const reserved = 512 * MiB + 1.5 * MiB * batchedTokens + (tensor * pipeline * GiB) / 8
  const least = deviceBytes > 60 * GiB ? 10 * GiB : 0
  return Math.max(0, (deviceBytes - Math.max(reserved, least)) / deviceBytes)
}

/** SGLang's share is of weights and cache alone; what it keeps back beside them is not taken from it. */
const sglangOverhead = 0.5 * GiB

/** Logged overheads lie between these multiples of the estimate (test/recordings/vllm). */
const [overheadLow, overheadHigh] = [0.6, 1.7]

/** CUDA's own and the engine's buffers, captured graphs, and communication where there are several devices. */
const fixedOverhead = 0.6 * GiB
const communicationOverhead = 0.35 * GiB

/** F32 copies of all logits that the sampler makes while the engine measures: 1.04 GiB are logged for 256 of 152,064. */
const samplerCopies = 7

/** Activations of a full batch and the sampler's copies, whichever is alive together; the rule is fitted to logged overheads. */
function vllmOverhead(
  { embeddingLength, vocabularySize, layers }: Architecture,
  { batchedTokens, maxSequences }: BatchLimits,
  { tensor, pipeline }: Parallelism,
): number {
  const sampler = 4 * samplerCopies * maxSequences * vocabularySize
  let widest = 0
  for (const { feedForward, experts } of layers) {
    const dense = 3 * ((feedForward?.length ?? 0) / tensor)
    const routed =
      experts === undefined
        ? 0
        : experts.usedCount * (3 * (experts.length / tensor) + 2 * embeddingLength)
    widest = Math.max(widest, dense, routed)
  }
  const activations = 2 * batchedTokens * (4 * embeddingLength + widest)
  return (
    Math.max(sampler, activations) +
    fixedOverhead +
    (tensor * pipeline > 1 ? communicationOverhead : 0)
  )
}

function paddingOf(format: CheckpointFormat, { architecture }: Device) {
  if (format !== 'MXFP4') return noPadding
  return /Hopper|Blackwell/.test(architecture ?? '') ? tritonPadding : marlinPadding
}
