import { nearestNames } from '../../base/nearest.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Device } from '../device.ts'
import { nameKey, nameWords } from './device-name.ts'
import type { DeviceRecord } from './device-record.ts'

/** Words that tell variants of one device apart; a name without them leaves the variant open. */
const variantWord = /^(\d+gb|\d+c|pcie|sxm|nvl|laptop|maxq|oam|gb)$/

export interface DeviceFound {
  readonly record: DeviceRecord
  /** Other variants that the name could also have meant, where it left the variant open. */
  readonly others: readonly string[]
}

/** Compact form that the build writes: the records of all files, sorted by id. */
export interface DeviceIndex {
  readonly devices: readonly DeviceRecord[]
}

/** Devices by id, name or alias in any spelling. */
export class DeviceDatabase {
  readonly records: readonly DeviceRecord[]
  #byKey: Map<string, DeviceRecord> | undefined

  constructor({ devices }: DeviceIndex) {
    this.records = devices
  }

  /**
   * The device of a name. A name that leaves the variant open takes, of desktop variants before laptop ones, the one
   * with the least bandwidth and memory, so that nothing is promised that another variant could not keep.
   */
  find(text: string): DeviceFound | undefined {
    const name = text.slice(0, 200)
    this.#byKey ??= keysOf(this.records)
    const exact = this.#byKey.get(nameKey(name))
    if (exact !== undefined) return { record: exact, others: [] }
    const asked = nameWords(name)
    if (asked.length === 0) return undefined
    if (/^\d{3,4}$/.test(asked[0] ?? '')) return this.#findInFamilies(name)
    const variants = this.records.filter((record) => isVariantOf(record, asked)).toSorted(byModesty)
    const [record] = variants
    if (record === undefined && asked.includes('maxq'))
      return this.find(name.replace(/max-?q( design)?/gi, 'laptop'))
    return record === undefined
      ? undefined
      : { record, others: variants.slice(1).map(({ id }) => id) }
  }

  /** A number without its family, as people say it: `4090`, `3090 ti`, `7900 xtx`. */
  #findInFamilies(name: string): DeviceFound | undefined {
    for (const family of ['rtx', 'gtx', 'rx', 'arc']) {
      const found = this.find(`${family} ${name}`)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** As `find`; throws `unknown_device` with the nearest ids. */
  resolve(text: string): DeviceFound {
    const found = this.find(text)
    if (found !== undefined) return found
    const device = text.slice(0, 100)
    const ids = this.records.map(({ id }) => id)
    throw new TouchstoneError('unknown_device', {
      device,
      nearest: nearestNames(device.toLowerCase().replaceAll(/\s+/g, '-'), ids),
    })
  }
}

/** Every asked word is there, and what the record has besides only tells variants apart. */
function isVariantOf(record: DeviceRecord, asked: readonly string[]): boolean {
  const words = nameWords(record.id)
  const left = [...words]
  for (const word of asked) {
    const at = left.indexOf(word)
    if (at < 0) return false
    left.splice(at, 1)
  }
  return left.length < words.length && left.every((word) => variantWord.test(word))
}

function byModesty(a: DeviceRecord, b: DeviceRecord): number {
  return (
    Number(a.isLaptop ?? false) - Number(b.isLaptop ?? false) ||
    (a.bandwidthBytesPerSecond ?? 0) - (b.bandwidthBytesPerSecond ?? 0) ||
    (a.memoryBytes ?? 0) - (b.memoryBytes ?? 0) ||
    (a.id < b.id ? -1 : 1)
  )
}

function keysOf(records: readonly DeviceRecord[]): Map<string, DeviceRecord> {
  const keys = new Map<string, DeviceRecord>()
  const add = (text: string, record: DeviceRecord) => {
    const key = nameKey(text)
    if (!keys.has(key)) keys.set(key, record)
  }
  for (const record of records) add(record.id, record)
  for (const record of records) add(record.name, record)
  for (const record of records) for (const alias of record.aliases ?? []) add(alias, record)
  return keys
}

/** The record as a device of a machine; memory may be said by the asker where the record leaves it open. */
export function deviceOf(
  record: DeviceRecord,
  memoryBytes: number | undefined = record.memoryBytes,
): Device | undefined {
  if (memoryBytes === undefined) return undefined
  const {
    id,
    name,
    kind,
    vendor,
    architecture,
    usableBytes,
    bandwidthBytesPerSecond,
    fp16FlopsPerSecond,
    physicalCores,
    instructionSets,
  } = record
  const usable = memoryBytes === record.memoryBytes ? usableBytes : undefined
  return {
    id,
    name,
    kind,
    vendor,
    architecture,
    memoryBytes,
    usableBytes: usable,
    bandwidthBytesPerSecond,
    fp16FlopsPerSecond,
    physicalCores,
    instructionSets,
  }
}
