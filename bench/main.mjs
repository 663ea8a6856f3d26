// `npm run bench`: how quick the program is. `npm run bench -- speed`: how right the predictions are.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const topics = {
  program: programSpeed,
  speed: () => import('./speed.mjs'),
  quality: () => import('./quality.mjs'),
  catalogue: () => import('./catalogue.mjs'),
  selection: () => import('./selection.mjs'),
  sizes: () => import('./sizes.mjs'),
  ask: () => import('./ask.mjs'),
  sizing: () => import('./sizing.mjs'),
  serving: () => import('./serving.mjs'),
  kv: () => import('./kv.mjs'),
}

const topic = process.argv[2] ?? 'program'
if (!Object.hasOwn(topics, topic)) {
  console.error(`No benchmark "${topic}". There are: ${Object.keys(topics).join(', ')}`)
  process.exit(2)
}
console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim()}`,
)
await topics[/** @type {keyof typeof topics} */ (topic)]()

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** @param {string} label @param {number[]} values @param {string} unit @param {string} goal */
function report(label, values, unit, goal) {
  const figures = [median(values), Math.min(...values), Math.max(...values)].map((value) =>
    value.toFixed(1),
  )
  console.log(
    `${label.padEnd(44)} median ${figures[0]} ${unit}  (min ${figures[1]}, max ${figures[2]})  goal ${goal}`,
  )
}

async function programSpeed() {
  const main = `${root}dist/interfaces/cli/main.js`
  const on = ['recommend', '--on', 'rtx-4090,ram=64gb', '--json']
  const cold = Array.from({ length: 20 }, () => coldStart(main, on))
  report(
    'cold start of recommend --on, wall',
    cold.map((run) => run.wall),
    'ms',
    '≤ 250',
  )
  report(
    'cold start of recommend --on, CPU',
    cold.map((run) => run.cpu),
    'ms',
    '≤ 200',
  )
  coldStart(main, ['recommend', '--json'])
  const here = Array.from({ length: 20 }, () => coldStart(main, ['recommend', '--json']))
  report(
    'cold start of recommend, this machine, wall',
    here.map((run) => run.wall),
    'ms',
    '≤ 250',
  )
  report(
    'cold start of recommend, this machine, CPU',
    here.map((run) => run.cpu),
    'ms',
    '≤ 200',
  )

  const { createTouchstone } = await import(`${root}dist/index.js`)
  const touchstone = await createTouchstone()
  const question = { devices: 'rtx-4090,ram=64gb' }
  const models = await touchstone.models({ sort: 'releaseDate', status: 'open-weights' })
  const ids = models.models.map((/** @type {{ id: string }} */ { id }) => id)
  const thirty = [
    'qwen3-8b glm-z1-9b-0414 glm-4-9b-0414 llama-3.1-8b qwen2.5-1.5b qwen2.5-7b qwen2.5-32b gpt-oss-20b gpt-oss-120b',
    'gemma-3-4b gemma-3-12b gemma-3-27b phi-4 mistral-small-3.1-24b devstral-small-2505 smollm2-1.7b smollm3-3b',
    'lfm2-1.2b granite-4.0-h-tiny granite-4.0-h-small falcon-h1-7b deepseek-r1 kimi-k2 glm-4.5-air llama-4-scout',
    'qwen3-30b-a3b qwen3-14b qwen3-32b llama-3.3-70b mixtral-8x7b',
  ]
    .join(' ')
    .split(' ')
  for (const [label, only] of [
    [`warm recommend, all ${ids.length} open models x all types`, undefined],
    [`warm recommend, ${thirty.length} models x all types`, thirty],
  ]) {
    const asked = only === undefined ? question : { ...question, requirements: { only } }
    const warm = []
    for (let run = 0; run < 80; run += 1) {
      const start = performance.now()
      await touchstone.recommend(asked)
      warm.push(performance.now() - start)
    }
    report(`${label}`, warm.slice(30), 'ms', only === undefined ? 'none' : '≤ 5')
  }

  const text = readFileSync(`${root}dist/data/catalogue.json`, 'utf8')
  const { Catalogue } = await import(`${root}dist/facts/catalogue/catalogue.js`)
  const loads = Array.from({ length: 20 }, () => {
    const start = performance.now()
    new Catalogue(JSON.parse(text))
    return performance.now() - start
  })
  report(`index load, ${(text.length / 1024).toFixed(0)} KiB`, loads, 'ms', '≤ 15')

  const lines = Array.from({ length: 1000 }, (_, id) =>
    JSON.stringify({
      id,
      operation: 'size',
      input: {
        model: 'qwen3-8b',
        quantization: 'Q4_K_M',
        contextLength: 4096 + id,
        devices: 'rtx-4090',
      },
    }),
  ).join('\n')
  const batches = Array.from({ length: 5 }, () => coldStart(main, ['batch'], lines).wall)
  report('batch of 1,000 size lines, whole process', batches, 'ms', '≤ 1000')
}

/** One run of the built program: wall time here, CPU time as the system counts it. @param {string} main @param {string[]} args @param {string} [input] */
function coldStart(main, args, input) {
  const start = performance.now()
  const child = spawnSync(process.execPath, [`${root}bench/cpu-time.mjs`, main, ...args], {
    input: input ?? '',
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, NO_COLOR: '1' },
  })
  const wall = performance.now() - start
  if (child.status !== 0 && child.status !== 1)
    throw new Error(`${args.join(' ')} ended with ${child.status}: ${child.stderr}`)
  const cpu = Number(/cpu-ms=([\d.]+)/.exec(child.stderr)?.[1])
  return { wall, cpu }
}
