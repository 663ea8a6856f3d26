import type { PublishedConfig } from '../model-record.ts'
import type { Basis, CatalogueEntry } from './catalogue-entry.ts'
import { aliasEnd, type CatalogueIndex, type StoredColumn } from './catalogue-index.ts'
import { NameKeys, type RowMarks } from './name-keys.ts'
import { unpackRows } from './packed-rows.ts'
import { readPriceLine } from './price-lines.ts'
import { joinShape } from './shape-lines.ts'

/** One field of all models. Values are made once for all the models that share them, rows read on first need. */
class Column {
  readonly values: readonly unknown[]
  readonly #stored: StoredColumn
  readonly #count: number
  readonly #make: ((stored: unknown) => unknown) | undefined
  readonly #made: unknown[] = []
  #rows: Uint32Array | undefined
  #claims: Uint32Array | undefined

  constructor(stored: StoredColumn, count: number, make?: (stored: unknown) => unknown) {
    this.values = stored.values
    this.#stored = stored
    this.#count = count
    this.#make = make
  }

  /** For every row the position of its value, counted from 1; 0 where it has none. */
  get rows(): Uint32Array {
    this.#rows ??= unpackRows(this.#stored.rows, this.#count)
    return this.#rows
  }

  at(row: number): unknown {
    const position = this.rows[row] ?? 0
    if (position === 0) return undefined
    const stored = this.values[position - 1]
    if (this.#make === undefined) return stored
    this.#made[position] ??= this.#make(stored)
    return this.#made[position]
  }

  /** Position of the claim, counted from 1; 0 where the value is none. */
  claimAt(row: number): number {
    this.#claims ??= unpackRows(this.#stored.claims, this.#count)
    return this.#claims[row] ?? 0
  }
}

/** One index, opened: its models as views of its columns. */
export class CatalogueTable {
  readonly index: CatalogueIndex
  readonly keys: NameKeys
  readonly #columns = new Map<string, Column>()
  readonly #forms: PublishedConfig[] = []
  readonly #entry: new (
    row: number,
  ) => CatalogueEntry
  #entries: readonly CatalogueEntry[] | undefined

  /** @param imported marks all of its models as the user's own */
  constructor(index: CatalogueIndex, imported: boolean) {
    this.index = index
    this.keys = new NameKeys(index.keys)
    for (const [field, stored] of Object.entries(index.columns))
      this.#columns.set(field, new Column(stored, index.ids.length, this.#makerOf(field)))
    this.#entry = entryClass(index, this.#columns, imported)
  }

  get entries(): readonly CatalogueEntry[] {
    this.#entries ??= this.index.ids.map((_, row) => new this.#entry(row))
    return this.#entries
  }

  /** The row of an id, as it is written. */
  rowOf(id: string): number | undefined {
    const row = this.#firstFrom(id)
    return this.index.ids[row] === id ? row : undefined
  }

  /** Marks the rows whose id begins so. */
  markFrom(stem: string, marks: RowMarks): void {
    for (let row = this.#firstFrom(stem); this.index.ids[row]?.startsWith(stem); row += 1)
      marks[row] = 1
  }

  /** Marks the rows whose value of a field is one that `isWanted` takes; it is asked once for each value. */
  markWith(field: string, isWanted: (value: unknown) => boolean, marks: RowMarks): void {
    const column = this.#columns.get(field)
    if (column === undefined) return
    const wanted = Uint8Array.from([0, ...column.values.map((value) => (isWanted(value) ? 1 : 0))])
    const { rows } = column
    for (const [row, position] of rows.entries()) if (wanted[position] === 1) marks[row] = 1
  }

  basis(row: number, field: string): Basis | undefined {
    const position = this.#columns.get(field)?.claimAt(row) ?? 0
    const [by, at] = this.index.claims[position - 1] ?? []
    const source = at === undefined ? undefined : this.index.sources[at]
    return by === undefined || source === undefined ? undefined : { by, source }
  }

  /** @param shape position in the index's shapes */
  config(shape: number): PublishedConfig | undefined {
    const [form, ...numbers] = this.index.shapes[shape]?.split(' ').map(Number) ?? []
    if (form === undefined) return undefined
    const read: PublishedConfig = this.#forms[form] ?? JSON.parse(this.index.shapeForms[form] ?? '')
    this.#forms[form] = read
    return joinShape(read, numbers)
  }

  #firstFrom(id: string): number {
    const { ids } = this.index
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
  { ids, names, aliases }: CatalogueIndex,
  columns: ReadonlyMap<string, Column>,
  imported: boolean,
): new (
  row: number,
) => CatalogueEntry {
  class Entry {
    readonly row: number
    constructor(row: number) {
      this.row = row
    }
    get id() {
      return ids[this.row] ?? ''
    }
    get names() {
      const [taiwan, mainland] = [
        columns.get('zh-TW')?.at(this.row),
        columns.get('zh-CN')?.at(this.row),
      ]
      return {
        en: names[this.row] ?? '',
        ...(taiwan === undefined ? {} : { 'zh-TW': String(taiwan) }),
        ...(mainland === undefined ? {} : { 'zh-CN': String(mainland) }),
      }
    }
    get aliases() {
      const text = aliases[this.row] ?? ''
      return text === '' ? [] : text.split(aliasEnd)
    }
    get imported() {
      return imported ? true : undefined
    }
  }
  for (const [field, column] of columns) {
    if (field.startsWith('zh-')) continue
    Object.defineProperty(Entry.prototype, field === 'config' ? 'shape' : field, {
      get(this: Entry) {
        return column.at(this.row)
      },
      enumerable: true,
    })
  }
  // The columns are those that the build made of records under their schema; `status` is always among them.
  return Entry as unknown as new (
    row: number,
  ) => CatalogueEntry
}
