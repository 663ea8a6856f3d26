/**
 * What ranking needs of a candidate. Higher `utility` is better, what is uncertain in it already counted against it;
 * `low..high` is the 80 % interval of what the candidate is really worth.
 */
export interface Ranked {
  readonly id: string
  readonly utility: number
  readonly low: number
  readonly high: number
  readonly decodeTokensPerSecond: number | undefined
  readonly totalBytes: number
}

/** Standard deviations in the 80 % interval of a normal distribution: 2 × 1.2816. */
const deviationsIn80Percent = 2.5631

/** Two stand tied while the better one is really better with less than this probability. */
const tieProbability = 0.75

/** Probability that a is really better than b, both taken as independent normal variables. */
export function probabilityBetter(a: Ranked, b: Ranked): number {
  const deviation = Math.hypot(a.high - a.low, b.high - b.low) / deviationsIn80Percent
  const difference = middle(a) - middle(b)
  if (deviation === 0) return difference === 0 ? 0.5 : difference > 0 ? 1 : 0
  return normalDistribution(difference / deviation)
}

function middle({ low, high }: Ranked): number {
  return (low + high) / 2
}

/** Cumulative standard normal distribution; Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const upper = (Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI)) * series
  return x >= 0 ? 1 - upper : upper
}

/** Best first; equal utilities by speed, then by memory, then by id, so that the order never depends on the file system. */
export function byUtility(a: Ranked, b: Ranked): number {
  return (
    b.utility - a.utility ||
    (b.decodeTokensPerSecond ?? 0) - (a.decodeTokensPerSecond ?? 0) ||
    a.totalBytes - b.totalBytes ||
    (a.id < b.id ? -1 : 1)
  )
}

/**
 * Groups of candidates that the evidence cannot tell apart, along the ranking: a group's members are all tied with
 * its first one. Groups of one are left out.
 */
export function tiedGroups(ranked: readonly Ranked[]): string[][] {
  const groups: string[][] = []
  let start = 0
  while (start < ranked.length) {
    const first = ranked[start]
    let end = start + 1
    if (first !== undefined) {
      let next = ranked[end]
      while (next !== undefined && probabilityBetter(first, next) < tieProbability) {
        end += 1
        next = ranked[end]
      }
    }
    if (end - start > 1) groups.push(ranked.slice(start, end).map((candidate) => candidate.id))
    start = end
  }
  return groups
}

/** Axes of a candidate, all "more is better". Unknown axes never help a candidate to dominate. */
export type Axes = readonly (number | undefined)[]

/** a is at least as good everywhere that both are known, better somewhere, and unknown nowhere that b is known. */
export function dominates(a: Axes, b: Axes): boolean {
  let better = false
  for (const [index, theirs] of b.entries()) {
    const ours = a[index]
    if (theirs === undefined) {
      if (ours !== undefined) better = true
      continue
    }
    if (ours === undefined || ours < theirs) return false
    if (ours > theirs) better = true
  }
  return better
}

/** Ids that nothing dominates, in the order given. */
export function paretoFront(candidates: readonly { id: string; axes: Axes }[]): string[] {
  // Dominance is transitive, so whatever is dominated is dominated by one of those that nothing dominates.
  let front: { id: string; axes: Axes }[] = []
  for (const one of candidates) {
    if (front.some((other) => dominates(other.axes, one.axes))) continue
    if (front.some((other) => dominates(one.axes, other.axes)))
      front = front.filter((other) => !dominates(one.axes, other.axes))
    front.push(one)
  }
  return front.map(({ id }) => id)
}
