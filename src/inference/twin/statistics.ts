import { randomBits } from './random-blocks.ts'

/** Middle value; of an even number the mean of the two in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** By linear interpolation between ranks. NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

/** Interquartile range over median: how far repeated readings lie apart, whatever a few of them do. */
export function spreadOf(values: readonly number[]): number {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / median(values)
}

const resamples = 200

/**
 * 80 % interval of a figure over lists of readings: each list is drawn anew from itself, with the same draws every time.
 */
export function bootstrapInterval(
  lists: readonly (readonly number[])[],
  figure: (lists: readonly (readonly number[])[]) => number,
): { readonly low: number; readonly high: number } {
  const random = randomBits(20_261_129)
  const figures = Array.from({ length: resamples }, () =>
    figure(lists.map((list) => list.map(() => list[random() % list.length] ?? Number.NaN))),
  )
  return { low: quantile(figures, 0.1), high: quantile(figures, 0.9) }
}

/**
 * How to weigh readings so that together they stand for a target: weights w with `rows`ᵀ w = `target`, of all such weights
 * those with the least error if every reading errs by the same share. Undefined where the target is no combination of rows.
 */
export function combination(
  rows: readonly (readonly number[])[],
  target: readonly number[],
  readings: readonly number[],
): number[] | undefined {
  const size = target.length
  const precision = readings.map((reading) => 1 / reading ** 2)
  // Columns in units of the target, so that one small ridge fits all.
  const scale = target.map((value, column) =>
    Math.max(Math.abs(value), ...rows.map((row) => Math.abs(row[column] ?? 0)), 1e-12),
  )
  const scaled = rows.map((row) => row.map((value, column) => value / (scale[column] ?? 1)))
  const aim = target.map((value, column) => value / (scale[column] ?? 1))
  const weight = Math.max(...precision)
  const normal = Array.from({ length: size }, (_, a) =>
    Array.from({ length: size }, (_, b) => {
      const sum = scaled.reduce(
        (total, row, index) =>
          total + ((precision[index] ?? 0) / weight) * (row[a] ?? 0) * (row[b] ?? 0),
        0,
      )
      return a === b ? sum + 1e-10 : sum
    }),
  )
  const multipliers = solve(normal, aim)
  const weights = scaled.map(
    (row, index) =>
      ((precision[index] ?? 0) / weight) *
      row.reduce((sum, value, column) => sum + value * (multipliers[column] ?? 0), 0),
  )
  const reached = aim.map((_, column) =>
    scaled.reduce((sum, row, index) => sum + (row[column] ?? 0) * (weights[index] ?? 0), 0),
  )
  const miss = Math.max(...aim.map((value, column) => Math.abs(value - (reached[column] ?? 0))))
  return miss < 1e-3 ? weights : undefined
}

/** Gaussian elimination with pivots; the matrix is small. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0])
  for (let column = 0; column < size; column += 1) {
    let pivot = column
    for (let row = column + 1; row < size; row += 1)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row
    const top = rows[pivot] ?? []
    rows[pivot] = rows[column] ?? []
    rows[column] = top
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue
      const factor = (rows[row]?.[column] ?? 0) / (top[column] || 1e-300)
      rows[row] = (rows[row] ?? []).map((value, index) => value - factor * (top[index] ?? 0))
    }
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] || 1e-300))
}
