import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { StoredWords } from '../../facts/catalogue/catalogue-index.ts'
import { type Family, namesOf } from '../../facts/catalogue/family.ts'
import type { KeyOf } from './question-data.ts'

/** What a name stands for. */
export interface NamedModels {
  readonly models: readonly string[]
  /** Name of the family, where it is one. */
  readonly family?: string
  /** Only the beginning of their names was said. */
  readonly isBeginning?: true
  /** They are those of one maker, who was named. */
  readonly isMaker?: true
}

export interface KnownModels {
  readonly entries: readonly CatalogueEntry[]
  readonly families: readonly Family[]
  readonly makers: readonly StoredWords[]
}

/** Last parts of names that say how the weights were made or stored, not which model it is. */
const suffixes = ['instruct', 'it', 'hf', 'gguf', 'awq', 'gptq', 'fp8', 'bf16', 'mlx', 'base']
const familyShown = 100

/** Finds names of models in a question: whole names, beginnings of names, what comes after a family's name. */
export class ModelNames {
  readonly #exact = new Map<string, NamedModels>()
  /** Beginnings of ids and names, at the ends of their parts. */
  readonly #beginnings = new Map<string, Set<string>>()
  /** Parts of ids that are letters only: `scout`, `maverick`. */
  readonly #parts = new Map<string, Set<string>>()
  readonly #keyOf: KeyOf
  readonly #released = new Map<string, string>()
  readonly #developers = new Map<string, string>()
  /** First two characters of every key, so that most places of a question cost nothing. */
  readonly #starts = new Set<string>()
  longest = 0

  constructor({ entries, families, makers }: KnownModels, keyOf: KeyOf) {
    this.#keyOf = keyOf
    for (const entry of entries) this.#addEntry(entry)
    for (const family of families) this.#addFamily(family)
    this.#addMakers(entries, makers)
    for (const keys of [this.#exact, this.#beginnings, this.#parts])
      for (const key of keys.keys()) {
        this.#starts.add(key.slice(0, 2))
        this.longest = Math.max(this.longest, key.length)
      }
  }

  #addEntry({ id, names, aliases, releaseDate, developer }: CatalogueEntry): void {
    this.#released.set(id, releaseDate ?? '')
    this.#developers.set(id, developer ?? '')
    const all = [id, names.en, names['zh-TW'], names['zh-CN'], ...aliases]
    for (const name of all) {
      if (name === undefined) continue
      const key = this.#keyOf(name)
      if (key.length > 1 && !this.#exact.has(key)) this.#exact.set(key, { models: [id] })
    }
    for (const key of beginningsOf(id, this.#keyOf)) add(this.#beginnings, key, id)
    const [, ...parts] = id.split('-')
    for (const part of parts) if (/^[a-z]{4,}$/.test(part)) add(this.#parts, part, id)
    for (const part of parts) if (/^\d+b$/.test(part)) add(this.#parts, part, id)
  }

  #addFamily(family: Family): void {
    const maker = mostCommon(family.members.map((id) => this.#developers.get(id) ?? ''))
    const isOwn = (id: string) => Number(this.#developers.get(id) === maker)
    // What others made of a family's models stands behind its maker's own, the newest of each in front.
    const newestFirst = [...family.members].sort(
      (a, b) =>
        isOwn(b) - isOwn(a) ||
        (this.#released.get(b) ?? '').localeCompare(this.#released.get(a) ?? ''),
    )
    const named = { models: newestFirst.slice(0, familyShown), family: family.id }
    for (const name of namesOf(family)) {
      const key = this.#keyOf(name)
      if (!this.#exact.has(key)) this.#exact.set(key, named)
    }
  }

  /** Developers by their names and other words for them; whatever is a model's or family's name already stays so. */
  #addMakers(entries: readonly CatalogueEntry[], makers: readonly StoredWords[]): void {
    const byDeveloper = new Map<string, string[]>()
    for (const { id, developer } of entries)
      if (developer !== undefined)
        byDeveloper.set(developer, [...(byDeveloper.get(developer) ?? []), id])
    const put = (key: string, ids: readonly string[]) => {
      if (key.length > 1 && ids.length > 0 && !this.#exact.has(key))
        this.#exact.set(key, { models: ids.slice(0, familyShown), isMaker: true })
    }
    for (const [developer, ids] of byDeveloper) {
      put(this.#keyOf(developer), ids)
      put(this.#keyOf(developer.split(' ')[0] ?? ''), ids)
    }
    for (const { keys, developers, stems } of makers) {
      const ids = [
        ...developers.flatMap((developer) => byDeveloper.get(developer) ?? []),
        ...entries.flatMap(({ id }) => (stems.some((stem) => id.startsWith(stem)) ? [id] : [])),
      ]
      for (const key of keys) put(key, [...new Set(ids)])
    }
  }

  /** Whether a name may begin so. */
  mayStart(twoCharacters: string): boolean {
    return this.#starts.has(twoCharacters)
  }

  /** Models of exactly this key. */
  exact(key: string): NamedModels | undefined {
    return this.#exact.get(key)
  }

  /** Models whose id begins so; of those that go on from one another the shortest. */
  beginning(key: string): NamedModels | undefined {
    const ids = this.#beginnings.get(key)
    if (ids === undefined) return undefined
    const sorted = [...ids].sort((a, b) => a.length - b.length)
    const shortest = sorted.filter(
      (id, at) => !sorted.slice(0, at).some((other) => id.startsWith(`${other}-`)),
    )
    return { models: shortest.slice(0, familyShown), isBeginning: true }
  }

  /** By a part of its id that only models of one line have: `Scout`, `910B`. */
  part(word: string): NamedModels | undefined {
    const ids = [...(this.#parts.get(word) ?? [])]
    const lines = new Set(ids.map((id) => id.split('-')[0]))
    return ids.length > 0 && ids.length <= 4 && lines.size === 1 ? { models: ids } : undefined
  }

  /** `V3` after DeepSeek-R1: what would be named so in the line of a model that was named before. */
  inLineOf(id: string, key: string): NamedModels | undefined {
    const parts = id.split('-')
    for (let count = parts.length - 1; count > 0; count -= 1) {
      const stem = this.#keyOf(parts.slice(0, count).join('-'))
      const found = this.#exact.get(stem + key) ?? this.beginning(stem + key)
      if (found !== undefined && found.family === undefined) return found
    }
    return undefined
  }

  /** Without a last part that tells no models apart. */
  withoutSuffix(key: string): string | undefined {
    const suffix = suffixes.find((one) => key.endsWith(one) && key.length > one.length + 3)
    return suffix === undefined ? undefined : key.slice(0, -suffix.length)
  }

  /** Names one or two letters away. */
  *near(key: string): Generator<readonly [string, NamedModels]> {
    // A first letter is seldom wrong, and comparing costs more than all else.
    for (const entry of this.#exact)
      if (entry[0][0] === key[0] && Math.abs(entry[0].length - key.length) <= 2) yield entry
  }
}

function mostCommon(values: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}

function add(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key)
  if (ids === undefined) map.set(key, new Set([id]))
  else ids.add(id)
}

/** `qwen3-235b-a22b` → qwen3, qwen3235b, …: every beginning that ends with a part. */
function beginningsOf(id: string, keyOf: KeyOf): string[] {
  const parts = id.split('-')
  const line = /^[a-z]{4,}(?=\d)/.exec(id)?.[0]
  return [
    ...(line === undefined ? [] : [line]),
    ...parts.map((_, at) => keyOf(parts.slice(0, at + 1).join('-'))),
  ]
}
