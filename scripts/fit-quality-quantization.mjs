// What quantization does: KL divergence by type, bits and size from data/quality/quantization.json, checked by leaving out models.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { mean, ridge } from './fit-quality-matrix.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bits of block types: 32 values with one or two F16 scales (ggml/src/ggml-common.h); MXFP4 and NVFP4 by their blocks. */
const oldTypeBits = {
  Q4_0: 4.5,
  Q4_1: 5,
  Q5_0: 5.5,
  Q5_1: 6,
  MXFP4: 4.25,
  NVFP4: 4.5,
  BF16: 16,
  F32: 32,
}

const reference = 'llama-3-8b'

/** What size does before any other model is seen: -0.5 per factor of ten, worth two models. */
const sizePrior = { slope: -0.5, strength: 0.5 }

/** @param {number} value @param {number} [digits] */
const round = (value, digits = 3) => Number(value.toFixed(digits))

function readRows() {
  const measured = JSON.parse(readFileSync(`${root}data/quality/quantization.json`, 'utf8'))
  /** @type {Record<string, number>} */
  const bitsPerWeight = { ...measured.bitsPerWeight.values, ...oldTypeBits }
  const rows = measured.rows.map(
    (/** @type {any[]} */ [model, params, label, , bits, metric, value]) => {
      const type = /[IB]?Q\d\w*/i.exec(label)?.[0].toUpperCase() ?? ''
      return {
        model,
        params,
        label: label.toUpperCase(),
        bits: bits ?? bitsPerWeight[type] ?? bitsPerWeight[type.replace(/_XL$/, '_M')] ?? null,
        metric,
        value,
      }
    },
  )
  return { bitsPerWeight, rows }
}

/** ln(divergence) of a share of changed top tokens, from the models for which both were published. @param {any[]} rows */
function divergenceOfDisagreement(rows) {
  const pairs = rows
    .filter((row) => row.metric === 'same_top_token')
    .map((row) => ({
      row,
      divergence: rows.find(
        (other) =>
          other.metric === 'mean_kld' && other.model === row.model && other.label === row.label,
      )?.value,
    }))
    .filter((pair) => pair.divergence !== undefined)
  const [intercept = 0, slope = 1] = ridge(
    pairs.map(({ row }) => [1, Math.log(1 - row.value / 100)]),
    pairs.map(({ divergence }) => Math.log(divergence)),
    pairs.map(() => 1),
    [1e-6, 1e-6],
    [0, 0],
  )
  return (/** @type {number} */ agreement) => intercept + slope * Math.log(1 - agreement / 100)
}

/** By other model: size and mean of ln(divergence) above the reference's line. @param {any[]} rows @param {(bits: number) => number} line */
function offsetsOfModels(rows, line) {
  const translate = divergenceOfDisagreement(rows)
  const byModel = new Map()
  for (const row of rows) {
    if (row.model === reference || row.bits === null || row.params === null || row.bits > 8.6)
      continue
    const hasBoth = rows.some((other) => other.model === row.model && other.metric === 'mean_kld')
    const value =
      row.metric === 'mean_kld'
        ? Math.log(row.value)
        : row.metric === 'same_top_token' && !hasBoth
          ? translate(row.value)
          : undefined
    if (value === undefined) continue
    const own = byModel.get(row.model) ?? { logSize: Math.log10(row.params / 8), values: [] }
    own.values.push(value - line(row.bits))
    byModel.set(row.model, own)
  }
  return [...byModel].map(([model, { logSize, values }]) => ({
    model,
    logSize,
    offset: mean(values),
    count: values.length,
  }))
}

/** @param {{ logSize: number, offset: number }[]} models */
function sizeSlope(models) {
  const [slope = 0] = ridge(
    models.map((one) => [one.logSize]),
    models.map((one) => one.offset),
    models.map(() => 1),
    [sizePrior.strength],
    [sizePrior.slope],
  )
  return slope
}

/** KL divergence by type and size, and what it costs in points. */
export function fitQuantization() {
  const { bitsPerWeight, rows } = readRows()
  const own = rows.filter(
    (/** @type {any} */ row) =>
      row.model === reference && row.metric === 'mean_kld' && row.bits !== null && row.bits < 8.6,
  )
  const onLine = own.filter(
    (/** @type {any} */ row) => !/_[01]$/.test(row.label) || row.label === 'Q8_0',
  )
  const [intercept = 0, slope = -1] = ridge(
    onLine.map((/** @type {any} */ row) => [1, row.bits]),
    onLine.map((/** @type {any} */ row) => Math.log(row.value)),
    onLine.map(() => 1),
    [1e-6, 1e-6],
    [0, 0],
  )
  /** Best published value per type: how it is made with an importance matrix. @type {Record<string, number>} */
  const byType = {}
  for (const row of own)
    byType[row.label] = round(Math.min(byType[row.label] ?? Number.POSITIVE_INFINITY, row.value), 5)
  const line = (/** @type {number} */ bits) => intercept + slope * bits
  const models = offsetsOfModels(rows, line)
  const perLogSize = sizeSlope(models)
  const heldOut = models.map(
    (one) => one.offset - sizeSlope(models.filter((other) => other !== one)) * one.logSize,
  )
  // Two pseudo-models at 0.6 (a factor of 1.8), as a handful of models cannot show how much they differ.
  const deviation = Math.sqrt(
    (heldOut.reduce((sum, error) => sum + error ** 2, 0) + 2 * 0.6 ** 2) / (heldOut.length + 2),
  )
  return {
    check: { models, heldOut, perLogSize },
    table: {
      bitsPerWeight,
      divergence: byType,
      intercept: round(intercept),
      slope: round(slope, 4),
      perLogSize: round(perLogSize),
      deviation: round(deviation),
      // Below 3.2 bits one 8B model of 2024 and an agreement of one large mix are all there is.
      thinBelowBits: 3.2,
      thinDeviationPerBit: 0.6,
      exponent: 0.75,
      pointsPerNat: 12.5,
      pointsLogDeviation: 0.6,
    },
  }
}
