import type { Locale } from '../../base/locale.ts'
import type { PublishedConfig } from '../model-record.ts'
import type { Basis, CatalogueEntry } from './catalogue-entry.ts'
import type { CatalogueIndex, StoredColumn } from './catalogue-index.ts'
import { NameKeys, type RowMarks } from './name-keys.ts'
import { packedAt, unpackRows } from './packed-rows.ts'
import { readPriceLine } from './price-lines.ts'
import { joinShape } from './shape-lines.ts'
import { listSeparator, splitLines } from './text-lines.ts'

/** One field of all models. Values are made once for all the models that share them, rows read on first need. */
class Column {
  readonly #stored: StoredColumn
  readonly #count: number
  readonly #width: number
  readonly #make: ((stored: unknown) => unknown) | undefined
  readonly #made: unknown[] = []
  #values: readonly unknown[] | undefined
  #rows: Uint32Array | undefined

  constructor(stored: StoredColumn, count: number, make?: (stored: unknown) => unknown) {
    this.#stored = stored
    this.#count = count
    this.#width = stored.rows.length / count
    this.#make = make
  }

  /** Whether its values are made of what is stored. */
  get isMade(): boolean {
    return this.#make !== undefined
  }

  /** Every value that occurs, as it is stored. */
  get values(): readonly unknown[] {
    const { values } = this.#stored
    this.#values ??= typeof values === 'string' ? splitLines(values) : values
    return this.#values
  }

  /** For every row the position of its value, counted from 1; 0 where it has none. */
  get rows(): Uint32Array {
    this.#rows ??= unpackRows(this.#stored.rows, this.#count)
    return this.#rows
  }

  at(row: number): unknown {
    const position = this.#rows?.[row] ?? packedAt(this.#stored.rows, this.#width, row)
    if (position === 0) return undefined
    const stored = this.values[position - 1]
    if (this.#make === undefined) return stored
    this.#made[position] ??= this.#make(stored)
    return this.#made[position]
  }

  /** The value of every row, for what is read again and again; `at` makes no value that nobody asked for. */
  list(): readonly unknown[] {
    const { rows, values } = this
    const list: unknown[] = []
    for (let row = 0; row < this.#count; row += 1) {
      const position = rows[row] ?? 0
      list.push(position === 0 ? undefined : values[position - 1])
    }
    return list
  }

  /** Position of the claim, counted from 1; 0 where the value is none. */
  claimAt(row: number): number {
    const { claims } = this.#stored
    return claims === '' ? 0 : packedAt(claims, claims.length / this.#count, row)
  }
}

/** One index, opened: its models as views of its columns. */
export class CatalogueTable {
  readonly index: CatalogueIndex
  readonly keys: NameKeys
  readonly count: number
  readonly #columns = new Map<string, Column>()
  readonly #forms: PublishedConfig[] = []
  readonly #entry: new (
    row: number,
  ) => CatalogueEntry
  /** Of full length from the start: filled here and there, a growing list would become a dictionary. */
  readonly #entries: (CatalogueEntry | undefined)[]
  #ids: readonly string[] | undefined
  #names: readonly string[] | undefined
  #shapes: readonly string[] | undefined

  /** @param imported marks all of its models as the user's own */
  constructor(index: CatalogueIndex, imported: boolean) {
    this.index = index
    this.count = index.count
    this.keys = new NameKeys(index.keys)
    this.#entries = new Array(index.count)
    for (const [field, stored] of Object.entries(index.columns))
      this.#columns.set(field, new Column(stored, index.count, this.#makerOf(field)))
    this.#entry = entryClass(this, this.#columns, imported)
  }

  /** The model of a row; always the same object. */
  entryAt(row: number): CatalogueEntry {
    this.#entries[row] ??= new this.#entry(row)
    return this.#entries[row]
  }

  /** Every row that is marked, as a model. */
  marked(marks: RowMarks): CatalogueEntry[] {
    const entries: CatalogueEntry[] = []
    for (let row = 0; row < this.count; row += 1)
      if (marks[row] === 1) entries.push(this.entryAt(row))
    return entries
  }

  /** Sorted; a row is a position in this list. */
  get ids(): readonly string[] {
    this.#ids ??= splitLines(this.index.ids)
    return this.#ids
  }

  /** The row of an id, as it is written. */
  rowOf(id: string): number | undefined {
    const row = this.#firstFrom(id)
    return this.ids[row] === id ? row : undefined
  }

  /** The name of a row in one language; undefined where it has none of its own in that language. */
  nameAt(row: number, locale: Locale): string | undefined {
    if (locale === 'en') {
      this.#names ??= splitLines(this.index.names)
      return this.#names[row]
    }
    const name = this.#columns.get(locale)?.at(row)
    return name === undefined ? undefined : String(name)
  }

  /** Marks the rows whose id begins so. */
  markFrom(stem: string, marks: RowMarks): void {
    for (let row = this.#firstFrom(stem); this.ids[row]?.startsWith(stem); row += 1) marks[row] = 1
  }

  /** Marks the rows whose value of a field is one that `isWanted` takes; it is asked once for each value. */
  markWith(field: string, isWanted: (value: unknown) => boolean, marks: RowMarks): void {
    const judged = this.#judged(field, isWanted)
    if (judged === undefined) return
    const { rows, wanted } = judged
    for (let row = 0; row < this.count; row += 1) if (wanted[rows[row] ?? 0] === 1) marks[row] = 1
  }

  /** Takes the marks from the other rows; an unknown value is none that is wanted. */
  keepWith(field: string, isWanted: (value: unknown) => boolean, marks: RowMarks): void {
    const judged = this.#judged(field, isWanted)
    if (judged === undefined) {
      marks.fill(0)
      return
    }
    const { rows, wanted } = judged
    for (let row = 0; row < this.count; row += 1) if (wanted[rows[row] ?? 0] === 0) marks[row] = 0
  }

  #judged(field: string, isWanted: (value: unknown) => boolean) {
    const column = this.#columns.get(field)
    if (column === undefined) return undefined
    const { values, rows } = column
    const wanted = new Uint8Array(values.length + 1)
    for (let at = 0; at < values.length; at += 1) wanted[at + 1] = isWanted(values[at]) ? 1 : 0
    return { rows, wanted }
  }

  basis(row: number, field: string): Basis | undefined {
    const position = this.#columns.get(field)?.claimAt(row) ?? 0
    const [by, at] = this.index.claims[position - 1] ?? []
    const source = at === undefined ? undefined : this.index.sources[at]
    return by === undefined || source === undefined ? undefined : { by, source }
  }

  /** @param shape position in the index's shapes */
  config(shape: number): PublishedConfig | undefined {
    this.#shapes ??= splitLines(this.index.shapes)
    const [form, ...numbers] = this.#shapes[shape]?.split(' ').map(Number) ?? []
    if (form === undefined) return undefined
    const read: PublishedConfig = this.#forms[form] ?? JSON.parse(this.index.shapeForms[form] ?? '')
    this.#forms[form] = read
    return joinShape(read, numbers)
  }

  #firstFrom(id: string): number {
    const { ids } = this
    let [low, high] = [0, ids.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ids[middle] ?? '') < id) low = middle + 1
      else high = middle
    }
    return low
  }

  #makerOf(field: string): ((stored: unknown) => unknown) | undefined {
    return field === 'prices'
      ? (line) => readPriceLine(String(line), this.index.priceWords)
      : undefined
  }
}

/**
 * A class whose getters read the columns of this index: a model costs one small object however many fields there are,
 * and a filter over all models touches only the columns that it asks for.
 */
function entryClass(
  table: CatalogueTable,
  columns: ReadonlyMap<string, Column>,
  imported: boolean,
): new (
  row: number,
) => CatalogueEntry {
  let ids: readonly string[] | undefined
  let aliases: readonly string[] | undefined
  class Entry {
    readonly row: number
    constructor(row: number) {
      this.row = row
    }
    get id() {
      ids ??= table.ids
      return ids[this.row] ?? ''
    }
    get names() {
      const [taiwan, mainland] = [table.nameAt(this.row, 'zh-TW'), table.nameAt(this.row, 'zh-CN')]
      return {
        en: table.nameAt(this.row, 'en') ?? '',
        ...(taiwan === undefined ? {} : { 'zh-TW': taiwan }),
        ...(mainland === undefined ? {} : { 'zh-CN': mainland }),
      }
    }
    get aliases() {
      aliases ??= splitLines(table.index.aliases)
      const text = aliases[this.row] ?? ''
      return text === '' ? [] : text.split(listSeparator)
    }
    get imported() {
      return imported ? true : undefined
    }
  }
  for (const [field, column] of columns) {
    if (field.startsWith('zh-')) continue
    const read = reader(column, table.count)
    Object.defineProperty(Entry.prototype, field === 'config' ? 'shape' : field, {
      get(this: Entry) {
        return read(this.row)
      },
      enumerable: true,
    })
  }
  // The columns are those that the build made of records under their schema; `status` is always among them.
  return Entry as unknown as new (
    row: number,
  ) => CatalogueEntry
}

/** Reads of a field after which its rows are unpacked: one by one they cost as much by then. */
const readsBeforeUnpacking = 64

/**
 * Reads one field. Selection reads it for each quantization of each model, a search for a few hundred models once, a
 * question about one model once: whoever has asked more often than there are models gets the values laid out by row.
 */
function reader(column: Column, count: number): (row: number) => unknown {
  let list: readonly unknown[] | undefined
  let rows: Uint32Array | undefined
  let values: readonly unknown[] = []
  let reads = 0
  return (row) => {
    if (list !== undefined) return list[row]
    reads += 1
    if (column.isMade || reads < readsBeforeUnpacking) return column.at(row)
    if (reads > count) list = column.list()
    if (rows === undefined) [rows, values] = [column.rows, column.values]
    // Position 0 is unknown, and no value stands before the first.
    return values[(rows[row] ?? 0) - 1]
  }
}
