import type { Device } from '../../facts/device.ts'
import { architectureKey, type DeviceClass, deviceClass } from './device-class.ts'
import type { SpeedModel } from './speed-model.ts'

/** What is known of a device, resolved to numbers and to keys of the coefficients. */
export interface DeviceTerms {
  readonly deviceClass: DeviceClass
  readonly architecture: string | undefined
  /** Bytes per second. */
  readonly bandwidth: number
  /** Operations per second; estimated from the bandwidth where `flopsKnown` is false. */
  readonly flops: number
  readonly flopsKnown: boolean
  /** CPUs: vendor and widest instruction set, as keys. */
  readonly processor: readonly string[]
  /** CPUs: their cores, which do not add up fully. */
  readonly cores: number | undefined
}

/**
 * FP32 operations per core and second at 3 GHz by the widest instruction set (two fused multiply-add units; AVX without
 * FMA half of that). A scale, not a fact about a chip: the fit corrects it.
 */
const coreFlops: readonly (readonly [string, number])[] = [
  ['amx', 192e9],
  ['avx512', 192e9],
  ['avx2', 96e9],
  ['avx', 48e9],
  ['neon', 48e9],
]

/** Some chips state FP16 at a token rate (Pascal, 1/64 of FP32) and multiply otherwise: no measure of them. */
const leastFlopsPerByte = 4

/** Terms of a device; undefined without a bandwidth, as nothing can be said then. */
export function deviceTerms(
  device: Device,
  flopsPerByte: SpeedModel['flopsPerByte'],
): DeviceTerms | undefined {
  const bandwidth = device.bandwidthBytesPerSecond
  if (bandwidth === undefined || !(bandwidth > 0)) return undefined
  const named = deviceClass(device)
  const stated = device.fp16FlopsPerSecond
  const usable = stated !== undefined && stated > leastFlopsPerByte * bandwidth ? stated : undefined
  const flops = named === 'cpu' ? cpuFlops(device) : usable
  return {
    deviceClass: named,
    architecture: architectureKey(device),
    bandwidth,
    flops: flops ?? bandwidth * (flopsPerByte[named] ?? flopsPerByte.other ?? 50),
    flopsKnown: flops !== undefined,
    processor:
      named === 'cpu' ? [`cpu/${device.vendor ?? 'other'}`, `cpu/${widestSet(device)}`] : [],
    cores: named === 'cpu' ? device.physicalCores : undefined,
  }
}

function cpuFlops(device: Device): number | undefined {
  if (device.physicalCores === undefined) return undefined
  const widest = widestSet(device)
  return device.physicalCores * (coreFlops.find(([name]) => name === widest)?.[1] ?? 24e9)
}

function widestSet(device: Device): string {
  const sets = device.instructionSets?.join(' ').toLowerCase() ?? 'avx2'
  return coreFlops.find(([name]) => sets.includes(name))?.[0] ?? 'sse'
}
