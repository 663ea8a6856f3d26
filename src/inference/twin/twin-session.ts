import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { ggmlTypes } from '../../facts/gguf/ggml-types.ts'
import { cleanUpOnExit } from '../../machine/clean-up-on-exit.ts'
import { isProcessAlive } from '../../machine/process-alive.ts'
import { EngineProcess, type EngineProcessSettings } from '../llama-cpp/engine-process.ts'
import type { EngineInfo, Opened } from '../llama-cpp/protocol.ts'
import { type Clock, type Phase, phaseOf, stepsOf, type Turn } from './phases.ts'
import type { TwinPlan } from './twin-tensors.ts'
import { tokensUsed } from './twin-tensors.ts'
import { writeTwin } from './write-twin.ts'

export interface TwinSettings {
  readonly threads: number
  readonly physicalBatch: number
  readonly flashAttention: boolean
  readonly gpuLayers: number
  readonly memoryMapped: boolean
  /** What is counted; the wall clock by default. */
  readonly clock?: Clock
}

const folderName = /^twin-(\d{1,10})-/

/** Twins of the engine's process, in a folder that goes with it: written, loaded, run in turns. */
export class TwinSession {
  readonly engine: EngineProcess
  readonly #folder: string
  readonly #guard: { done(): void }
  readonly #settings: TwinSettings

  private constructor(
    engine: EngineProcess,
    folder: string,
    settings: TwinSettings,
    guard: { done(): void },
  ) {
    this.engine = engine
    this.#folder = folder
    this.#settings = settings
    this.#guard = guard
  }

  /** @param place where the folder is made, the user's cache */
  static async start(
    place: string,
    engine: Omit<EngineProcessSettings, 'folder'>,
    settingsOf: (info: EngineInfo) => TwinSettings,
  ): Promise<{ session: TwinSession; info: EngineInfo; settings: TwinSettings }> {
    await mkdir(place, { recursive: true, mode: 0o700 })
    await removeAbandoned(place)
    const folder = await mkdtemp(join(place, `twin-${process.pid}-`))
    const guard = cleanUpOnExit(() => rmSync(folder, { recursive: true, force: true }))
    const child = new EngineProcess({ ...engine, folder })
    try {
      const info = await child.info()
      const settings = settingsOf(info)
      return { session: new TwinSession(child, folder, settings, guard), info, settings }
    } catch (error) {
      await child.end()
      await rm(folder, { recursive: true, force: true })
      guard.done()
      throw error
    }
  }

  /**
   * Writes a twin, loads it, and takes its name away at once: where files may go while they are read, nothing can be left.
   */
  async open(name: string, plan: TwinPlan, contextLength: number): Promise<Opened> {
    const file = join(this.#folder, `${name}.gguf`)
    try {
      await writeTwin(file, plan)
    } catch (error) {
      throw writingFailed(error, plan)
    }
    const { threads, physicalBatch, flashAttention, gpuLayers, memoryMapped } = this.#settings
    const opened = await this.engine.open({
      file,
      contextLength,
      physicalBatch,
      threads,
      flashAttention,
      keyType: ggmlTypes.F16.id,
      valueType: ggmlTypes.F16.id,
      gpuLayers,
      memoryMapped,
      tokenLimit: Math.min(tokensUsed, plan.architecture.vocabularySize),
    })
    if (process.platform !== 'win32') await rm(file, { force: true })
    return opened
  }

  async run(turn: Turn, rounds: number): Promise<Phase> {
    const steps = stepsOf(turn, rounds)
    return phaseOf(turn, steps, await this.engine.run(steps), this.#settings.clock)
  }

  async end(): Promise<void> {
    await this.engine.end()
    await rm(this.#folder, { recursive: true, force: true })
    this.#guard.done()
  }
}

/** What a run left that was ended the hard way, its engine with it. */
async function removeAbandoned(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const id = folderName.exec(name)?.[1]
    if (id !== undefined && Number(id) !== process.pid && !isProcessAlive(Number(id)))
      await rm(join(place, name), { recursive: true, force: true })
  }
}

function writingFailed(error: unknown, plan: TwinPlan): unknown {
  if (!(error instanceof Error && 'code' in error)) return error
  if (error.code !== 'ENOSPC' && error.code !== 'EDQUOT' && error.code !== 'EFBIG') return error
  return new TouchstoneError(
    'cannot_measure',
    { model: plan.architecture.modelType, problem: 'problem.measure.diskFull' },
    { cause: error },
  )
}
