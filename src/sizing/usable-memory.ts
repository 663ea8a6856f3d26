import { GiB } from '../base/bytes.ts'
import type { Device, Machine } from '../facts/device.ts'

/** A place that holds weights: one device, or the RAM of the host. */
export interface MemoryPool {
  readonly name: string
  readonly device: Device
  /** What a model may take of it. */
  readonly usableBytes: number
}

/**
 * Left to a graphics card's own runtime: CUDA contexts take 150 to 500 MB. Judgement: half a GiB.
 */
const deviceReserveBytes = 0.5 * GiB

/** Left to the operating system and what else runs: an eighth of the RAM, from 1 GiB to 8 GiB. Judgement, stated in answers. */
function systemReserveBytes(systemMemoryBytes: number): number {
  return Math.min(8 * GiB, Math.max(GiB, systemMemoryBytes / 8))
}

const knownPools = new WeakMap<Machine, readonly MemoryPool[]>()

/** Devices that compute beside the CPU, each by itself, in the machine's order. Remembered per machine object. */
export function acceleratorPools(machine: Machine): readonly MemoryPool[] {
  const pools = knownPools.get(machine) ?? makePools(machine)
  knownPools.set(machine, pools)
  return pools
}

function makePools(machine: Machine): MemoryPool[] {
  return machine.devices.flatMap(({ device, count }) => {
    if (device.kind === 'cpu') return []
    const usableBytes = usableOf(device)
    return Array.from({ length: count }, (_, index) => ({
      name: count > 1 ? `${device.id}#${index}` : device.id,
      device,
      usableBytes,
    }))
  })
}

/** Unified memory states its own limit; without one three quarters are taken (Apple's default wired limit above 36 GB). */
function usableOf(device: Device): number {
  if (device.kind === 'unified') return device.usableBytes ?? 0.75 * device.memoryBytes
  return Math.max(0, (device.usableBytes ?? device.memoryBytes) - deviceReserveBytes)
}

const knownDevices = new WeakMap<Machine, readonly Device[]>()

/** Everything that may hold a part of a model, each once. Remembered per machine object. */
export function devicesOf(machine: Machine): readonly Device[] {
  const before = knownDevices.get(machine)
  if (before !== undefined) return before
  const system = systemPool(machine)
  const devices = new Set(acceleratorPools(machine).map(({ device }) => device))
  if (system !== undefined) devices.add(system.device)
  const made = [...devices]
  knownDevices.set(machine, made)
  return made
}

/** What a model may take of all places together. */
export function usableBytesOf(machine: Machine): number {
  let bytes = systemPool(machine)?.usableBytes ?? 0
  for (const pool of acceleratorPools(machine)) bytes += pool.usableBytes
  return bytes
}

const knownSystems = new WeakMap<Machine, MemoryPool | undefined>()

/**
 * The host's RAM as a place for weights; undefined where it is unknown or the same memory as a device's. Remembered per
 * machine object.
 */
export function systemPool(machine: Machine): MemoryPool | undefined {
  if (knownSystems.has(machine)) return knownSystems.get(machine)
  const pool = makeSystemPool(machine)
  knownSystems.set(machine, pool)
  return pool
}

function makeSystemPool(machine: Machine): MemoryPool | undefined {
  const listed = machine.devices.find(({ device }) => device.kind === 'cpu')?.device
  if (machine.devices.some(({ device }) => device.kind === 'unified')) return undefined
  const device = listed ?? machine.cpu
  const systemMemoryBytes = machine.systemMemoryBytes ?? listed?.memoryBytes
  if (systemMemoryBytes === undefined || systemMemoryBytes <= 0) return undefined
  const free = machine.freeSystemMemoryBytes ?? systemMemoryBytes
  const usableBytes = Math.max(
    0,
    Math.min(free, systemMemoryBytes - systemReserveBytes(systemMemoryBytes)),
  )
  const cpu: Device = device ?? {
    id: 'cpu',
    name: 'CPU',
    kind: 'cpu',
    memoryBytes: systemMemoryBytes,
  }
  return { name: cpu.id, device: withBandwidth(cpu, machine), usableBytes }
}

/** A measured bandwidth is that of this very memory; a stated one is what the processor could have. */
function withBandwidth(cpu: Device, { systemBandwidthBytesPerSecond }: Machine): Device {
  return systemBandwidthBytesPerSecond === undefined
    ? cpu
    : { ...cpu, bandwidthBytesPerSecond: systemBandwidthBytesPerSecond }
}
