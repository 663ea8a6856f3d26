// Asks llama.cpp, through node-llama-cpp's dry run, what it would allocate for headers without data. One question per line
// of standard input, one answer per line of standard output. An assertion of the engine ends this process: the one that
// started it counts the question at hand as refused and goes on with a new process.
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [entry = 'node-llama-cpp'] = process.argv.slice(2)
const { getLlama, GgufInsights, readGgufFileInfo } = /** @type {any} */ (
  await import(pathToFileURL(entry).href)
)

/** @type {string[]} */
let lines = []
const llama = await getLlama({
  gpu: false,
  build: 'never',
  logLevel: 'debug',
  logger: (/** @type {unknown} */ _level, /** @type {string} */ message) => lines.push(message),
})
say({ engine: llama.llamaCppRelease?.release ?? 'unknown' })

/** @type {{ path: string, insights: any } | undefined} */
let loaded
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  lines = []
  try {
    if (loaded?.path !== question.path)
      loaded = {
        path: question.path,
        insights: await GgufInsights.from(await readGgufFileInfo(question.path), llama),
      }
    say(
      question.cell === undefined
        ? await ofModel(loaded?.insights)
        : await ofContext(loaded?.insights, question.cell),
    )
  } catch (error) {
    say({ refused: String(error instanceof Error ? error.message : error).slice(0, 200) })
  }
}

/** @param {any} insights */
async function ofModel(insights) {
  const { cpuRam, gpuVram } = await insights.estimateModelResourceRequirementsV2({
    gpuLayers: 0,
    useMmap: false,
  })
  return answer({ modelBytes: cpuRam + gpuVram })
}

/** @param {any} insights @param {{ context: number, sequences: number, flashAttention: boolean, batch: number, types: [number, number] }} cell */
async function ofContext(insights, { context, sequences, flashAttention, batch, types }) {
  const { cpuRam, gpuVram } = await insights.estimateContextResourceRequirementsV2({
    contextSize: context,
    modelGpuLayers: 0,
    batchSize: batch,
    sequences,
    flashAttention,
    useMmap: false,
    kvCacheKeyType: types[0],
    kvCacheValueType: types[1],
  })
  return answer({ contextBytes: cpuRam + gpuVram })
}

/** The dry run answers by a formula when it fails, and says so in a warning only. */
function answer(/** @type {Record<string, number>} */ found) {
  const failed = lines.find((line) => line.includes('Falling back to estimation heuristic'))
  return failed === undefined ? found : { refused: failed.slice(0, 200) }
}

/** @param {unknown} value */
function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
