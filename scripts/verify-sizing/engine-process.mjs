import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./ask-engine.mjs', import.meta.url))

/**
 * node-llama-cpp in the folder that TOUCHSTONE_ENGINE names, else in this project; undefined where it is in neither.
 * @returns {string | undefined}
 */
export function findEngine() {
  const folder = process.env.TOUCHSTONE_ENGINE
  const fromFolder =
    folder === undefined
      ? undefined
      : join(folder, 'node_modules', 'node-llama-cpp', 'dist', 'index.js')
  if (fromFolder !== undefined && existsSync(fromFolder)) return fromFolder
  try {
    const manifest = createRequire(import.meta.url).resolve('node-llama-cpp/package.json')
    return join(dirname(manifest), 'dist', 'index.js')
  } catch {
    return undefined
  }
}

/** One engine at a time in a process of its own, begun anew when an assertion ends it. */
export class EngineProcess {
  #entry
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child
  /** @type {((answer: any) => void) | undefined} */
  #waiting
  engine = 'unknown'

  /** @param {string} entry */
  constructor(entry) {
    this.#entry = entry
  }

  /** @param {unknown} question @returns {Promise<any>} */
  async ask(question) {
    if (this.#child === undefined) await this.#start()
    const answer = this.#next()
    this.#child?.stdin?.write(`${JSON.stringify(question)}\n`)
    return answer
  }

  close() {
    this.#child?.stdin?.end()
    this.#child = undefined
  }

  async #start() {
    const child = spawn(process.execPath, [script, this.#entry], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    this.#child = child
    child.stdin?.on('error', () => {})
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('{')) this.#settle(JSON.parse(line))
      })
    child.on('close', () => {
      if (this.#child !== child) return
      this.#child = undefined
      this.#settle({ refused: 'the engine ended its process' })
    })
    const { engine } = await this.#next()
    if (engine === undefined) throw new Error(`no engine answers at ${this.#entry}`)
    this.engine = engine
  }

  /** @returns {Promise<any>} */
  #next() {
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  /** @param {unknown} answer */
  #settle(answer) {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.(answer)
  }
}
