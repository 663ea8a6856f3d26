import type { Device } from '../../facts/device.ts'
import { architectureKey, type DeviceClass, deviceClass } from './device-class.ts'
import { mathCores, processorFlops, processorKeys } from './processor.ts'
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
  /** Keys of the coefficients that speak of it, from its class down to its generation, and of itself. */
  readonly lineage: readonly string[]
  readonly itself: string
  readonly isUnified: boolean
  /** CPUs: the cores that compute, which do not add up fully. */
  readonly cores: number | undefined
}

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
  const flops = named === 'cpu' ? processorFlops(device) : usable
  return {
    deviceClass: named,
    architecture: architectureKey(device),
    bandwidth,
    flops: flops ?? bandwidth * (flopsPerByte[named] ?? flopsPerByte.other ?? 50),
    flopsKnown: flops !== undefined,
    isUnified: device.kind === 'unified',
    lineage: lineageOf(device, named),
    itself: `device/${deviceKey(device.id)}`,
    cores: named === 'cpu' ? mathCores(device) : undefined,
  }
}

/** NVIDIA's generations without tensor cores; the GTX cards of Turing lack them too. */
const withoutTensorCores = /pascal|maxwell|kepler|fermi/

/** Cards for work and data centres run at less power than those for games with as many units, cards in laptops at less still. */
const professionalNames =
  /quadro|tesla|rtx (pro|a?\d000)\b|\b[abhlpv]\d{1,3}s?\b|\bpro [wv]|instinct|\bmi\d{2,3}/i
const laptopNames = /laptop|mobile|max-?q|notebook|\bmx\d{3}|rtx 2050/i

function lineageOf(device: Device, named: DeviceClass): string[] {
  const architecture = architectureKey(device)
  if (named === 'cpu') {
    const generation = architecture === undefined ? [] : [`cpu/${architecture}`]
    return ['cpu', ...processorKeys(device), ...generation]
  }
  // A Radeon in the processor is a Radeon first: kernels and drivers are the same.
  const classes = named === 'amd-unified' ? ['amd', 'amd-unified'] : [named]
  const family = classes[0] ?? named
  const keys = [...classes]
  if (laptopNames.test(device.name)) keys.push(`${family}/laptop`)
  else if (professionalNames.test(device.name)) keys.push(`${family}/professional`)
  if (named === 'nvidia' && lacksTensorCores(device, architecture)) keys.push('nvidia/no-tensor')
  if (architecture !== undefined) {
    const generation = architecture.replace(/\.\d+$/, '')
    if (generation !== architecture) keys.push(`${family}/${generation}`)
    keys.push(`${family}/${architecture}`)
  }
  return keys
}

function lacksTensorCores(device: Device, architecture: string | undefined): boolean {
  return withoutTensorCores.test(architecture ?? '') || /gtx.?16\d\d/i.test(device.name)
}

/** A device whatever its memory: `rtx-3060-12gb` → `rtx-3060`. */
function deviceKey(id: string): string {
  return id.toLowerCase().replace(/-\d+gb$/, '')
}
