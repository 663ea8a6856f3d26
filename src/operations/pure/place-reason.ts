import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import type { LicenceTerm } from '../../facts/licences/licence.ts'
import type { LicenceUse } from '../../facts/licences/licence-use.ts'
import { territoryStanding } from '../../facts/licences/territory-standing.ts'

/** More places than this are not named one by one: the use is meant for the whole world. */
const placesMax = 5

/**
 * Why a term about an area applies to a place, or leaves it open, where the name of the place does not say it: Réunion
 * is a part of the European Union, New Caledonia is none. Undefined where nothing has to be said.
 */
export function placeReason(
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
