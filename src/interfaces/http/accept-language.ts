import { type Locale, matchLocale } from '../../base/locale.ts'

/** The reader's language from an Accept-Language header: of the languages there are, the one of highest weight; English otherwise. */
export function acceptedLocale(header: string | undefined): Locale {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(/\s*;\s*/)
      const weight = parameters.find((parameter) => parameter.startsWith('q='))
      return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 }
    })
    .filter(({ tag, weight }) => weight > 0 && /^(zh|en)(-|$)/i.test(tag))
    .sort((a, b) => b.weight - a.weight)
  return matchLocale(wanted[0]?.tag)
}
