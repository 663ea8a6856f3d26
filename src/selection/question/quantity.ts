/** A number of a question with what stands behind it. */
export interface Quantity {
  /** As said, multiplied out: `5000 萬` is 50,000,000; `7B` is 7 with suffix `b`. */
  readonly value: number
  /** Of a range: the larger end. */
  readonly upTo?: number
  /** Letter that is no plain multiplier: memory in GB, parameters in B, thousands, millions. */
  readonly suffix?: 'k' | 'm' | 'b' | 't' | 'g' | 'gb' | 'tb' | 'mb' | 'gb/s'
  /** Of the lexicon's units: `token`, `page`, `card`. */
  readonly unit?: string
  /** Money in front of the number. */
  readonly currency?: 'usd' | 'eur' | 'twd' | 'cny' | undefined
  /** `2025-08-01`, where it is a date. */
  readonly date?: string
}

export interface ReadQuantity {
  readonly quantity: Quantity
  readonly end: number
}

const chineseDigits: Readonly<Record<string, number>> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const chineseUnits: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const chineseGroups: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 }

/** 两, 十二, 三千五百, 十万. Undefined for what is no number. */
export function readChineseNumber(text: string): number | undefined {
  let [total, section, digit] = [0, 0, 0]
  for (const character of text) {
    if (character in chineseDigits) digit = chineseDigits[character] ?? 0
    else if (character in chineseUnits) {
      section += (digit === 0 ? 1 : digit) * (chineseUnits[character] ?? 1)
      digit = 0
    } else if (character in chineseGroups) {
      const group = Math.max(section + digit, section + digit === 0 ? 1 : 0)
      total = (total + group) * (chineseGroups[character] ?? 1)
      section = 0
      digit = 0
    } else return undefined
  }
  return total + section + digit
}

const multipliers: Readonly<Record<string, number>> = {
  千: 1e3,
  万: 1e4,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  十亿: 1e9,
  thousand: 1e3,
  million: 1e6,
  mn: 1e6,
  mio: 1e6,
  billion: 1e9,
  bn: 1e9,
  trillion: 1e12,
}

const date = /(20\d\d)\s*(?:[-/.年])\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?\s*[月日号]?(?!\d)/y
const year = /(20[12]\d)(?=\s*年|(?![\d.,]*\d)(?!\s*(?:tokens?|gb|mb|字|页|人)))\s*年?/y
const currency = /(us\$|nt\$|\$|€|¥|rmb)\s*/y
const figure = /(\d{1,15}(?:,\d{3}(?!\d))*(?:\.\d{1,6})?)/y
const rangeEnd = /\s*b?\s*(?:-|–|~|～|到|至|to\b)\s*(\d{1,15}(?:\.\d{1,6})?)/y
const suffix =
  /\s*-?\s*(gb\/s|gib|gb|tib|tb|mib|mb|十亿|千万|百万|十万|万|亿|千|thousand|million|billion|trillion|bn|mn|mio|k|m|b|t|g)(?![a-z])/y
const currencies: Readonly<Record<string, Quantity['currency']>> = {
  us$: 'usd',
  $: 'usd',
  nt$: 'twd',
  '€': 'eur',
  '¥': 'cny',
  rmb: 'cny',
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** A number in figures that begins here, with its multiplier or suffix; the unit is looked for by the caller. */
export function readFigure(folded: string, at: number): ReadQuantity | undefined {
  const dated = readDate(folded, at)
  if (dated !== undefined) return dated
  const money = matchAt(currency, folded, at)
  const start = at + (money?.[0].length ?? 0)
  const number = matchAt(figure, folded, start)
  if (number === null) return undefined
  let end = start + number[0].length
  let value = Number((number[1] ?? '').replaceAll(',', ''))
  const range = matchAt(rangeEnd, folded, end)
  let upTo = range === null ? undefined : Number(range[1])
  if (range !== null) end += range[0].length
  const found = matchAt(suffix, folded, end)
  const word = found?.[1]
  const factor = word === undefined ? undefined : multipliers[word]
  if (found !== null) end += found[0].length
  if (factor !== undefined) {
    value *= factor
    if (upTo !== undefined) upTo *= factor
  }
  return {
    end,
    quantity: {
      value: Number(value.toPrecision(15)),
      ...(upTo === undefined ? {} : { upTo }),
      ...(word === undefined || factor !== undefined ? {} : { suffix: suffixOf(word) }),
      ...(money === null ? {} : { currency: currencies[money[1] ?? ''] }),
    },
  }
}

function suffixOf(word: string): NonNullable<Quantity['suffix']> {
  if (word === 'gib') return 'gb'
  if (word === 'tib') return 'tb'
  if (word === 'mib') return 'mb'
  return word as NonNullable<Quantity['suffix']>
}

function readDate(folded: string, at: number): ReadQuantity | undefined {
  const full = matchAt(date, folded, at)
  if (full !== null) {
    const [whole, y = '', m = '', d = '1'] = full
    const [month, day] = [Number(m), Number(d)]
    if (month >= 1 && month <= 12 && day >= 1 && day <= 31)
      return {
        end: at + whole.length,
        quantity: {
          value: Number(y),
          date: `${y}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
        },
      }
  }
  const only = matchAt(year, folded, at)
  if (only === null) return undefined
  return {
    end: at + only[0].length,
    quantity: { value: Number(only[1]), date: `${only[1]}-01-01` },
  }
}

const chineseNumber = /[零一二两三四五六七八九十百千万亿]{1,12}/y

/** A number in Chinese characters that begins here; the caller takes it only where a unit follows. */
export function readChineseFigure(folded: string, at: number): ReadQuantity | undefined {
  const found = matchAt(chineseNumber, folded, at)
  if (found === null) return undefined
  const value = readChineseNumber(found[0])
  return value === undefined || value === 0
    ? undefined
    : { end: at + found[0].length, quantity: { value } }
}
