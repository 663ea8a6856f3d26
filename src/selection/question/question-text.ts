import type { Locale } from '../../base/locale.ts'
import type { QuestionData } from './question-data.ts'

/** Longest part of a question that is read; what comes after it is told, not read. */
const readMax = 4000

/** A question in the form that words are looked for in. All positions are of `text`. */
export interface QuestionText {
  /** Compatibility forms unified; as it was written otherwise. */
  readonly text: string
  /** The same, lower case and Traditional characters as Simplified ones; the same length. */
  readonly folded: string
  /** `folded` without spaces and hyphens. */
  readonly compact: string
  /** Position in `text` of each character of `compact`. */
  readonly places: readonly number[]
  /** Where in `compact` each position of `text` is, or comes next. */
  readonly at: readonly number[]
  /** Characters at the end that were not read. */
  readonly leftOut: number
}

/** Folds script and case, character by character, so that positions stay. */
export class ScriptFolding {
  readonly #simple: ReadonlyMap<string, string>
  readonly #onlyTraditional: ReadonlySet<string>
  readonly #onlySimplified: ReadonlySet<string>

  constructor(
    scripts: Pick<
      QuestionData,
      'traditional' | 'simplified' | 'onlyTraditional' | 'onlySimplified'
    >,
  ) {
    const target = Array.from(scripts.simplified)
    this.#simple = new Map(
      Array.from(scripts.traditional, (character, at) => [character, target[at] ?? character]),
    )
    this.#onlyTraditional = new Set(scripts.onlyTraditional)
    this.#onlySimplified = new Set(scripts.onlySimplified)
  }

  fold(text: string): string {
    let folded = ''
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at)
      const lower = character.toLowerCase()
      const plain = lower.length === 1 ? lower : character
      folded += this.#simple.get(plain) ?? plain
    }
    return folded
  }

  /** As a word of a lexicon is kept. */
  keyOf(word: string): string {
    // Most names are plain letters, and thousands are kept.
    const folded = /^[\0-\x7f]*$/.test(word)
      ? word.toLowerCase()
      : this.fold(word.normalize('NFKC'))
    return folded.replaceAll(separators, '')
  }

  /**
   * The language that a question is in: English without Chinese characters; of the two Chinese ones the one whose own
   * characters it has more of, and where it has none that tell, the reader's.
   */
  languageOf(text: string, reader: Locale): Locale {
    let [traditional, simplified, han] = [0, 0, 0]
    for (const character of text.slice(0, readMax)) {
      if (!isHan(character)) continue
      han += 1
      if (this.#onlyTraditional.has(character)) traditional += 1
      else if (this.#onlySimplified.has(character)) simplified += 1
    }
    if (han === 0) return 'en'
    if (traditional !== simplified) return traditional > simplified ? 'zh-TW' : 'zh-CN'
    return reader === 'en' ? 'zh-TW' : reader
  }
}

const separators = /[\s_\-–]+/g

function isSeparator(character: string): boolean {
  return /[\s_\-–]/.test(character)
}

export function isHan(character: string | undefined): boolean {
  return character !== undefined && /\p{Script=Han}/u.test(character)
}

export function isLatin(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9À-ɏ]/i.test(character)
}

export function prepareQuestion(question: string, folding: ScriptFolding): QuestionText {
  const text = question.slice(0, readMax).normalize('NFKC').slice(0, readMax)
  const folded = folding.fold(text)
  const places: number[] = []
  const at: number[] = []
  let compact = ''
  for (let place = 0; place < folded.length; place += 1) {
    at.push(places.length)
    const character = folded.charAt(place)
    if (isSeparator(character)) continue
    compact += character
    places.push(place)
  }
  at.push(places.length)
  return { text, folded, compact, places, at, leftOut: Math.max(0, question.length - readMax) }
}
