import { distance } from 'fastest-levenshtein'

/**
 * The names closest to what was typed, best first, at most `count`: within an edit distance of a third of the longer
 * word, beginning with it, or holding it.
 */
export function nearestNames(typed: string, names: readonly string[], count = 3): string[] {
  const wanted = typed.slice(0, 100).toLowerCase()
  if (wanted === '') return []
  return names
    .map((name) => ({ name, far: distanceTo(wanted, name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.ceil(Math.max(wanted.length, name.length) / 3))
    .sort((a, b) => a.far - b.far)
    .slice(0, count)
    .map(({ name }) => name)
}

function distanceTo(wanted: string, name: string): number {
  if (wanted.length > 2 && name.startsWith(wanted)) return 0.5
  if (wanted.length > 2 && name.includes(wanted)) return 0.8
  if (name.length > 3 && wanted.startsWith(name)) return 0.9
  return distance(wanted, name)
}
