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

/** Left to the operating system and what else runs: an eighth of the RAM, from 1 GiB to 8 GiB, where nothing else is said. Judgement, stated in answers. */
function reserveOf({ systemReserveBytes }: Machine, systemMemoryBytes: number): number {
  return systemReserveBytes ?? Math.min(8 * GiB, Math.max(GiB, systemMemoryBytes / 8))
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
    const usableBytes = usableOf(device, machine)
    return Array.from({ length: count }, (_, index) => ({
      name: count > 1 ? `${device.id}#${index}` : device.id,
      device,
      usableBytes,
    }))
  })
}

/** Above this size Apple lets graphics wire three quarters of the memory, up to it two thirds (data/devices, apple-wired-limit). */
const smallAppleMemory = 32 * GiB

/**
 * What a model may take of a device. Of unified memory that is the limit that its system sets, less what is in use now;
 * NVIDIA's boards have none, so the system's share stays, and others get Apple's (`iogpu.wired_limit_mb` raises it).
 */
function usableOf(device: Device, machine: Machine): number {
  const { kind, usableBytes, memoryBytes } = device
  if (kind !== 'unified') return Math.max(0, (usableBytes ?? memoryBytes) - deviceReserveBytes)
  const inUse = machine.origin === 'detected' ? machine.freeSystemMemoryBytes : undefined
  const limit = usableBytes ?? unifiedLimit(device, machine)
  return Math.max(0, Math.min(inUse ?? memoryBytes, limit))
}

function unifiedLimit(device: Device, machine: Machine): number {
  const { vendor, memoryBytes } = device
  if (vendor === 'nvidia') return raisedLimit(device, machine)
  return (memoryBytes <= smallAppleMemory ? 2 / 3 : 3 / 4) * memoryBytes
}

/** The most that unified memory can be set to leave to a model: all but the system's share. */
export function raisedLimit({ memoryBytes }: Device, machine: Machine): number {
  return memoryBytes - reserveOf(machine, memoryBytes)
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
    Math.min(free, systemMemoryBytes - reserveOf(machine, systemMemoryBytes)),
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
