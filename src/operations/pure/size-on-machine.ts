import type { Machine } from '../../facts/device.ts'
import { largestContext } from '../../sizing/largest-context.ts'
import { largestParallel } from '../../sizing/largest-parallel.ts'
import { placedSpeed } from '../../sizing/placed-speed.ts'
import { smallestQuantizationChange } from '../../sizing/quantization-change.ts'
import { type Size, type SizeRequest, sizedFits, sizeModel } from '../../sizing/size-model.ts'
import type { OperationContext } from './context.ts'
import { header } from './header.ts'
import { raisedMachine } from './placement-input.ts'
import { shapeDoubtOf } from './shape-doubt.ts'
import {
  shownAssumptions,
  shownFit,
  shownMachine,
  shownMemory,
  shownPlacement,
  shownSpeed,
} from './shown.ts'
import { longestOf, type SizedModel, type SizeInput, sizeRequestOf } from './size-input.ts'
import type { SizeOutput } from './size-output.ts'

/** Contexts above this are not searched for: no model is made for more. */
const searchedContextMax = 16_777_216

/** The answer of `size` for llama.cpp on a machine, or on none. */
export function sizeOnMachine(
  given: SizeInput,
  model: SizedModel,
  machine: Machine | undefined,
  context: OperationContext,
): SizeOutput {
  const { request, assumptions } = sizeRequestOf(given, model)
  const full: SizeRequest = machine === undefined ? request : { ...request, machine }
  const sized = sizeModel(full)
  const placement = shownPlacement(sized)
  const perUser = request.contextLength / request.parallel
  return {
    ...header(context),
    model: model.entry?.id,
    engine: 'llama.cpp',
    quantization: sized.model.weights.quantization,
    quantizationBasis: sized.model.weights.isEstimate ? 'estimate' : 'recipe',
    ...shapeDoubtOf(model.entry),
    contextLength: sized.settings.contextLength,
    parallel: sized.settings.parallel,
    assumptions: shownAssumptions(machine, assumptions),
    machine: machine === undefined ? undefined : shownMachine(machine),
    ...shownMemory(sized),
    devices: placement?.devices,
    placement,
    fit: shownFit(sized),
    ...(machine === undefined ? {} : whatFits(full, machine, longestOf(model), sized)),
    beyondTrainedContext: perUser > longestOf(model),
    speed: speedOf(given, sized, machine, context),
    flags: [...sized.flags],
  }
}

/** How far the machine reaches: context, users, and what would let the model in where it does not fit. */
function whatFits(request: SizeRequest, machine: Machine, longest: number, { fit }: Size) {
  const { contextLength, parallel = 1, unifiedCache: _, ...others } = request
  const limit = Math.min(searchedContextMax, Math.max(longest * parallel, contextLength))
  const isOut = fit?.verdict === 'does-not-fit'
  const raised = isOut ? raisedMachine(machine) : undefined
  const isEnough = raised !== undefined && sizedFits({ ...request, machine: raised.machine })
  return {
    largestContextLength: largestContext(request, limit),
    largestParallel: largestParallel(others, Math.max(1, Math.floor(contextLength / parallel))),
    quantizationChange: isOut ? smallestQuantizationChange(request) : undefined,
    wiredLimitMebibytes: isEnough ? Math.floor(raised.limitBytes / 2 ** 20) : undefined,
  }
}

function speedOf(
  { speedAt }: SizeInput,
  sized: Size,
  machine: Machine | undefined,
  { speedModel, recalibrationOf }: OperationContext,
) {
  const { placement, fit } = sized
  if (placement === undefined || fit?.verdict === 'does-not-fit') return undefined
  // Speed is fitted to whole blocks with their cache beside them: of other ways to lay a model out nothing is measured.
  const { splitMode = 'layer', kvOffload, cpuTensors } = placement.forced ?? {}
  const isOrdinary = splitMode === 'layer' || splitMode === 'none'
  if (!isOrdinary || kvOffload === false || cpuTensors !== undefined) return undefined
  const at = { promptTokens: speedAt?.promptTokens ?? 512, depth: speedAt?.depth ?? 0 }
  const learned = machine === undefined ? undefined : recalibrationOf?.(machine)
  return shownSpeed(placedSpeed(sized.model, sized.settings, placement, at, speedModel, learned))
}
