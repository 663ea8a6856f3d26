import { means, type Phrase } from './phrase.ts'

/** Chinese words that come after what they leave out: 中國的除外. */
const after = /^(以外|之外|除外|排除)$/

const idle = ['noise', 'join', 'compare', 'ask', 'not', 'break', 'number', 'unit'] as const

/** Whether a phrase says something that can be wanted or not. */
export function isContent(phrase: Phrase): boolean {
  if (phrase.models !== undefined || phrase.device !== undefined || phrase.quantity !== undefined)
    return true
  return phrase.meanings.some((meaning) => !idle.some((kind) => meaning.startsWith(`${kind}:`)))
}

/** Numbers the clauses, and marks what stands under a negation: the next content, and what is joined to it. */
export function markNegation(phrases: readonly Phrase[]): void {
  let clause = 0
  for (const phrase of phrases) {
    if (means(phrase, 'break') && !isContent(phrase)) clause += 1
    phrase.clause = clause
  }
  for (const [at, phrase] of phrases.entries()) {
    if (!means(phrase, 'not') || isContent(phrase)) continue
    if (after.test(phrase.words)) negateBefore(phrases, at)
    else negateFrom(phrases, at)
  }
}

function negateFrom(phrases: readonly Phrase[], at: number): void {
  let kind: string | undefined
  let isJoined = true
  for (const phrase of phrases.slice(at + 1)) {
    if (phrase.clause !== phrases[at]?.clause) return
    if (means(phrase, 'join') && !isContent(phrase)) isJoined = true
    else if (isContent(phrase)) {
      if (!isJoined || (kind !== undefined && kindOf(phrase) !== kind)) return
      phrase.isNegated = true
      kind = kindOf(phrase)
      isJoined = false
    }
  }
}

function negateBefore(phrases: readonly Phrase[], at: number): void {
  for (const phrase of phrases.slice(0, at).reverse()) {
    if (phrase.clause !== phrases[at]?.clause) return
    if (isContent(phrase)) {
      phrase.isNegated = true
      return
    }
  }
}

function kindOf(phrase: Phrase): string {
  if (phrase.models !== undefined) return 'model'
  if (phrase.device !== undefined) return 'device'
  if (phrase.quantity !== undefined) return 'quantity'
  return phrase.meanings[0]?.split(':')[0] ?? ''
}
