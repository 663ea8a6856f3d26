// `npm run bench -- serving`: the memory of vLLM and SGLang beside what they logged at their start.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { Catalogue } = await import(`${root}dist/facts/catalogue/catalogue.js`)
const { servingMemory } = await import(`${root}dist/sizing/other-engines/serving-memory.js`)
const { DeviceDatabase, deviceOf } = await import(`${root}dist/facts/devices/device-database.js`)

const catalogue = new Catalogue(JSON.parse(readFileSync(`${root}dist/data/catalogue.json`, 'utf8')))
const devices = new DeviceDatabase(
  JSON.parse(readFileSync(`${root}dist/data/devices.json`, 'utf8')),
)
const GiB = 2 ** 30
/** @type {readonly Record<string, any>[]} */
const rows = JSON.parse(readFileSync(`${root}test/recordings/vllm/startup-logs.json`, 'utf8'))

/** @param {Record<string, any>} row */
function deviceFor({ device, totalGib }) {
  const known = device === undefined ? undefined : deviceOf(devices.resolve(device).record)
  const base = known ?? { id: 'card', name: 'card', kind: 'gpu', memoryBytes: 80 * GiB }
  return totalGib === undefined ? base : { ...base, usableBytes: totalGib * GiB }
}

/** @param {number | undefined} mine @param {number | undefined} logged */
function compared(mine, logged) {
  if (mine === undefined || logged === undefined) return ''.padStart(24)
  const percent = ((mine / logged - 1) * 100).toFixed(2)
  return `${mine.toFixed(2)} / ${logged} ${percent} %`.padStart(24)
}

console.log(
  `${'model'.padEnd(44)}${'weights GiB'.padStart(24)}${'tokens, thousands'.padStart(24)}${'left for cache GiB'.padStart(24)}`,
)
for (const row of rows) {
  const memory = servingMemory({
    engine: row.engine,
    architecture: catalogue.requireArchitecture(catalogue.find(row.model)),
    format: row.format,
    device: deviceFor(row),
    parallelism: { tensor: row.tensor, pipeline: row.pipeline, expert: row.expert ?? false },
    contextLength: row.contextLength ?? 32_768,
    memoryShare: row.memoryShare,
  })
  const tokens =
    row.kvCacheGib === undefined ? undefined : (row.kvCacheGib * GiB) / memory.cache.bytesPerToken
  const isPlanned = row.memoryShare !== undefined && row.isBeforeV1 !== true
  console.log(
    `${row.engine} ${row.model} ${row.format} ${row.tensor}x${row.pipeline}`.padEnd(44) +
      compared(memory.weightBytes / GiB, row.weightGib) +
      compared(
        tokens === undefined ? undefined : tokens / 1000,
        row.kvTokens === undefined ? undefined : row.kvTokens / 1000,
      ) +
      compared(isPlanned ? memory.kvCacheBytes / GiB : undefined, row.kvCacheGib),
  )
}
