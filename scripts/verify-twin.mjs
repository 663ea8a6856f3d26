// Holds the twin against the truth: whole models with random weights, run in turns with their own slices in one process.
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @param {string} path */
const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href)

/** Every kind of block that decides the cost of a model: dense, experts, windows, state spaces; wide and narrow types. */
const cases = [
  { model: 'qwen3-8b', quantization: 'Q4_K_M' },
  { model: 'olmoe-1b-7b', quantization: 'Q4_K_M' },
  { model: 'gemma-3-4b', quantization: 'Q4_K_M' },
  { model: 'falcon-h1-3b', quantization: 'Q4_K_M' },
  { model: 'qwen3-4b', quantization: 'Q8_0' },
  { model: 'llama-3.2-3b', quantization: 'F16' },
]

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    /** Depth at which decoding is compared besides 0. */
    depth: { type: 'string', default: '4096' },
    threads: { type: 'string' },
    /** `processor` with one thread: right beside other programs too. */
    clock: { type: 'string', default: 'wall' },
    /** Seconds for reading each model. */
    seconds: { type: 'string', default: '240' },
  },
})

/** Most and middle error that the twin promises. */
const [errorMax, medianErrorMax] = [0.07, 0.04]

const { createContext } = await load('operations/context.js')
const { requireEngine } = await load('inference/llama-cpp/locate-engine.js')
const { measureTwin } = await load('inference/twin/measure-twin.js')
const { median } = await load('inference/twin/statistics.js')
const { compareMemory } = await load('inference/twin/compare-memory.js')
const { wholePlan } = await load('inference/twin/whole-times.js')
const { detectHardware } = await load('machine/detect-hardware.js')
const { readSettings } = await load('machine/configuration.js')
const { userFolders } = await load('machine/user-folders.js')

const context = await createContext({ locale: 'en' })
const folders = userFolders()
const engine = await requireEngine({ setting: readSettings().values.engine, data: folders.data })

/** @param {string[]} cells */
const row = (cells) => console.log(`| ${cells.join(' | ')} |`)
/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`

const chosen =
  options.only === undefined
    ? cases
    : options.only.map((name) => {
        const [model = '', quantization = 'Q4_K_M'] = name.split(':')
        return { model, quantization }
      })
console.log(
  `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors, load ${loadavg()[0]?.toFixed(2)}; node-llama-cpp ${engine.version}, llama.cpp ${engine.release}; ${options.clock} clock`,
)
row([
  'model',
  'slices',
  'work',
  'predicted tok/s',
  'measured tok/s',
  'predicted / measured',
  'sentinel spread',
  'load',
])
row(['---', '---', '---', '---:', '---:', '---:', '---:', '---:'])

let isComplete = true
/** @type {number[]} */
const errors = []
/** @type {string[]} */
const memoryRows = []
for (const { model, quantization } of chosen) {
  const { memory } = await detectHardware({ cacheFolder: folders.cache, measureBandwidth: false })
  const depth = Number(options.depth)
  const architecture = context.catalogue.requireArchitecture(context.catalogue.resolve(model))
  // Weights may lie there twice, repacked, and the slices come on top.
  const needed = 2 * wholePlan({ architecture, quantization }).fileBytes + 6e9
  if (needed > memory.freeBytes) {
    console.log(
      `${model} ${quantization} is left out: ${(needed / 1e9).toFixed(0)} GB of memory needed, ${(memory.freeBytes / 1e9).toFixed(0)} GB free`,
    )
    isComplete = false
    continue
  }
  const result = await measureTwin({
    name: model,
    architecture,
    quantization,
    layersOnly: false,
    depth,
    secondsForReading: Number(options.seconds),
    resources: { freeMemoryBytes: memory.freeBytes, freeDiskBytes: 1e12 },
    folder: join(folders.cache, 'twins'),
    engine: { entry: engine.entry, backend: 'cpu' },
    besides: true,
    settingsOf: (/** @type {{ threads: number }} */ info) => ({
      threads: options.threads === undefined ? info.threads : Number(options.threads),
      physicalBatch: 512,
      flashAttention: true,
      gpuLayers: 0,
      memoryMapped: true,
      clock: options.clock === 'processor' ? 'processor' : 'wall',
    }),
  })
  report(model, quantization, result)
}

/** @param {string} model @param {string} quantization @param {any} result */
function report(model, quantization, result) {
  const blocks = result.plan.files
    .map((/** @type {{ slice: number[] }} */ { slice }) => slice.length)
    .join(' + ')
  const of = context.catalogue.requireArchitecture(context.catalogue.resolve(model)).layers.length
  const figures = [
    ...result.decode.map((/** @type {any} */ one) => ({
      work: `decode at ${one.depth}`,
      tokens: 1,
      predicted: one.milliseconds,
      measured: result.whole.decode.find((/** @type {any} */ whole) => whole.depth === one.depth)
        ?.milliseconds,
      spread: result.decodeSpread,
    })),
    ...result.prefill.map((/** @type {any} */ one) => ({
      work: `prompt of ${one.promptTokens}`,
      tokens: one.promptTokens,
      predicted: one.milliseconds,
      measured: result.whole.prefill.find(
        (/** @type {any} */ whole) => whole.promptTokens === one.promptTokens,
      )?.milliseconds,
      spread: result.prefillSpread,
    })),
  ]
  for (const { work, tokens, predicted, measured, spread } of figures) {
    if (measured === undefined) continue
    const ratio = measured / predicted
    errors.push(Math.abs(ratio - 1))
    row([
      `${model} ${quantization}`,
      `${blocks} of ${of}`,
      work,
      ((1000 * tokens) / predicted).toFixed(2),
      ((1000 * tokens) / measured).toFixed(2),
      ratio.toFixed(3),
      percent(spread),
      (loadavg()[0] ?? 0).toFixed(1),
    ])
  }
  for (const one of result.memory)
    for (const { buffer, sizedBytes, engineBytes } of compareMemory(one, result.settings).buffers)
      memoryRows.push(
        `| ${model} ${quantization} | ${one.plan.architecture.layers.length} | ${buffer} | ${(sizedBytes / 2 ** 20).toFixed(2)} | ${(engineBytes / 2 ** 20).toFixed(2)} |`,
      )
}

console.log(
  `\n${errors.length} figures: median error ${percent(median(errors))} (goal ${percent(medianErrorMax)}), worst ${percent(Math.max(...errors))} (goal ${percent(errorMax)})\n`,
)
row(['model', 'blocks', 'buffer', 'sized MiB', 'engine MiB'])
row(['---', '---:', '---', '---:', '---:'])
console.log(memoryRows.join('\n'))
process.exitCode =
  isComplete && Math.max(...errors) <= errorMax && median(errors) <= medianErrorMax ? 0 : 1
