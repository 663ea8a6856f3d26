/** Names that people use and the Unicode locale data does not give, in lower case, by code. */
const otherNames: Readonly<Record<string, string>> = {
  EU: 'eu|e.u.|the eu|european union|歐盟|欧盟',
  GB: 'uk|u.k.|great britain|britain|england|scotland|wales|northern ireland|英格蘭|英格兰|蘇格蘭|苏格兰|威爾斯|威尔士|北愛爾蘭|北爱尔兰|大不列顛|大不列颠',
  US: 'usa|u.s.|u.s.a.|america|united states of america|the united states of america',
  KR: 'korea|republic of korea|south korea|南韓|南韩|韓國|韩国|大韓民國|大韩民国',
  KP: "democratic people's republic of korea|dprk|北韓|北韩|朝鮮|朝鲜",
  CN: "mainland china|prc|people's republic of china|中國大陸|中国大陆|大陸|大陆|中國|中华人民共和国|中華人民共和國",
  TW: 'republic of china|roc|臺灣|中華民國|中华民国',
  AE: 'uae|阿聯|阿联',
  CZ: 'czech republic|czechia',
  NL: 'holland|the netherlands|荷蘭|荷兰',
  TR: 'turkey',
  HK: 'hong kong|香港',
  MO: 'macao|macau|澳門|澳门',
  RU: 'russian federation',
  VN: 'viet nam',
  LA: "lao people's democratic republic",
  MM: 'burma',
  CI: 'ivory coast',
  CV: 'cape verde',
  SZ: 'swaziland',
  MK: 'macedonia',
  // Regions that lie within the territory of the EU; those without a code have the one of their state.
  RE: 'la reunion|reunion island|留尼旺島|留尼汪岛',
  GF: 'guyane|french guyana',
  MF: '聖馬丁|圣马丁',
  IC: 'canaries|the canary islands|加那利|加那利群島|加纳利|加那利群岛',
  EA: 'ceuta|melilla|休達|休达|美利利亞|梅利利亞|梅利利亚',
  PT: 'azores|the azores|madeira|亞速群島|亞速爾群島|亚速尔群岛|亞速爾|亚速尔|馬德拉|馬德拉群島|马德拉|马德拉群岛',
  AX: 'aland|奧蘭|奥兰',
  BQ: 'bonaire|saba|sint eustatius|波奈|博奈尔',
  CY: 'northern cyprus|北賽普勒斯|北塞浦路斯',
}

/** Groups of countries, by the codes that decide about a licence. */
const groups: readonly (readonly [string, readonly string[]])[] = [
  ['eea|european economic area|歐洲經濟區|欧洲经济区', ['EU', 'IS', 'LI', 'NO']],
  ['europe|european|歐洲|欧洲', ['EU', 'GB', 'CH', 'NO']],
  ['benelux', ['BE', 'NL', 'LU']],
]

const locales = ['en', 'zh-Hant-TW', 'zh-Hans-CN', 'zh-Hant-HK']

/** Codes that are no country: groupings, private use and reserved ones that the locale data names all the same. */
const noCountry = new Set('AC CP CQ DG EU EZ QO TA UN XA XB ZZ'.split(' '))
/** Parts of Spain with reserved codes: they have names, but are no countries. */
const partsOfCountries = new Set(['EA', 'IC'])

/** Codes that the standard withdrew are written anew by the runtime: SU becomes RU. */
function isCurrent(code: string): boolean {
  return Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
}

/**
 * A text as names of places are compared: small letters without accents, spaces for hyphens. Every character keeps its
 * position.
 */
export function placeText(text: string): string {
  return Array.from(text, (character) => {
    if (/[-\u2010-\u2015]/.test(character)) return ' '
    if (/[\u2018\u2019]/.test(character)) return "'"
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    return plain.length === character.length ? plain : character
  }).join('')
}

let names: Map<string, readonly string[]> | undefined

/**
 * Codes of countries by their names in English and in Chinese of Taiwan, the mainland and Hong Kong, as `placeText`
 * writes them; `EU`, regions, and groups of countries with several codes. Built from the runtime's own locale data
 * (Unicode CLDR), once, when first asked for.
 */
export function territoryNames(): ReadonlyMap<string, readonly string[]> {
  names ??= buildNames()
  return names
}

function buildNames(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const add = (name: string, codes: readonly string[]) => {
    for (const spelling of spellings(placeText(name.normalize('NFKC'))))
      if (!found.has(spelling)) found.set(spelling, codes)
  }
  for (const [code, list] of Object.entries(otherNames))
    for (const name of list.split('|')) add(name, [code])
  for (const [list, codes] of groups) for (const name of list.split('|')) add(name, codes)
  const codes = currentCodes()
  for (const locale of locales)
    for (const style of ['long', 'short'] as const) {
      const display = new Intl.DisplayNames(locale, { type: 'region', style, fallback: 'none' })
      for (const code of codes) {
        const name = display.of(code)
        if (name !== undefined) add(name, [code])
      }
    }
  return found
}

function currentCodes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !noCountry.has(code) && isCurrent(code))
}

/** `st. martin` is also written `saint martin` and `st martin`; `&` is `and`. */
function spellings(name: string): string[] {
  const saints = /^st\. /.test(name)
    ? [name, name.replace(/^st\./, 'saint'), name.replace('.', '')]
    : [name]
  return saints.flatMap((one) => (one.includes('&') ? [one, one.replaceAll('&', 'and')] : [one]))
}

/** Every country code that has a name. */
export function countryCodes(): ReadonlySet<string> {
  const display = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  countries ??= new Set(
    currentCodes().filter((code) => !partsOfCountries.has(code) && display.of(code) !== undefined),
  )
  return countries
}
let countries: Set<string> | undefined
