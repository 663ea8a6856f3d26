import type { Needs, Term } from './needs.ts'

/** Adds what cannot both hold although each was said once: a least size above the largest, one model wanted and left out. */
export function findContradictions(needs: Needs): void {
  const { minTotalParams, maxTotalParams, only = [], exclude = [], offline } = needs.requirements
  if (
    minTotalParams !== undefined &&
    maxTotalParams !== undefined &&
    minTotalParams > maxTotalParams
  )
    pair(needs, 'minTotalParams', 'maxTotalParams')
  if (only.some((id) => exclude.includes(id))) pair(needs, 'only', 'exclude')
  if (offline === true && needs.requirements.maxPriceUsdPerMillionTokens !== undefined)
    pair(needs, 'offline', 'maxPriceUsdPerMillionTokens')
  const { countries } = needs.filters
  const excluded = needs.requirements.developerCountriesExcluded ?? []
  if (countries.some((country) => excluded.includes(country)))
    pair(needs, 'developerCountry', 'developerCountriesExcluded')
}

function pair(needs: Needs, first: string, second: string): void {
  const find = (field: string): Term | undefined =>
    needs.terms.filter((term) => term.field === field).at(-1)
  const [one, two] = [find(first), find(second)]
  if (one !== undefined && two !== undefined) needs.contradict(one, two)
}
