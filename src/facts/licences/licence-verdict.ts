import type { Locale } from '../../base/locale.ts'
import type { Licence, LicenceCondition, LicenceTerm } from './licence.ts'
import type { LicenceUse } from './licence-use.ts'
import { territoryStanding } from './territory-standing.ts'

/** A term that bears on a use. `settled` is false where the use does not say whether its condition is met: a limit. */
export interface AppliedTerm extends LicenceTerm {
  readonly settled: boolean
}

export interface LicenceVerdict {
  /**
   * - `allowed`: nothing has to be done for this use.
   * - `with-duties`: allowed to whoever does something, or stays within stated limits; an acceptable-use policy that is
   *   part of the licence is such a limit.
   * - `not-allowed`: the text forbids it, or a separate permission of the maker is needed.
   * - `unclear`: the text was not read, or it does not decide.
   *
   * No legal advice.
   */
  readonly verdict: 'allowed' | 'with-duties' | 'not-allowed' | 'unclear'
  /** What must be done, and the limits within which the use must stay. */
  readonly duties: readonly AppliedTerm[]
  /** What stops this use. */
  readonly blocking: readonly LicenceTerm[]
  /** Where the text, or what could be read of it, does not decide. */
  readonly undecided: readonly LicenceTerm[]
  /** The leave to use it so, where the verdict allows it. */
  readonly granted: readonly LicenceTerm[]
  /** Every term that the verdict rests on: what stops, what is undecided, what must be done, what allows it. */
  readonly clauses: readonly {
    readonly clause: string | undefined
    readonly text: Readonly<Record<Locale, string>>
    readonly source: string
  }[]
}

/** `undecided`: said, but the words of the condition do not tell whether it falls under them. */
type Holds = 'yes' | 'no' | 'not-said' | 'undecided'

/**
 * Whether a licence lets somebody use a model so.
 *
 * A stopping term whose condition the use does not settle (users, revenue, territory, commercial or not) is a limit to
 * stay within, so it counts as a duty; actions that were not asked about (publishing, hosting …) bring in nothing.
 * A product that others get is published or hosted, and the use does not say which: a term for both holds, one for
 * either is a limit. A territory of a country that a term names, though no part of it, leaves the term undecided.
 * Revenue and users are taken as those that the clause counts, be it the product's or the whole company's.
 * A text that nobody read decides nothing. One read in parts cannot show by silence that nothing is asked for: there
 * `allowed` needs a clause that grants the use.
 */
export function licenceVerdict(licence: Licence, use: LicenceUse): LicenceVerdict {
  const duties: AppliedTerm[] = []
  const blocking: LicenceTerm[] = []
  const undecided: LicenceTerm[] = []
  const granted: LicenceTerm[] = []
  for (const term of licence.terms) {
    const holds = termHolds(term, use)
    if (holds === 'no') continue
    if (term.effect === 'unclear' || holds === 'undecided') undecided.push(term)
    else if (term.effect === 'grants') {
      if (term.kind === 'use') granted.push(term)
    } else if (term.effect !== 'duty' && holds === 'yes') blocking.push(term)
    else duties.push({ ...term, settled: holds === 'yes' })
  }
  const isGranted = granted.length > 0 || licence.read === 'full'
  const binding = duties.filter((duty) => binds(duty, use))
  const verdict = verdictOf(licence.read, { duties: binding, blocking, undecided }, isGranted)
  const isOpen = verdict === 'allowed' || verdict === 'with-duties'
  const grounds = [...blocking, ...undecided, ...duties, ...(isOpen ? granted : [])]
  return {
    verdict,
    duties,
    blocking,
    undecided,
    granted: isOpen ? granted : [],
    clauses: grounds.map(clauseOf),
  }
}

/**
 * A duty, or a limit that somebody of this size could reach. Thresholds count users or revenue; who states one of the
 * two has said how large he is, and the other is shown as a limit without turning "allowed" into "with duties".
 */
function binds({ settled, when }: AppliedTerm, use: LicenceUse): boolean {
  if (settled || (use.revenueUsd === undefined && use.monthlyActiveUsers === undefined)) return true
  return !(when ?? []).every((condition) =>
    moneyAndUsers(condition, use).some((holds) => holds !== 'yes'),
  )
}

function clauseOf({ clause, text, source }: LicenceTerm): LicenceVerdict['clauses'][number] {
  return { clause, text, source }
}

function verdictOf(
  read: Licence['read'],
  { duties, blocking, undecided }: Pick<LicenceVerdict, 'duties' | 'blocking' | 'undecided'>,
  isGranted: boolean,
): LicenceVerdict['verdict'] {
  if (read === 'none') return 'unclear'
  if (blocking.length > 0) return 'not-allowed'
  if (undecided.length > 0) return 'unclear'
  if (duties.length > 0) return 'with-duties'
  return isGranted ? 'allowed' : 'unclear'
}

function termHolds({ when }: LicenceTerm, use: LicenceUse): Holds {
  if (when === undefined) return 'yes'
  const alternatives = when.map((condition) => conditionHolds(condition, use))
  return first(['yes', 'undecided', 'not-said'], alternatives) ?? 'no'
}

function conditionHolds(condition: LicenceCondition, use: LicenceUse): Holds {
  const parts = [...moneyAndUsers(condition, use), ...whereAndWhat(condition, use)]
  return first(['no', 'not-said', 'undecided'], parts) ?? 'yes'
}

function first(order: readonly Holds[], found: readonly Holds[]): Holds | undefined {
  return order.find((holds) => found.includes(holds))
}

function moneyAndUsers(condition: LicenceCondition, use: LicenceUse): Holds[] {
  const { revenueUsdAbove, revenueUsdFrom, monthlyRevenueUsdAbove, monthlyActiveUsersAbove } =
    condition
  const { revenueUsd, monthlyActiveUsers } = use
  const parts: Holds[] = []
  if (revenueUsdAbove !== undefined)
    parts.push(said(revenueUsd, (value) => value > revenueUsdAbove))
  if (revenueUsdFrom !== undefined) parts.push(said(revenueUsd, (value) => value >= revenueUsdFrom))
  if (monthlyRevenueUsdAbove !== undefined)
    parts.push(said(revenueUsd, (value) => value / 12 > monthlyRevenueUsdAbove))
  if (monthlyActiveUsersAbove !== undefined)
    parts.push(said(monthlyActiveUsers, (value) => value > monthlyActiveUsersAbove))
  return parts
}

function whereAndWhat({ commercial, territories, actions }: LicenceCondition, use: LicenceUse) {
  const parts: Holds[] = []
  if (commercial !== undefined) parts.push(said(use.commercial, (value) => value === commercial))
  if (territories !== undefined)
    parts.push(use.territories === undefined ? 'not-said' : within(use.territories, territories))
  if (actions !== undefined) parts.push(done(use.actions ?? [], actions))
  return parts
}

function said<T>(value: T | undefined, test: (value: T) => boolean): Holds {
  if (value === undefined) return 'not-said'
  return test(value) ? 'yes' : 'no'
}

function within(places: readonly string[], areas: readonly string[]): Holds {
  const standings = places.flatMap((place) => areas.map((area) => territoryStanding(place, area)))
  if (standings.some((standing) => standing === 'member' || standing === 'part')) return 'yes'
  return standings.includes('associated') ? 'undecided' : 'no'
}

type Actions = NonNullable<LicenceUse['actions']>

function done(asked: Actions, named: Actions): Holds {
  if (asked.some((action) => named.includes(action))) return 'yes'
  if (!asked.includes('product')) return 'no'
  const ways = (['publish', 'host'] as const).filter((way) => named.includes(way))
  return ways.length === 2 ? 'yes' : ways.length === 1 ? 'not-said' : 'no'
}
