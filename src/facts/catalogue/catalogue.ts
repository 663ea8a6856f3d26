import { nearestNames } from '../../base/nearest.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../architecture.ts'
import { readArchitecture } from '../config-json/read-config.ts'
import type { PublishedConfig } from '../model-record.ts'
import { publishedConfigSchema } from '../model-record.ts'
import type { Basis, CatalogueEntry, CatalogueIndex, FieldBases } from './catalogue-entry.ts'
import { matchingKey } from './matching-key.ts'

/** The models that the program knows. Made from the index that the build wrote; nothing is read before it is asked for. */
export class Catalogue {
  readonly version: string
  readonly date: string
  readonly entries: readonly CatalogueEntry[]
  readonly #index: CatalogueIndex
  readonly #imported: CatalogueIndex | undefined
  readonly #architectures = new Map<string, Architecture | TouchstoneError>()
  readonly #bases = new Map<string, FieldBases>()
  #byKey: Map<string, CatalogueEntry> | undefined

  /** @param imported index of the same form, of the models that the user imported; no id may be in both */
  constructor(index: CatalogueIndex, imported?: CatalogueIndex) {
    this.version = index.version
    this.date = index.date
    this.entries =
      imported === undefined
        ? index.entries
        : [
            ...index.entries,
            ...imported.entries.map((entry) => ({ ...entry, imported: true as const })),
          ]
    this.#index = index
    this.#imported = imported
  }

  #indexOf({ imported }: CatalogueEntry): CatalogueIndex {
    return imported === true ? (this.#imported ?? this.#index) : this.#index
  }

  /** By id, name in any of the three languages, alias or Hub id; case, spaces, hyphens and dots do not matter. */
  find(text: string): CatalogueEntry | undefined {
    this.#byKey ??= keysOf(this.entries)
    return this.#byKey.get(matchingKey(text.slice(0, 200)))
  }

  /** As `find`; throws `unknown_model` with the nearest ids. */
  resolve(text: string): CatalogueEntry {
    const entry = this.find(text)
    if (entry !== undefined) return entry
    const model = text.slice(0, 200)
    throw new TouchstoneError('unknown_model', { model, nearest: this.#nearest(model) })
  }

  #nearest(model: string): string[] {
    const direct = nearestNames(
      model.replaceAll(/\s+/g, '-'),
      this.entries.map(({ id }) => id),
    )
    if (direct.length > 0) return direct
    const owner = new Map(
      this.entries.flatMap((entry) => namesOf(entry).map((name) => [name, entry.id] as const)),
    )
    return [
      ...new Set(nearestNames(model, [...owner.keys()]).flatMap((name) => owner.get(name) ?? [])),
    ]
  }

  /** The published configuration, as its maker wrote it; undefined where none was found. */
  config(entry: CatalogueEntry): PublishedConfig | undefined {
    const text = this.#shapeText(entry)
    return text === undefined ? undefined : publishedConfigSchema.parse(JSON.parse(text))
  }

  /** The shape, read once; undefined where none is known or its kind is not one that can be sized. */
  architecture(entry: CatalogueEntry): Architecture | undefined {
    const read = this.#read(entry)
    return read instanceof TouchstoneError ? undefined : read
  }

  /** As `architecture`; throws `shape_unknown`, or why the configuration cannot be read. */
  requireArchitecture(entry: CatalogueEntry): Architecture {
    const read = this.#read(entry)
    if (read === undefined) throw new TouchstoneError('shape_unknown', { model: entry.id })
    if (read instanceof TouchstoneError) throw read
    return read
  }

  /** Who says the chosen value of a field, and where; undefined where the field is unknown. */
  basis(entry: CatalogueEntry, field: string): Basis | undefined {
    const [by, position] = this.#basesOf(entry)?.[field] ?? []
    const source = position === undefined ? undefined : this.#indexOf(entry).sources[position]
    return by === undefined || source === undefined ? undefined : { by, source }
  }

  #basesOf(entry: CatalogueEntry): FieldBases | undefined {
    const text = entry.basis === undefined ? undefined : this.#indexOf(entry).bases[entry.basis]
    if (text === undefined) return undefined
    let bases = this.#bases.get(text)
    if (bases === undefined) {
      // The build wrote it; every other reader of the index trusts it as well.
      bases = JSON.parse(text) as FieldBases
      this.#bases.set(text, bases)
    }
    return bases
  }

  #shapeText(entry: CatalogueEntry): string | undefined {
    return entry.shape === undefined ? undefined : this.#indexOf(entry).shapes[entry.shape]
  }

  #read(entry: CatalogueEntry): Architecture | TouchstoneError | undefined {
    const text = this.#shapeText(entry)
    if (text === undefined) return undefined
    let read = this.#architectures.get(text)
    if (read === undefined) {
      read = readOrError(text)
      this.#architectures.set(text, read)
    }
    return read
  }
}

function readOrError(text: string): Architecture | TouchstoneError {
  try {
    return readArchitecture(JSON.parse(text))
  } catch (error) {
    if (error instanceof TouchstoneError) return error
    throw error
  }
}

function namesOf({ names, aliases }: CatalogueEntry): string[] {
  return [names.en, names['zh-TW'], names['zh-CN'], ...aliases].filter((name) => name !== undefined)
}

/** Ids win over names and aliases, so that no alias can hide a model. */
function keysOf(entries: readonly CatalogueEntry[]): Map<string, CatalogueEntry> {
  const keys = new Map<string, CatalogueEntry>()
  const add = (name: string | undefined, entry: CatalogueEntry) => {
    const key = name === undefined ? '' : matchingKey(name)
    if (key !== '' && !keys.has(key)) keys.set(key, entry)
  }
  for (const entry of entries) add(entry.id, entry)
  for (const entry of entries) for (const name of namesOf(entry)) add(name, entry)
  for (const entry of entries) add(entry.repository, entry)
  return keys
}
