import type { MetadataValue } from '../../facts/gguf/write-gguf-header.ts'

/** Metadata of one architecture as it is put together: its keys begin with llama.cpp's name of the architecture. */
export class MetadataEntries {
  readonly #entries = new Map<string, MetadataValue>()
  readonly engineName: string

  constructor(engineName: string) {
    this.engineName = engineName
  }

  /** One entry for every key, the one set last; in the order in which keys were first set. */
  entries(): readonly (readonly [string, MetadataValue])[] {
    return [...this.#entries]
  }

  general(key: string, value: MetadataValue): void {
    this.#entries.set(`general.${key}`, value)
  }

  /** Not a key of the architecture's own (`xielu.alpha_n`). */
  plain(key: string, value: MetadataValue): void {
    this.#entries.set(key, value)
  }

  count(key: string, value: number): void {
    this.#set(key, { type: 'uint32', value })
  }

  number(key: string, value: number): void {
    this.#set(key, { type: 'float32', value })
  }

  flag(key: string, value: boolean): void {
    this.#set(key, { type: 'bool', value })
  }

  text(key: string, value: string): void {
    this.#set(key, { type: 'string', value })
  }

  counts(key: string, value: readonly number[]): void {
    this.#set(key, { type: 'int32', value })
  }

  numbers(key: string, value: readonly number[]): void {
    this.#set(key, { type: 'float32', value })
  }

  flags(key: string, value: readonly boolean[]): void {
    this.#set(key, { type: 'bool', value })
  }

  /** One number where all blocks agree, as the converter writes it, else one per block. */
  byBlock(key: string, values: readonly number[]): void {
    const [first] = values
    if (first === undefined) return
    if (values.every((value) => value === first)) this.count(key, first)
    else this.counts(key, values)
  }

  #set(key: string, value: MetadataValue): void {
    this.#entries.set(`${this.engineName}.${key}`, value)
  }
}
