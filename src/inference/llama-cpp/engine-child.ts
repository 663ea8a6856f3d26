// The engine's own process: llama.cpp ends the whole process where an assertion fails, so it never runs in the program's.
// Started by `engine-process.ts` with the engine's module and the backend as arguments; speaks `protocol.ts` over IPC.
import { rmSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import type { AddonContext, AddonModel, Llama, LlamaModule } from './addon.ts'
import type { EngineCall, EngineInfo, EngineStep, OpenCall, Opened, Ran } from './protocol.ts'

interface OpenFile {
  readonly model: AddonModel
  readonly context: AddonContext
  readonly tokenLimit: number
  /** Tokens in the cache. */
  position: number
}

const [entry = '', gpu = 'auto', folder = ''] = process.argv.slice(2)
const files = new Map<number, OpenFile>()
let log: string[] = []
let stepsDone = 0
let nextHandle = 0
let engine: Promise<Llama> | undefined

const send = (message: unknown) => process.send?.(message)

// The program is gone, however it ended: so is its twin.
process.on('disconnect', () => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
  process.exit(0)
})

process.on('message', (message: { id: number } & EngineCall) => {
  answer(message).then(
    (result) => send({ id: message.id, result }),
    (error: unknown) =>
      send({ id: message.id, error: error instanceof Error ? error.message : String(error) }),
  )
})

setInterval(() => {
  const { user, system } = process.cpuUsage()
  send({ steps: stepsDone, cpuMilliseconds: (user + system) / 1000 })
}, 1000)

async function answer(call: EngineCall): Promise<unknown> {
  switch (call.call) {
    case 'info':
      return info(await llama())
    case 'open':
      return open(await llama(), call)
    case 'run':
      return run(call.steps)
    case 'close':
      return close(call.handle)
  }
}

function llama(): Promise<Llama> {
  engine ??= start()
  return engine
}

async function start(): Promise<Llama> {
  const { getLlama }: LlamaModule = await import(pathToFileURL(entry).href)
  return getLlama({
    gpu: gpu === 'cpu' ? false : gpuOf(gpu),
    build: 'never',
    skipDownload: true,
    logLevel: 'debug',
    logger: (_, text) => log.push(text.trimEnd()),
  })
}

function gpuOf(name: string): 'auto' | 'cuda' | 'vulkan' | 'metal' {
  return name === 'cuda' || name === 'vulkan' || name === 'metal' ? name : 'auto'
}

async function info(loaded: Llama): Promise<EngineInfo> {
  return {
    release: loaded.llamaCppRelease.release,
    backend: loaded.gpu === false ? 'cpu' : loaded.gpu,
    devices: loaded.gpu === false ? [] : await loaded.getGpuDeviceNames(),
    systemInfo: loaded.systemInfo,
    threads: Math.max(1, loaded.cpuMathCores),
  }
}

async function open({ _bindings: addon }: Llama, call: OpenCall): Promise<Opened> {
  log = []
  const residentBefore = process.memoryUsage.rss()
  const model = new addon.AddonModel(call.file, {
    gpuLayers: call.gpuLayers,
    useMmap: call.memoryMapped,
    addonExports: addon,
  })
  if (!(await model.init())) throw new Error(lastError() ?? 'the file was not loaded')
  const context = new addon.AddonContext(model, {
    contextSize: call.contextLength,
    batchSize: call.physicalBatch,
    sequences: 1,
    flashAttention: call.flashAttention,
    threads: call.threads,
    kvCacheKeyType: call.keyType,
    kvCacheValueType: call.valueType,
  })
  if (!(await context.init())) throw new Error(lastError() ?? 'no context was made')
  const handle = nextHandle
  nextHandle += 1
  files.set(handle, { model, context, tokenLimit: call.tokenLimit, position: 0 })
  // The logger is called a turn later than the engine prints.
  await new Promise((resolve) => setTimeout(resolve, 20))
  return {
    handle,
    contextLength: context.getContextSize(),
    modelBytes: total(model.getMemoryBreakdown()),
    contextBytes: total(context.getMemoryBreakdown()),
    residentBefore,
    residentAfter: process.memoryUsage.rss(),
    log,
  }
}

function total({ cpuRam, gpuVram }: { cpuRam: number; gpuVram: number }): number {
  return cpuRam + gpuVram
}

function lastError(): string | undefined {
  return log.findLast((line) => /error|fail/i.test(line))
}

async function close(handle: number): Promise<null> {
  const file = files.get(handle)
  await file?.context.dispose()
  await file?.model.dispose()
  files.delete(handle)
  return null
}

async function run(steps: readonly EngineStep[]): Promise<Ran> {
  const milliseconds: number[] = []
  const processorMilliseconds: number[] = []
  for (const step of steps) {
    const file = files.get(step.handle)
    if (file === undefined) throw new Error(`no open file ${step.handle}`)
    if (step.reset) {
      file.context.disposeSequence(0)
      file.position = 0
    }
    const tokens = drawTokens(step.tokens, file.tokenLimit)
    file.context.initBatch(step.tokens)
    file.context.addToBatch(
      0,
      file.position,
      tokens,
      step.output ? Uint32Array.of(step.tokens - 1) : new Uint32Array(0),
    )
    const before = process.cpuUsage()
    const start = performance.now()
    await file.context.decodeBatch()
    milliseconds.push(performance.now() - start)
    const { user, system } = process.cpuUsage(before)
    processorMilliseconds.push((user + system) / 1000)
    file.position += step.tokens
    stepsDone += 1
  }
  return { milliseconds, processorMilliseconds }
}

let seed = 0x9e3779b9

/** Different tokens, so that routers choose different experts; the same ones in every run (xorshift32). */
function drawTokens(count: number, limit: number): Uint32Array {
  return Uint32Array.from({ length: count }, () => {
    seed ^= seed << 13
    seed ^= seed >>> 17
    seed ^= seed << 5
    return (seed >>> 0) % limit
  })
}
