// Regularised non-linear least squares for the coefficients of the speed model: every coefficient has a prior, so that a
// class, a generation, a device or a type with few measurements stays near what its parents say (a hierarchical model).

/** Prior mean and standard deviation of what all devices share. @type {Record<string, [number, number]>} */
const rootPriors = {
  bandwidth: [1.5, 0.6],
  saturation: [-0.5, 0.5],
  channels: [0, 0.5],
  'cores-bandwidth': [0.3, 0.3],
  cores: [-0.2, 0.3],
  cache: [0.5, 1],
  unpack: [0.5, 0.7],
  layer: [4, 1],
  'layer-size': [-0.3, 0.3],
  step: [5, 1.5],
  routing: [2.5, 1],
  expert: [-0.1, 0.3],
  matrix: [-0.7, 1],
  tile: [3.5, 0.8],
  'expert-tile': [3, 0.5],
  'tile-units': [0.3, 0.3],
  attention: [-1.5, 1],
  'prefill-layer': [4.5, 1],
  'expert-matrix': [-0.4, 0.5],
}

/** Standard deviations below the root: kind of processor, class, generation, device, family of types, variant of engine or backend. */
export const levels = {
  cpu: 1,
  class: 0.6,
  generation: 0.3,
  device: 0.2,
  family: 0.3,
  variant: 0.2,
  classVariant: 0.3,
}

const families = /\/(float32|float16|bfloat16|q8|legacy|k|iq|iq4|mxfp4|flash|plain)$/
const variants = /\/(localscore|ik|ollama|rocm|vulkan|amdvlk)$/

/** @param {string} key */
export function priorOf(key) {
  const [name = '', detail] = key.split(':')
  if (detail === undefined) {
    const prior = rootPriors[name] ?? [0, 0.5]
    return { mean: prior[0], deviation: prior[1] }
  }
  // Floats need no unpacking before they are multiplied (ggml-cuda.cu: cuBLAS at once).
  return { mean: key === 'matrix:gpu/float16' ? 0.3 : 0, deviation: deviationOf(name, detail) }
}

/** @param {string} name @param {string} detail */
function deviationOf(name, detail) {
  const wide = name === 'matrix' ? 1.5 : 1
  if (detail === 'cpu') return levels.cpu
  if (detail === 'flash') return 1
  if (detail.startsWith('device/')) {
    // What a single device can be told to differ in; the rest of it belongs to its generation.
    const scale = { bandwidth: 1.5, cache: 1, layer: 1, matrix: 1.5, attention: 1 }[name] ?? 0.1
    return levels.device * scale
  }
  if (families.test(detail)) {
    if (name === 'cache') return 1
    // RDNA has no fast path for BF16 in every backend.
    if (/^amd.*\/bfloat16$/.test(detail)) return 1
    return levels.family * wide
  }
  if (variants.test(detail)) {
    const isShared = detail.startsWith('gpu/')
    if (detail.endsWith('/localscore')) {
      // LocalScore runs a llamafile server on hosts of all kinds: what each token costs there besides may be a multiple.
      // Its kernels for Radeons are llamafile's own.
      if (detail === 'amd/localscore') return 0.7
      if (isShared) return { layer: 0.8, step: 0.8, cache: 0.8, bandwidth: 0.2 }[name] ?? 0.02
      return { layer: 0.3, step: 0.3, bandwidth: 0.1 }[name] ?? 0.05
    }
    // Every Radeon row names its backend: what both share is the Radeon's, and a prediction is told neither.
    if (/\/(rocm|vulkan)$/.test(detail)) return isShared ? 0.1 : 0.05
    return isShared ? levels.variant * wide : levels.classVariant * wide
  }
  return (detail.includes('/') ? levels.generation : levels.class) * wide
}

/**
 * Gauss-Newton over the linear predictors. Each case has `rate`, `weight`, `sigma`, and per linear predictor its terms
 * `[key, factor]`; `predict` takes the values of the predictors.
 * @param {any[]} cases
 * @param {(one: any, sums: Float64Array) => number} predict
 * @param {{ iterations?: number, start?: Record<string, number> }} [options]
 * @returns {Record<string, number>}
 */
export function solve(cases, predict, { iterations = 12, start = {} } = {}) {
  const indices = new Map()
  for (const isDevice of [true, false])
    for (const one of cases)
      for (const terms of one.terms.linear)
        for (const [key] of terms)
          if (key.includes(':device/') === isDevice && !indices.has(key))
            indices.set(key, indices.size)
  const names = [...indices.keys()]
  const priors = names.map(priorOf)
  const values = Float64Array.from(names, (name, index) => start[name] ?? priors[index]?.mean ?? 0)
  const size = names.length
  const rows = cases.map((one) =>
    one.terms.linear.map((/** @type {any[]} */ terms) =>
      terms.map(([key, factor]) => [indices.get(key), factor]),
    ),
  )
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const matrix = new Float64Array(size * size)
    const right = new Float64Array(size)
    for (const [index, { mean, deviation }] of priors.entries()) {
      matrix[index * size + index] = 1 / deviation ** 2
      right[index] = (mean - (values[index] ?? 0)) / deviation ** 2
    }
    for (const [row, one] of cases.entries())
      addCase(one, rows[row], predict, values, matrix, right)
    const step = cholesky(matrix, right, size)
    for (let index = 0; index < size; index += 1)
      values[index] = (values[index] ?? 0) + Math.max(-0.7, Math.min(0.7, step[index] ?? 0))
    if (Math.max(...step.map(Math.abs)) < 2e-3) break
  }
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? 0]))
}

/** @param {any} one @param {any[][]} terms @param {any} predict @param {Float64Array} values @param {Float64Array} matrix @param {Float64Array} right */
function addCase(one, terms, predict, values, matrix, right) {
  const size = values.length
  const sums = Float64Array.from(terms, (own) => sumOf(own, values))
  const base = Math.log(predict(one, sums))
  const residual = Math.log(one.rate) - base
  // Student's t with 2 degrees of freedom: rows far off (one memory module, other load) count little.
  const weight = (one.weight * 3) / (2 * one.sigma ** 2 + residual ** 2)
  /** @type {number[]} */
  const at = []
  /** @type {number[]} */
  const slopes = []
  for (const [name, own] of terms.entries()) {
    const kept = sums[name] ?? 0
    sums[name] = kept + 1e-4
    const slope = (Math.log(predict(one, sums)) - base) / 1e-4
    sums[name] = kept
    if (Math.abs(slope) < 1e-9) continue
    for (const [index, factor] of own) {
      at.push(index)
      slopes.push(slope * factor)
    }
  }
  for (const [i, index] of at.entries()) {
    const scaled = weight * (slopes[i] ?? 0)
    right[index] = (right[index] ?? 0) + scaled * residual
    for (const [j, other] of at.entries())
      matrix[index * size + other] = (matrix[index * size + other] ?? 0) + scaled * (slopes[j] ?? 0)
  }
}

/** @param {any[]} terms @param {Float64Array} values */
const sumOf = (terms, values) =>
  terms.reduce((sum, [index, factor]) => sum + factor * (values[index] ?? 0), 0)

/**
 * Solves a positive definite system; column by column over what is not zero, so that coefficients of single devices,
 * which meet few others and stand first, cost little. @param {Float64Array} matrix overwritten @param {Float64Array} right overwritten @param {number} size
 */
function cholesky(matrix, right, size) {
  const columns = []
  for (let k = 0; k < size; k += 1) {
    const root = Math.sqrt(Math.max(matrix[k * size + k] ?? 0, 1e-12))
    /** @type {number[]} */
    const rows = []
    for (let i = k + 1; i < size; i += 1)
      if ((matrix[i * size + k] ?? 0) !== 0) {
        rows.push(i)
        matrix[i * size + k] = (matrix[i * size + k] ?? 0) / root
      }
    for (const i of rows) {
      const left = matrix[i * size + k] ?? 0
      for (const j of rows) {
        if (j > i) break
        matrix[i * size + j] = (matrix[i * size + j] ?? 0) - left * (matrix[j * size + k] ?? 0)
      }
    }
    right[k] = (right[k] ?? 0) / root
    for (const i of rows) right[i] = (right[i] ?? 0) - (matrix[i * size + k] ?? 0) * (right[k] ?? 0)
    columns.push({ root, rows })
  }
  for (let k = size - 1; k >= 0; k -= 1) {
    const { root, rows } = columns[k] ?? { root: 1, rows: [] }
    let sum = right[k] ?? 0
    for (const i of rows) sum -= (matrix[i * size + k] ?? 0) * (right[i] ?? 0)
    right[k] = sum / root
  }
  return [...right]
}
