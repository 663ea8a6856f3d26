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
const counts = [1, 2, 4, 8, 16] as const

/** RAM as it is sold, in GiB. */
export const ramSizesGib = [
  8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048,
] as const

export interface DeviceSetRequest {
  readonly devices: readonly Device[]
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
    const count = counts.find((one) => fits(machineOf(first, one)))
    if (count === undefined) continue
    const { memoryBytes } = first
    sets.push({ count, devices: alike, memoryBytes, totalMemoryBytes: count * memoryBytes })
  }
  return sets
    .toSorted((a, b) => a.totalMemoryBytes - b.totalMemoryBytes || a.count - b.count)
    .slice(0, limit)
}

function machineOf(device: Device, count: number): Machine {
  return { devices: [{ device, count }], origin: 'described', assumptions: [] }
}

/** Devices that hold the same: of one kind, with the same memory and the same limit of it. */
function byMemory(devices: readonly Device[]): Device[][] {
  const groups = new Map<string, Device[]>()
  for (const device of devices) {
    if (device.kind !== 'gpu' && device.kind !== 'unified') continue
    const key = `${device.kind} ${device.memoryBytes} ${device.usableBytes ?? ''}`
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push(device)
  }
  const bandwidth = ({ bandwidthBytesPerSecond }: Device) => bandwidthBytesPerSecond ?? 0
  return [...groups.values()].map((group) => group.toSorted((a, b) => bandwidth(b) - bandwidth(a)))
}
