/** How a place stands to an area that a licence names. */
export type TerritoryStanding =
  /** The area itself, or a member state of it. */
  | 'member'
  /** A part of it with a country code of its own. */
  | 'part'
  /** No part of it, but a territory of it or of a member state: a text that names the area does not decide. */
  | 'associated'
  | 'outside'

interface Area {
  readonly members: ReadonlySet<string>
  readonly parts: ReadonlySet<string>
  readonly associated: ReadonlySet<string>
}

const codes = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/**
 * Areas whose extent is not one ISO 3166 code.
 *
 * EU: members since 2020 (Treaty on European Union, Article 52). Parts: the outermost regions, which are within it by
 * Articles 349 and 355(1) TFEU (Guadeloupe, French Guiana, Martinique, Saint-Martin, Réunion, Mayotte by European
 * Council Decision 2012/419/EU; the Canary Islands, with the reserved code IC; the Azores and Madeira have no code but
 * Portugal's), Åland by Article 355(4), Ceuta and Melilla (reserved code EA) as parts of Spain. Associated: the overseas
 * countries and territories of Annex II TFEU, Saint-Barthélemy among them since Decision 2010/718/EU, and the Faroe
 * Islands by Article 355(5)(a).
 *
 * GB: the United Kingdom is Great Britain and Northern Ireland (Interpretation Act 1978, Schedule 1). Associated: the
 * Crown dependencies, and the overseas territories of the British Nationality Act 1981, Schedule 6.
 */
const areas: ReadonlyMap<string, Area> = new Map([
  [
    'EU',
    {
      members: codes(
        'EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK',
      ),
      parts: codes('GP GF MQ MF RE YT IC EA AX'),
      associated: codes('GL NC PF TF WF PM BL AW CW SX BQ FO'),
    },
  ],
  [
    'GB',
    {
      members: codes('GB'),
      parts: new Set(),
      associated: codes('GG JE IM GI BM KY VG FK AI MS TC PN SH GS IO'),
    },
  ],
])

/** How a place stands to an area, both as ISO 3166 codes or `EU`; capitals or not. */
export function territoryStanding(place: string, area: string): TerritoryStanding {
  const code = place.toUpperCase()
  const { members, parts, associated } = areas.get(area) ?? {}
  if (code === area || members?.has(code) === true) return 'member'
  if (parts?.has(code) === true) return 'part'
  return associated?.has(code) === true ? 'associated' : 'outside'
}
