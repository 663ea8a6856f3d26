/** Published counts are rounded to whole billions at most. */
const coarsest = 1e9

/**
 * The interval that a published figure stands for: 22,000,000,000 was rounded to whole billions, so it means 21.5 to
 * 22.5 billion, and so does 10,000,000,000, whatever its zeros; a figure without trailing zeros means itself.
 */
export function roundingInterval(published: number): {
  readonly low: number
  readonly high: number
} {
  const zeros = /0*$/.exec(String(published))?.[0].length ?? 0
  const half = zeros === 0 ? 0 : Math.min(10 ** zeros, coarsest) / 2
  return { low: published - half, high: published + half }
}
