import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../../facts/architecture.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { ownQuantization } from '../../selection/candidate.ts'
import { longestContext } from '../../selection/gates.ts'
import { largestContext } from '../../sizing/largest-context.ts'
import { placedSpeed } from '../../sizing/placed-speed.ts'
import { type SizeRequest, sizeModel } from '../../sizing/size-model.ts'
import { defineOperation } from '../define-operation.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import { devicesSchema, resolveMachine, systemMemorySchema } from './machine-input.ts'
import { presentSize } from './present-size.ts'
import { resolveModel } from './resolve-model.ts'
import {
  codedSchema,
  fitSchema,
  memorySchema,
  placedPartSchema,
  placementSchema,
  shownMachineSchema,
  speedSchema,
} from './shared-schemas.ts'
import { shownFit, shownMachine, shownMemory, shownPlacement, shownSpeed } from './shown.ts'

const tokens = z.int().positive()
const cacheType = z.string().min(1).max(20)

const input = z.strictObject({
  model: z.string().min(1).max(200).optional(),
  /** Fields of a published config.json, instead of a model of the catalogue. */
  architecture: z.record(z.string(), z.json()).optional(),
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
  batch: z
    .strictObject({
      logical: z
        .int()
        .min(1)
        .max(2 ** 20),
      physical: z
        .int()
        .min(1)
        .max(2 ** 20),
    })
    .optional(),
  flashAttention: z.boolean().optional(),
  draftTokens: z.int().min(0).max(1024).optional(),
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
type Input = z.output<typeof input>

const output = z.strictObject({
  ...headerSchema,
  model: z.string().optional(),
  quantization: z.string(),
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
  beyondTrainedContext: z.boolean(),
  speed: speedSchema.optional(),
  flags: z.array(z.string()),
})
export type SizeOutput = z.output<typeof output>

/** Contexts above this are not searched for: no model is made for more. */
const searchedContextMax = 16_777_216

/** Memory of a model at a quantization, context and number of users, on given devices. */
export const size = defineOperation({
  name: 'size',
  summary: 'size.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: {
    model: { path: 'model', unit: 'text', summary: 'flag.model', position: 0 },
    on: { path: 'devices', unit: 'machine', summary: 'flag.on' },
    quantization: { path: 'quantization', unit: 'text', summary: 'flag.quantization' },
    context: { path: 'contextLength', unit: 'tokens', summary: 'flag.contextLength' },
    'context-per-user': { path: 'contextPerUser', unit: 'tokens', summary: 'flag.contextPerUser' },
    parallel: { path: 'parallel', unit: 'count', summary: 'flag.parallel' },
    'kv-cache-type': { path: 'kvCacheType', unit: 'text', summary: 'flag.kvCacheType' },
    'importance-matrix': {
      path: 'importanceMatrix',
      unit: 'boolean',
      summary: 'flag.importanceMatrix',
    },
    'unified-cache': { path: 'unifiedCache', unit: 'boolean', summary: 'flag.unifiedCache' },
    'flash-attention': { path: 'flashAttention', unit: 'boolean', summary: 'flag.flashAttention' },
    depth: { path: 'speedAt.depth', unit: 'tokens', summary: 'flag.depth' },
    'prompt-tokens': { path: 'speedAt.promptTokens', unit: 'tokens', summary: 'flag.promptTokens' },
    architecture: { path: 'architecture', unit: 'json', summary: 'flag.architecture' },
  },
  examples: [
    'size qwen3-8b --quantization Q4_K_M --context 32768 --on rtx-4060',
    'size gpt-oss-120b --on "h100-sxm-80gb" --context 128k --parallel 4 --json',
  ],
  async run(given, context) {
    const { architecture, entry } = modelOf(given, context)
    const machine = await resolveMachine(given, context)
    const { request, assumptions } = requestOf(given, architecture, entry)
    const full: SizeRequest = { ...request, ...(machine === undefined ? {} : { machine }) }
    const sized = sizeModel(full)
    const speedAt = {
      promptTokens: given.speedAt?.promptTokens ?? 512,
      depth: given.speedAt?.depth ?? 0,
    }
    const speed =
      sized.placement === undefined
        ? undefined
        : placedSpeed(
            sized.model,
            sized.settings,
            sized.placement,
            speedAt,
            context.speedModel,
            machine === undefined ? undefined : await context.recalibration?.(machine),
          )
    const placement = shownPlacement(sized)
    const limit = Math.min(
      searchedContextMax,
      Math.max(longestOf(architecture, entry) * request.parallel, request.contextLength),
    )
    return {
      ...header(context),
      model: entry?.id,
      quantization: sized.model.weights.recipe,
      contextLength: sized.settings.contextLength,
      parallel: sized.settings.parallel,
      assumptions: [...(machine?.assumptions ?? []), ...assumptions].map(({ code, values }) => ({
        code,
        values: { ...values },
      })),
      machine: machine === undefined ? undefined : shownMachine(machine),
      ...shownMemory(sized),
      devices: placement?.devices,
      placement,
      fit: shownFit(sized),
      largestContextLength: machine === undefined ? undefined : largestContext(full, limit),
      beyondTrainedContext:
        request.contextLength / request.parallel > longestOf(architecture, entry),
      speed: shownSpeed(speed),
      flags: [...sized.flags],
    }
  },
  present: presentSize,
  exitCode: ({ fit }) => (fit?.verdict === 'does-not-fit' ? 1 : 0),
})

function modelOf(
  { model, architecture }: Input,
  context: OperationContext,
): { architecture: Architecture; entry: CatalogueEntry | undefined } {
  if (architecture !== undefined) {
    if (model !== undefined)
      throw new TouchstoneError('invalid_input', {
        field: 'architecture',
        problem: 'model + architecture',
      })
    return { architecture: readArchitecture(architecture), entry: undefined }
  }
  if (model === undefined)
    throw new TouchstoneError('missing_argument', { argument: 'model', operation: 'size' })
  const entry = resolveModel(model, context)
  return { architecture: context.catalogue.requireArchitecture(entry), entry }
}

function longestOf(architecture: Architecture, entry: CatalogueEntry | undefined): number {
  return (entry === undefined ? undefined : longestContext(entry)) ?? architecture.contextLength
}

/** Context where none was asked for: what a chat of some twenty turns fills. */
const usualContextLength = 8192

function requestOf(given: Input, architecture: Architecture, entry: CatalogueEntry | undefined) {
  const assumptions: { code: string; values: Record<string, string | number> }[] = []
  const parallel = given.parallel ?? 1
  const contextLength =
    given.contextLength ??
    (given.contextPerUser ?? Math.min(usualContextLength, longestOf(architecture, entry))) *
      parallel
  if (given.contextLength === undefined && given.contextPerUser === undefined)
    assumptions.push({ code: 'assumed.contextLength', values: { contextLength } })
  const quantization =
    given.quantization ?? (entry === undefined ? undefined : ownQuantization(entry)) ?? 'Q4_K_M'
  if (given.quantization === undefined)
    assumptions.push({ code: 'assumed.quantization', values: { quantization } })
  const { importanceMatrix, unifiedCache, kvCacheType, batch, flashAttention, draftTokens } = given
  const request = {
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
  }
  return { request, assumptions }
}
