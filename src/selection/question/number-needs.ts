import type { Locale } from '../../base/locale.ts'
import { tokensOfThousands } from '../../base/quantities.ts'
import { isContent } from './mark-negation.ts'
import type { Needs } from './needs.ts'
import { means, type Phrase } from './phrase.ts'
import type { Quantity } from './quantity.ts'
import type { Presets } from './question-data.ts'

type Comparison = 'at-most' | 'under' | 'at-least' | 'over' | 'about' | 'after'

interface Reading {
  readonly phrases: readonly Phrase[]
  readonly needs: Needs
  readonly presets: Presets
  readonly language: Locale
  /** A model is named, so that sizes and lengths are asked about rather than asked for. */
  readonly isAboutModel: boolean
}

/** A class of models named by a size is this far around it: `24B` is 20.6 to 27.4 billion. */
const classWidth = 0.14

/** Reads sizes, lengths, users, money, speeds and days. */
export function readNumberNeeds(reading: Reading): void {
  for (const [at, phrase] of reading.phrases.entries()) {
    if (phrase.quantity === undefined) continue
    const { quantity } = phrase
    if (quantity.date !== undefined) readDate(reading, at, phrase, quantity.date)
    else if (isMoney(reading, phrase, quantity)) readMoney(reading, phrase, quantity)
    else if (!readTime(reading, at, phrase, quantity) && !readPeople(reading, phrase, quantity))
      readSizeOrLength(reading, at, phrase, quantity)
  }
  readBooks(reading)
}

/** "Under", "at most" before a number, 以下, 以上 after it. */
function comparisonAt({ phrases }: Reading, at: number): Comparison | undefined {
  for (const step of [-1, 1])
    for (let next = at + step; Math.abs(next - at) <= 3; next += step) {
      const phrase = phrases[next]
      if (phrase === undefined || phrase.quantity !== undefined) break
      if (step === 1 && isStop(phrase)) break
      if (means(phrase, 'compare')) {
        const value = comparisons.find((one) => means(phrase, 'compare', one))
        if (value !== undefined && standsAt(step, phrase.words)) return flipped(value, phrase)
        break
      }
      if (isContent(phrase) && !isSoft(phrase)) break
    }
  return undefined
}

const comparisons = ['under', 'at-most', 'at-least', 'over', 'after', 'about'] as const
/** English says "under" in front of a number and "or less" behind it, Chinese 低於 in front and 以下 behind. */
const behind =
  /^(or (less|smaller|fewer|more|larger|bigger)|max(imum)?|min(imum)?|plus|-?class|range|sized|only|以.+|之.+|内|內|起跳?|左右|上下|级别?|級別?|等級|等级|后|後|那种|那種|这个级别|這個級別|差不多)$/i
const anywhere = /^(max(imum)?|min(imum)?|大概|差不多|只有|only)$/i

function standsAt(step: number, words: string): boolean {
  return anywhere.test(words) || behind.test(words) === (step === 1)
}

function flipped(value: Comparison, { isNegated }: Phrase): Comparison {
  if (isNegated !== true) return value
  if (value === 'over') return 'at-most'
  return value === 'under' ? 'at-least' : value
}

function isStop(phrase: Phrase): boolean {
  return means(phrase, 'break') && !means(phrase, 'compare')
}

/** Words that may stand between "under" and its number. */
function isSoft(phrase: Phrase): boolean {
  return means(phrase, 'size') || means(phrase, 'field') || means(phrase, 'unit')
}

function inClause({ phrases }: Reading, phrase: Phrase, test: (one: Phrase) => boolean): boolean {
  return phrases.some((one) => one !== phrase && one.clause === phrase.clause && test(one))
}

const plain: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 }

function plainValue({ value, suffix }: Quantity): number {
  return value * (plain[suffix ?? ''] ?? 1)
}

function readDate(reading: Reading, at: number, phrase: Phrase, date: string): void {
  const comparison = comparisonAt(reading, at)
  if (comparison === 'after' || comparison === 'over' || comparison === 'at-least')
    reading.needs.set('releasedAfter', date, phrase.words)
  else reading.needs.term('year', date.slice(0, 4), phrase.words)
}

function isMoney(reading: Reading, phrase: Phrase, { currency, unit }: Quantity): boolean {
  if (currency !== undefined) return true
  if (unit !== undefined) return ['usd', 'eur', 'twd', 'cny', 'jpy'].includes(unit)
  return inClause(reading, phrase, (one) => means(one, 'unit', 'revenue'))
}

function readMoney(reading: Reading, phrase: Phrase, quantity: Quantity): void {
  const { needs, presets } = reading
  const money = quantity.currency ?? quantity.unit ?? 'usd'
  const rate = money === 'usd' ? 1 : (presets.exchange[money] ?? 1)
  if (money !== 'usd')
    needs.assume('assumed.exchange', { money: money.toUpperCase(), rate: String(rate) })
  const amount = Number((plainValue(quantity) * rate).toPrecision(12))
  const isRevenue = reading.phrases.some((one) => means(one, 'unit', 'revenue'))
  const isPrice = reading.phrases.some((one) => means(one, 'field', 'prices')) || amount < 1000
  if (isPrice && !isRevenue) needs.set('maxPriceUsdPerMillionTokens', amount, phrase.words)
  else needs.use({ commercial: true, revenueUsd: amount }, phrase)
}

function readTime(reading: Reading, at: number, phrase: Phrase, quantity: Quantity): boolean {
  const { needs } = reading
  if (quantity.unit === 'tokens-per-second') {
    needs.set('minDecodeTokensPerSecond', quantity.value, phrase.words)
    return true
  }
  const isPerSecond = inClause(reading, phrase, (one) => means(one, 'unit', 'per-second'))
  if (quantity.unit === 'token' && isPerSecond) {
    needs.set('minDecodeTokensPerSecond', quantity.value, phrase.words)
    return true
  }
  if (quantity.unit !== 'second' && quantity.unit !== 'millisecond') return false
  const milliseconds = quantity.value * (quantity.unit === 'second' ? 1000 : 1)
  const isFirst = reading.phrases.some((one) => means(one, 'unit', 'first-token'))
  const comparison = comparisonAt(reading, at)
  if (isFirst || comparison === 'under' || comparison === 'at-most' || /内|內/.test(phrase.words))
    needs.set('maxTimeToFirstTokenMs', milliseconds, phrase.words)
  return true
}

function readPeople(reading: Reading, phrase: Phrase, quantity: Quantity): boolean {
  const { needs } = reading
  const isMonthly =
    quantity.unit === 'mau' || inClause(reading, phrase, (one) => means(one, 'unit', 'mau'))
  if (isMonthly && (quantity.unit === undefined || /mau|person/.test(quantity.unit))) {
    needs.use({ commercial: true, monthlyActiveUsers: plainValue(quantity) }, phrase)
    return true
  }
  const isTogether = isSimultaneous(reading, phrase)
  const isCount = quantity.unit === undefined && quantity.suffix === undefined && isTogether
  if (quantity.unit !== 'person' && !isCount) return false
  const people = plainValue(quantity)
  if (people > 65_536) needs.use({ commercial: true, monthlyActiveUsers: people }, phrase)
  else if (isTogether || !isStaff(reading, phrase))
    needs.set('parallel', Math.max(1, Math.round(people)), phrase.words)
  else needs.term('people', people, phrase.words)
  return true
}

const together =
  /同时|同時|并发|並發|併發|concurrent|simultaneous|at once|at a time|parallel|并行|並行/i

function isSimultaneous({ phrases }: Reading, phrase: Phrase): boolean {
  if (together.test(phrase.words)) return true
  const at = phrases.indexOf(phrase)
  const near = phrases
    .slice(Math.max(0, at - 3), at + 3)
    .filter(({ clause }) => clause === phrase.clause)
  return near.some((one) => means(one, 'unit', 'simultaneous') && one.quantity === undefined)
}

/** A company's people are not its users at one time; where others are said to be, these are not. */
function isStaff(reading: Reading, phrase: Phrase): boolean {
  if (/employee|员工|員工|staff/i.test(phrase.words)) return true
  const others = reading.phrases.filter(({ quantity }) => quantity !== undefined)
  if (others.some((one) => one !== phrase && isSimultaneous(reading, one))) return true
  const before = reading.phrases[reading.phrases.indexOf(phrase) - 1]
  return before !== undefined && /公司|company|团队|團隊|team/i.test(before.words)
}

function readSizeOrLength(reading: Reading, at: number, phrase: Phrase, quantity: Quantity): void {
  const { suffix, unit } = quantity
  if (unit === 'card' || suffix === 'gb' || suffix === 'g' || suffix === 'gb/s') return
  const isParams =
    unit === 'parameter' ||
    ((unit === undefined || unit === 'model') &&
      (suffix === 'b' || suffix === 't' || (suffix === 'm' && quantity.value >= 50)))
  if (isParams) readSize(reading, at, phrase, quantity)
  else readLength(reading, phrase, quantity)
}

function readSize(reading: Reading, at: number, phrase: Phrase, quantity: Quantity): void {
  const { needs, phrases, isAboutModel } = reading
  const low = plainValue(quantity)
  const high =
    quantity.upTo === undefined ? undefined : plainValue({ ...quantity, value: quantity.upTo })
  const comparison = comparisonAt(reading, at)
  if (means(phrases[at + 1], 'field', 'activeParams')) {
    needs.limit('maxActiveParams', low, phrase.words)
    return
  }
  if (isAboutModel && (comparison === undefined || comparison === 'about')) {
    needs.term('askedParams', low, phrase.words)
    return
  }
  if (high !== undefined) {
    needs.limit('minTotalParams', low, phrase.words)
    needs.limit('maxTotalParams', high, phrase.words)
  } else if (comparison === 'under' || comparison === 'at-most')
    needs.limit('maxTotalParams', low, phrase.words)
  else if (comparison === 'over' || comparison === 'at-least')
    needs.limit('minTotalParams', low, phrase.words)
  else {
    needs.limit('minTotalParams', Math.round(low * (1 - classWidth)), phrase.words)
    needs.limit('maxTotalParams', Math.round(low * (1 + classWidth)), phrase.words)
  }
}

function readLength(reading: Reading, phrase: Phrase, quantity: Quantity): void {
  const { needs, presets, language, isAboutModel } = reading
  const { tokens } = presets
  const { value, suffix, unit } = quantity
  const isChinese = language !== 'en'
  if (unit === 'token' || (unit === undefined && (suffix === 'k' || suffix === 'm'))) {
    const length = Math.round(
      suffix === 'k' ? tokensOfThousands(value) : suffix === 'm' ? value * 1024 ** 2 : value,
    )
    const isAsked =
      isAboutModel && reading.phrases.some((one) => means(one, 'ask', 'whether') || isOr(one))
    if (length < 256) return
    if (isAsked && !reading.phrases.some((one) => means(one, 'ask', 'fit')))
      needs.term('askedLength', length, phrase.words)
    else needs.set('contextPerUser', length, phrase.words)
    return
  }
  const amount = plainValue(quantity)
  const each =
    unit === 'character'
      ? tokens.perCharacter
      : unit === 'word'
        ? tokens.perWord
        : unit === 'page'
          ? tokens.perPage[isChinese ? 'zh' : 'en']
          : undefined
  if (each === undefined) {
    if (isAboutModel && suffix === undefined) needs.term('askedNumber', value, phrase.words)
    return
  }
  if (amount * each < 256) return
  needs.set('contextPerUser', Math.ceil(amount * each) + tokens.answer, phrase.words)
  needs.assume('assumed.tokensOfText', {
    words: phrase.words,
    tokens: Math.ceil(amount * each),
    answer: tokens.answer,
  })
}

function isOr(phrase: Phrase): boolean {
  return means(phrase, 'join') || means(phrase, 'ask', 'compare')
}

/** A whole book, where no pages or characters were counted. */
function readBooks({ phrases, needs, presets, language }: Reading): void {
  const book = phrases.find(
    (one) =>
      one.quantity?.unit === 'book' || (one.quantity === undefined && means(one, 'unit', 'book')),
  )
  if (book === undefined || needs.requirements.contextPerUser !== undefined) return
  const { perBook, answer } = presets.tokens
  const tokens = perBook[language === 'en' ? 'en' : 'zh']
  needs.set('contextPerUser', tokens + answer, book.words)
  needs.assume('assumed.tokensOfText', { words: book.words, tokens, answer })
}
