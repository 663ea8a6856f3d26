// Small linear algebra of the quality fit.

/** @param {readonly number[]} a @param {readonly number[]} b */
export function dot(a, b) {
  let sum = 0
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

/** @param {number[]} values */
export function mean(values) {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length
}

/** @param {number[]} values */
export function variance(values) {
  const centre = mean(values)
  return values.length < 2
    ? 0
    : values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)
}

/** Weighted least squares with a penalty towards `towards`. @param {number[][]} x @param {number[]} y @param {number[]} w @param {number[]} penalty @param {number[]} towards */
export function ridge(x, y, w, penalty, towards) {
  const size = penalty.length
  const matrix = penalty.map((value, i) => penalty.map((_, j) => (i === j ? value : 0)))
  const right = penalty.map((value, i) => value * (towards[i] ?? 0))
  for (const [row, values] of x.entries())
    for (let i = 0; i < size; i += 1) {
      right[i] = (right[i] ?? 0) + (w[row] ?? 1) * (values[i] ?? 0) * (y[row] ?? 0)
      for (let j = 0; j < size; j += 1)
        /** @type {any} */ (matrix)[i][j] += (w[row] ?? 1) * (values[i] ?? 0) * (values[j] ?? 0)
    }
  return inverse(matrix).map((row) => dot(row, right))
}

/** Inverse of a symmetric positive definite matrix by its Cholesky factor. @param {number[][]} matrix @returns {number[][]} */
export function inverse(matrix) {
  const n = matrix.length
  const factor = new Float64Array(n * n)
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i]?.[j] ?? 0
      for (let k = 0; k < j; k += 1) sum -= (factor[i * n + k] ?? 0) * (factor[j * n + k] ?? 0)
      factor[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (factor[j * n + j] ?? 1)
    }
  const half = invertLower(factor, n)
  /** @type {number[][]} */
  const result = Array.from({ length: n }, () => new Array(n).fill(0))
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = 0
      for (let k = i; k < n; k += 1) sum += (half[k * n + i] ?? 0) * (half[k * n + j] ?? 0)
      const [row, mirror] = [result[i] ?? [], result[j] ?? []]
      row[j] = sum
      mirror[i] = sum
    }
  return result
}

/** @param {Float64Array} factor @param {number} n */
function invertLower(factor, n) {
  const half = new Float64Array(n * n)
  for (let i = 0; i < n; i += 1) {
    half[i * n + i] = 1 / (factor[i * n + i] ?? 1)
    for (let j = 0; j < i; j += 1) {
      let sum = 0
      for (let k = j; k < i; k += 1) sum -= (factor[i * n + k] ?? 0) * (half[k * n + j] ?? 0)
      half[i * n + j] = sum / (factor[i * n + i] ?? 1)
    }
  }
  return half
}
