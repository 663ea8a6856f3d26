/** Names that people use and the Unicode locale data does not give, in lower case. */
const otherNames: Readonly<Record<string, string>> = {
  eu: 'EU',
  'european union': 'EU',
  歐盟: 'EU',
  欧盟: 'EU',
  uk: 'GB',
  'great britain': 'GB',
  britain: 'GB',
  usa: 'US',
  america: 'US',
  'the united states of america': 'US',
  'united states of america': 'US',
  korea: 'KR',
  南韓: 'KR',
  南韩: 'KR',
  韓國: 'KR',
  韩国: 'KR',
  'mainland china': 'CN',
  prc: 'CN',
  中國大陸: 'CN',
  中国大陆: 'CN',
  大陸: 'CN',
  大陆: 'CN',
  中國: 'CN',
  臺灣: 'TW',
  uae: 'AE',
  阿聯: 'AE',
  'czech republic': 'CZ',
  holland: 'NL',
  turkey: 'TR',
  'hong kong': 'HK',
  香港: 'HK',
  macao: 'MO',
  macau: 'MO',
  澳門: 'MO',
  澳门: 'MO',
}

const locales = ['en', 'zh-Hant-TW', 'zh-Hans-CN', 'zh-Hant-HK']

/** Codes that are no country: groupings, private use and reserved ones that the locale data names all the same. */
const noCountry = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '))

/** Codes that the standard withdrew are written anew by the runtime: SU becomes RU. */
function isCurrent(code: string): boolean {
  return Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
}

let names: Map<string, string> | undefined

/**
 * Codes of countries by their names in English and in Chinese of Taiwan, the mainland and Hong Kong, in lower case; and
 * `EU`. Built from the runtime's own locale data (Unicode CLDR), once, when first asked for.
 */
export function territoryNames(): ReadonlyMap<string, string> {
  names ??= buildNames()
  return names
}

function buildNames(): Map<string, string> {
  const found = new Map(Object.entries(otherNames))
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const codes = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !noCountry.has(code) && isCurrent(code))
  for (const locale of locales)
    for (const style of ['long', 'short'] as const) {
      const display = new Intl.DisplayNames(locale, { type: 'region', style, fallback: 'none' })
      for (const code of codes) {
        const name = display.of(code)?.normalize('NFKC').toLowerCase()
        if (name !== undefined && !found.has(name)) found.set(name, code)
      }
    }
  return found
}

/** Every country code that has a name. */
export function countryCodes(): ReadonlySet<string> {
  return new Set([...territoryNames().values()].filter((code) => code !== 'EU'))
}
