import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./ask-engine.mjs', import.meta.url))

/**
 * The engine that the program would use: that of the setting, of this project, or brought by `engine install`.
 * @returns {Promise<string | undefined>}
 */
export async function findEngine() {
  const { locateEngine } = await import('../../dist/inference/llama-cpp/locate-engine.js')
  const { readSettings } = await import('../../dist/machine/configuration.js')
  const { userFolders } = await import('../../dist/machine/user-folders.js')
  const engine = await locateEngine({
    setting: readSettings().values.engine,
    data: userFolders().data,
  })
  return engine?.entry
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
