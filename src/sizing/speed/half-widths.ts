import type { SpeedInput, WorkingDevice } from './predict-speed.ts'
import { quantizationFamily } from './quantization-family.ts'
import type { RateKind } from './recalibration-case.ts'
import type { SpeedModel } from './speed-model.ts'

/** Half-widths of the 80 % interval in natural logarithms, and whether measurements of such devices support them. */
export interface HalfWidths {
  readonly low: number
  readonly high: number
  readonly calibrated: boolean
}

/**
 * Errors of the devices are taken to go together (one engine, one model), so their half-widths are averaged by time.
 * Of each, a scale says how far predictions like this one miss, and the tails of its class how many scales an 80 %
 * interval takes below and above.
 */
export function halfWidths(
  kind: RateKind,
  devices: readonly WorkingDevice[],
  seconds: readonly number[],
  input: Pick<SpeedInput, 'depth' | 'parallel' | 'quantization'>,
  model: SpeedModel,
): HalfWidths {
  const whole = seconds.reduce((sum, value) => sum + value, 0)
  let [low, high, calibrated] = [0, 0, true]
  for (const [index, device] of devices.entries()) {
    const share = (seconds[index] ?? 0) / whole
    const { deviceClass } = device.terms
    const tails = model.tails[kind][deviceClass]
    const scale = scaleOf(kind, device, seconds[index] ?? 0, devices.length, input, model)
    const own =
      tails === undefined
        ? model.roofline[kind]
        : { low: tails.low * scale, high: tails.high * scale }
    calibrated &&= tails !== undefined
    low += share * own.low
    high += share * own.high
  }
  return { low, high, calibrated }
}

/** Size of the errors to expect, in natural logarithms. */
function scaleOf(
  kind: RateKind,
  device: WorkingDevice,
  seconds: number,
  deviceCount: number,
  input: Pick<SpeedInput, 'depth' | 'parallel' | 'quantization'>,
  model: SpeedModel,
): number {
  const scales = model.scales[kind]
  let log = 0
  for (const [name, value] of scaleFeatures(kind, device, seconds, deviceCount, input, model))
    log += value * (scales[name] ?? 0)
  return Math.exp(log)
}

/**
 * What makes predictions better or worse than usual, with how much of it there is; names are keys of `model.scales`.
 * The fit of the intervals (`scripts/fit-speed.mjs`) asks the same.
 * @public
 */
export function scaleFeatures(
  kind: RateKind,
  { work, terms, reach }: WorkingDevice,
  seconds: number,
  deviceCount: number,
  input: Pick<SpeedInput, 'depth' | 'parallel' | 'quantization'>,
  model: Pick<SpeedModel, 'coefficients' | 'architectures'>,
): [string, number][] {
  const { deviceClass, flopsKnown } = terms
  const isSeen = model.coefficients[`${seenBy[kind]}:${terms.itself}`] !== undefined
  const launching =
    work.layers * reach.layerSeconds + work.expertLayers * reach.routingSeconds + reach.stepSeconds
  const features: [string, number][] = [
    ['base', 1],
    [deviceClass, 1],
    ['seen', isSeen ? 1 : 0],
    ['experts', work.expertLayers > 0 ? 1 : 0],
    ['recurrent', work.stateBytes > 0 ? 1 : 0],
    ['deep', Math.log2(1 + (input.depth ?? 0) / deepFrom)],
    ['several-devices', deviceCount > 1 ? 1 : 0],
    ['parallel', (input.parallel ?? 1) > 1 ? 1 : 0],
    ['unknown-quantization', quantizationFamily(input.quantization) === undefined ? 1 : 0],
    ['unknown-generation', isSeen || isKnown(terms, model) ? 0 : 1],
  ]
  if (kind === 'decode') features.push(['launching', Math.min(1, launching / seconds)])
  else features.push(['unknown-arithmetic', flopsKnown ? 0 : 1])
  return features
}

/** The coefficient that says that a device was measured. */
const seenBy = { decode: 'bandwidth', prefill: 'matrix' } as const

/** Cached positions from which depth itself is a source of error. */
const deepFrom = 8192

/** CPUs are told apart by instruction set, grade and cores more than by microarchitecture. */
function isKnown(
  { deviceClass, architecture }: WorkingDevice['terms'],
  model: Pick<SpeedModel, 'architectures'>,
): boolean {
  return deviceClass === 'cpu' || model.architectures.includes(`${deviceClass}/${architecture}`)
}
