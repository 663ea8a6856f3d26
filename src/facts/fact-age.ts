/**
 * Days after which a fact is shown as old: what providers and hosts decide changes by the month, what a maker has
 * published of a finished model hardly ever. Fields that are not here do not age.
 */
const freshDays: Readonly<Record<string, number>> = {
  prices: 90,
  contextLengthServed: 180,
  gated: 365,
  licence: 730,
}

const dayMilliseconds = 86_400_000

/** Age in whole days of a fact that is older than its kind keeps fresh; undefined where it is fresh, or undated. */
export function staleDays(
  field: string,
  date: string | undefined,
  today: string,
): number | undefined {
  const fresh = freshDays[field]
  if (fresh === undefined || date === undefined) return undefined
  const days = Math.floor((Date.parse(today) - Date.parse(date)) / dayMilliseconds)
  return days > fresh ? days : undefined
}
