import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { Device, Machine } from '../../facts/device.ts'
import type { CheckpointFormat } from '../../sizing/other-engines/checkpoint-format.ts'
import { checkpointSize } from '../../sizing/other-engines/checkpoint-size.ts'
import { type Parallelism, usualParallelism } from '../../sizing/other-engines/parallelism.ts'
import { servingFlags } from '../../sizing/other-engines/serving-flags.ts'
import {
  type ServingEngine,
  type ServingMemory,
  servingMemory,
} from '../../sizing/other-engines/serving-memory.ts'
import type { OperationContext } from './context.ts'
import { header } from './header.ts'
import { shapeDoubtOf } from './shape-doubt.ts'
import { shownAssumptions, shownMachine } from './shown.ts'
import { contextOf, longestOf, type SizedModel, type SizeInput } from './size-input.ts'
import type { SizeOutput } from './size-output.ts'

/** The checkpoint's own format where the catalogue knows it (FP8 for DeepSeek, MXFP4 for gpt-oss), else BF16. */
function ownFormat(entry: CatalogueEntry | undefined): string {
  return entry?.nativeQuantization ?? 'BF16'
}

interface Serving {
  readonly memory: ServingMemory
  readonly device: Device
  readonly count: number
  readonly format: string
}

/** Memory of a model as vLLM or SGLang serves it on the first graphics cards of a machine. */
export function serve(
  given: SizeInput,
  model: SizedModel,
  machine: Machine | undefined,
  engine: ServingEngine,
): Serving {
  const group = machine?.devices.find(
    ({ device }) => device.kind === 'gpu' || device.kind === 'unified',
  )
  if (group === undefined)
    throw new TouchstoneError('invalid_input', { field: 'devices', problem: 'serving.noDevice' })
  const { device, count } = group
  const format = given.quantization ?? ownFormat(model.entry)
  const { kvCacheType, gpuMemoryUtilization } = given
  if (typeof kvCacheType === 'object')
    throw new TouchstoneError('invalid_input', {
      field: 'kvCacheType',
      problem: 'auto | bf16 | fp8',
    })
  const memory = servingMemory({
    engine,
    architecture: model.architecture,
    format,
    device,
    parallelism: parallelismOf(given, model, count),
    contextLength: requestLength(given, model),
    kvCacheType: kvCacheType?.toLowerCase(),
    memoryShare: gpuMemoryUtilization,
  })
  return { memory, device, count, format }
}

/** Tokens of one request. */
function requestLength(given: SizeInput, model: SizedModel): number {
  const { contextLength, parallel } = contextOf(given, model)
  return given.contextPerUser ?? Math.max(1, Math.floor(contextLength / parallel))
}

function parallelismOf(given: SizeInput, { architecture }: SizedModel, count: number): Parallelism {
  const { tensorParallel, pipelineParallel, expertParallel = false } = given
  const usual = usualParallelism(architecture, count)
  const tensor =
    tensorParallel ??
    (pipelineParallel === undefined
      ? usual.tensor
      : Math.max(1, Math.floor(count / pipelineParallel)))
  const pipeline =
    pipelineParallel ??
    (tensorParallel === undefined ? usual.pipeline : Math.max(1, Math.floor(count / tensor)))
  if (tensor * pipeline > count)
    throw new TouchstoneError('invalid_input', {
      field: tensorParallel === undefined ? 'pipelineParallel' : 'tensorParallel',
      problem: `${tensor} × ${pipeline} > ${count}`,
    })
  return { tensor, pipeline, expert: expertParallel }
}

/** Above this share of the requests that fit, those asked for are called tight. */
const tightShare = 0.93

/** The answer of `size` for an engine that serves many. */
export function sizeServing(
  given: SizeInput,
  model: SizedModel,
  machine: Machine | undefined,
  engine: ServingEngine,
  context: OperationContext,
): SizeOutput {
  const { memory, device, count, format } = serve(given, model, machine, engine)
  const { contextLength, parallel, assumptions } = contextOf(given, model)
  if (given.quantization === undefined)
    assumptions.push({ code: 'assumed.quantization', values: { quantization: format } })
  const length = requestLength(given, model)
  const { tensor, pipeline, expert } = memory.parallelism
  return {
    ...header(context),
    model: model.entry?.id,
    engine,
    quantization: memory.format,
    quantizationBasis: 'recipe',
    ...shapeDoubtOf(model.entry),
    contextLength,
    parallel,
    assumptions: shownAssumptions(machine, assumptions),
    machine: machine === undefined ? undefined : shownMachine(machine),
    ...memoryOf(memory, model, parallel),
    devices: devicesOf(memory, device, count, parallel),
    fit: fitOf(memory, parallel),
    largestParallel: Math.floor(memory.maxConcurrency),
    quantizationChange: smallerFormat(given, model, machine, engine, memory),
    serving: {
      tensorParallel: tensor,
      pipelineParallel: pipeline,
      expertParallel: expert,
      gpuMemoryUtilization: memory.memoryShare,
      deviceBytes: memory.deviceBytes,
      weightBytes: memory.weightBytes,
      overheadBytes: memory.overheadBytes,
      overheadBytesLow: memory.overheadBytesLow,
      overheadBytesHigh: memory.overheadBytesHigh,
      kvCacheBytes: memory.kvCacheBytes,
      kvBytesPerToken: memory.cache.bytesPerToken,
      kvCacheTokens: memory.kvCacheTokens,
      maxConcurrency: memory.maxConcurrency,
      batchedTokens: memory.batchedTokens,
      maxSequences: memory.maxSequences,
    },
    beyondTrainedContext: length > longestOf(model),
    flags: servingFlags({
      engine,
      parallelism: memory.parallelism,
      contextLength: length,
      parallel: given.parallel,
      memoryShare: given.gpuMemoryUtilization,
      kvCacheType: typeof given.kvCacheType === 'string' ? given.kvCacheType : undefined,
    }),
  }
}

/** Formats that are published for most models, from most to fewest bits. */
const usualFormats = ['BF16', 'FP8', 'W4A16'] as const

/** The largest smaller format with which as many requests fit as were asked for; undefined where enough fit, or none does. */
function smallerFormat(
  given: SizeInput,
  model: SizedModel,
  machine: Machine | undefined,
  engine: ServingEngine,
  { maxConcurrency, format }: ServingMemory,
) {
  const { parallel } = contextOf(given, model)
  if (maxConcurrency >= parallel) return undefined
  const sizeOf = (name: CheckpointFormat) => checkpointSize(model.architecture, name).fileBytes
  for (const quantization of usualFormats) {
    try {
      const fileBytes = sizeOf(quantization)
      if (fileBytes >= sizeOf(format)) continue
      const { memory } = serve({ ...given, quantization }, model, machine, engine)
      if (memory.maxConcurrency >= parallel) return { quantization, fileBytes }
    } catch (thrown) {
      // A format whose groups do not divide the rows is none for this model.
      if (!TouchstoneError.is(thrown) || thrown.code !== 'invalid_input') throw thrown
    }
  }
  return undefined
}

/** All devices together, with as much cache as was asked for. */
function memoryOf(memory: ServingMemory, { architecture }: SizedModel, parallel: number) {
  const { tensor, pipeline } = memory.parallelism
  const file = checkpointSize(architecture, memory.format)
  const loadedBytes = tensor * memory.stageWeightBytes.reduce((sum, bytes) => sum + bytes, 0)
  // Every stage keeps its own blocks; the one that was looked at stands for all.
  const times = tensor * pipeline * parallel
  const { fullAttentionBytes, slidingWindowBytes, recurrentBytes } = memory.cache
  const kvCache = {
    bytes: times * (fullAttentionBytes + slidingWindowBytes + recurrentBytes),
    fullAttentionBytes: times * fullAttentionBytes,
    slidingWindowBytes: times * slidingWindowBytes,
    recurrentBytes: times * recurrentBytes,
    crossAttentionBytes: 0,
  }
  const compute = { bytes: tensor * pipeline * memory.overheadBytes }
  return {
    weights: {
      fileBytes: file.fileBytes,
      fileBytesLow: file.tensorBytes,
      fileBytesHigh: Math.ceil(file.fileBytes * 1.001),
      tensorBytes: file.tensorBytes,
      loadedBytes,
      residentBytes: loadedBytes,
    },
    kvCache,
    compute,
    outputBytes: 0,
    totalBytes: loadedBytes + kvCache.bytes + compute.bytes,
  }
}

function devicesOf(memory: ServingMemory, device: Device, count: number, parallel: number) {
  const { tensor, pipeline } = memory.parallelism
  const kvCacheBytes = parallel * memory.cache.bytesPerRequest
  return Array.from({ length: tensor * pipeline }, (_, at) => {
    const weightBytes = memory.stageWeightBytes[Math.floor(at / tensor)] ?? 0
    return {
      device: count > 1 ? `${device.id}#${at}` : device.id,
      layers: 0,
      weightBytes,
      kvCacheBytes,
      computeBytes: memory.overheadBytes,
      usedBytes: weightBytes + kvCacheBytes + memory.overheadBytes,
      usableBytes: Math.floor(memory.memoryShare * memory.deviceBytes),
    }
  })
}

function fitOf(memory: ServingMemory, parallel: number): NonNullable<SizeOutput['fit']> {
  const { tensor, pipeline } = memory.parallelism
  const devices = tensor * pipeline
  const usableBytes = Math.floor(devices * memory.memoryShare * memory.deviceBytes)
  const missing = parallel * memory.cache.bytesPerRequest - memory.kvCacheBytes
  if (memory.maxConcurrency < parallel || memory.kvCacheBytes <= 0)
    return {
      verdict: 'does-not-fit',
      placement: undefined,
      usableBytes,
      shortfallBytes: Math.max(1, Math.ceil(devices * missing)),
    }
  const isTight = parallel > tightShare * memory.maxConcurrency
  return { verdict: isTight ? 'tight' : 'fits', placement: 'gpu', usableBytes, shortfallBytes: 0 }
}
