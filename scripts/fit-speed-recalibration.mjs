// How far one measurement of a machine speaks for its other models: correlation of the errors of two cases on one device
// that the fit had not seen, by how unlike the cases are.

import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import { scaleFrom } from './fit-speed-intervals.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @param {string} name */
const load = async (name) =>
  /** @type {any} */ (
    (await runnerImport(`${root}src/sizing/speed/${name}.ts`, { root, logLevel: 'silent' })).module
  )
const { correlation, recalibrationCase } = await load('recalibration-case')
const { recalibrate, recalibrationOf } = await load('recalibrate')
const { deviationsOf80 } = await load('observation')

/** @param {any} one */
const inputOf = (one) => ({
  quantization: one.quantization,
  parts: [{ device: one.found, work: one.work }],
  depth: one.kind === 'decode' ? one.depth : 0,
  promptTokens: Math.max(1, 2 * one.depth),
  flashAttention: one.flashAttention,
  physicalBatch: one.physicalBatch,
})
/** @param {any} one */
const caseOf = (one) => recalibrationCase(one.kind, inputOf(one))

const grid = {
  shared: [0, 0.1, 0.2, 0.3, 0.45, 0.6],
  other: [0.6, 0.75, 0.9, 0.97],
  size: [0.1, 0.2, 0.4, 0.8],
  depth: [0.05, 0.2],
  unlike: [0.3, 0.6, 1.2],
}

/**
 * Pairs of cases on one device and of different models, every device with the same say; of one source, as other sources
 * had other machines and other engines.
 * @param {any[]} errors
 */
function pairsOf(errors) {
  const byDevice = new Map()
  for (const error of errors)
    byDevice.set(error.device, [...(byDevice.get(error.device) ?? []), error])
  const pairs = []
  for (const own of byDevice.values()) {
    const some = own.filter(
      (/** @type {any} */ _, /** @type {number} */ index) =>
        index % Math.ceil(own.length / 24) === 0,
    )
    const found = some.flatMap((/** @type {any} */ a) =>
      some
        .filter(
          (/** @type {any} */ b) => a.one.shape !== b.one.shape && a.one.source === b.one.source,
        )
        .map((/** @type {any} */ b) => ({ a, b })),
    )
    for (const pair of found) pairs.push({ ...pair, weight: 1 / Math.sqrt(found.length) })
  }
  return pairs
}

/** @param {any[]} errors of devices unseen @param {Record<string, number>} scales */
export function fitRecalibration(errors, scales) {
  const pairs = pairsOf(errors).map(({ a, b, weight }) => ({
    weight,
    from: caseOf(a.one),
    to: caseOf(b.one),
    known: a.value / scaleFrom(a.features, scales),
    asked: b.value / scaleFrom(b.features, scales),
  }))
  let best = { loss: Number.POSITIVE_INFINITY, parameters: {} }
  for (const shared of grid.shared)
    for (const other of grid.other)
      for (const size of grid.size)
        for (const depth of grid.depth)
          for (const unlike of grid.unlike) {
            const parameters = { shared, other, size, depth, unlike }
            let loss = 0
            for (const { from, to, known, asked, weight } of pairs)
              loss += weight * Math.abs(asked - correlation(from, to, parameters) * known)
            if (loss < best.loss) best = { loss, parameters }
          }
  return best.parameters
}

/** What a published row may be off by itself, as one run of a stranger. */
const rowNoise = 0.03

/**
 * One row of a device that the fit has not seen given as a measurement, each in turn, and its rows of other models
 * predicted with it by the program's own update.
 * @param {any[]} rows held-out errors with their half-widths @param {'decode' | 'prefill'} kind @param {any} parameters
 */
export function afterOneMeasurement(rows, kind, parameters) {
  const model = { recalibration: parameters }
  return pairsOf(rows).map(({ a, b }) => {
    const learned = recalibrationOf(
      [
        {
          kind,
          case: caseOf(a.one),
          basis: 'measured',
          logError: a.value,
          expected: (a.low + a.high) / 2 / deviationsOf80,
          noise: rowNoise,
          when: '',
        },
      ],
      model,
    )
    const rate = {
      estimate: b.rate,
      low: b.rate * Math.exp(-b.low),
      high: b.rate * Math.exp(b.high),
      basis: 'calibrated',
    }
    const speed = {
      decodeTokensPerSecond: rate,
      prefillTokensPerSecond: rate,
      timeToFirstTokenMs: 1e6,
    }
    const after = recalibrate(speed, inputOf(b.one), learned, model)[`${kind}TokensPerSecond`]
    return {
      device: b.device,
      before: Math.abs(b.rate / b.one.rate - 1),
      after: Math.abs(after.estimate / b.one.rate - 1),
      isInside: after.low <= b.one.rate && b.one.rate <= after.high,
      ratioBefore: rate.high / rate.low,
      ratioAfter: after.high / after.low,
    }
  })
}
