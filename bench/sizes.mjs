// `npm run bench -- sizes`: file sizes computed from shapes beside the published ones.
import { readdirSync, readFileSync } from 'node:fs'
import { matchingKey } from '../dist/facts/catalogue/matching-key.js'
import { withStoredHead } from '../dist/facts/catalogue/stored-head.js'
import { chooseClaim } from '../dist/facts/claim.js'
import { readArchitecture } from '../dist/facts/config-json/read-config.js'
import { weightsOf } from '../dist/sizing/weights.js'

/** @typedef {{ file: string, model: string, quantization: string, bytesLow: number, bytesHigh: number, kind: string, publisher: string, source: string }} Row */

const data = new URL('../data/', import.meta.url)
const measured = JSON.parse(readFileSync(new URL('measured/file-sizes.json', data), 'utf8'))
/** @type {Row[]} */
const rows = measured.rows.map((/** @type {unknown[]} */ row) =>
  Object.fromEntries(row.map((value, index) => [measured.columns[index], value])),
)

/** Shapes by every name that a record has. */
const shapes = new Map()
for (const name of readdirSync(new URL('models/', data))) {
  const record = JSON.parse(readFileSync(new URL(`models/${name}`, data), 'utf8'))
  const config = chooseClaim(record.facts.config ?? [])?.value
  if (config === undefined) continue
  for (const key of [record.id, record.names.en, ...record.names.aliases])
    shapes.set(matchingKey(key), {
      config,
      total: chooseClaim(record.facts.totalParams ?? [])?.value,
      stored: chooseClaim(record.facts.storedParams ?? [])?.value,
    })
}

/** Files whose tensors are not those of the model they are keyed to. */
const otherTensors = /^Jan-(v3|code)/

/**
 * Publishers who quantize by tables of their own: their files are estimates here, by name the nearest standard recipe.
 * @param {Row} row
 */
function isOwnRecipe({ publisher, quantization, file }) {
  return (
    /^UD-|_L$|_XL$|_R4$|KSS|^IQ\d_K/.test(quantization.replace(/^Q3_K_L$/, '')) ||
    publisher === 'unsloth' ||
    /ubergarm|AesSedai/.test(publisher) ||
    // Newer models by bartowski: same names, other tables.
    (publisher === 'bartowski' && /gemma-4|Qwen3\.[5-9]|Qwen_Qwen3\.[5-9]/.test(file))
  )
}

/** Keys name several models of one shape: `qwen3.5/3.6-9b`, `deepseek-v3/r1-671b`. @param {string} key */
function oneOf(key) {
  return key.replace(/-671b$|-355b$/, '').replace(/\/[a-z]?[\d.]+/, '')
}

/** @param {Row} row @returns {{ row: Row, off: number, isInside: boolean } | string} */
function judge(row) {
  const shape = shapes.get(matchingKey(oneOf(row.model)))
  if (shape === undefined) return `no shape for ${row.model}`
  if (row.source === 'ik') return 'files of ik_llama.cpp, which has types and recipes of its own'
  if (otherTensors.test(row.file)) return 'other tensors than the model it is keyed to'
  try {
    const weights = weightsOf(
      withStoredHead(readArchitecture(shape.config), shape.total, shape.stored),
      row.quantization
        .replace(/^UD-/, '')
        .replace(/^(Q[2-8])_K_X?L$/, (name, bits) =>
          name === 'Q3_K_L'
            ? name
            : ({ Q2: 'Q2_K', Q3: 'Q3_K_M', Q4: 'Q4_K_M', Q5: 'Q5_K_M', Q6: 'Q6_K', Q8: 'Q8_0' }[
                /** @type {'Q2'} */ (bits)
              ] ?? name),
        ),
    )
    const bytes = row.kind === 'tensors' ? weights.tensorBytes : weights.fileBytes
    const isInside = bytes >= row.bytesLow * 0.995 && bytes <= row.bytesHigh * 1.005
    return { row, off: bytes / ((row.bytesLow + row.bytesHigh) / 2) - 1, isInside }
  } catch {
    return `no recipe "${row.quantization}"`
  }
}

const judged = rows.map(judge)
const skipped = new Map()
for (const reason of judged)
  if (typeof reason === 'string') skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
const scored = judged.filter((one) => typeof one !== 'string')
for (const [label, group] of /** @type {const} */ ([
  ["llama.cpp's standard recipes", scored.filter(({ row }) => !isOwnRecipe(row))],
  ["publishers' own recipes (estimates)", scored.filter(({ row }) => isOwnRecipe(row))],
])) {
  const inside = group.filter(({ isInside }) => isInside).length
  const offs = group.map(({ off }) => Math.abs(off)).sort((a, b) => a - b)
  const at = (/** @type {number} */ share) =>
    ((offs[Math.floor(offs.length * share)] ?? 0) * 100).toFixed(2)
  console.log(
    `${label}: ${inside} of ${group.length} inside the published interval widened by 0.5 % (${((inside / group.length) * 100).toFixed(1)} %); median error ${at(0.5)} %, 90th percentile ${at(0.9)} %`,
  )
  if (process.argv.includes('--misses') || !label.startsWith('publishers'))
    for (const { row, off, isInside } of group)
      if (!isInside)
        console.log(
          `  ${row.publisher} ${row.file} ${row.quantization}: ${(off * 100).toFixed(2)} %`,
        )
}
console.log('left out:')
for (const [reason, count] of [...skipped].sort((a, b) => b[1] - a[1]))
  console.log(`  ${count} ${reason}`)
