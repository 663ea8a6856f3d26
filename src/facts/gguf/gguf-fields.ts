import type { GgufTensor } from './gguf-tensors.ts'
import type { GgufValue } from './gguf-values.ts'
import type { GgufHeader } from './read-gguf-header.ts'

/** The metadata of one architecture and the tensors by name: what rules for making a config.json of a header ask. */
export class GgufFields {
  readonly architecture: string
  readonly #metadata: ReadonlyMap<string, GgufValue>
  readonly #tensors: ReadonlyMap<string, GgufTensor>

  constructor(header: GgufHeader) {
    this.#metadata = header.metadata
    this.#tensors = new Map(header.tensors.map((tensor) => [tensor.name, tensor]))
    this.architecture = this.text('general.architecture') ?? ''
  }

  text(key: string): string | undefined {
    const value = this.#metadata.get(key)
    return typeof value === 'string' ? value : undefined
  }

  texts(key: string): readonly string[] | undefined {
    const value = this.#metadata.get(key)
    return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
      ? value
      : undefined
  }

  /** A number of the architecture, key without its name. Of a list by layer the largest: layers without one say 0. */
  number(key: string): number | undefined {
    const value = this.#metadata.get(`${this.architecture}.${key}`)
    if (typeof value === 'number') return value
    const list = this.byLayer(key)
    return list === undefined || list.length === 0 ? undefined : Math.max(...list)
  }

  /** Blocks as the header counts them, at most the 1,024 that any reader of shapes allows. */
  get blockCount(): number {
    return Math.min(Math.max(0, Math.trunc(this.number('block_count') ?? 0)), 1024)
  }

  /** A list by layer; undefined where the header gives one number for all. */
  byLayer(key: string): readonly number[] | undefined {
    const value = this.#metadata.get(`${this.architecture}.${key}`)
    return Array.isArray(value) && value.every((entry) => typeof entry === 'number')
      ? value
      : undefined
  }

  /** Yes or no by layer; undefined where the header does not list it. */
  flagsByLayer(key: string): readonly boolean[] | undefined {
    return this.byLayer(key)?.map((flag) => flag !== 0)
  }

  has(tensor: string): boolean {
    return this.#tensors.has(tensor)
  }

  shape(tensor: string): readonly number[] | undefined {
    return this.#tensors.get(tensor)?.shape
  }
}
