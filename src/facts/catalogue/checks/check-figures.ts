import { type Claim, chooseClaim } from '../../claim.ts'
import type { ModelRecord } from '../../model-record.ts'
import type { Report } from './problem.ts'

interface Known {
  readonly licences: ReadonlySet<string>
  /** Ids of all records. */
  readonly ids: ReadonlySet<string>
  /** Day of the catalogue. */
  readonly date: string
}

/** Checks between the facts of one record, beside its shape. */
export function checkFigures(record: ModelRecord, known: Known, report: Report): void {
  const { facts } = record
  const value = <T>(claims: readonly Claim<T>[] | undefined): T | undefined =>
    chooseClaim(claims ?? [])?.value
  const native = value(facts.contextLengthNative)
  const extended = value(facts.contextLengthExtended)?.contextLength
  noMore(report, 'activeParams', value(facts.activeParams), 'the total', value(facts.totalParams))
  noMore(report, 'contextLengthNative', native, 'the extended context', extended)
  noMore(report, 'outputLength', value(facts.outputLength), 'the context', extended ?? native)
  const licence = value(facts.licence)
  if (licence !== undefined && !known.licences.has(licence))
    report('licence', `"${licence}" is not in data/licences.json; add it, or use one of its ids`)
  const release = value(facts.releaseDate)
  if (release !== undefined && release > known.date)
    report('releaseDate', `${release} is after the day of the catalogue, ${known.date}`)
  checkReleaseDates(facts.releaseDate ?? [], report)
  const base = value(facts.baseModel)
  if (base !== undefined && !base.includes('/') && !known.ids.has(base))
    report('baseModel', `there is no model "${base}"; give its Hub id, owner/name, instead`)
  if (base === record.id) report('baseModel', 'it is the model itself')
  for (const { date, value: price } of facts.prices ?? [])
    if (date === undefined) report('prices', `the price of ${price.provider} has no date`)
  for (const id of record.didYouMean ?? [])
    if (!known.ids.has(id)) report('didYouMean', `there is no model "${id}"`)
}

/** A third party's date that is months away from another one may be that of another model or of an announcement. */
function checkReleaseDates(claims: readonly Claim<string>[], report: Report): void {
  const chosen = chooseClaim(claims)
  if (chosen === undefined || chosen.by === 'vendor' || chosen.note !== undefined) return
  for (const { value } of claims) {
    const days = Math.abs(Date.parse(value) - Date.parse(chosen.value)) / 86_400_000
    if (days > daysApart)
      report(
        'releaseDate',
        `${chosen.value} and ${value} are ${days} days apart; say in a note of the first why it counts`,
      )
  }
}

/** A repository is made weeks before its release at most. */
const daysApart = 60

function noMore(
  report: Report,
  field: string,
  value: number | undefined,
  what: string,
  most: number | undefined,
): void {
  if (value !== undefined && most !== undefined && value > most)
    report(field, `${value} is more than ${what}, ${most}`)
}
