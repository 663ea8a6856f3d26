// Speaks the engine's protocol without an engine: times follow a simple law from what the files' headers say, so that
// tests know what the whole model must come out at. Behaviour by the first argument, the "engine's module".
import { closeSync, openSync, readSync } from 'node:fs'

const [behaviour = ''] = process.argv.slice(2)
const files = new Map()
let stepsDone = 0

process.on('disconnect', () => process.exit(0))
if (!behaviour.includes('silent'))
  setInterval(() => process.send?.({ steps: stepsDone, cpuMilliseconds: 0 }), 100)

process.on('message', (/** @type {any} */ { id, call, ...rest }) => {
  const result = answer(call, rest)
  if (result instanceof Error) process.send?.({ id, error: result.message })
  else if (result !== undefined) process.send?.({ id, result })
})

/** @param {string} call @param {any} rest */
function answer(call, rest) {
  if (call === 'info')
    return {
      release: 'v0.0.0',
      backend: 'cpu',
      devices: [],
      systemInfo: 'CPU : NONE = 1',
      threads: 2,
    }
  if (call === 'open') return open(rest)
  if (call === 'run') return run(rest.steps)
  files.delete(rest.handle)
  return null
}

/** @param {{ file: string, contextLength: number }} call */
function open({ file, contextLength }) {
  if (behaviour.includes('refuse')) return new Error('unknown model architecture: stand-in')
  const blocks = blocksOf(file)
  const handle = files.size
  files.set(handle, { blocks, position: 0 })
  return {
    handle,
    contextLength,
    modelBytes: 1,
    contextBytes: 1,
    residentBefore: 1,
    residentAfter: 2,
    log: [
      'load_tensors:   CPU_Mapped model buffer size =    10.00 MiB',
      'load_tensors:   CPU_REPACK model buffer size =     4.00 MiB',
      'llama_kv_cache:        CPU KV buffer size =     2.00 MiB',
    ],
  }
}

/** How often a header names a block's norm. @param {string} file */
function blocksOf(file) {
  const bytes = Buffer.alloc(262_144)
  const handle = openSync(file, 'r')
  readSync(handle, bytes, 0, bytes.length, 0)
  closeSync(handle)
  return (bytes.toString('latin1').match(/attn_norm\.weight/g) ?? []).length
}

/** @param {{ handle: number, tokens: number, reset: boolean }[]} steps */
function run(steps) {
  if (behaviour.includes('crash')) {
    process.stderr.write('ggml.c:1: GGML_ASSERT(stand_in) failed\n')
    process.abort()
  }
  if (behaviour.includes('hang')) return undefined
  const milliseconds = steps.map(({ handle, tokens, reset }) => {
    const file = files.get(handle)
    if (reset) file.position = 0
    const depth = file.position
    file.position += tokens
    stepsDone += 1
    return timeOf(file.blocks, handle, tokens, depth) * drift()
  })
  return { milliseconds, processorMilliseconds: milliseconds.map((one) => 2 * one) }
}

/**
 * Of one token 5 ms and 3 ms a block, and a little for every 256 positions; of a batch 2 ms a token in every block but the
 * last. @param {number} blocks @param {number} handle @param {number} tokens @param {number} depth
 */
function timeOf(blocks, handle, tokens, depth) {
  if (handle === 0) return tokens === 1 ? 2 : 40
  if (tokens === 1) return 5 + blocks * (3 + 0.01 * Math.ceil((depth + 1) / 256))
  return 5 + blocks * 0.5 + 2 * tokens * (blocks - 1)
}

let turn = 0

/** Memory gets slower and faster again: what the sentinel is there for. */
function drift() {
  turn += 1
  return behaviour.includes('drift') ? 1 + 0.02 * Math.sin(turn / 40) : 1
}
