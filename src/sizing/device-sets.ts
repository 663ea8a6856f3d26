import type { Device, Machine } from '../facts/device.ts'

/** Equal devices that hold a model together. */
export interface DeviceSet {
  readonly count: number
  /** Devices of that kind and memory, those with most bandwidth first. */
  readonly devices: readonly Device[]
  /** Of one device, nominal. */
  readonly memoryBytes: number
  readonly totalMemoryBytes: number
}

/** Counts in which boards and hosts are built. */
const counts = [1, 2, 4, 8] as const

/** RAM as it is sold, in GiB. */
export const ramSizesGib = [
  8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048,
] as const

/** A device that may be taken, and whether several of it go into one computer. */
export interface OfferedDevice {
  readonly device: Device
  readonly isSingle: boolean
}

export interface DeviceSetRequest {
  readonly devices: readonly OfferedDevice[]
  fits(machine: Machine): boolean
  readonly limit: number
}

/**
 * The smallest sets of equal devices that hold a model whole: for each kind and memory of a device the fewest of it, all by
 * total memory, then by number. No prices of devices are at hand, so memory stands for them.
 */
export function deviceSets({ devices, fits, limit }: DeviceSetRequest): DeviceSet[] {
  const sets: DeviceSet[] = []
  for (const alike of byMemory(devices)) {
    const [first] = alike
    if (first === undefined) continue
    const { device, isSingle } = first
    const count = counts.find((one) => (one === 1 || !isSingle) && fits(machineOf(device, one)))
    if (count === undefined) continue
    const { memoryBytes } = device
    sets.push({
      count,
      devices: alike.map((offered) => offered.device),
      memoryBytes,
      totalMemoryBytes: count * memoryBytes,
    })
  }
  return sets
    .toSorted((a, b) => a.totalMemoryBytes - b.totalMemoryBytes || a.count - b.count)
    .slice(0, limit)
}

function machineOf(device: Device, count: number): Machine {
  return { devices: [{ device, count }], origin: 'described', assumptions: [] }
}

/** Devices that hold the same, the quickest memory first: of one kind, with the same memory and the same limit of it. */
function byMemory(devices: readonly OfferedDevice[]): OfferedDevice[][] {
  const groups = new Map<string, OfferedDevice[]>()
  for (const offered of devices) {
    const { kind, memoryBytes, usableBytes } = offered.device
    if (kind !== 'gpu' && kind !== 'unified') continue
    const key = `${kind} ${memoryBytes} ${usableBytes ?? ''} ${offered.isSingle}`
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push(offered)
  }
  const bandwidth = ({ device }: OfferedDevice) => device.bandwidthBytesPerSecond ?? 0
  return [...groups.values()].map((group) => group.toSorted((a, b) => bandwidth(b) - bandwidth(a)))
}
