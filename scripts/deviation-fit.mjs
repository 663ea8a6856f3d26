// How far publishers' own recipes are from the quantizer's, fitted on published sizes. Pure: what the program does is handed in.
import { groupOf } from '../bench/size-rows.mjs'

/**
 * @typedef {{ keys: readonly string[], family: string, model: string, ratio: number, halfWidth: number }} Sample
 * @typedef {[number, number, number]} Deviation
 * @typedef {Record<string, Deviation>} Deviations
 * @typedef {import('../bench/size-rows.mjs').Case} Case
 * @typedef {{
 *   readQuantization: typeof import('../src/sizing/quantization/quantization.ts').readQuantization,
 *   deviationKeys: typeof import('../src/sizing/quantization/own-recipes.ts').deviationKeys,
 *   plainDeviationKey: typeof import('../src/sizing/quantization/own-recipes.ts').plainDeviationKey,
 *   weightsUnder: typeof import('../src/sizing/weights.ts').weightsUnder,
 * }} Program
 */

/**
 * What each file of an own recipe has of the blocks' matrices, as a share of what its start has. Left out: gpt-oss, whose
 * experts every file keeps, and models that are mostly embedding, of which the blocks' share cannot be told.
 * @param {readonly (Case | { row: unknown, reason: string })[]} cases @param {Program} program @returns {Sample[]}
 */
export function samplesOf(cases, program) {
  const { readQuantization, deviationKeys, plainDeviationKey, weightsUnder } = program
  return cases.flatMap((one) => {
    if (!('architecture' in one) || one.architecture.modelType === 'gpt_oss') return []
    const { row, architecture } = one
    let quantization
    try {
      quantization = readQuantization(row.quantization)
    } catch {
      return []
    }
    const { name, recipe } = quantization
    const plainKey = plainDeviationKey(recipe, architecture)
    const isPlain = quantization.own === undefined
    if (isPlain && (plainKey === undefined || groupOf(one, readQuantization) !== 'own')) return []
    const own = quantization.own ?? {
      name,
      recipe,
      bitsRatio: 1,
      family: /** @type {const} */ ('dynamic'),
    }
    /** @param {number} estimate */
    const under = (estimate) => {
      const deviation = { estimate, low: estimate, high: estimate }
      return weightsUnder(architecture, { ...quantization, own: { ...own, deviation } }, true)
    }
    const [once, twice] = [under(1), under(2)]
    const varied = twice.tensorBytes - once.tensorBytes
    if (varied < once.tensorBytes / 2) return []
    const header = one.tensorsOnly ? 0 : once.fileBytes - once.tensorBytes
    const published = (row.bytesLow + row.bytesHigh) / 2 - header
    return [
      {
        keys: isPlain ? [plainKey ?? ''] : deviationKeys(own, architecture),
        family: isPlain ? 'plain' : own.family,
        model: one.model,
        ratio: (published - (once.tensorBytes - varied)) / varied / own.bitsRatio,
        halfWidth: (row.bytesHigh - row.bytesLow) / 2 / varied,
      },
    ]
  })
}

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/** @param {readonly number[]} logs @param {number} centre */
const spreadAround = (logs, centre) => Math.sqrt(mean(logs.map((log) => (log - centre) ** 2)))

/** Publishers differ by so much under the same name even where few files were seen. */
const leastSpread = 0.03
/** Files under the quantizer's own names may well be its own. */
const leastSpreadOfPlain = 0.002

/** 80 % of a t distribution with some three degrees of freedom, wider by what the centre itself is uncertain. @param {number} count */
const widthFactor = (count) => 1.64 * Math.sqrt(1 + 1 / (count + 1))

/** @param {readonly number[]} logs estimate, low and high @returns {Deviation} */
function asShares(logs) {
  const [estimate = 1, low = 1, high = 1] = logs.map((log) => Number(Math.exp(log).toFixed(3)))
  return [estimate, low, high]
}

/** @param {number} centre @param {number} spread @param {number} count @returns {Deviation} */
function interval(centre, spread, count) {
  const half = widthFactor(count) * Math.max(spread, leastSpread)
  return asShares([centre, centre - half, centre + half])
}

/** Around 1, with a spread of its own on either side: publishers add to a recipe more often than they save. @param {readonly number[]} logs @returns {Deviation} */
function intervalAroundOne(logs) {
  const [low = 0, high = 0] = [-1, 1].map((side) => {
    const onSide = logs.map((log) => Math.max(0, side * log))
    const spread = Math.sqrt(2) * spreadAround(onSide, 0)
    return side * widthFactor(logs.length) * Math.max(spread, leastSpreadOfPlain)
  })
  return asShares([0, low, high])
}

/**
 * Logs of ratios by key; of dynamic recipes one per model, because a model's files are not independent.
 * @param {readonly Sample[]} samples @param {(sample: Sample) => string} keyOf
 */
function logsByKey(samples, keyOf) {
  /** @type {Map<string, Map<string, number[]>>} */
  const byKey = new Map()
  for (const [index, sample] of samples.entries()) {
    const ofKey = byKey.get(keyOf(sample)) ?? new Map()
    byKey.set(keyOf(sample), ofKey)
    const model = sample.family === 'dynamic' ? sample.model : `${sample.model} ${index}`
    ofKey.set(model, [...(ofKey.get(model) ?? []), Math.log(sample.ratio)])
  }
  return new Map([...byKey].map(([key, ofKey]) => [key, [...ofKey.values()].map(mean)]))
}

/**
 * The quantizer's own names, large ends and types of the other engine: mean and spread; how the first two are made is known,
 * so their mean is 1.
 * Dynamic recipes: mean of models by name, drawn towards that of all names of as many bits and of the same kind of model by the weight of one model; the
 * interval from the spread of models and names around the latter.
 * @param {readonly Sample[]} samples @returns {Deviations}
 */
export function fitDeviations(samples) {
  /** @type {Deviations} */
  const deviations = {}
  const last = (/** @type {Sample} */ { keys }) => keys.at(-1) ?? ''
  const plain = samples.filter(({ family }) => family !== 'dynamic')
  const isSameEverywhere = (/** @type {string} */ key) => /^(large-ends|plain) /.test(key)
  for (const keyOf of [last, (/** @type {Sample} */ { keys }) => keys[0] ?? ''])
    for (const [key, logs] of logsByKey(plain, keyOf)) {
      if (keyOf !== last && (logs.length < 3 || isSameEverywhere(key))) continue
      const centre = mean(logs)
      deviations[key] = isSameEverywhere(key)
        ? intervalAroundOne(logs)
        : interval(centre, spreadAround(logs, centre), logs.length)
    }
  const dynamic = samples.filter(({ family }) => family === 'dynamic')
  const own = (/** @type {Sample} */ { keys }) => keys[0] ?? ''
  const shared = (/** @type {Sample} */ { keys }) => keys[2] ?? ''
  const named = logsByKey(dynamic, own)
  /** @param {(sample: Sample) => string} keyOf @param {string} key */
  const spreadOfNames = (keyOf, key, /** @type {number} */ centre) => {
    const names = new Set(dynamic.filter((sample) => keyOf(sample) === key).map(own))
    return spreadAround(
      [...names].flatMap((name) => named.get(name) ?? []),
      centre,
    )
  }
  for (const keyOf of [shared, last])
    for (const [key, logs] of logsByKey(dynamic, keyOf)) {
      const centre = mean(logs)
      deviations[key] = interval(centre, spreadOfNames(keyOf, key, centre), logs.length)
    }
  const ofShared = logsByKey(dynamic, shared)
  for (const [name, logs] of named) {
    const key = shared(/** @type {Sample} */ (dynamic.find((sample) => own(sample) === name)))
    const centre = mean(ofShared.get(key) ?? logs)
    const drawn = (logs.length * mean(logs) + centre) / (logs.length + 1)
    deviations[name] = interval(drawn, spreadOfNames(shared, key, centre), logs.length)
  }
  return Object.fromEntries(Object.entries(deviations).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * How many files lie in the interval that is fitted without their model.
 * @param {readonly Sample[]} samples
 */
export function heldOutCoverage(samples) {
  /** @type {(Sample & { interval: Deviation })[]} */
  const missed = []
  for (const model of new Set(samples.map((sample) => sample.model))) {
    const fitted = fitDeviations(samples.filter((sample) => sample.model !== model))
    for (const sample of samples.filter((one) => one.model === model)) {
      const key = sample.keys.find((name) => Object.hasOwn(fitted, name))
      const found = fitted[key ?? ''] ?? [1, 0.85, 1.2]
      const { ratio, halfWidth } = sample
      if (ratio < found[1] - halfWidth || ratio > found[2] + halfWidth)
        missed.push({ ...sample, interval: found })
    }
  }
  return { inside: samples.length - missed.length, all: samples.length, missed }
}
