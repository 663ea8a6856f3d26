import type { StoredWords } from './catalogue-index.ts'
import type { CatalogueTable } from './catalogue-table.ts'
import { keepMarked, type RowMarks } from './name-keys.ts'

/** What names are compared by. */
export interface NameKnowledge {
  readonly words: readonly StoredWords[]
  keyOf(name: string): string
}

/**
 * Marks the rows that a text is found in. First the text as a whole, without spaces and hyphens (`qwen 3` is in
 * Qwen3-8B); where nothing holds it, each of its words by itself, Chinese parted from letters and figures
 * (`通義 8b`, `智譜9B`).
 */
export function searchNames(table: CatalogueTable, text: string, known: NameKnowledge): RowMarks {
  const whole = known.keyOf(text)
  if (whole === '') return noRows(table)
  const found = rowsFor(table, whole, known)
  if (found.includes(1)) return found
  const parts = [...new Set(partsOf(text).map((part) => known.keyOf(part)))].filter(Boolean)
  if (parts.length < 2) return found
  const [first = found, ...others] = parts
    .slice(0, partsMax)
    .map((part) => rowsFor(table, part, known))
  for (const marks of others) keepMarked(first, marks)
  return first
}

/** Marks the rows whose developer's name holds the key, or is one that a word with this key stands for. */
export function developerRows(
  table: CatalogueTable,
  key: string,
  known: NameKnowledge,
  marks = noRows(table),
): RowMarks {
  if (key === '') return marks
  const meant = new Set(wordsFor(key, known).flatMap(({ developers }) => developers))
  const isMeant = (name: unknown) =>
    typeof name === 'string' && (meant.has(name) || known.keyOf(name).includes(key))
  table.markWith('developer', isMeant, marks)
  return marks
}

const partsMax = 8

function noRows(table: CatalogueTable): RowMarks {
  return new Uint8Array(table.count)
}

/** Between words, and where Chinese characters meet others. */
function partsOf(text: string): string[] {
  return text.split(
    /[\s_]+|(?<=\p{Script=Han})(?=\P{Script=Han})|(?<=\P{Script=Han})(?=\p{Script=Han})/u,
  )
}

/** One key in names, developers and the other words for these. */
function rowsFor(table: CatalogueTable, key: string, known: NameKnowledge): RowMarks {
  const marks = developerRows(table, key, known)
  for (const { stems } of wordsFor(key, known))
    for (const stem of stems) table.markFrom(stem, marks)
  table.keys.markContaining(key, marks)
  return marks
}

/** A Chinese word may be typed in part (通義 of 通義千問); of a word in letters, the beginning. */
function wordsFor(key: string, { words }: NameKnowledge): StoredWords[] {
  const isMeant = /\p{Script=Han}/u.test(key)
    ? (word: string) => word.includes(key)
    : (word: string) => key.length > 1 && word.startsWith(key)
  return words.filter(({ keys }) => keys.some(isMeant))
}
