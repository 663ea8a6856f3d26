import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { cleanUpOnExit } from '../../machine/clean-up-on-exit.ts'
import { packageRoot } from '../../machine/package-root.ts'
import {
  type EngineCall,
  type EngineInfo,
  type EngineMessage,
  type EngineStep,
  engineInfoSchema,
  engineMessageSchema,
  type OpenCall,
  type Opened,
  openedSchema,
  type Ran,
  ranSchema,
} from './protocol.ts'

export interface EngineProcessSettings {
  /** Module of node-llama-cpp. */
  readonly entry: string
  readonly backend: 'auto' | 'cpu' | 'cuda' | 'vulkan' | 'metal'
  /** Removed by the engine's process if this one disappears. */
  readonly folder?: string
  /** Seconds without a step done or processor time used after which the engine is taken for stuck. */
  readonly stallSeconds?: number
  /** The program that speaks for the engine; a stand-in in tests. */
  readonly child?: string
}

/** As built; there it stands for itself while the command line is one bundled file. */
const builtChild = () =>
  fileURLToPath(new URL('dist/inference/llama-cpp/engine-child.js', packageRoot()))

const stderrKept = 8000
const defaultStallSeconds = 60
/** Processor time per heartbeat of one second below which nothing is being computed, in ms. */
const idleMilliseconds = 20

interface Waiting {
  readonly step: string
  resolve(result: unknown): void
  reject(error: TouchstoneError): void
}

/**
 * An engine in a process of its own. A crash rejects what is under way with `engine_crashed` and the assertion's line; a
 * stand-still with `engine_stalled`; a refusal of the engine with `engine_failed`. Ends with this process, whatever happens.
 */
export class EngineProcess {
  readonly #child: ChildProcess
  readonly #settings: EngineProcessSettings
  readonly #guard: { done(): void }
  #waiting: (Waiting & { readonly id: number }) | undefined
  #lastId = 0
  #stderr = ''
  #closed: Promise<void>
  #seen = { steps: 0, cpuMilliseconds: 0, at: Date.now() }
  #watch: NodeJS.Timeout

  constructor(settings: EngineProcessSettings) {
    this.#settings = settings
    const { entry, backend, folder = '', child = builtChild() } = settings
    this.#child = fork(child, [entry, backend, folder], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: cleanEnvironment(process.env),
    })
    this.#guard = cleanUpOnExit(() => this.#child.kill('SIGKILL'))
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-stderrKept)
    })
    this.#child.on('message', (message) => this.#hear(message))
    this.#child.on('error', (error) => this.#fail(this.#crash(error.message)))
    this.#closed = new Promise((resolve) =>
      this.#child.on('close', (code, signal) => {
        this.#fail(this.#crash(signal ?? String(code)))
        resolve()
      }),
    )
    this.#watch = setInterval(() => this.#checkProgress(), 1000)
  }

  async info(): Promise<EngineInfo> {
    return this.#ask({ call: 'info' }, engineInfoSchema, 'info')
  }

  async open(call: OpenCall): Promise<Opened> {
    return this.#ask({ call: 'open', ...call }, openedSchema, 'open')
  }

  /** Runs the steps one after the other. */
  async run(steps: readonly EngineStep[]): Promise<Ran> {
    return this.#ask({ call: 'run', steps }, ranSchema, 'run')
  }

  async close(handle: number): Promise<void> {
    await this.#send({ call: 'close', handle }, 'open')
  }

  /** Ends the process and waits until it is gone. */
  async end(): Promise<void> {
    clearInterval(this.#watch)
    this.#child.kill('SIGKILL')
    await this.#closed
    this.#guard.done()
  }

  async #ask<Schema extends z.ZodType>(
    call: EngineCall,
    schema: Schema,
    step: string,
  ): Promise<z.output<Schema>> {
    const answer = schema.safeParse(await this.#send(call, step))
    if (!answer.success)
      throw new TouchstoneError('engine_failed', { problem: answer.error.message.slice(0, 300) })
    return answer.data
  }

  #send(call: EngineCall, step: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        reject(this.#crash(this.#child.signalCode ?? String(this.#child.exitCode)))
        return
      }
      this.#lastId += 1
      this.#seen = { ...this.#seen, at: Date.now() }
      this.#waiting = { id: this.#lastId, step, resolve, reject }
      this.#child.send({ id: this.#lastId, ...call }, (error) => {
        // A process that is already gone tells more when it is closed.
        if (error !== null && this.#child.exitCode === null && this.#child.signalCode === null)
          setTimeout(() => this.#fail(this.#crash(error.message)), 1000).unref()
      })
    })
  }

  #hear(raw: unknown): void {
    const message = engineMessageSchema.safeParse(raw)
    if (!message.success) return
    this.#noteProgress(message.data)
    if (!('id' in message.data)) return
    const waiting = this.#waiting
    if (waiting === undefined || waiting.id !== message.data.id) return
    this.#waiting = undefined
    if ('error' in message.data)
      waiting.reject(
        new TouchstoneError('engine_failed', { problem: message.data.error.slice(0, 500) }),
      )
    else waiting.resolve(message.data.result)
  }

  #noteProgress(message: EngineMessage): void {
    if ('id' in message) {
      this.#seen = { ...this.#seen, at: Date.now() }
      return
    }
    const { steps, cpuMilliseconds } = message
    const moved =
      steps > this.#seen.steps || cpuMilliseconds - this.#seen.cpuMilliseconds > idleMilliseconds
    this.#seen = { steps, cpuMilliseconds, at: moved ? Date.now() : this.#seen.at }
  }

  #checkProgress(): void {
    const { stallSeconds = defaultStallSeconds } = this.#settings
    const waiting = this.#waiting
    if (waiting === undefined || Date.now() - this.#seen.at < 1000 * stallSeconds) return
    this.#fail(new TouchstoneError('engine_stalled', { seconds: stallSeconds, step: waiting.step }))
    this.#child.kill('SIGKILL')
  }

  #fail(error: TouchstoneError): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    clearInterval(this.#watch)
    waiting?.reject(error)
  }

  #crash(signal: string): TouchstoneError {
    return new TouchstoneError('engine_crashed', {
      signal,
      step: this.#waiting?.step ?? 'info',
      problem: lastWords(this.#stderr),
    })
  }
}

/** The line of the assertion that failed, else the last line that is no part of a backtrace. */
export function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  const assertion = lines.find((line) =>
    /GGML_ASSERT|GGML_ABORT|fatal error|terminate called/i.test(line),
  )
  return (assertion ?? lines.at(-1) ?? '–').trim().slice(0, 400)
}

/**
 * Without paths of other builds of llama.cpp, which break this one's symbols, and without settings of the binding that would
 * make it build or fetch.
 */
function cleanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) =>
        name !== 'LD_LIBRARY_PATH' &&
        name !== 'DYLD_LIBRARY_PATH' &&
        name !== 'NODE_OPTIONS' &&
        !name.startsWith('NODE_LLAMA_CPP_'),
    ),
  )
}
