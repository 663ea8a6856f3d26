import type { Architecture } from '../facts/architecture.ts'
import type { Machine } from '../facts/device.ts'
import { compileSize } from './compiled-size.ts'
import { engineFlags } from './engine-flags.ts'
import type { KvCache } from './kv-cache.ts'
import { type ModelBytes, modelBytes, totalBytesOf } from './model-bytes.ts'
import { fitsOn, placeModel } from './placement.ts'
import { placeForced } from './placement-forced.ts'
import type {
  ForcedPlacement,
  Placement,
  PlacementKind,
  PlacementResult,
} from './placement-result.ts'
import { repackedBytes } from './repacked-weights.ts'
import { completeSettings, type EngineSettings, type EngineSettingsInput } from './settings.ts'
import { systemPool, usableBytesOf } from './usable-memory.ts'

export interface SizeRequest extends EngineSettingsInput {
  readonly architecture: Architecture
  readonly quantization: string
  readonly importanceMatrix?: boolean | undefined
  readonly machine?: Machine | undefined
  /** Where it is to lie; found where this is not said. */
  readonly placement?: ForcedPlacement | undefined
}

/** Above this share of a place's usable memory a fit is called tight. Judgement: other programs move by a few per cent. */
const tightShare = 0.93

export interface Fit {
  readonly verdict: 'fits' | 'tight' | 'does-not-fit'
  readonly placement: PlacementKind | undefined
  readonly usableBytes: number
  readonly shortfallBytes: number
}

export interface Size {
  readonly weights: {
    readonly fileBytes: number
    readonly fileBytesLow: number
    readonly fileBytesHigh: number
    readonly tensorBytes: number
    readonly loadedBytes: number
    readonly residentBytes: number
  }
  readonly kvCache: KvCache
  readonly compute: { readonly bytes: number }
  readonly outputBytes: number
  /** loaded + kvCache + compute + output */
  readonly totalBytes: number
  readonly settings: EngineSettings
  readonly placement: Placement | undefined
  readonly fit: Fit | undefined
  readonly flags: readonly string[]
  /** Longer than the positions the model was trained on. */
  readonly beyondTrainedContext: boolean
  readonly model: ModelBytes
}

/**
 * Memory of a model as llama.cpp lays it out, and where it goes on a machine. Pure; bytes throughout.
 * Throws `unknown_quantization`, `context_too_long`, `invalid_input` naming the field.
 */
export function sizeModel(request: SizeRequest): Size {
  const settings = completeSettings(request)
  const model = modelBytes(
    request.architecture,
    request.quantization,
    request.importanceMatrix,
    settings,
  )
  const result = placed(model, request)
  const placement = result?.placement
  const { weights, kvCache, compute, outputBytes } = model
  const { fileBytes, fileBytesLow, fileBytesHigh, tensorBytes, loadedBytes } = weights
  return {
    weights: {
      fileBytes,
      fileBytesLow,
      fileBytesHigh,
      tensorBytes,
      loadedBytes,
      residentBytes: residentBytes(model, placement, request),
    },
    kvCache,
    compute: { bytes: compute.withLogits },
    outputBytes,
    totalBytes: totalBytesOf(model),
    settings,
    placement,
    fit: result === undefined ? undefined : fitOf(result),
    flags: engineFlags(settings, placement, model.furtherBlockCount),
    beyondTrainedContext:
      settings.contextLength / (settings.unifiedCache ? 1 : settings.parallel) >
      request.architecture.contextLength,
    model,
  }
}

/** Does the model fit on its machine? The quick form of `sizeModel(request).fit`; false without a machine. */
export function sizedFits(request: SizeRequest): boolean {
  if (request.machine === undefined) return false
  const settings = completeSettings(request)
  if (request.placement === undefined && isTooLarge(request, settings, request.machine))
    return false
  const { architecture, quantization, importanceMatrix, machine, placement } = request
  const model = modelBytes(architecture, quantization, importanceMatrix, settings)
  return placement === undefined
    ? fitsOn(model, machine)
    : placeForced(model, machine, placement).fits
}

/** Whether not even all memory together holds what must lie somewhere: all but the embedding and the logits that are kept. */
function isTooLarge(
  { architecture, quantization, importanceMatrix }: SizeRequest,
  settings: EngineSettings,
  machine: Machine,
): boolean {
  const compiled = compileSize(architecture, quantization, importanceMatrix)
  const usableBytes = usableBytesOf(machine)
  // Working memory takes longest to know, and mostly it changes nothing.
  if (compiled.boundBytes(settings) > usableBytes) return true
  return compiled.totalBytes(settings) - compiled.elsewhereBytes(settings) > usableBytes
}

function placed(
  model: ModelBytes,
  { machine, placement }: SizeRequest,
): PlacementResult | undefined {
  if (machine === undefined) return undefined
  return placement === undefined
    ? placeModel(model, machine)
    : placeForced(model, machine, placement)
}

function fitOf({ placement, fits, usableBytes, shortfallBytes }: PlacementResult): Fit {
  if (placement === undefined || !fits)
    return { verdict: 'does-not-fit', placement: placement?.kind, usableBytes, shortfallBytes }
  const isTight = placement.parts.some((part) => part.usedBytes > tightShare * part.usableBytes)
  return {
    verdict: isTight ? 'tight' : 'fits',
    placement: placement.kind,
    usableBytes,
    shortfallBytes: 0,
  }
}

/**
 * Weights as they lie in RAM and on devices once loaded from a mapped file: a CPU keeps those besides that it lays out anew
 * for its kernels.
 */
function residentBytes(
  { architecture, weights }: ModelBytes,
  placement: Placement | undefined,
  { machine, importanceMatrix }: SizeRequest,
): number {
  if (placement?.kind !== 'cpu' || machine === undefined) return weights.loadedBytes
  const sets = systemPool(machine)?.device.instructionSets ?? []
  return (
    weights.loadedBytes + repackedBytes(architecture, weights.quantization, importanceMatrix, sets)
  )
}
