// Regularised non-linear least squares for the coefficients of the speed model: every coefficient has a prior, so that a
// class, an architecture or a type with few measurements stays near what its parents say (a hierarchical model).

/** Prior mean and standard deviation by the kind of coefficient. @type {Record<string, [number, number]>} */
const rootPriors = {
  bandwidth: [1, 0.6],
  'layer-size': [-0.3, 0.3],
  unpack: [0.5, 0.7],
  channels: [0, 0.5],
  cores: [-0.2, 0.3],
  cache: [0, 1],
  layer: [2.7, 1],
  routing: [2.5, 1],
  expert: [-0.2, 0.4],
  matrix: [-1, 1],
  tile: [3.5, 0.8],
  attention: [-1.5, 1],
  'prefill-layer': [3, 1],
  'expert-matrix': [-0.3, 0.5],
}

/** Standard deviations of the deviations: by class, by architecture within a class, by type or variant. */
const levels = { class: 0.4, architecture: 0.15, family: 0.2 }

/** @param {string} key */
export function priorOf(key) {
  const [name = '', detail] = key.split(':')
  const prior = rootPriors[name] ?? [0, 0.5]
  if (detail === undefined) return { mean: prior[0], deviation: prior[1] }
  const isFamily = /^(cpu|gpu)\//.test(detail) || detail === 'flash'
  // RDNA has no fast path for BF16 in every backend; reading caches without flash attention costs what it costs.
  // LocalScore runs a llamafile server on hosts of all kinds: what each token costs there besides may be a multiple.
  const isWide =
    (name === 'bandwidth' && /^amd.*\/bfloat16$/.test(detail)) ||
    (name === 'cache' && isFamily) ||
    (name === 'layer' && detail === 'gpu/localscore')
  const scale = isWide ? 6 : 1
  return {
    mean: 0,
    deviation:
      scale *
      (isFamily
        ? levels.family
        : detail.includes('/')
          ? levels.architecture * (name === 'matrix' ? 2 : 1)
          : levels.class),
  }
}

/**
 * Gauss-Newton with numeric derivatives over the coefficients that each case really reads.
 * @param {any[]} cases each with `rate`, `weight`, `sigma`
 * @param {(one: any, coefficients: Record<string, number>) => number} predict
 * @param {{ iterations?: number, start?: Record<string, number> }} [options]
 */
export function solve(cases, predict, { iterations = 12, start = {} } = {}) {
  const keys = new Map()
  const keysOf = cases.map((one) => {
    const read = new Set()
    predict(
      one,
      new Proxy(
        {},
        {
          get: (_, key) => {
            if (typeof key !== 'string') return undefined
            read.add(key)
            return start[key] ?? priorOf(key).mean
          },
        },
      ),
    )
    for (const key of read) if (!keys.has(key)) keys.set(key, keys.size)
    return [...read]
  })
  const names = [...keys.keys()]
  /** @type {Record<string, number>} */
  const coefficients = Object.fromEntries(
    names.map((name) => [name, start[name] ?? priorOf(name).mean]),
  )
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const size = names.length
    const matrix = new Float64Array(size * size)
    const right = new Float64Array(size)
    for (const [index, name] of names.entries()) {
      const { mean, deviation } = priorOf(name)
      matrix[index * size + index] = 1 / deviation ** 2
      right[index] = (mean - (coefficients[name] ?? 0)) / deviation ** 2
    }
    for (const [row, one] of cases.entries()) {
      const base = Math.log(predict(one, coefficients))
      const residual = Math.log(one.rate) - base
      // Student's t with 4 degrees of freedom: rows far off count less.
      const weight = (one.weight * 5) / (4 * one.sigma ** 2 + residual ** 2)
      const own = keysOf[row] ?? []
      const slopes = own.map((name) => {
        const kept = coefficients[name] ?? 0
        coefficients[name] = kept + 1e-4
        const slope = (Math.log(predict(one, coefficients)) - base) / 1e-4
        coefficients[name] = kept
        return slope
      })
      for (const [i, name] of own.entries()) {
        const at = keys.get(name)
        right[at] = (right[at] ?? 0) + weight * residual * (slopes[i] ?? 0)
        for (const [j, other] of own.entries())
          matrix[at * size + keys.get(other)] =
            (matrix[at * size + keys.get(other)] ?? 0) +
            weight * (slopes[i] ?? 0) * (slopes[j] ?? 0)
      }
    }
    const step = cholesky(matrix, right, size)
    for (const [index, name] of names.entries())
      coefficients[name] =
        (coefficients[name] ?? 0) + Math.max(-0.7, Math.min(0.7, step[index] ?? 0))
    if (Math.max(...step.map(Math.abs)) < 1e-3) break
  }
  return coefficients
}

/** Solves a positive definite system. @param {Float64Array} matrix @param {Float64Array} right @param {number} size */
function cholesky(matrix, right, size) {
  const lower = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * size + j] ?? 0
      for (let k = 0; k < j; k += 1) sum -= (lower[i * size + k] ?? 0) * (lower[j * size + k] ?? 0)
      lower[i * size + j] =
        i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[j * size + j] ?? 1)
    }
  const middle = new Float64Array(size)
  for (let i = 0; i < size; i += 1) {
    let sum = right[i] ?? 0
    for (let k = 0; k < i; k += 1) sum -= (lower[i * size + k] ?? 0) * (middle[k] ?? 0)
    middle[i] = sum / (lower[i * size + i] ?? 1)
  }
  const result = new Float64Array(size)
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = middle[i] ?? 0
    for (let k = i + 1; k < size; k += 1) sum -= (lower[k * size + i] ?? 0) * (result[k] ?? 0)
    result[i] = sum / (lower[i * size + i] ?? 1)
  }
  return [...result]
}
