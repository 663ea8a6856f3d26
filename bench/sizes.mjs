// `npm run bench -- sizes [--misses] [file of rows]`: file sizes computed from shapes beside the published ones.
import { matchingKey } from '../dist/facts/catalogue/matching-key.js'
import { withStoredHead } from '../dist/facts/catalogue/stored-head.js'
import { chooseClaim } from '../dist/facts/claim.js'
import { readArchitecture } from '../dist/facts/config-json/read-config.js'
import { deviationKeys, plainDeviationKey } from '../dist/sizing/quantization/own-recipes.js'
import { readQuantization } from '../dist/sizing/quantization/quantization.js'
import { weightsOf, weightsUnder } from '../dist/sizing/weights.js'
import { heldOutCoverage, samplesOf } from '../scripts/deviation-fit.mjs'
import { casesOf, groupOf, readRows } from './size-rows.mjs'

/** @typedef {import('./size-rows.mjs').Case} Case */
/** @typedef {{ case: Case, off: number, isInside: boolean, isCovered: boolean }} Judged */

/** What a published size may be off by besides its rounding. */
const tolerance = 0.005

/** @param {Case} one @returns {Judged | { row: import('./size-rows.mjs').Row, reason: string }} */
function judge(one) {
  const { row, architecture, importanceMatrix, tensorsOnly } = one
  let weights
  try {
    weights = weightsOf(architecture, row.quantization, importanceMatrix)
  } catch {
    return { row, reason: `no recipe "${row.quantization}"` }
  }
  const header = tensorsOnly ? weights.fileBytes - weights.tensorBytes : 0
  const bytes = weights.fileBytes - header
  const inInterval = (/** @type {number} */ low, /** @type {number} */ high) =>
    low <= row.bytesHigh * (1 + tolerance) && high >= row.bytesLow * (1 - tolerance)
  return {
    case: one,
    off: bytes / ((row.bytesLow + row.bytesHigh) / 2) - 1,
    isInside: inInterval(bytes, bytes),
    isCovered: inInterval(weights.fileBytesLow - header, weights.fileBytesHigh - header),
  }
}

/** @param {string} label @param {readonly Judged[]} group @param {boolean} listsMisses */
function report(label, group, listsMisses) {
  const share = (/** @type {number} */ count) =>
    `${count} of ${group.length} (${((count / group.length) * 100).toFixed(1)} %)`
  const offs = group.map(({ off }) => Math.abs(off)).sort((a, b) => a - b)
  const at = (/** @type {number} */ part) =>
    ((offs[Math.floor(offs.length * part)] ?? 0) * 100).toFixed(2)
  console.log(
    `${label}: ${share(group.filter(({ isInside }) => isInside).length)} inside the published interval widened by 0.5 %; ${share(group.filter(({ isCovered }) => isCovered).length)} between the stated low and high; median error ${at(0.5)} %, 90th percentile ${at(0.9)} %`,
  )
  if (!listsMisses) return
  for (const { case: one, off, isInside, isCovered } of group)
    if (!isInside)
      console.log(
        `  ${one.row.publisher} ${one.row.file} ${one.row.quantization}: ${(off * 100).toFixed(2)} %${isCovered ? ', between low and high' : ''}${one.remark === undefined ? '' : ` (${one.remark})`}`,
      )
}

const path = process.argv.slice(3).find((argument) => !argument.startsWith('--'))
const cases = casesOf(readRows(path), {
  matchingKey,
  withStoredHead,
  chooseClaim,
  readArchitecture,
})
const judged = cases.map((one) => ('architecture' in one ? judge(one) : one))
const scored = judged.filter((one) => 'case' in one)
for (const [group, label] of /** @type {const} */ ([
  ['standard', "llama.cpp's standard recipes"],
  ['own', "publishers' own recipes (estimates)"],
  ['other-engine', "files in ik_llama.cpp's logs, labelled with the type they started from"],
]))
  report(
    label,
    scored.filter((one) => groupOf(one.case, readQuantization) === group),
    group === 'standard' || process.argv.includes('--misses'),
  )
const samples = samplesOf(cases, {
  readQuantization,
  deviationKeys,
  plainDeviationKey,
  weightsUnder,
})
const { inside, all } = heldOutCoverage(samples)
console.log(
  `own recipes by name, each model's files against an interval fitted without them: ${inside} of ${all} inside (${((inside / all) * 100).toFixed(1)} %)`,
)
console.log('left out:')
const reasons = new Map()
for (const one of judged)
  if ('reason' in one) reasons.set(one.reason, (reasons.get(one.reason) ?? 0) + 1)
for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]))
  console.log(`  ${count} ${reason}`)
