import type { Locale } from '../../base/locale.ts'
import { nearestNames } from '../../base/nearest.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../architecture.ts'
import { readArchitecture } from '../config-json/read-config.ts'
import type { PublishedConfig } from '../model-record.ts'
import type { Basis, CatalogueEntry } from './catalogue-entry.ts'
import type { CatalogueIndex } from './catalogue-index.ts'
import { CatalogueTable } from './catalogue-table.ts'
import { keepMarked, keyKinds } from './name-keys.ts'
import { developerRows, type NameKnowledge, searchNames } from './name-search.ts'
import { nameKeyMaker } from './script-folding.ts'
import { isMeantBy, type Spelling, spellingsOf } from './spellings.ts'
import { withStoredHead } from './stored-head.ts'

/** Longest name that is looked at; what comes after it is not read. */
const nameMax = 200
/** Spellings of an unknown name that are held against every id. */
const nearestTexts = 6
/** Ids that are offered for an unknown name. */
const nearestMax = 3
/** Shorter ids are in every name. */
const shortId = 5

/** Fields that are kept as they are: a condition looks at each value once, however many models have it. */
type ConditionField = Exclude<
  keyof CatalogueEntry,
  'id' | 'names' | 'aliases' | 'shape' | 'prices' | 'imported' | 'row'
>
export type Conditions = {
  readonly [K in ConditionField]?: (value: NonNullable<CatalogueEntry[K]>) => boolean
}

/** What models are asked for by. */
export interface Selection {
  /** In ids, names, aliases, developers, and what else people call these. */
  readonly text?: string | undefined
  /** Ids that the text means besides. */
  readonly members?: readonly string[] | undefined
  /** A developer's name or another word for one. */
  readonly developer?: string | undefined
  /** Only models that the user imported, or only the others. */
  readonly imported?: boolean | undefined
  /** By field, whether a value is wanted; asked once for each value that occurs. */
  readonly where?: Conditions | undefined
}

/** The models that the program knows. Made from the index that the build wrote; nothing is read before it is asked for. */
export class Catalogue {
  readonly version: string
  readonly date: string
  /** The program's own, and the user's where there is one. */
  readonly #tables: readonly CatalogueTable[]
  readonly #names: NameKnowledge
  readonly #architectures = new Map<string, Architecture | TouchstoneError>()
  #entries: readonly CatalogueEntry[] | undefined

  /**
   * @param imported index of the same form, of the models that the user imported, compiled with `index.search`; no id
   * may be in both
   */
  constructor(index: CatalogueIndex, imported?: CatalogueIndex) {
    this.version = index.version
    this.date = index.date
    const own = new CatalogueTable(index, false)
    this.#tables = imported === undefined ? [own] : [own, new CatalogueTable(imported, true)]
    this.#names = { words: index.search.words, keyOf: nameKeyMaker(index.search) }
  }

  /** Every model; those that the user imported last. */
  get entries(): readonly CatalogueEntry[] {
    this.#entries ??= this.select({})
    return this.#entries
  }

  /**
   * By id, name in any of the three languages and both scripts, alias or Hub id; case, spaces and hyphens do not matter.
   * Ids win over names and aliases, so that no alias can hide a model.
   */
  find(text: string): CatalogueEntry | undefined {
    const name = text.slice(0, nameMax)
    const exact = this.withId(name)
    if (exact !== undefined) return exact
    const key = this.#names.keyOf(name)
    if (key === '') return undefined
    for (const kind of keyKinds)
      for (const table of this.#tables) {
        const row = table.keys.find(key, kind)
        if (row !== undefined) return table.entryAt(row)
      }
    return undefined
  }

  /**
   * As `find`, and then by the other spellings of the name (`spellingsOf`): the model that one of them is a name of, if
   * owner, maker and size agree with it.
   * @param stops a spelling that something else answers, a family: then no model is meant
   */
  findSpoken(text: string, stops: (spelling: string) => boolean = () => false) {
    const exact = this.find(text)
    if (exact !== undefined || stops(text)) return exact
    for (const spelling of this.spellings(text)) {
      const entry = this.find(spelling.text)
      if (entry !== undefined && isMeantBy(spelling, entry)) return entry
      if (entry === undefined && stops(spelling.text)) return undefined
    }
    return undefined
  }

  /** Other spellings of a name, nearest first. */
  spellings(text: string): readonly Spelling[] {
    return spellingsOf(text.slice(0, nameMax), this.#names.words, this.#names.keyOf)
  }

  /** As `find`; throws `unknown_model` with the nearest ids. */
  resolve(text: string): CatalogueEntry {
    const entry = this.find(text)
    if (entry !== undefined) return entry
    const model = text.slice(0, nameMax)
    throw new TouchstoneError('unknown_model', { model, nearest: this.#nearest(model) })
  }

  /** Models that pass every condition, in the order of `entries`. What is unknown passes no condition on it. */
  select({ text, members = [], developer, imported, where = {} }: Selection): CatalogueEntry[] {
    return this.#tables.flatMap((table, at) => {
      if (imported !== undefined && imported !== (at === 1)) return []
      const marks = new Uint8Array(table.count).fill(1)
      if (text !== undefined) {
        const found = searchNames(table, text.slice(0, nameMax), this.#names)
        for (const id of members) {
          const row = table.rowOf(id)
          if (row !== undefined) found[row] = 1
        }
        keepMarked(marks, found)
      }
      if (developer !== undefined) {
        const key = this.#names.keyOf(developer.slice(0, nameMax))
        keepMarked(marks, developerRows(table, key, this.#names))
      }
      // The column of a field holds values of that field and no others.
      for (const [field, isWanted] of Object.entries(where))
        table.keepWith(field, isWanted as (value: unknown) => boolean, marks)
      return table.marked(marks)
    })
  }

  /** The model of exactly this id. */
  withId(id: string): CatalogueEntry | undefined {
    for (const table of this.#tables) {
      const row = table.rowOf(id)
      if (row !== undefined) return table.entryAt(row)
    }
    return undefined
  }

  #tableOf({ imported }: CatalogueEntry): CatalogueTable | undefined {
    return this.#tables[imported === true ? 1 : 0]
  }

  /** What another spelling names; ids that the name holds; models with all its words; ids and names that look alike. */
  #nearest(model: string): string[] {
    const texts = this.spellings(model).map(({ text }) => text)
    const spoken = texts.flatMap((text) => this.find(text)?.id ?? [])
    const ids = this.#tables.flatMap((table) => table.ids)
    const key = this.#names.keyOf(model)
    const held = ids
      .filter((id) => id.length > shortId && key.includes(this.#names.keyOf(id)))
      .sort((a, b) => b.length - a.length)
    const typed = [model.replaceAll(/\s+/g, '-'), ...texts].slice(0, nearestTexts)
    const alike = typed.flatMap((text) => nearestNames(text, ids))
    const near = [...new Set([...spoken, ...held, ...this.#withWordsOf(model), ...alike])]
    return (near.length > 0 ? near : this.#alikeByName(model)).slice(0, nearestMax)
  }

  /** Few models with all words of a name; many say nothing. */
  #withWordsOf(model: string): string[] {
    const found = this.select({ text: model.replaceAll(/[-_:/]+/g, ' ') })
    return found.length > nearestMax ? [] : found.map(({ id }) => id)
  }

  #alikeByName(model: string): string[] {
    const owner = new Map(
      this.entries.flatMap((entry) => namesOf(entry).map((name) => [name, entry.id] as const)),
    )
    return [
      ...new Set(nearestNames(model, [...owner.keys()]).flatMap((name) => owner.get(name) ?? [])),
    ]
  }

  /** The published configuration, as its maker wrote it; undefined where none was found. */
  config(entry: CatalogueEntry): PublishedConfig | undefined {
    return entry.shape === undefined ? undefined : this.#tableOf(entry)?.config(entry.shape)
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

  /** Its name in a language, English where it has none there; reads no other name, as `names` does. */
  nameOf(entry: CatalogueEntry, locale: Locale): string {
    const table = entry.row === undefined ? undefined : this.#tableOf(entry)
    if (table === undefined || entry.row === undefined) return entry.names[locale] ?? entry.names.en
    return table.nameAt(entry.row, locale) ?? table.nameAt(entry.row, 'en') ?? ''
  }

  /** Who says the chosen value of a field, and where; undefined where the field is unknown. */
  basis(entry: CatalogueEntry, field: string): Basis | undefined {
    return entry.row === undefined ? undefined : this.#tableOf(entry)?.basis(entry.row, field)
  }

  #read(entry: CatalogueEntry): Architecture | TouchstoneError | undefined {
    if (entry.shape === undefined) return undefined
    const { totalParams, storedParams } = entry
    const beyond = storedParams === undefined ? '' : storedParams - (totalParams ?? 0)
    const key = `${entry.imported === true ? 'imported ' : ''}${entry.shape} ${beyond}`
    let read = this.#architectures.get(key)
    if (read === undefined) {
      const config = this.config(entry)
      if (config === undefined) return undefined
      read = readOrError(config)
      if (!(read instanceof TouchstoneError)) read = withStoredHead(read, totalParams, storedParams)
      this.#architectures.set(key, read)
    }
    return read
  }
}

function readOrError(config: PublishedConfig): Architecture | TouchstoneError {
  try {
    return readArchitecture(config)
  } catch (error) {
    if (error instanceof TouchstoneError) return error
    throw error
  }
}

function namesOf({ names, aliases }: CatalogueEntry): string[] {
  return [names.en, names['zh-TW'], names['zh-CN'], ...aliases].filter((name) => name !== undefined)
}
