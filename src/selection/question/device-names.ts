import type { DeviceDatabase } from '../../facts/devices/device-database.ts'
import { nameWords } from '../../facts/devices/device-name.ts'
import type { DeviceRecord } from '../../facts/devices/device-record.ts'

export interface NamedDevice {
  readonly record: DeviceRecord
  readonly others: readonly string[]
  readonly end: number
}

const wordsMax = 7
const spanMax = 60
/** Makers' words that open a device's name without being part of it. */
const openers = new Set(['nvidia', 'geforce', 'amd', 'radeon', 'intel', 'apple', 'tesla'])

/** Finds names of devices in a question. The words of all names are gathered once. */
export class DeviceNames {
  readonly #database: DeviceDatabase
  readonly #words = new Set<string>()
  readonly #first = new Set<string>()
  readonly #found = new Map<string, NamedDevice | undefined>()

  constructor(database: DeviceDatabase) {
    this.#database = database
    for (const { id, name, aliases = [] } of database.records)
      for (const text of [id, name, ...aliases]) {
        const words = nameWords(text)
        if (words[0] !== undefined) this.#first.add(words[0])
        for (const word of words) this.#words.add(word)
      }
  }

  /** The longest name that begins here; letters and figures only, so the caller gives folded text. */
  at(folded: string, start: number): NamedDevice | undefined {
    const span = /^[a-z0-9][a-z0-9.+ -]*/.exec(folded.slice(start, start + spanMax))?.[0]
    if (span === undefined) return undefined
    const ends = wordEnds(span)
    const [opener = ''] = span.split(/[ -]/, 1)
    const first = nameWords(openers.has(opener) ? span.slice(opener.length) : span)[0] ?? ''
    const isFirst = this.#first.has(first) || this.#first.has(first.replace(/(\d)s$/, '$1'))
    if (!isFirst && !/^\d{3,4}$/.test(first)) return undefined
    for (const end of ends.slice(0, wordsMax).reverse()) {
      const name = span.slice(0, end)
      const found =
        this.#find(name) ?? (/\ds$/.test(name) ? this.#find(name.slice(0, -1)) : undefined)
      if (found !== undefined) return { ...found, end: start + end }
    }
    return undefined
  }

  /** By a name that was put together: `m3 max 64gb`. */
  named(name: string): Omit<NamedDevice, 'end'> | undefined {
    return this.#find(name)
  }

  #find(name: string): NamedDevice | undefined {
    const known = this.#found.get(name)
    if (known !== undefined || this.#found.has(name)) return known
    const words = nameWords(name)
    const isPlausible = words.length > 0 && words.every((word) => this.#words.has(word))
    // Words alone are a device only where they are its whole name: DGX Spark, not "pro max".
    const isNamed = /\d/.test(name) || (words.length > 1 && name.length > 7)
    const exact = isPlausible && isNamed ? this.#database.find(name) : undefined
    const found =
      exact !== undefined && (/\d/.test(name) || exact.others.length === 0) ? exact : undefined
    const result = found === undefined ? undefined : { ...found, end: 0 }
    if (this.#found.size < 5000) this.#found.set(name, result)
    return result
  }
}

/** Where words of a span end. */
function wordEnds(span: string): number[] {
  const ends: number[] = []
  for (let at = 1; at <= span.length; at += 1) {
    const isEnd = at === span.length || /^([ \-+]|\.(?!\d))/.test(span.slice(at, at + 2))
    if (isEnd && /[a-z0-9]/.test(span.charAt(at - 1))) ends.push(at)
  }
  return ends
}
