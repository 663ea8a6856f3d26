import { GiB } from '../../base/bytes.ts'
import type { DeviceInput } from '../../facts/devices/read-machine.ts'
import type { DeviceNames } from './device-names.ts'
import type { Needs } from './needs.ts'
import { means, type Phrase, valuesOf } from './phrase.ts'
import type { Presets } from './question-data.ts'

/** The machine of a question, in the form of `devices` inputs. */
export interface AskedMachine {
  readonly devices: DeviceInput[]
  systemMemoryBytes?: number
}

interface Reading {
  readonly phrases: readonly Phrase[]
  readonly needs: Needs
  readonly presets: Presets
  readonly names: DeviceNames
}

/** Memory between a device and its size may be this many phrases away. */
const near = 4
/** Kinds of device, the most telling first. */
const kinds = [
  'phone',
  'wearable',
  'npu',
  'mac',
  'gpu',
  'laptop',
  'cpu',
  'server',
  'desktop',
] as const
type Kind = (typeof kinds)[number]

/** Devices that are named or described; undefined where the question says nothing of a machine. */
export function readDevices(reading: Reading): AskedMachine | undefined {
  const { phrases } = reading
  const machine: AskedMachine = { devices: [] }
  const used = new Set<Phrase>()
  for (const [at, phrase] of phrases.entries())
    if (phrase.device !== undefined && phrase.isNegated !== true)
      addNamed(reading, machine, used, at, phrase)
  const sizes = phrases.filter(
    (phrase) => memoryOf(phrase) !== undefined && !used.has(phrase) && phrase.isNegated !== true,
  )
  for (const phrase of sizes) addSize(reading, machine, phrase)
  if (machine.devices.length === 0) addKind(reading, machine)
  return machine.devices.length === 0 ? undefined : machine
}

function memoryOf({ quantity }: Phrase): number | undefined {
  if (quantity === undefined) return undefined
  const { value, suffix } = quantity
  if (suffix === 'gb' || suffix === 'g') return value * GiB
  if (suffix === 'tb') return value * 1024 * GiB
  if (suffix === 'mb') return value * 1024 ** 2
  return undefined
}

function addNamed(
  reading: Reading,
  machine: AskedMachine,
  used: Set<Phrase>,
  at: number,
  phrase: Phrase,
): void {
  const { needs, names, phrases } = reading
  if (phrase.device === undefined) return
  // "2 GPUs: an RTX 3090 and an RTX 4090" counts both together.
  const named = phrases.filter(({ device }) => device !== undefined).length
  const said = countAt(phrases, at)
  const count = named > 1 && said === named ? 1 : said
  const memory = phrases
    .slice(at + 1, at + 1 + near)
    .filter((one) => one.clause === phrase.clause || one.clause === (phrase.clause ?? 0) + 1)
    .find((one) => memoryOf(one) !== undefined)
  const stop = phrases.slice(at + 1).find((one) => one.device !== undefined)
  const size =
    memory !== undefined && (stop === undefined || memory.start < stop.start) ? memory : undefined
  let { record, others } = phrase.device
  if (size !== undefined) {
    const bytes = memoryOf(size) ?? 0
    const variant = names.named(`${phrase.words.toLowerCase()} ${Math.round(bytes / GiB)}gb`)
    const isRam = isOfRam(phrases, size)
    if (variant !== undefined && !isRam) {
      ;({ record, others } = variant)
      used.add(size)
    } else if (record.kind === 'unified' && !isRam) {
      used.add(size)
      machine.devices.push(unified(record, bytes, count))
      needs.term('devices', `${count} × ${record.name}, ${bytes / GiB} GiB`, phrase.words)
      return
    } else if (record.kind !== 'gpu' || isRam || record.memoryBytes !== bytes) {
      used.add(size)
      if (record.memoryBytes !== bytes) machine.systemMemoryBytes = bytes
    } else used.add(size)
  }
  if (others.length > 0)
    needs.assume('assumed.variant', {
      device: phrase.words,
      chosen: record.id,
      others: others.slice(0, 6).join(', '),
    })
  if (
    record.kind === 'cpu' &&
    machine.systemMemoryBytes === undefined &&
    record.memoryBytes === undefined
  ) {
    machine.systemMemoryBytes = usualCpuMemory(reading, record.id)
  }
  machine.devices.push({ device: record.id, count })
  needs.term('devices', `${count} × ${record.name}`, phrase.words)
}

/** A size that no variant of the record has: the record's rate with the memory that was said. */
function unified(
  record: NonNullable<Phrase['device']>['record'],
  memoryBytes: number,
  count: number,
): DeviceInput {
  const { name, bandwidthBytesPerSecond, fp16FlopsPerSecond } = record
  return {
    name,
    count,
    kind: 'unified',
    memoryBytes,
    ...(bandwidthBytesPerSecond === undefined ? {} : { bandwidthBytesPerSecond }),
    ...(fp16FlopsPerSecond === undefined ? {} : { fp16FlopsPerSecond }),
  }
}

function usualCpuMemory({ needs, presets }: Reading, id: string): number {
  const memory = (presets.devices[id] ?? presets.devices.desktop)?.memoryBytes ?? 16 * GiB
  needs.assume('assumed.memory', { bytes: memory })
  return memory
}

/** 兩張, 4x, "one", a plain number right before; or `x 4` right after. */
function countAt(phrases: readonly Phrase[], at: number): number {
  for (let before = at - 1; before >= Math.max(0, at - 3); before -= 1) {
    const phrase = phrases[before]
    if (phrase === undefined || phrase.device !== undefined) break
    const { quantity } = phrase
    if (quantity !== undefined) {
      const isCount =
        (quantity.unit === 'card' || quantity.unit === undefined) && quantity.suffix === undefined
      if (isCount && quantity.date === undefined && quantity.value <= 1024)
        return Math.max(1, Math.round(quantity.value))
      break
    }
    const [number] = valuesOf(phrase, 'number')
    if (number !== undefined) return Number(number)
    if (means(phrase, 'break')) break
  }
  const after = phrases[at + 1]?.quantity
  return after?.unit === 'card' && after.value <= 1024 ? Math.max(1, Math.round(after.value)) : 1
}

/** Whether a size is said to be of the main memory: `64GB RAM`, `記憶體 64GB`. */
function isOfRam(phrases: readonly Phrase[], size: Phrase): boolean {
  const at = phrases.indexOf(size)
  return [phrases[at + 1], phrases[at - 1]].some(
    (phrase) => means(phrase, 'device', 'ram') && phrase?.clause === size.clause,
  )
}

function kindsAround(phrases: readonly Phrase[], clause: number | undefined): Kind[] {
  const here = phrases.filter((phrase) => clause === undefined || phrase.clause === clause)
  return kinds.filter((kind) =>
    here.some((phrase) => means(phrase, 'device', kind) && phrase.isNegated !== true),
  )
}

/** A size without a device's name: a card's where a card is spoken of, else a computer's. */
function addSize(reading: Reading, machine: AskedMachine, size: Phrase): void {
  const { needs, phrases } = reading
  const bytes = memoryOf(size) ?? 0
  const hasNamed = machine.devices.some((one) => 'device' in one)
  if (hasNamed) {
    machine.systemMemoryBytes ??= bytes
    needs.term('systemMemoryBytes', bytes, size.words)
    return
  }
  const nearby = kindsAround(phrases, size.clause)
  const all = kindsAround(phrases, undefined)
  const isRam = isOfRam(phrases, size)
  const isCard = nearby.includes('gpu') && !isRam && !all.includes('cpu')
  if (isCard && machine.devices.length > 0) return
  if (machine.devices.length > 0) {
    machine.systemMemoryBytes ??= bytes
    return
  }
  const at = phrases.indexOf(size)
  const before = phrases[at - 1]?.quantity
  const count = before?.unit === 'card' ? Math.round(before.value) : countAt(phrases, at)
  const kind = isCard ? 'gpu' : (all.find((one) => one !== 'gpu') ?? (isRam ? 'desktop' : 'gpu'))
  machine.devices.push(figures(reading, kind, bytes, isCard || kind === 'gpu' ? count : 1))
  needs.term('devices', `${bytes / GiB} GiB, ${kind}`, size.words)
  if (kind === 'gpu' && !isCard) needs.assume('assumed.isCard', { bytes })
}

function figures(
  { presets }: Reading,
  kind: Kind,
  memoryBytes: number,
  count: number,
): DeviceInput {
  const preset = presets.devices[kind]
  const gib = Math.round((memoryBytes / GiB) * 10) / 10
  const shownKind = preset?.kind ?? 'gpu'
  const name = `${gib} GiB ${shownKind === 'gpu' ? 'GPU' : kind}`
  if (shownKind === 'gpu') return { name, kind: 'gpu', count, memoryBytes }
  return {
    name,
    kind: shownKind,
    count,
    memoryBytes,
    ...(preset === undefined ? {} : { bandwidthBytesPerSecond: preset.bandwidthBytesPerSecond }),
  }
}

/** A kind of device without a size: what is usual for it, and that is said. */
function addKind(reading: Reading, machine: AskedMachine): void {
  const { needs, phrases, presets } = reading
  const kind = kindsAround(phrases, undefined).find(
    (one) => presets.devices[one]?.memoryBytes !== undefined,
  )
  const preset = kind === undefined ? undefined : presets.devices[kind]
  if (kind === undefined || preset?.memoryBytes === undefined) return
  const words = phrases.find((phrase) => means(phrase, 'device', kind))?.words ?? kind
  machine.devices.push(figures(reading, kind, preset.memoryBytes, 1))
  needs.term('devices', `${preset.memoryBytes / GiB} GiB, ${kind}`, words)
  needs.assume('assumed.deviceKind', { device: words, bytes: preset.memoryBytes })
  if (preset.maxTotalParams === undefined) return
  needs.limit('maxTotalParams', preset.maxTotalParams, words)
}
