import type { Device } from '../../facts/device.ts'
import type { Efficiencies } from './efficiencies.ts'
import { reachOf } from './predict-speed.ts'
import { softMaximum } from './seconds-on-device.ts'
import type { SpeedModel } from './speed-model.ts'
import type { Work } from './work.ts'

/** Sums of shares differ from their whole in the last digits. */
const roundingShare = 1e-9

/**
 * Tokens per second that an empty cache and one conversation cannot be predicted to exceed, however the work is shared
 * out over these devices: everything is done at the best rate that any of them has. What `predictSpeed` adds up is at
 * least that: seconds of a part are in proportion to its work, and the overlap of reading and unpacking is a norm.
 * Infinite where the bandwidth of a device is unknown.
 */
export function decodeLimit(
  work: Work,
  devices: readonly Device[],
  quantization: string,
  model: SpeedModel,
): number {
  const best = bestReach(devices, quantization, model)
  if (best === undefined) return Number.POSITIVE_INFINITY
  const experts = work.expertBytes * work.expertShare
  const dense = work.weightBytesPerToken - work.expertBytesPerToken
  const seconds =
    softMaximum(
      (dense + experts * best.expertFactor) / best.weightRate,
      (2 * (work.multiplyAddsPerToken + work.headMultiplyAdds)) / best.unpackRate,
    ) +
    (2 * work.stateBytes) / best.cacheRate +
    work.layers * best.layerSeconds +
    work.expertLayers * best.routingSeconds
  return seconds > 0 ? (1 + roundingShare) / seconds : Number.POSITIVE_INFINITY
}

type BestReach = Pick<
  Efficiencies,
  'weightRate' | 'unpackRate' | 'cacheRate' | 'layerSeconds' | 'routingSeconds' | 'expertFactor'
>

const known = new WeakMap<
  SpeedModel,
  WeakMap<readonly Device[], Map<string, BestReach | undefined>>
>()

/** The best of every device, remembered per list of devices; undefined where the bandwidth of one is unknown. */
function bestReach(
  devices: readonly Device[],
  quantization: string,
  model: SpeedModel,
): BestReach | undefined {
  const byDevices = known.get(model) ?? new WeakMap()
  known.set(model, byDevices)
  const byName = byDevices.get(devices) ?? new Map<string, BestReach | undefined>()
  byDevices.set(devices, byName)
  if (!byName.has(quantization)) byName.set(quantization, findBest(devices, quantization, model))
  return byName.get(quantization)
}

function findBest(
  devices: readonly Device[],
  quantization: string,
  model: SpeedModel,
): BestReach | undefined {
  const reaches: Efficiencies[] = []
  for (const device of devices) {
    const one = reachOf(device, { quantization }, model)
    if (one === undefined) return undefined
    reaches.push(one.reach)
  }
  const most = (field: keyof Efficiencies) => Math.max(...reaches.map((one) => one[field]))
  const least = (field: keyof Efficiencies) => Math.min(...reaches.map((one) => one[field]))
  return {
    weightRate: most('weightRate'),
    unpackRate: most('unpackRate'),
    cacheRate: most('cacheRate'),
    layerSeconds: least('layerSeconds'),
    routingSeconds: least('routingSeconds'),
    expertFactor: least('expertFactor'),
  }
}
