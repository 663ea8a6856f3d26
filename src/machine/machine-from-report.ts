import type { Device, Machine } from '../facts/device.ts'
import { type DeviceDatabase, deviceOf } from '../facts/devices/device-database.ts'
import type { Gpu, HardwareReport } from './hardware-report.ts'
import { computingGpus } from './merge-gpus.ts'

/** A card may print up to this much less memory than it is sold with: firmware and error correction keep some. */
const reservedShare = 0.12

/** The computer as selection sees it: its cards with the database's bandwidth and compute, its RAM, its processor. */
export function machineFromReport(report: HardwareReport, database: DeviceDatabase): Machine {
  const { memory } = report
  const totalBytes = memory.limitBytes ?? memory.totalBytes
  const cpu = cpuDevice(report, totalBytes, database)
  const gpus = computingGpus(report.gpus).flatMap(
    (gpu) => gpuDevice(gpu, totalBytes, database) ?? [],
  )
  const bandwidth = report.memoryBandwidthBytesPerSecond
  return {
    devices: gpus.length === 0 ? [{ device: cpu, count: 1 }] : grouped(gpus),
    systemMemoryBytes: totalBytes,
    freeSystemMemoryBytes: Math.min(memory.freeBytes, totalBytes),
    ...(bandwidth === undefined ? {} : { systemBandwidthBytesPerSecond: bandwidth }),
    cpu,
    origin: 'detected',
    assumptions: [],
  }
}

function cpuDevice(
  { cpu, memoryBandwidthBytesPerSecond }: HardwareReport,
  memoryBytes: number,
  database: DeviceDatabase,
): Device {
  const known = cpu.name === undefined ? undefined : database.find(cpu.name)
  const record = known?.record.kind === 'cpu' ? known.record : undefined
  return {
    id: record?.id ?? 'cpu',
    name: cpu.name ?? 'CPU',
    kind: 'cpu',
    vendor: record?.vendor,
    architecture: record?.architecture,
    memoryBytes,
    bandwidthBytesPerSecond: memoryBandwidthBytesPerSecond ?? record?.bandwidthBytesPerSecond,
    physicalCores: cpu.physicalCores ?? record?.physicalCores,
    instructionSets: cpu.instructionSets,
  }
}

/** The database's variant whose memory is what the tool told; the tool's figures where there is none. */
function gpuDevice(
  gpu: Gpu,
  systemMemoryBytes: number,
  database: DeviceDatabase,
): Device | undefined {
  const memoryBytes = gpu.isUnified ? systemMemoryBytes : gpu.memoryBytes
  const record = variantOf(gpu.name, memoryBytes, database)
  const bytes = memoryBytes ?? record?.memoryBytes
  if (bytes === undefined) return undefined
  const known = record === undefined ? undefined : deviceOf(record, bytes)
  const usable = gpu.isUnified ? known?.usableBytes : gpu.freeBytes
  return {
    ...(known ?? {
      id: gpu.name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-'),
      vendor: gpu.vendor,
      memoryBytes: bytes,
    }),
    name: gpu.name,
    kind: gpu.isUnified ? 'unified' : 'gpu',
    usableBytes: usable,
  }
}

function variantOf(name: string, memoryBytes: number | undefined, database: DeviceDatabase) {
  const found = database.find(name)
  if (found === undefined || memoryBytes === undefined) return found?.record
  const ids = [found.record.id, ...found.others]
  const fitting = database.records.filter(
    (record) =>
      ids.includes(record.id) &&
      record.memoryBytes !== undefined &&
      memoryBytes <= record.memoryBytes * 1.01 &&
      memoryBytes >= record.memoryBytes * (1 - reservedShare),
  )
  return fitting[0] ?? found.record
}

/** Equal cards side by side count together; what is free may differ a little, so the least counts. */
function grouped(devices: readonly Device[]): Machine['devices'] {
  const groups: { device: Device; count: number }[] = []
  for (const device of devices) {
    const same = groups.find(
      (group) =>
        group.device.name === device.name && group.device.memoryBytes === device.memoryBytes,
    )
    if (same === undefined) groups.push({ device, count: 1 })
    else {
      same.count += 1
      if (
        (device.usableBytes ?? device.memoryBytes) <
        (same.device.usableBytes ?? same.device.memoryBytes)
      )
        same.device = device
    }
  }
  return groups
}
