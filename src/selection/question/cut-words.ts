import { isHan, isLatin, type QuestionText } from './question-text.ts'

/** Words that are known, by key. */
export interface Words {
  meaningsOf(key: string): readonly string[] | undefined
  readonly longestWord: number
}

/** Characters that the choice of a Chinese word looks ahead. */
const lookedAhead = 6

/** Whether a word may end before this place. */
export function isWordEnd({ folded }: QuestionText, place: number): boolean {
  if (!isLatin(folded.charAt(place - 1))) return true
  if (isLatin(folded.charAt(place))) return false
  return !(/[.,]/.test(folded.charAt(place)) && /\d/.test(folded.charAt(place + 1)))
}

/** Keys that begin at a place, the longest first, with where each ends. */
export function* keysAt(
  question: QuestionText,
  place: number,
  longest: number,
): Generator<readonly [string, number]> {
  const { compact, places, at } = question
  const from = at[place] ?? 0
  const most = Math.min(compact.length - from, longest)
  for (let length = most; length > 0; length -= 1) {
    const end = (places[from + length - 1] ?? 0) + 1
    if (isWordEnd(question, end)) yield [compact.slice(from, from + length), end]
  }
}

interface Cut {
  readonly end: number
  readonly meanings: readonly string[]
}

/**
 * The longest word here; of several Chinese ones that which leaves the fewest characters behind it unknown, for Chinese is
 * written without spaces: 支援 + 工具呼叫 rather than 支援工具 + 呼叫.
 */
export function wordAt(question: QuestionText, words: Words, place: number): Cut | undefined {
  let best: Cut | undefined
  let fewest: number | undefined
  let until = 0
  for (const cut of cutsAt(question, words, place)) {
    if (best === undefined) {
      best = cut
      until = cut.end + lookedAhead
      if (!isHan(question.folded.charAt(place))) return best
      continue
    }
    fewest ??= unknownUntil(question, words, best.end, until)
    if (fewest === 0) return best
    const unknown = unknownUntil(question, words, cut.end, until)
    if (unknown < fewest) [best, fewest] = [cut, unknown]
  }
  return best
}

function* cutsAt(question: QuestionText, words: Words, place: number): Generator<Cut> {
  for (const [key, end] of keysAt(question, place, words.longestWord)) {
    const singular = key.length > 3 && /[a-z]s$/.test(key) ? key.slice(0, -1) : undefined
    const meanings =
      words.meaningsOf(key) ?? (singular === undefined ? undefined : words.meaningsOf(singular))
    if (meanings !== undefined) yield { end, meanings }
  }
}

/** Chinese characters that nothing is known of, taking the longest word each time. */
function unknownUntil(question: QuestionText, words: Words, from: number, until: number): number {
  let unknown = 0
  let place = from
  while (place < until && isHan(question.folded.charAt(place))) {
    const [cut] = cutsAt(question, words, place)
    if (cut === undefined) unknown += 1
    place = cut?.end ?? place + 1
  }
  return unknown
}
