// How far one measurement of a machine speaks for its other models: correlation of the errors of two cases on one device
// that the fit had not seen, by how unlike the cases are.
import { scaleFrom } from './fit-speed-intervals.mjs'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const { correlation } = /** @type {any} */ (
  (
    await runnerImport(`${root}src/sizing/speed/recalibrate.ts`, { root, logLevel: 'silent' })
  ).module
)
const { quantizationFamily } = /** @type {any} */ (
  (
    await runnerImport(`${root}src/sizing/speed/quantization-family.ts`, { root, logLevel: 'silent' })
  ).module
)

/** @param {any} one */
export const caseOf = (one) => ({
  bytes: one.work.weightBytesPerToken,
  depth: one.depth,
  hasExperts: one.work.expertLayers > 0,
  family: quantizationFamily(one.quantization),
})

const grid = {
  shared: [0.2, 0.35, 0.5, 0.65],
  size: [0.15, 0.3, 0.6, 1],
  depth: [0.1, 0.3],
  unlike: [0.2, 0.5, 1],
}

/**
 * Pairs of cases on one device and of different models, every device with the same say.
 * @param {any[]} errors
 */
function pairsOf(errors) {
  const byDevice = new Map()
  for (const error of errors)
    byDevice.set(error.device, [...(byDevice.get(error.device) ?? []), error])
  const pairs = []
  for (const own of byDevice.values()) {
    const some = own.filter((/** @type {any} */ _, /** @type {number} */ index) => index % Math.ceil(own.length / 24) === 0)
    const found = some.flatMap((/** @type {any} */ a) =>
      some.filter((/** @type {any} */ b) => a.one.shape !== b.one.shape).map((/** @type {any} */ b) => ({ a, b })),
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
    for (const size of grid.size)
      for (const depth of grid.depth)
        for (const unlike of grid.unlike) {
          const parameters = { shared, size, depth, unlike }
          let loss = 0
          for (const { from, to, known, asked, weight } of pairs)
            loss += weight * Math.abs(asked - correlation(from, to, parameters) * known)
          if (loss < best.loss) best = { loss, parameters }
        }
  return best.parameters
}
