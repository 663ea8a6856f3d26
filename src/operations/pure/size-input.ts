import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../../facts/architecture.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { ownQuantization } from '../../selection/candidate.ts'
import { longestContext } from '../../selection/gates.ts'
import type { SizeRequest } from '../../sizing/size-model.ts'
import type { OperationContext } from './context.ts'
import { devicesSchema, systemMemorySchema } from './machine-input.ts'
import { forcedPlacement, placementInputSchema } from './placement-input.ts'
import { resolveModel } from './resolve-model.ts'

const tokens = z.int().positive()
const cacheType = z.string().min(1).max(20)
const batchLength = z
  .int()
  .min(1)
  .max(2 ** 20)

export const sizeEngines = ['llama.cpp', 'vllm', 'sglang'] as const
export type SizeEngine = (typeof sizeEngines)[number]

export const sizeInputSchema = z.strictObject({
  model: z.string().min(1).max(200).optional(),
  /** A model for which the smallest sets of devices that hold it are listed, instead of sizing it on a machine. */
  for: z.string().min(1).max(200).optional(),
  /** Fields of a published config.json, instead of a model of the catalogue. */
  architecture: z.record(z.string(), z.json()).optional(),
  engine: z.enum(sizeEngines).optional(),
  quantization: z.string().min(1).max(60).optional(),
  importanceMatrix: z.boolean().optional(),
  /** The whole cache (n_ctx). */
  contextLength: tokens.optional(),
  /** Tokens of one user; the whole cache is this times `parallel`. */
  contextPerUser: tokens.optional(),
  parallel: z.int().min(1).max(65_536).optional(),
  unifiedCache: z.boolean().optional(),
  kvCacheType: z
    .union([cacheType, z.strictObject({ keys: cacheType, values: cacheType })])
    .optional(),
  batch: z.strictObject({ logical: batchLength, physical: batchLength }).optional(),
  flashAttention: z.boolean().optional(),
  draftTokens: z.int().min(0).max(1024).optional(),
  placement: placementInputSchema.optional(),
  /** vLLM and SGLang: devices that share every matrix, stages, experts whole on one device each, share of a device. */
  tensorParallel: z.int().min(1).max(1024).optional(),
  pipelineParallel: z.int().min(1).max(1024).optional(),
  expertParallel: z.boolean().optional(),
  gpuMemoryUtilization: z.number().gt(0).max(1).optional(),
  devices: devicesSchema.optional(),
  systemMemoryBytes: systemMemorySchema.optional(),
  speedAt: z
    .strictObject({
      promptTokens: z.int().min(1).max(10_000_000),
      depth: z.int().min(0).max(100_000_000),
    })
    .partial()
    .optional(),
})
export type SizeInput = z.output<typeof sizeInputSchema>

export interface SizedModel {
  readonly architecture: Architecture
  readonly entry: CatalogueEntry | undefined
}

interface Assumption {
  readonly code: string
  readonly values: Record<string, string | number>
}

/** The model that was asked about; throws `missing_argument` where there is none, `invalid_input` where there are two. */
export function sizedModel(given: SizeInput, context: OperationContext): SizedModel {
  const { model, architecture } = given
  if (model !== undefined && given.for !== undefined)
    throw new TouchstoneError('invalid_input', { field: 'for', problem: 'model + for' })
  const name = model ?? given.for
  if (architecture !== undefined) {
    if (name !== undefined)
      throw new TouchstoneError('invalid_input', {
        field: 'architecture',
        problem: 'model + architecture',
      })
    return { architecture: readArchitecture(architecture), entry: undefined }
  }
  if (name === undefined)
    throw new TouchstoneError('missing_argument', { argument: 'model', operation: 'size' })
  const entry = resolveModel(name, context)
  return { architecture: context.catalogue.requireArchitecture(entry), entry }
}

/** The longest context that a model is made for. */
export function longestOf({ architecture, entry }: SizedModel): number {
  return (entry === undefined ? undefined : longestContext(entry)) ?? architecture.contextLength
}

/** Context where none was asked for: what a chat of some twenty turns fills. */
const usualContextLength = 8192

/** Engines count tokens in 32 bits. */
const contextLengthMax = 2 ** 31 - 1

/** Tokens of the whole cache, with what was taken for granted. */
export function contextOf(given: SizeInput, model: SizedModel) {
  const parallel = given.parallel ?? 1
  const perUser = given.contextPerUser ?? Math.min(usualContextLength, longestOf(model))
  const contextLength = given.contextLength ?? perUser * parallel
  if (contextLength > contextLengthMax)
    throw new TouchstoneError('context_too_long', { contextLength, longest: contextLengthMax })
  const isAssumed = given.contextLength === undefined && given.contextPerUser === undefined
  const assumptions: Assumption[] = isAssumed
    ? [{ code: 'assumed.contextLength', values: { contextLength } }]
    : []
  return { contextLength, parallel, assumptions }
}

/** llama.cpp takes no more sequences than this (src/llama-cparams.h, LLAMA_MAX_SEQ). */
const sequencesMax = 256

/** What llama.cpp is asked to run, with what was taken for granted. */
export function sizeRequestOf(given: SizeInput, model: SizedModel) {
  const { architecture, entry } = model
  const { contextLength, parallel, assumptions } = contextOf(given, model)
  if (parallel > sequencesMax)
    throw new TouchstoneError('invalid_input', {
      field: 'parallel',
      problem: `${parallel} > ${sequencesMax}`,
    })
  const quantization =
    given.quantization ?? (entry === undefined ? undefined : ownQuantization(entry)) ?? 'Q4_K_M'
  if (given.quantization === undefined)
    assumptions.push({ code: 'assumed.quantization', values: { quantization } })
  const { importanceMatrix, unifiedCache, kvCacheType, batch, flashAttention, draftTokens } = given
  const request: SizeRequest & { parallel: number } = {
    architecture,
    quantization,
    contextLength,
    parallel,
    importanceMatrix,
    unifiedCache,
    kvCacheType,
    batch,
    flashAttention,
    draftTokens,
    placement: forcedPlacement(given.placement),
  }
  return { request, assumptions }
}
