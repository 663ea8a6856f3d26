/**
 * The largest whole number from 1 to `limit` for which a condition holds that, once false, stays false; undefined where it
 * does not even hold for 1. Doubles first, so that small answers are found with few questions.
 */
export function largestWhole(limit: number, holds: (value: number) => boolean): number | undefined {
  if (limit < 1 || !holds(1)) return undefined
  let low = 1
  let high = 2
  while (high <= limit && holds(high)) [low, high] = [high, 2 * high]
  if (high > limit) {
    if (holds(limit)) return limit
    high = limit
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}
