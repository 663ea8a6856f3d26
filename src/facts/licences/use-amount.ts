/** A figure in a description of a use: `5M USD`, `$12500000`, `500萬美元`, `1億`, `100M`. */
interface Amount {
  readonly value: number
  /** ISO 4217 code; undefined where none was written. */
  readonly currency: string | undefined
  /** Characters that it takes up. */
  readonly length: number
}

/** How people write currencies. Only USD is compared with thresholds; the others are known so that they can be refused by name. */
const currencies: Readonly<Record<string, string>> = {
  usd: 'USD',
  us$: 'USD',
  $: 'USD',
  'us dollars': 'USD',
  'us dollar': 'USD',
  dollars: 'USD',
  dollar: 'USD',
  美元: 'USD',
  美金: 'USD',
  eur: 'EUR',
  euros: 'EUR',
  euro: 'EUR',
  '€': 'EUR',
  歐元: 'EUR',
  欧元: 'EUR',
  twd: 'TWD',
  ntd: 'TWD',
  nt$: 'TWD',
  新台幣: 'TWD',
  新臺幣: 'TWD',
  新台币: 'TWD',
  台幣: 'TWD',
  臺幣: 'TWD',
  台币: 'TWD',
  cny: 'CNY',
  rmb: 'CNY',
  yuan: 'CNY',
  人民幣: 'CNY',
  人民币: 'CNY',
  hkd: 'HKD',
  hk$: 'HKD',
  港幣: 'HKD',
  港币: 'HKD',
  港元: 'HKD',
  jpy: 'JPY',
  yen: 'JPY',
  日圓: 'JPY',
  日元: 'JPY',
  日幣: 'JPY',
  gbp: 'GBP',
  pounds: 'GBP',
  '£': 'GBP',
  英鎊: 'GBP',
  英镑: 'GBP',
  krw: 'KRW',
  won: 'KRW',
  韓元: 'KRW',
  韩元: 'KRW',
  '¥': 'CNY/JPY',
  元: 'TWD/CNY',
  塊: 'TWD/CNY',
  块: 'TWD/CNY',
}

const multipliers: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  千: 1e3,
  萬: 1e4,
  万: 1e4,
  十萬: 1e5,
  十万: 1e5,
  百萬: 1e6,
  百万: 1e6,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  千萬: 1e7,
  千万: 1e7,
  億: 1e8,
  亿: 1e8,
  十億: 1e9,
  十亿: 1e9,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  trillion: 1e12,
}

const digits: Readonly<Record<string, number>> = {
  零: 0,
  一: 1,
  二: 2,
  兩: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}

const numerals: ReadonlyMap<string, number> = new Map(Object.entries(digits))
const multiplierNames: ReadonlyMap<string, number> = new Map(Object.entries(multipliers))
const currencyNames: ReadonlyMap<string, string> = new Map(Object.entries(currencies))

/** The longest of the names that stands at a position. A name of Latin letters must not run on into another letter. */
export function longestAt<T>(
  text: string,
  at: number,
  names: ReadonlyMap<string, T>,
  longest = 40,
): { readonly name: string; readonly value: T } | undefined {
  for (let length = Math.min(longest, text.length - at); length > 0; length--) {
    const name = text.slice(at, at + length)
    const value = names.get(name)
    if (value === undefined) continue
    const runsOn = /[a-z]$/.test(name) && /[a-z]/.test(text[at + length] ?? '')
    if (!runsOn) return { name, value }
  }
  return undefined
}

/** The figure that begins at a position, its currency before or behind it; undefined where there is none. */
export function readAmount(text: string, start: number): Amount | undefined {
  let at = start
  const skip = (length: number) => {
    at += length
    while (text[at] === ' ') at++
  }
  const before = longestAt(text, at, currencyNames, 12)
  if (before !== undefined) skip(before.name.length)
  const figure = /^(?:\d{1,15}(?:\.\d{1,9})?|\.\d{1,9})/.exec(text.slice(at, at + 30))?.[0]
  const numeral = numerals.get(text[at] ?? '')
  let value = 1
  if (figure !== undefined) {
    value = Number(figure)
    skip(figure.length)
  } else if (numeral !== undefined) {
    value = numeral
    skip(1)
  } else if (!/[十百千]/.test(text[at] ?? '')) return undefined
  const multiplier = longestAt(text, at, multiplierNames, 10)
  if (multiplier !== undefined) skip(multiplier.name.length)
  else if (figure === undefined) return undefined
  const after = longestAt(text, at, currencyNames, 12)
  if (after !== undefined) skip(after.name.length)
  return {
    value: Number((value * (multiplier?.value ?? 1)).toPrecision(15)),
    currency: after?.value ?? before?.value,
    length: at - start,
  }
}
