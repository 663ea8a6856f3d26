import type { StoredKeys } from './catalogue-index.ts'
import { packRows, unpackRows } from './packed-rows.ts'

/**
 * All keys of all models in one text, which is searched as it is: no table of a hundred thousand names is built to find
 * one. What stands before a key says what it is; matching keys never hold these characters.
 */
const mark = { id: '_', name: ' ', repository: '-' } as const
export type KeyKind = keyof typeof mark
export const keyKinds: readonly KeyKind[] = ['id', 'name', 'repository']

/** The keys of one model; its id's is always narrow. */
export interface RowKeys {
  readonly id: string
  readonly names: readonly string[]
  readonly repository?: string | undefined
}

const isNarrow = (key: string) => /^[\0-\xff]*$/.test(key)

/** Rows in the order of the index. Of keys that a row has twice, the first is kept. */
export function storeKeys(rows: readonly RowKeys[]): StoredKeys {
  const narrow: string[] = []
  const wide: string[] = []
  const wideRows: number[] = []
  for (const [row, keys] of rows.entries()) {
    const parts = partsOf(keys)
    const wider = parts.filter(({ key }) => !isNarrow(key))
    narrow.push(textOf(parts.filter(({ key }) => isNarrow(key))))
    if (wider.length === 0) continue
    wide.push(mark.id, textOf(wider))
    wideRows.push(row)
  }
  return {
    narrow: narrow.join('') + mark.id,
    wide: wide.join('') + mark.id,
    wideRows: packRows(wideRows),
    wideCount: wideRows.length,
  }
}

interface Part {
  readonly kind: KeyKind
  readonly key: string
}

function partsOf({ id, names, repository = '' }: RowKeys): Part[] {
  const kinds = new Map<string, KeyKind>([[id, 'id']])
  for (const key of names) if (!kinds.has(key)) kinds.set(key, 'name')
  if (!kinds.has(repository)) kinds.set(repository, 'repository')
  kinds.delete('')
  return [...kinds].map(([key, kind]) => ({ kind, key }))
}

function textOf(parts: readonly Part[]): string {
  return parts.map(({ kind, key }) => mark[kind] + key).join('')
}

/** One byte for each row: 1 where it is meant. */
export type RowMarks = Uint8Array

/** Takes the marks that the others lack. */
export function keepMarked(marks: RowMarks, others: RowMarks): void {
  for (let row = 0; row < marks.length; row += 1) if (others[row] === 0) marks[row] = 0
}

/** The stored keys of one index, opened for questions. */
export class NameKeys {
  readonly #narrow: KeyText
  readonly #wide: KeyText

  constructor({ narrow, wide, wideRows, wideCount }: StoredKeys) {
    this.#narrow = new KeyText(narrow, undefined)
    this.#wide = new KeyText(wide, () => unpackRows(wideRows, wideCount))
  }

  /** The row that has a key of this kind; the first of several. */
  find(key: string, kind: KeyKind): number | undefined {
    return (isNarrow(key) ? this.#narrow : this.#wide).find(mark[kind] + key)
  }

  /** Marks the rows with a key that holds the text. */
  markContaining(text: string, marks: RowMarks): void {
    if (isNarrow(text)) this.#narrow.markContaining(text, marks)
    this.#wide.markContaining(text, marks)
  }
}

class KeyText {
  readonly #text: string
  /** Rows of the parts, where there is not one for every row. */
  readonly #readRows: (() => Uint32Array) | undefined
  #rows: Uint32Array | undefined

  constructor(text: string, readRows: (() => Uint32Array) | undefined) {
    this.#text = text
    this.#readRows = readRows
  }

  find(marked: string): number | undefined {
    const text = this.#text
    for (let at = text.indexOf(marked); at !== -1; at = text.indexOf(marked, at + 1))
      if (isMark(text[at + marked.length])) return this.#rowOf(this.#partAt(at))
    return undefined
  }

  /** Goes from find to find and counts the parts between them: a text that is nowhere costs one search. */
  markContaining(wanted: string, marks: RowMarks): void {
    const text = this.#text
    let part = -1
    let next = 0
    let at = text.indexOf(wanted)
    while (at !== -1) {
      while (next !== -1 && next <= at) {
        part += 1
        next = text.indexOf(mark.id, next + 1)
      }
      marks[this.#rowOf(part)] = 1
      at = next === -1 ? -1 : text.indexOf(wanted, next)
    }
  }

  #rowOf(part: number): number {
    if (this.#readRows === undefined) return part
    this.#rows ??= this.#readRows()
    return this.#rows[part] ?? 0
  }

  /** Which part a place is in. */
  #partAt(place: number): number {
    let part = -1
    for (let at = this.#text.indexOf(mark.id); at !== -1 && at <= place; part += 1)
      at = this.#text.indexOf(mark.id, at + 1)
    return part
  }
}

function isMark(letter: string | undefined): boolean {
  return letter === mark.id || letter === mark.name || letter === mark.repository
}
