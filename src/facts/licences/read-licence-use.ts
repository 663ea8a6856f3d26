import { nearestNames } from '../../base/nearest.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { LicenceUse } from './licence-use.ts'
import { countryCodes, placeText, territoryNames } from './territory-names.ts'
import { longestAt, readAmount } from './use-amount.ts'
import { suggestedWords, trainingOnOutputsAt, type UseWord, useWords } from './use-words.ts'

const longestText = 500

/** What a word, figure or place of the description means. */
type Meaning =
  | Exclude<UseWord, { kind: 'filler' }>
  | { readonly kind: 'territory'; readonly codes: readonly string[] }
  | { readonly kind: 'amount'; readonly value: number; readonly currency: string | undefined }

/** A meaning with the words that have it. */
type Token = Meaning & { readonly text: string }

const worldwide = new Set(['worldwide', 'global', 'globally', '全球', '全世界', '世界各地'])

/**
 * A use in the words of any of the three languages: `commercial, 5M USD revenue, EU, fine-tune and publish`,
 * `商用，年營收 500 萬美元，歐盟，微調並發布`, `personal`, `1亿月活, 德国`.
 *
 * Parts are separated by commas; within a part a figure belongs to the word beside it (revenue, users), and a figure in
 * USD alone is revenue. A month's revenue is taken twelve times. Throws `invalid_input` that names the part that cannot
 * be read with the nearest word, and `contradictory_requirements` where two parts cannot both hold; `field` is the
 * name that errors give the text.
 */
export function readLicenceUse(text: string, field = 'licenceUse'): LicenceUse {
  try {
    return readUse(text)
  } catch (error) {
    if (!TouchstoneError.is(error) || error.values.field === undefined) throw error
    throw new TouchstoneError(error.code, { ...error.values, field })
  }
}

function readUse(text: string): LicenceUse {
  const normal = text.normalize('NFKC')
  if (normal.length > longestText)
    throw refuse('problem.licenceUseLong', {
      part: `${normal.slice(0, 40)}...`,
      limit: longestText,
    })
  // Commas inside a number group its thousands; all others separate.
  const parts = normal
    .replace(/(\d),(?=\d{3}(\D|$))/g, '$1')
    .split(/[,、;+\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const negative = parts.find((part) => /(^|\s)[-−–]\s?(us)?\$?\d/i.test(part))
  if (negative !== undefined) throw refuse('problem.licenceUseNegative', { part: negative })
  const use: LicenceUse = {}
  const said = new Map<string, string>()
  for (const part of parts) readPart(part, use, said)
  if (Object.keys(use).length === 0) throw refuse('problem.licenceUseEmpty', {})
  return use
}

function refuse(
  problem: string,
  values: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): TouchstoneError {
  return new TouchstoneError('invalid_input', { field: 'licenceUse', problem, ...values })
}

function readPart(part: string, use: LicenceUse, said: Map<string, string>): void {
  const tokens = tokensOf(part)
  for (const token of tokens) {
    if (token.kind === 'commercial') set(use, 'commercial', token.value, token.text, said)
    else if (token.kind === 'action')
      use.actions = [...new Set([...(use.actions ?? []), token.value])]
    else if (token.kind === 'territory')
      use.territories = [...new Set([...(use.territories ?? []), ...token.codes])]
  }
  readFigures(part, tokens, use, said)
}

function set<Field extends 'commercial' | 'revenueUsd' | 'monthlyActiveUsers'>(
  use: LicenceUse,
  field: Field,
  value: NonNullable<LicenceUse[Field]>,
  words: string,
  said: Map<string, string>,
): void {
  if (use[field] !== undefined && use[field] !== value)
    throw new TouchstoneError('contradictory_requirements', {
      first: said.get(field) ?? '',
      second: words,
    })
  use[field] = value
  said.set(field, words)
}

function readFigures(
  part: string,
  tokens: readonly Token[],
  use: LicenceUse,
  said: Map<string, string>,
): void {
  const amounts = tokens.filter((token) => token.kind === 'amount')
  const labels = tokens.filter((token) => token.kind === 'label')
  const [amount] = amounts
  if (amount === undefined) {
    if (labels.length > 0) throw refuse('problem.licenceUseFigure', { part })
    return
  }
  if (amounts.length > 1) throw refuse('problem.licenceUseTwoFigures', { part })
  if (amount.currency !== undefined && amount.currency !== 'USD')
    throw refuse('problem.licenceUseCurrency', { part, currency: amount.currency })
  const label =
    labels.find(({ value }) => value === 'users')?.value ??
    (labels.length > 0 || amount.currency === 'USD' ? 'revenue' : undefined)
  if (label === undefined || (label === 'users' && amount.currency !== undefined))
    throw refuse('problem.licenceUseUnit', { part })
  // `less than 1M` and `more than 1M` are the next whole number, so that a threshold of 1M falls on the right side.
  const bound = tokens.find((token) => token.kind === 'bound')?.value ?? 0
  const value = Math.max(0, amount.value + bound)
  if (label === 'users') set(use, 'monthlyActiveUsers', value, part, said)
  else
    set(use, 'revenueUsd', labels.some(({ monthly }) => monthly) ? value * 12 : value, part, said)
}

/** A part as it was typed, in small letters, and as names of places are compared; every character at one position. */
interface PartText {
  readonly part: string
  readonly lower: string
  readonly places: string
}

function tokensOf(part: string): Token[] {
  const lower = part.toLowerCase()
  const text: PartText = { part, lower, places: placeText(part) }
  const whole = territoryOf(text, 0)
  if (whole?.length === part.length) return [{ kind: 'territory', codes: whole.codes, text: part }]
  const code = codeOf(part)
  if (code !== undefined) return [{ kind: 'territory', codes: [code], text: part }]
  const tokens: Token[] = []
  let at = 0
  while (at < lower.length) {
    const next = tokenAt(text, at)
    if (next === undefined) throw unknown(lower.slice(at))
    for (const meaning of next.meanings)
      tokens.push({ ...meaning, text: part.slice(at, at + next.length) })
    at += next.length
  }
  return tokens
}

interface Read {
  readonly meanings: readonly Meaning[]
  readonly length: number
}

/** The longest of what can stand at a position: a place, a word, a figure, a space. */
function tokenAt(text: PartText, at: number): Read | undefined {
  const { lower } = text
  // What is somebody's: company's.
  if (/^['’]s(?![a-z])/.test(lower.slice(at, at + 3))) return { meanings: [], length: 2 }
  if (/[\s.()"'“”「」!?。!?/-]/.test(lower[at] ?? '')) return { meanings: [], length: 1 }
  const readings: Read[] = []
  const place = territoryOf(text, at)
  if (place !== undefined)
    readings.push({ meanings: [{ kind: 'territory', codes: place.codes }], length: place.length })
  const training = trainingOnOutputsAt(lower, at)
  if (training !== undefined)
    readings.push({ meanings: [{ kind: 'action', value: 'train-on-outputs' }], length: training })
  const amount = readAmount(lower, at)
  if (amount !== undefined) {
    const { value, currency, length } = amount
    readings.push({ meanings: [{ kind: 'amount', value, currency }], length })
  }
  const word = longestAt(lower, at, useWords)
  if (word !== undefined)
    readings.push({ meanings: word.value.filter(hasMeaning), length: word.name.length })
  return readings.sort((a, b) => b.length - a.length)[0]
}

function hasMeaning(word: UseWord): word is Exclude<UseWord, { kind: 'filler' }> {
  return word.kind !== 'filler'
}

/**
 * A place by name in any of the languages, accents or not, or by its code: in capitals, or in any letters after `in`. A
 * code that is also a small word (IN, IT, IS) counts only where it is all that a part says.
 */
function territoryOf(
  { part, places }: PartText,
  at: number,
): { readonly codes: readonly string[]; readonly length: number } | undefined {
  const everywhere = [...worldwide].find((word) => places.startsWith(word, at))
  if (everywhere !== undefined && !/^[a-z]/.test(places.slice(at + everywhere.length)))
    return { codes: [...countryCodes()], length: everywhere.length }
  const named = longestAt(places, at, territoryNames(), 60)
  if (named !== undefined) return { codes: named.value, length: named.name.length }
  const letters = /^[A-Za-z]{2}(?![A-Za-z])/.exec(part.slice(at, at + 3))?.[0] ?? ''
  const isCode =
    /[A-Z]{2}/.test(letters) || /\bin (the )?$/i.test(part.slice(Math.max(0, at - 8), at))
  const code = isCode && !useWords.has(letters.toLowerCase()) ? codeOf(letters) : undefined
  return code === undefined ? undefined : { codes: [code], length: 2 }
}

/** Two letters that are no code when written small. */
const smallWords = new Set('am as at be by do id in is it me my no so to'.split(' '))

/** A code of two letters, in capitals or, where it is no small word, not. */
function codeOf(letters: string): string | undefined {
  if (letters.length !== 2 || smallWords.has(letters)) return undefined
  const code = letters.toUpperCase()
  return countryCodes().has(code) ? code : undefined
}

/** The word that was not understood, up to the next space, with the nearest that would be. */
function unknown(rest: string): TouchstoneError {
  const word = (/^[a-z][a-z-]*/.exec(rest)?.[0] ?? /^\S+/.exec(rest)?.[0] ?? rest).slice(0, 40)
  const nearest = nearestNames(word, [...suggestedWords, ...territoryNames().keys()], 1)
  return nearest.length === 0
    ? refuse('problem.licenceUseWord', { part: word })
    : refuse('problem.licenceUseNearest', { part: word, nearest })
}
