import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { GiB } from '../base/bytes.ts'
import { compileDevices } from '../facts/devices/compile-devices.ts'
import { DeviceDatabase } from '../facts/devices/device-database.ts'
import type { Gpu, HardwareReport } from './hardware-report.ts'
import { machineFromReport } from './machine-from-report.ts'
import { computingGpus, mergeGpus } from './merge-gpus.ts'
import { parseCpuinfo } from './probes/parse-cpuinfo.ts'
import { parseDrm } from './probes/parse-drm.ts'
import { parseLspci } from './probes/parse-lspci.ts'
import { parseCgroupMemory, parseMeminfo } from './probes/parse-memory.ts'
import { parseNvidiaSmi } from './probes/parse-nvidia-smi.ts'
import { parseRocmSmi } from './probes/parse-rocm-smi.ts'
import { parseSystemProfiler } from './probes/parse-system-profiler.ts'
import { parseVideoControllers } from './probes/parse-video-controllers.ts'

const folder = join(import.meta.dirname, '../../test/recordings/machines')
const machines = readdirSync(folder)

const sourceSchema = z.strictObject({
  source: z.string(),
  composed: z.boolean(),
  expected: z.strictObject({
    gpus: z.array(
      z.strictObject({
        name: z.string(),
        memoryGiB: z.number().optional(),
        unified: z.boolean().optional(),
      }),
    ),
    /** Id in the device database, where the variant matters. */
    device: z.string().optional(),
    memoryGiB: z.number().optional(),
    physicalCores: z.number().optional(),
    limitGiB: z.number().optional(),
  }),
})

const deviceFolder = join(import.meta.dirname, '../../data/devices')
const database = new DeviceDatabase(
  compileDevices(
    readdirSync(deviceFolder).map((file) => ({
      file,
      text: readFileSync(join(deviceFolder, file), 'utf8'),
    })),
  ),
)

function read(machine: string, file: string): string | undefined {
  const path = join(folder, machine, file)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** A recording through every parser, as the probes would have it. */
function replay(machine: string): HardwareReport {
  const memoryGiB = expectedOf(machine).memoryGiB ?? 32
  const through = (file: string, parse: (text: string) => Gpu[]) => {
    const text = read(machine, file)
    return text === undefined ? [] : parse(text)
  }
  const gpus = mergeGpus([
    through('nvidia-smi.csv', parseNvidiaSmi),
    through('rocm-smi.json', parseRocmSmi),
    through('drm.json', (text) => parseDrm(JSON.parse(text))),
    through('system-profiler.json', (text) => parseSystemProfiler(text, memoryGiB * GiB)),
    through('video-controllers.json', parseVideoControllers),
    through('lspci.txt', parseLspci),
  ])
  const memory = parseMeminfo(read(machine, 'meminfo.txt') ?? '')
  const limit = parseCgroupMemory(
    read(machine, 'cgroup-limit.txt') ?? '',
    read(machine, 'cgroup-usage.txt') ?? '',
    read(machine, 'cgroup-stat.txt') ?? '',
  )
  return {
    platform: 'linux',
    architecture: 'x64',
    cpu: parseCpuinfo(read(machine, 'cpuinfo.txt') ?? ''),
    memory: {
      totalBytes: memory?.totalBytes ?? memoryGiB * GiB,
      freeBytes: memory?.freeBytes ?? 0.8 * memoryGiB * GiB,
      ...(limit === undefined ? {} : { limitBytes: limit.limitBytes }),
    },
    gpus,
    unknown: [],
  }
}

function expectedOf(machine: string) {
  return sourceSchema.parse(JSON.parse(read(machine, 'source.json') ?? '{}')).expected
}

it('has 20 machines or more, each with its source', () => {
  expect(machines.length).toBeGreaterThanOrEqual(20)
  for (const machine of machines) expect(expectedOf(machine)).toBeDefined()
})

describe.each(machines)('%s', (machine) => {
  const expected = expectedOf(machine)
  const report = replay(machine)

  it(`has ${expected.gpus.length} computing cards with their names and memory`, () => {
    const found = computingGpus(report.gpus)
    expect(found.map(({ name }) => name)).toEqual(expected.gpus.map(({ name }) => name))
    for (const [index, { memoryGiB, unified }] of expected.gpus.entries()) {
      expect(found[index]?.isUnified ?? false).toBe(unified ?? false)
      const bytes = found[index]?.memoryBytes
      if (memoryGiB !== undefined && unified !== true)
        expect((bytes ?? 0) / GiB).toBeGreaterThan(memoryGiB * 0.93)
      if (memoryGiB !== undefined && bytes !== undefined)
        expect(bytes / GiB).toBeLessThanOrEqual(memoryGiB * 1.01)
    }
  })

  it('becomes a machine that counts no memory twice', () => {
    const placed = machineFromReport(report, database)
    const accelerators = placed.devices.filter(({ device }) => device.kind !== 'cpu')
    const counted = accelerators.reduce((sum, { count }) => sum + count, 0)
    const told = expected.gpus.filter(
      ({ memoryGiB, unified, name }) =>
        memoryGiB !== undefined || unified === true || database.find(name) !== undefined,
    )
    expect(counted).toBe(told.length)
    if (expected.device !== undefined) expect(accelerators[0]?.device.id).toBe(expected.device)
    if (expected.limitGiB !== undefined)
      expect((placed.systemMemoryBytes ?? 0) / GiB).toBeCloseTo(expected.limitGiB, 3)
    else if (expected.memoryGiB !== undefined)
      expect((placed.systemMemoryBytes ?? 0) / GiB).toBeCloseTo(expected.memoryGiB, 0)
    if (expected.physicalCores !== undefined)
      expect(report.cpu.physicalCores).toBe(expected.physicalCores)
  })
})
