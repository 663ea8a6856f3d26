import type { SpeedInput, WorkingDevice } from './predict-speed.ts'
import { quantizationFamily } from './quantization-family.ts'
import type { SpeedModel } from './speed-model.ts'

/** Half-widths of the 80 % interval in natural logarithms, and whether measurements of such devices support them. */
export interface HalfWidths {
  readonly low: number
  readonly high: number
  readonly calibrated: boolean
}

/** Seconds of reading per token below which launches, clocks and hosts matter more than the memory. */
const launchBoundSeconds = 3e-3
/** Cached positions from which depth itself is a source of error. */
const deepFrom = 8192

/**
 * Errors of the devices are taken to go together (one engine, one model), so their half-widths are averaged by time;
 * what makes a case harder than the plain one adds in squares.
 */
export function halfWidths(
  kind: 'decode' | 'prefill',
  devices: readonly WorkingDevice[],
  seconds: readonly number[],
  input: SpeedInput,
  model: SpeedModel,
): HalfWidths {
  const whole = seconds.reduce((sum, value) => sum + value, 0)
  let [low, high, calibrated] = [0, 0, true]
  for (const [index, { terms }] of devices.entries()) {
    const spread = model.spreads[terms.deviceClass]
    calibrated &&= spread !== undefined
    const own = (spread ?? model.roofline)[kind]
    const share = (seconds[index] ?? 0) / whole
    low += share * own.low
    high += share * own.high
  }
  for (const difficulty of difficulties(kind, devices, input, model)) {
    const extra = model.widening[`${kind}:${difficulty}`]
    if (extra === undefined) continue
    low = Math.hypot(low, extra.low)
    high = Math.hypot(high, extra.high)
  }
  return { low, high, calibrated }
}

/**
 * What the case has that makes predictions worse than usual; keys of `model.widening`. The fit of the intervals
 * (`scripts/fit-speed.mjs`) asks the same.
 * @public
 */
export function difficulties(
  kind: 'decode' | 'prefill',
  devices: readonly WorkingDevice[],
  input: Pick<SpeedInput, 'depth' | 'parallel' | 'quantization'>,
  model: Pick<SpeedModel, 'architectures'>,
): string[] {
  const reading = devices.reduce(
    (sum, { work, terms }) => sum + work.weightBytesPerToken / terms.bandwidth,
    0,
  )
  const cases: readonly (readonly [string, boolean])[] = [
    ['several-devices', devices.length > 1],
    ['experts', devices.some(({ work }) => work.expertLayers > 0)],
    ['recurrent', devices.some(({ work }) => work.stateBytes > 0)],
    ['launch-bound', reading < launchBoundSeconds],
    ['deep', (input.depth ?? 0) >= deepFrom],
    ['parallel', (input.parallel ?? 1) > 1],
    ['unknown-quantization', quantizationFamily(input.quantization) === undefined],
    ['unknown-arithmetic', kind === 'prefill' && devices.some(({ terms }) => !terms.flopsKnown)],
    ['unknown-architecture', devices.some(({ terms }) => !isKnown(terms, model))],
  ]
  return cases.filter(([, applies]) => applies).map(([name]) => name)
}

/** CPUs are told apart by instruction set and cores, not by microarchitecture. */
function isKnown(
  { deviceClass, architecture }: WorkingDevice['terms'],
  model: Pick<SpeedModel, 'architectures'>,
): boolean {
  return deviceClass === 'cpu' || model.architectures.includes(`${deviceClass}/${architecture}`)
}
