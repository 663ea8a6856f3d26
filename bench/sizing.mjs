// `npm run bench -- sizing`: what one estimate costs, itemised and compiled, of models of every kind.
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { Catalogue } = await import(`${root}dist/facts/catalogue/catalogue.js`)
const { sizeModel } = await import(`${root}dist/sizing/size-model.js`)
const { compileSize } = await import(`${root}dist/sizing/compiled-size.js`)
const { completeSettings } = await import(`${root}dist/sizing/settings.js`)
const { DeviceDatabase } = await import(`${root}dist/facts/devices/device-database.js`)
const { readMachine } = await import(`${root}dist/facts/devices/read-machine.js`)

const catalogue = new Catalogue(JSON.parse(readFileSync(`${root}dist/data/catalogue.json`, 'utf8')))
const devices = new DeviceDatabase(
  JSON.parse(readFileSync(`${root}dist/data/devices.json`, 'utf8')),
)
const machine = readMachine('rtx-4090,ram=64gb', devices)
const ids = [
  'qwen3-8b',
  'llama-3.3-70b',
  'gemma-3-27b',
  'gpt-oss-120b',
  'deepseek-r1',
  'falcon-h1-7b',
  'granite-4.0-h-small',
  'glm-4.5-air',
]

/** Numbers that are the same in every run. */
function* random() {
  let state = 42
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}
const numbers = random()
const next = () => /** @type {number} */ (numbers.next().value)
const types = ['f16', 'q8_0', 'q4_0']
const settings = Array.from({ length: 1_000_000 }, () =>
  completeSettings({
    contextLength: 1 + Math.floor(next() * 131_072),
    parallel: 1 + Math.floor(next() * 8),
    kvCacheType: types[Math.floor(next() * 3)],
  }),
)

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

console.log(
  'model                 itemised, median     compiled, 1,000,000 settings, none asked before',
)
for (const id of ids) {
  const entry = catalogue.find(id)
  const architecture = catalogue.requireArchitecture(entry)
  const itemised = []
  for (let run = 0; run < 2000; run += 1) {
    const { contextLength, parallel } = settings[run] ?? { contextLength: 4096, parallel: 1 }
    const start = performance.now()
    sizeModel({ architecture, quantization: 'Q4_K_M', contextLength, parallel, machine })
    itemised.push(performance.now() - start)
  }
  const compiled = compileSize(architecture, 'Q4_K_M')
  let sum = 0
  // Time of the processor, not of the clock: what one core needs, whoever else works on the machine.
  const start = process.cpuUsage()
  for (const one of settings) sum += compiled.totalBytes(one)
  const { user, system } = process.cpuUsage(start)
  const seconds = (user + system) / 1e6
  if (!Number.isFinite(sum)) throw new Error(`${id}: ${sum}`)
  console.log(
    `${id.padEnd(22)}${(median(itemised.slice(500)) * 1000).toFixed(1).padStart(6)} us (goal <= 100)   ${seconds.toFixed(3)} s, ${seconds.toFixed(3)} us each (goal <= 1)`,
  )
}
