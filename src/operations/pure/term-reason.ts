import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import type { LicenceTerm } from '../../facts/licences/licence.ts'
import type { LicenceUse } from '../../facts/licences/licence-use.ts'
import { territoryStanding } from '../../facts/licences/territory-standing.ts'

/** More places than this are not named one by one: the use is meant for the whole world. */
const placesMax = 5

/** Why a term that bears on a use does, where neither says it: about a place, or about a product. */
export function termReason(term: LicenceTerm, use: LicenceUse, locale: Locale): string | undefined {
  const reasons = [placeReason(term, use, locale), productReason(term, use, locale)]
  const found = reasons.filter((reason) => reason !== undefined)
  return found.length === 0 ? undefined : found.join(locale === 'en' ? ' ' : '')
}

/** A term about publishing or hosting alone bears on a product of the one kind or the other. */
function productReason({ when }: LicenceTerm, use: LicenceUse, locale: Locale): string | undefined {
  const asked = use.actions ?? []
  const named = (when ?? []).flatMap(({ actions = [] }) => actions)
  if (!asked.includes('product') || asked.some((action) => named.includes(action))) return undefined
  const ways = (['publish', 'host'] as const).filter((way) => named.includes(way))
  const [way] = ways
  return way === undefined || ways.length > 1 ? undefined : say(locale, `licence.product.${way}`)
}

/**
 * Why a term about an area applies to a place, or leaves it open, where the name of the place does not say it: Réunion
 * is a part of the European Union, New Caledonia is none. Undefined where nothing has to be said.
 */
function placeReason(
  { when }: LicenceTerm,
  { territories = [] }: LicenceUse,
  locale: Locale,
): string | undefined {
  const areas = (when ?? []).flatMap((condition) => condition.territories ?? [])
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  const sentences = areas.flatMap((area) =>
    (['part', 'associated'] as const).flatMap((standing) => {
      const places = territories.filter((place) => territoryStanding(place, area) === standing)
      if (places.length === 0 || places.length > placesMax) return []
      return say(locale, standing === 'part' ? 'licence.placeWithin' : 'licence.placeAssociated', {
        places: places.map((code) => names.of(code.toUpperCase()) ?? code),
        area: names.of(area) ?? area,
      })
    }),
  )
  return sentences.length === 0 ? undefined : sentences.join(locale === 'en' ? ' ' : '')
}
