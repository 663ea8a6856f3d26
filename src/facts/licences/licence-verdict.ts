import type { Licence, LicenceCondition, LicenceTerm } from './licence.ts'
import type { LicenceUse } from './licence-use.ts'

export interface LicenceVerdict {
  /** `not-allowed` also where a separate licence from the maker is needed. No legal advice. */
  readonly verdict: 'allowed' | 'with-duties' | 'not-allowed' | 'unclear'
  /** What must be done, and the limits within which the use must stay. */
  readonly duties: readonly LicenceTerm[]
  /** What stops this use. */
  readonly blocking: readonly LicenceTerm[]
  /** Every term that the verdict rests on. */
  readonly clauses: readonly {
    readonly clause: string | undefined
    readonly text: string
    readonly source: string
  }[]
}

type Holds = 'yes' | 'no' | 'not-said'

/**
 * Whether a licence lets somebody use a model so. A stopping term whose condition the use does not settle (users,
 * revenue, territory, commercial or not) is a limit to stay within, so it counts as a duty; actions that were not
 * asked about (publishing, hosting …) bring in nothing.
 */
export function licenceVerdict(licence: Licence, use: LicenceUse): LicenceVerdict {
  const duties: LicenceTerm[] = []
  const blocking: LicenceTerm[] = []
  const unclear: LicenceTerm[] = []
  for (const term of licence.terms) {
    const holds = termHolds(term, use)
    if (holds === 'no') continue
    if (term.effect === 'duty') duties.push(term)
    else if (term.effect === 'forbids' || term.effect === 'needs-permission')
      (holds === 'yes' ? blocking : duties).push(term)
    else if (term.effect === 'unclear') unclear.push(term)
  }
  const verdict =
    blocking.length > 0
      ? 'not-allowed'
      : unclear.length > 0
        ? 'unclear'
        : duties.length > 0
          ? 'with-duties'
          : 'allowed'
  const clauses = [...blocking, ...unclear, ...duties].map(({ clause, text, source }) => ({
    clause,
    text,
    source,
  }))
  return { verdict, duties, blocking, clauses }
}

function termHolds({ when }: LicenceTerm, use: LicenceUse): Holds {
  if (when === undefined) return 'yes'
  const alternatives = when.map((condition) => conditionHolds(condition, use))
  if (alternatives.includes('yes')) return 'yes'
  return alternatives.includes('not-said') ? 'not-said' : 'no'
}

function conditionHolds(condition: LicenceCondition, use: LicenceUse): Holds {
  const {
    commercial,
    revenueUsdAbove,
    revenueUsdFrom,
    monthlyRevenueUsdAbove,
    monthlyActiveUsersAbove,
    territories,
    actions,
  } = condition
  const { revenueUsd, monthlyActiveUsers } = use
  const parts: Holds[] = []
  if (commercial !== undefined) parts.push(said(use.commercial, (value) => value === commercial))
  if (revenueUsdAbove !== undefined)
    parts.push(said(revenueUsd, (value) => value > revenueUsdAbove))
  if (revenueUsdFrom !== undefined) parts.push(said(revenueUsd, (value) => value >= revenueUsdFrom))
  if (monthlyRevenueUsdAbove !== undefined)
    parts.push(said(revenueUsd, (value) => value / 12 > monthlyRevenueUsdAbove))
  if (monthlyActiveUsersAbove !== undefined)
    parts.push(said(monthlyActiveUsers, (value) => value > monthlyActiveUsersAbove))
  if (territories !== undefined)
    parts.push(
      said(use.territories, (value) =>
        value.some((code) => isWithin(code.toUpperCase(), territories)),
      ),
    )
  if (actions !== undefined)
    parts.push((use.actions ?? []).some((action) => actions.includes(action)) ? 'yes' : 'no')
  if (parts.includes('no')) return 'no'
  return parts.includes('not-said') ? 'not-said' : 'yes'
}

function said<T>(value: T | undefined, test: (value: T) => boolean): Holds {
  if (value === undefined) return 'not-said'
  return test(value) ? 'yes' : 'no'
}

/** ISO 3166 codes of the member states of the European Union (27 since 2020). */
const europeanUnion = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)

function isWithin(code: string, territories: readonly string[]): boolean {
  return territories.includes(code) || (territories.includes('EU') && europeanUnion.has(code))
}
