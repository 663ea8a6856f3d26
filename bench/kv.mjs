// `npm run bench -- kv [--all] [file of rows]`: caches, state and compute buffers computed from shapes beside what engines logged.
import { readdirSync, readFileSync } from 'node:fs'
import { matchingKey } from '../dist/facts/catalogue/matching-key.js'
import { chooseClaim } from '../dist/facts/claim.js'
import { readArchitecture } from '../dist/facts/config-json/read-config.js'
import { sizeModel } from '../dist/sizing/size-model.js'
import { casesOf, judgeCaches, judgeCompute, readRows } from './kv-rows.mjs'

const data = new URL('../data/', import.meta.url)
const recorded = JSON.parse(readFileSync(new URL('measured/kv-caches.json', data), 'utf8'))
const { keys } = recorded
const path = process.argv.slice(3).find((argument) => !argument.startsWith('--'))
const rows = readRows((path === undefined ? recorded : JSON.parse(readFileSync(path, 'utf8'))).rows)

const shapes = new Map()
for (const name of readdirSync(new URL('models/', data))) {
  const { id, names, facts } = JSON.parse(readFileSync(new URL(`models/${name}`, data), 'utf8'))
  const config = chooseClaim(facts.config ?? [])?.value
  if (config === undefined) continue
  for (const key of [id, names.en, ...names.aliases]) shapes.set(matchingKey(key), config)
}

/** @param {string} model */
function shapeOf(model) {
  const config = shapes.get(matchingKey(keys[model] ?? model.replace(/\/[a-z]?[\d.]+/, '')))
  try {
    return config === undefined ? undefined : readArchitecture(config)
  } catch {
    return undefined
  }
}

/**
 * @param {string} label @param {number} limit @param {string} goal
 * @param {readonly import('./kv-rows.mjs').Judged[]} judged
 */
function report(label, limit, goal, judged) {
  const scored = judged.filter(({ reason }) => reason === undefined)
  const near = scored.filter(({ off }) => Math.abs(off) <= limit)
  const percent = ((near.length / scored.length) * 100).toFixed(1)
  console.log(
    `${label}: ${near.length} of ${scored.length} within ${limit * 100} % (${percent} %), goal ${goal}`,
  )
  for (const { row, off, reason, detail } of judged) {
    if (reason === undefined && Math.abs(off) <= limit && !process.argv.includes('--all')) continue
    const distance = Number.isNaN(off) ? '' : `${(off * 100).toFixed(2)} %`
    console.log(
      `  ${row.as}, ${row.contextLength ?? '?'} cells: ${[distance, detail, reason ?? row.remark ?? row.proof].filter(Boolean).join('; ')}`,
    )
  }
}

/** @type {import('./kv-rows.mjs').Case[]} */
const cases = casesOf(rows, { shapeOf, sizeModel })
const incomplete = cases.filter(
  ({ row }) => row.proof !== undefined || row.lacksForCompute !== undefined,
)
console.log(
  `${incomplete.length} of ${rows.length} rows lack a setting that matters: in ${incomplete.filter(({ row }) => row.proof !== undefined).length} the row's own figures prove it, in ${incomplete.filter(({ row }) => row.lacksForCompute !== undefined).length} the buffer cannot be judged`,
)
const mainline = cases.filter(({ row }) => row.engine !== 'ik_llama.cpp')
report('caches and state, llama.cpp and Ollama', 0.005, '>= 98 %', judgeCaches(mainline))
report('compute buffers, llama.cpp', 0.05, '>= 80 %', judgeCompute(mainline))
report(
  'caches, ik_llama.cpp',
  0.005,
  'none',
  judgeCaches(cases.filter(({ row }) => row.engine === 'ik_llama.cpp')),
)
