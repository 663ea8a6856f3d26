import { z } from 'zod'
import { GiB } from '../../base/bytes.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Device, Machine } from '../device.ts'
import { type DeviceDatabase, deviceOf } from './device-database.ts'

const countMax = 1024
const memoryMax = 2 ** 50
const rateMax = 1e18

/** One entry of a `devices` list: a device of the database, or figures of the asker's own. */
export const deviceInputSchema = z.union([
  z.strictObject({
    device: z.string().min(1).max(200),
    count: z.int().min(1).max(countMax).optional(),
  }),
  z.strictObject({
    name: z.string().min(1).max(200).optional(),
    count: z.int().min(1).max(countMax).optional(),
    memoryBytes: z.number().positive().max(memoryMax),
    bandwidthBytesPerSecond: z.number().positive().max(rateMax).optional(),
    fp16FlopsPerSecond: z.number().positive().max(1e21).optional(),
    kind: z.enum(['gpu', 'unified', 'cpu', 'npu']).optional(),
  }),
])
export type DeviceInput = z.infer<typeof deviceInputSchema>

type Assumption = Machine['assumptions'][number]

/** What has been read so far of a description. */
interface Draft {
  readonly devices: { device: Device; count: number }[]
  readonly assumptions: Assumption[]
  systemMemoryBytes?: number
  cpu?: Device
}

/** A machine from a list of devices. Throws `unknown_device`, `invalid_device`. */
export function machineFromList(
  list: readonly DeviceInput[],
  systemMemoryBytes: number | undefined,
  database: DeviceDatabase,
): Machine {
  const draft: Draft = {
    devices: [],
    assumptions: [],
    ...(systemMemoryBytes === undefined ? {} : { systemMemoryBytes }),
  }
  for (const entry of list) {
    // A processor has the RAM of its machine.
    const ram = systemMemoryBytes === undefined ? {} : { ram: systemMemoryBytes }
    if ('device' in entry) addNamed(draft, entry.device, entry.count ?? 1, ram, database)
    else {
      const {
        name = 'custom',
        kind = 'gpu',
        count = 1,
        memoryBytes,
        bandwidthBytesPerSecond,
        fp16FlopsPerSecond,
      } = entry
      draft.devices.push({
        device: { id: name, name, kind, memoryBytes, bandwidthBytesPerSecond, fp16FlopsPerSecond },
        count,
      })
    }
  }
  return finish(draft)
}

const descriptionMax = 500
const entriesMax = 64

/**
 * A machine in words: `rtx-4090`, `2x rtx-3090,ram=64gb`, `rtx-4090 + rtx-3090`, `m3-max-64gb`, `cpu,ram=8gb`,
 * `cpu:ryzen-7-7840u,ram=32gb,bandwidth=90GB/s`, `24gb gpu, 1008GB/s`. Commas separate properties of what stands before,
 * `+` and commas separate devices. Memory sizes are binary as modules are sold, rates decimal.
 * Throws `invalid_device` with the part that cannot be read, `unknown_device` with the nearest ids.
 */
export function readMachine(description: string, database: DeviceDatabase): Machine {
  if (description.length > descriptionMax)
    throw new TouchstoneError('input_too_large', { limit: `${descriptionMax}` })
  const text = description
    .normalize('NFKC')
    .replaceAll(/[×✕]/g, 'x')
    .replaceAll('、', ',')
    .replaceAll('，', ',')
    .replaceAll(/\bmax\+\s*(?=(pro\s*)?\d{3})/gi, 'max ')
  const entries = text
    .split('+')
    .flatMap((group) => group.split(',').map((part) => part.trim()))
    .filter((part) => part !== '')
  if (entries.length === 0 || entries.length > entriesMax)
    throw invalid(`"${description.slice(0, 60)}"`)
  const draft: Draft = { devices: [], assumptions: [] }
  const { parts, ram, cpu } = readParts(entries)
  for (const { entry, properties } of parts)
    readEntry(entry, draft, { ...properties, ram }, database)
  if (ram !== undefined) draft.systemMemoryBytes = ram
  if (cpu !== undefined)
    draft.cpu = cpuDevice(cpu.name, draft, { ...cpu.properties, ram }, database)
  return finish(draft)
}

/** What was said of one device; `ram` is said of the machine. */
interface Properties {
  ram?: number | undefined
  memory?: number
  bandwidth?: number
  flops?: number
}

interface Parts {
  readonly parts: { entry: string; properties: Properties }[]
  ram?: number
  cpu?: { name: string; properties: Properties }
}

const propertyPattern = /^(ram|memory|vram|mem|bandwidth|bw|flops|tflops|cpu)\s*=\s*(.*)$/i
const bareRate = /^([\d.]+)\s*([gt])b\/s$/i

/** Devices with the properties that stand behind them; those in front of the first device are its own too. */
function readParts(entries: readonly string[]): Parts {
  const result: Parts = { parts: [] }
  let properties: Properties = {}
  for (const entry of entries) {
    const [, name, value = ''] = bareRate.test(entry)
      ? ['', 'bandwidth', entry]
      : (propertyPattern.exec(entry) ?? [])
    if (name === undefined) {
      if (result.parts.length > 0 || result.cpu !== undefined) properties = {}
      result.parts.push({ entry, properties })
    } else if (name.toLowerCase() === 'ram') result.ram = readBytes(value)
    else if (name.toLowerCase() === 'cpu') {
      properties = {}
      result.cpu = { name: value, properties }
    } else readProperty(name.toLowerCase(), value, properties)
  }
  return result
}

function readProperty(name: string, value: string, properties: Properties): void {
  if (name === 'bandwidth' || name === 'bw') properties.bandwidth = readRate(value)
  else if (name === 'flops' || name === 'tflops') properties.flops = readFlops(value)
  else properties.memory = readBytes(value)
}

function readBytes(text: string): number {
  const [, amount, unit = 'g'] = /^([\d.]{1,12})\s*([kmgt]?)i?b?$/i.exec(text.trim()) ?? []
  const value =
    Number(amount) *
    ({ k: 1024, m: 1024 ** 2, g: GiB, t: 1024 * GiB, '': GiB }[unit.toLowerCase()] ?? Number.NaN)
  if (!(value > 0) || value > memoryMax) throw invalid(`"${text.slice(0, 40)}": 64gb`)
  return value
}

function readRate(text: string): number {
  const [, amount, unit = 'g'] = /^([\d.]{1,12})\s*([gt]?)b?(?:\/s|ps)?$/i.exec(text.trim()) ?? []
  const value = Number(amount) * (unit.toLowerCase() === 't' ? 1e12 : 1e9)
  if (!(value > 0) || value > rateMax) throw invalid(`"${text.slice(0, 40)}": 90GB/s`)
  return value
}

function readFlops(text: string): number {
  const value = Number(/^([\d.]{1,12})\s*t?(flops)?$/i.exec(text.trim())?.[1]) * 1e12
  if (!(value > 0)) throw invalid(`"${text.slice(0, 40)}": 80tflops`)
  return value
}

/** A device with its count: `2x rtx-3090`, `8 h100`, `24gb gpu`, `cpu`, `cpu:ryzen-7-7840u`. */
function readEntry(
  entry: string,
  draft: Draft,
  properties: Properties,
  database: DeviceDatabase,
): void {
  const [, countText, name] = countOf(entry, database)
  const count = countText === undefined ? 1 : Number(countText)
  if (count < 1 || count > countMax) throw invalid(`"${entry.slice(0, 40)}": 1–${countMax}`)
  // Without a word behind it, `24gb` is one card of that size; with a count the word must be there.
  const figures =
    /^([\d.]+)\s*gi?b\s*(gpu|unified|card|vram)?$/i.exec(entry) ??
    /^([\d.]+)\s*gi?b\s*(gpus?|unified|cards?|vram)$/i.exec(name)
  if (figures !== null) {
    const [whole, amount, word] = figures
    addFigures(draft, readBytes(`${amount}gb`), whole === entry ? 1 : count, word, properties)
    return
  }
  const cpu = /^cpu(?:\s*[:=]\s*(.+))?$/i.exec(name)
  if (cpu !== null) {
    const device = cpuDevice(cpu[1], draft, properties, database)
    draft.devices.push({ device, count })
    draft.cpu = device
  } else addNamed(draft, name, count, properties, database)
}

/** `2x rtx-3090`, `2x4090`, `8 h100`; a number in front of a name that is known with it (`3090 ti`) is no count. */
function countOf(entry: string, database: DeviceDatabase): [string, string | undefined, string] {
  const [whole, countText, name] =
    /^(\d{1,6})\s*[x*]\s*(\S.*)$/i.exec(entry) ?? /^(\d{1,6})\s+(\D.*)$/.exec(entry) ?? []
  if (whole === undefined || name === undefined || database.find(entry) !== undefined)
    return [entry, undefined, entry]
  return [entry, countText, name]
}

function addFigures(
  draft: Draft,
  memoryBytes: number,
  count: number,
  word: string | undefined,
  { bandwidth, flops }: Properties,
): void {
  const kind = word?.toLowerCase() === 'unified' ? 'unified' : 'gpu'
  const name = `${Math.round(memoryBytes / GiB)} GiB GPU`
  draft.devices.push({
    device: {
      id: name.toLowerCase().replaceAll(' ', '-'),
      name,
      kind,
      memoryBytes,
      bandwidthBytesPerSecond: bandwidth,
      fp16FlopsPerSecond: flops,
    },
    count,
  })
}

/** A processor: its memory is the RAM that was said, else what is usual, and that is said. */
function cpuDevice(
  name: string | undefined,
  draft: Draft,
  { ram, bandwidth }: Properties,
  database: DeviceDatabase,
): Device {
  const found = name === undefined ? undefined : database.resolve(name)
  const memoryBytes = ram ?? draft.systemMemoryBytes
  if (memoryBytes === undefined) throw invalid('cpu: ram=16gb')
  const base: Device =
    found === undefined
      ? { id: 'cpu', name: 'CPU', kind: 'cpu', memoryBytes }
      : { ...found.record, memoryBytes }
  const device: Device = {
    id: base.id,
    name: base.name,
    kind: 'cpu',
    vendor: base.vendor,
    architecture: base.architecture,
    memoryBytes,
    bandwidthBytesPerSecond: bandwidth ?? base.bandwidthBytesPerSecond ?? usualBandwidth(draft),
    physicalCores: base.physicalCores,
    instructionSets: base.instructionSets,
  }
  return device
}

/** Two channels of DDR4-3200, the commonest memory of machines in use: 2 × 8 bytes × 3,200 MT/s. */
const usualBandwidthBytesPerSecond = 51.2e9

function usualBandwidth(draft: Draft): number {
  draft.assumptions.push({
    code: 'assumed.memoryBandwidth',
    values: { bandwidth: usualBandwidthBytesPerSecond / 1e9 },
  })
  return usualBandwidthBytesPerSecond
}

function addNamed(
  draft: Draft,
  name: string,
  count: number,
  properties: Properties,
  database: DeviceDatabase,
): void {
  const { record, others } = database.resolve(name)
  if (others.length > 0)
    draft.assumptions.push({
      code: 'assumed.variant',
      values: { device: name, chosen: record.id, others: others.slice(0, 6).join(', ') },
    })
  const isCpu = record.kind === 'cpu'
  const device = deviceOf(record, properties.memory ?? (isCpu ? properties.ram : undefined))
  if (device === undefined)
    throw new TouchstoneError('invalid_device', { problem: `${record.id}: memory=16gb` })
  const { bandwidth, flops } = properties
  const changed: Device = {
    ...device,
    ...(bandwidth === undefined ? {} : { bandwidthBytesPerSecond: bandwidth }),
    ...(flops === undefined ? {} : { fp16FlopsPerSecond: flops }),
  }
  draft.devices.push({ device: changed, count })
}

function finish({ devices, assumptions, systemMemoryBytes, cpu }: Draft): Machine {
  if (devices.length === 0) throw invalid('rtx-4090')
  const listed = cpu ?? devices.find(({ device }) => device.kind === 'cpu')?.device
  const memory = systemMemoryBytes ?? listed?.memoryBytes
  return {
    devices,
    ...(memory === undefined ? {} : { systemMemoryBytes: memory }),
    ...(listed === undefined ? ramOnly(memory, assumptions) : { cpu: listed }),
    origin: 'described',
    assumptions,
  }
}

/** RAM without a processor still serves for what does not fit a card; its speed is taken to be the usual one. */
function ramOnly(memoryBytes: number | undefined, assumptions: Assumption[]): Pick<Machine, 'cpu'> {
  if (memoryBytes === undefined) return {}
  assumptions.push({
    code: 'assumed.memoryBandwidth',
    values: { bandwidth: usualBandwidthBytesPerSecond / 1e9 },
  })
  return {
    cpu: {
      id: 'cpu',
      name: 'CPU',
      kind: 'cpu',
      memoryBytes,
      bandwidthBytesPerSecond: usualBandwidthBytesPerSecond,
    },
  }
}

function invalid(problem: string): TouchstoneError {
  return new TouchstoneError('invalid_device', { problem })
}
