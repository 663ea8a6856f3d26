import type { Catalogue } from '../facts/catalogue/catalogue.ts'
import type { Machine } from '../facts/device.ts'
import type { MeasuredFigure, Measurement } from '../facts/measurement.ts'
import { speedInput } from '../sizing/placed-speed.ts'
import { sizeModel } from '../sizing/size-model.ts'
import { observationsOf } from '../sizing/speed/observation.ts'
import type { SpeedInput } from '../sizing/speed/predict-speed.ts'
import { type Recalibration, recalibrationOf } from '../sizing/speed/recalibrate.ts'
import type { SpeedModel } from '../sizing/speed/speed-model.ts'

/** Whatever was measured fits: a twin tells of models that the machine cannot hold. */
const boundless = 2 ** 50

/**
 * What the records of a machine teach about its other predictions; undefined where none of them is of use: of another
 * machine, disturbed, of a model that is not known or has another shape by now, or on another backend than models would run
 * on.
 */
export function learnFrom(
  measurements: readonly Measurement[],
  machine: Machine,
  fingerprint: string,
  { catalogue, speedModel }: { readonly catalogue: Catalogue; readonly speedModel: SpeedModel },
  now: string,
): Recalibration | undefined {
  const own = measurements.filter(
    (one) => one.machine.fingerprint === fingerprint && !one.noise.isNoisy,
  )
  const newest = own.reduce<Measurement | undefined>(
    (last, one) => (last === undefined || one.when > last.when ? one : last),
    undefined,
  )
  const observations = own.flatMap((measurement) =>
    observationsOf(
      measurement,
      (figure) => inputOf(measurement, figure, machine, catalogue),
      speedModel,
      {
        when: now,
        release: newest?.engine.release,
        backend: newest?.engine.backend,
      },
    ),
  )
  return observations.length === 0 ? undefined : recalibrationOf(observations, speedModel)
}

/** The recorded model as it lies on the machine at the figure's depth or prompt. */
function inputOf(
  { model, quantization, totalParams, settings, engine }: Measurement,
  figure: MeasuredFigure,
  machine: Machine,
  catalogue: Catalogue,
): SpeedInput | undefined {
  const isOnCpu = engine.backend === 'cpu'
  if (isOnCpu !== (machine.devices.length === 0)) return undefined
  const entry = catalogue.withId(model)
  const architecture = entry === undefined ? undefined : catalogue.architecture(entry)
  if (architecture === undefined || entry === undefined) return undefined
  // A shape that was corrected since then is another model.
  if (entry.totalParams !== undefined && Math.abs(totalParams / entry.totalParams - 1) > 0.02)
    return undefined
  const depth = figure.kind === 'decode' ? figure.depth : 0
  const promptTokens = figure.kind === 'prefill' ? figure.promptTokens : 512
  const size = sizeModel({
    architecture,
    quantization,
    contextLength: Math.max(512, depth + promptTokens),
    kvCacheType: settings.kvCacheType,
    flashAttention: settings.flashAttention,
    batch: { logical: settings.physicalBatch, physical: settings.physicalBatch },
    machine: { ...machine, systemMemoryBytes: boundless, freeSystemMemoryBytes: boundless },
  })
  return size.placement === undefined
    ? undefined
    : speedInput(size.model, size.settings, size.placement, { depth, promptTokens })
}
