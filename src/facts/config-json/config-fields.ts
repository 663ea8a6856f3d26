import { TouchstoneError } from '../../base/touchstone-error.ts'

/** Largest count that any published field of a shape has needed, with room: vocabularies end near 0.3 million. */
const countMax = 16_777_216

/**
 * Reads fields of a published config.json as hostile input: own properties only, stated ranges, and an error that names
 * the field. Every reader gives the first of `names` that is there, else the default, else `invalid_architecture`.
 */
export class ConfigFields {
  readonly #config: Readonly<Record<string, unknown>>

  constructor(config: unknown) {
    if (typeof config !== 'object' || config === null || Array.isArray(config))
      throw invalid('config', 'not a JSON object')
    this.#config = { ...config }
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined
  }

  /** The value as it is; null counts as absent, as in transformers. */
  raw(name: string): unknown {
    const value = Object.hasOwn(this.#config, name) ? this.#config[name] : undefined
    return value === null ? undefined : value
  }

  /** A nested object (`text_config`), or undefined. */
  nested(name: string): ConfigFields | undefined {
    const value = this.raw(name)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new ConfigFields(value)
      : undefined
  }

  /** These fields, and for one that they lack that of the config around them. */
  withOuter(outer: ConfigFields, name: string): ConfigFields {
    const value = outer.raw(name)
    return this.has(name) || value === undefined ? this : this.with(name, value)
  }

  /** These fields with one set. */
  with(name: string, value: unknown): ConfigFields {
    return new ConfigFields({ ...this.#config, [name]: value })
  }

  count(names: string | readonly string[], otherwise?: number): number {
    return this.#integer(names, 1, countMax, otherwise)
  }

  /** A count that may be zero. */
  countOrZero(names: string | readonly string[], otherwise?: number): number {
    return this.#integer(names, 0, countMax, otherwise)
  }

  #integer(
    names: string | readonly string[],
    min: number,
    max: number,
    otherwise: number | undefined,
  ): number {
    const { name, value } = this.#first(names)
    if (value === undefined) {
      if (otherwise !== undefined) return otherwise
      throw invalid(name, 'missing')
    }
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
      throw invalid(name, `${shown(value)} is no whole number from ${min} to ${max}`)
    return value
  }

  boolean(name: string, otherwise: boolean): boolean {
    const value = this.raw(name)
    if (value === undefined) return otherwise
    if (typeof value !== 'boolean') throw invalid(name, 'neither true nor false')
    return value
  }

  text(name: string): string | undefined {
    const value = this.raw(name)
    return typeof value === 'string' ? value.slice(0, 200) : undefined
  }

  /** A list of whole numbers of at most 4,096 entries, or undefined where the field is absent. */
  counts(name: string): readonly number[] | undefined {
    return this.#list(name, (entry): entry is number => Number.isInteger(entry), 'whole numbers')
  }

  /** A list of texts of at most 4,096 entries, or undefined where the field is absent. */
  texts(name: string): readonly string[] | undefined {
    return this.#list(name, (entry): entry is string => typeof entry === 'string', 'texts')
  }

  #list<T>(
    name: string,
    accepts: (entry: unknown) => entry is T,
    what: string,
  ): readonly T[] | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value) || value.length > 4096 || !value.every(accepts))
      throw invalid(name, `no list of ${what}`)
    return value
  }

  #first(names: string | readonly string[]): { name: string; value: unknown } {
    const list = typeof names === 'string' ? [names] : names
    for (const name of list) {
      const value = this.raw(name)
      if (value !== undefined) return { name, value }
    }
    return { name: list[0] ?? '', value: undefined }
  }
}

/** A value in an error; of lists and objects only that they are one, as they may be of any depth and length. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60))
  return typeof value === 'object' ? (Array.isArray(value) ? '[…]' : '{…}') : String(value)
}

export function invalid(field: string, problem: string): TouchstoneError {
  return new TouchstoneError('invalid_architecture', { field, problem })
}
