import type { Device } from '../../facts/device.ts'
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
  let [weightRate, unpackRate, cacheRate] = [0, 0, 0]
  let [layerSeconds, routingSeconds, expertFactor] = [Infinity, Infinity, Infinity]
  for (const device of devices) {
    const known = reachOf(device, { quantization }, model)
    if (known === undefined) return Number.POSITIVE_INFINITY
    const { reach } = known
    weightRate = Math.max(weightRate, reach.weightRate)
    unpackRate = Math.max(unpackRate, reach.unpackRate)
    cacheRate = Math.max(cacheRate, reach.cacheRate)
    layerSeconds = Math.min(layerSeconds, reach.layerSeconds)
    routingSeconds = Math.min(routingSeconds, reach.routingSeconds)
    expertFactor = Math.min(expertFactor, reach.expertFactor)
  }
  const experts = work.expertBytes * work.expertShare
  const dense = work.weightBytesPerToken - work.expertBytesPerToken
  const seconds =
    softMaximum(
      (dense + experts * expertFactor) / weightRate,
      (2 * (work.multiplyAddsPerToken + work.headMultiplyAdds)) / unpackRate,
    ) +
    (2 * work.stateBytes) / cacheRate +
    work.layers * layerSeconds +
    work.expertLayers * routingSeconds
  return seconds > 0 ? (1 + roundingShare) / seconds : Number.POSITIVE_INFINITY
}
