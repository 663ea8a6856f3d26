import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { EngineProcessSettings } from '../llama-cpp/engine-process.ts'
import type { EngineInfo, Opened } from '../llama-cpp/protocol.ts'
import { bytesReadPerToken, headBytes } from './bytes-read.ts'
import { normalised, type Phase, referenceOf, type Turn, typical } from './phases.ts'
import {
  type MeasurementPlan,
  type MeasurementRequest,
  planMeasurement,
  type Resources,
} from './plan-measurement.ts'
import { type Figure, type FilledBatch, type Readings, WholeModel } from './predict-whole.ts'
import { sentinelBatch, sentinelPlan } from './sentinel.ts'
import { median, spreadOf } from './statistics.ts'
import { TwinSession, type TwinSettings } from './twin-session.ts'
import { planTwin } from './twin-tensors.ts'
import { type WholeTimes, wholePlan, wholeTimes } from './whole-times.ts'

export interface TwinRequest extends MeasurementRequest {
  /** Depth at which decoding is measured besides 0, at most; it is cut to what the time allows. */
  readonly depth: number
  /** Seconds that reading may take, about; writing and loading come on top. */
  readonly secondsForReading: number
  readonly resources: Resources
  /** Where files go for the while. */
  readonly folder: string
  readonly engine: Omit<EngineProcessSettings, 'folder'>
  settingsOf(info: EngineInfo): TwinSettings
  /** The whole model too, in turns with its slices: what the prediction is checked against. */
  readonly besides?: boolean
  /** Told what is being done: a message code with values. */
  progress?(code: string, values: Readonly<Record<string, string | number>>): void
}

/** A twin's buffers as the engine has them, for a comparison with what sizing says. */
export interface TwinMemory {
  readonly plan: MeasurementPlan['files'][number]['plan']
  readonly contextLength: number
  readonly opened: Opened
}

export interface TwinResult {
  readonly info: EngineInfo
  readonly settings: TwinSettings
  readonly plan: MeasurementPlan
  readonly decode: readonly (Figure & { readonly depth: number })[]
  readonly prefill: readonly (Figure & { readonly promptTokens: number })[]
  readonly decodeSpread: number
  readonly prefillSpread: number
  readonly voidRuns: number
  readonly isNoisy: boolean
  /** Tokens of the batches that were timed; fewer than the engine's where a whole one takes too long. */
  readonly batch: number
  /** Depth that was reached. */
  readonly depth: number
  readonly memory: readonly TwinMemory[]
  /** The whole model's own times, where it ran too. */
  readonly whole: WholeTimes | undefined
}

/** A run whose sentinel spreads further is void, and repeated so often. */
const spreadMax = 0.05
const repeatsMax = 2
const warmUps = 3
const [roundsMin, roundsMax] = [8, 100]
const contextSpare = 512

/**
 * Measures a model by slices of it with random weights. Throws `cannot_measure`, `engine_crashed`, `engine_stalled`,
 * `engine_failed`; leaves nothing behind.
 */
export async function measureTwin(request: TwinRequest): Promise<TwinResult> {
  const plan = planMeasurement(request, request.resources)
  const { session, info, settings } = await TwinSession.start(
    request.folder,
    request.engine,
    request.settingsOf,
  )
  try {
    const run = new TwinRun(request, plan, session, settings)
    return { ...(await run.measure()), info, settings, plan }
  } finally {
    await session.end()
  }
}

/** One measurement: files opened, phases run, the whole predicted. */
class TwinRun {
  readonly #request: TwinRequest
  readonly #plan: MeasurementPlan
  readonly #session: TwinSession
  readonly #settings: TwinSettings
  readonly #memory: TwinMemory[] = []
  #sentinel = 0
  #handles: number[] = []
  #besides: number[] = []
  #voidRuns = 0
  #isNoisy = false
  readonly #began = Date.now()

  constructor(
    request: TwinRequest,
    plan: MeasurementPlan,
    session: TwinSession,
    settings: TwinSettings,
  ) {
    this.#request = request
    this.#plan = plan
    this.#session = session
    this.#settings = settings
  }

  async measure(): Promise<Omit<TwinResult, 'info' | 'settings' | 'plan'>> {
    const { secondsForReading, progress } = this.#request
    await this.#openAll()
    const all = [...this.#handles, ...this.#besides]
    const warm = await this.#session.run(this.#turn(all, 1, 1, false), warmUps)
    const round = roundMilliseconds(warm)
    progress?.('measure.decoding', { depth: 0 })
    const decode = await this.#steady(
      this.#turn(all, 1, 1, false),
      roundsFor(0.2 * secondsForReading, round),
    )
    const batch = await this.#affordableBatch()
    progress?.('measure.prefilling', { tokens: batch })
    const prefillTurn = this.#turn(all, batch, sentinelBatch, true)
    const first = await this.#session.run(prefillTurn, 1)
    const more = Math.floor((300 * secondsForReading) / roundMilliseconds(first))
    const prefill =
      more < 1 ? first : await this.#steady(prefillTurn, Math.min(6, Math.max(2, more)), first)
    const deep = await this.#goDeeper(batch, first, round)
    const readings: Readings = {
      decode,
      deeper: deep.deeper,
      prefill,
      filling: deep.filling,
      batch,
      headMilliseconds: this.#headMilliseconds(decode),
    }
    const whole = new WholeModel(this.#plan, this.#request.architecture, readings)
    return {
      ...this.#predict(whole, readings, deep.depth),
      whole: this.#besides.length === 0 ? undefined : wholeTimes(readings, this.#plan, whole),
      decodeSpread: Math.max(decode.spread, ...deep.deeper.map(({ phase }) => phase.spread)),
      prefillSpread: prefill.spread,
      voidRuns: this.#voidRuns,
      isNoisy: this.#isNoisy,
      batch,
      depth: deep.depth,
      memory: this.#memory,
    }
  }

  async #openAll(): Promise<void> {
    const { progress, depth } = this.#request
    progress?.('measure.writing', {
      files: this.#plan.files.length,
      bytes: this.#plan.writtenBytes,
    })
    this.#sentinel = (await this.#session.open('sentinel', sentinelPlan(), 512)).handle
    const deep = this.#deepFile()
    for (const [index, { plan }] of this.#plan.files.entries()) {
      const positions =
        index === deep
          ? Math.max(depth, this.#settings.physicalBatch)
          : this.#settings.physicalBatch
      const contextLength = positions + contextSpare
      const opened = await this.#session.open(`part-${index}`, plan, contextLength)
      this.#handles.push(opened.handle)
      this.#memory.push({ plan, contextLength, opened })
    }
    if (this.#request.besides !== true) return
    const whole = wholePlan(this.#request)
    const opened = await this.#session.open('whole', whole, depth + contextSpare)
    this.#besides.push(opened.handle)
    this.#memory.push({ plan: whole, contextLength: depth + contextSpare, opened })
  }

  #turn(handles: readonly number[], tokens: number, sentinelTokens: number, reset: boolean): Turn {
    return { handles, sentinel: this.#sentinel, tokens, sentinelTokens, reset }
  }

  /** A phase whose sentinel keeps still; the steadiest of the tries allowed, and noisy, where none does. */
  async #steady(turn: Turn, rounds: number, tried?: Phase): Promise<Phase> {
    let best = tried !== undefined && rounds <= 1 ? tried : await this.#session.run(turn, rounds)
    for (let repeat = 0; repeat < repeatsMax && best.spread > spreadMax; repeat += 1) {
      if (Date.now() - this.#began > 1500 * this.#request.secondsForReading) break
      this.#voidRuns += 1
      this.#request.progress?.('measure.void', { spread: Math.round(100 * best.spread) })
      const again = await this.#session.run(turn, rounds)
      if (again.spread < best.spread) best = again
    }
    if (best.spread > spreadMax) this.#isNoisy = true
    return best
  }

  /** The file with the least to do that shows attention at a depth: it has a block with a whole cache. */
  #deepFile(): number {
    const candidates = this.#plan.files
      .map(({ plan }, index) => ({
        index,
        bytes: bytesReadPerToken(plan),
        shows: plan.architecture.layers.some((layer) => layer.attention?.kind === 'full'),
      }))
      .sort((a, b) => a.bytes - b.bytes)
    return (candidates.find(({ shows }) => shows) ?? candidates[0])?.index ?? 0
  }

  /** The engine's batch, or less of it where every file together would take longer than there is time. */
  async #affordableBatch(): Promise<number> {
    const { physicalBatch } = this.#settings
    const probe = 32
    const phase = await this.#session.run(this.#turn(this.#handles, probe, probe, true), 1)
    const perToken = roundMilliseconds(phase) / probe
    let batch = physicalBatch
    while (batch > 64 && batch * perToken > 600 * this.#request.secondsForReading) batch /= 2
    return batch
  }

  async #goDeeper(batch: number, first: Phase, round: number) {
    const { secondsForReading, depth, progress } = this.#request
    const file = this.#deepFile()
    const handle = this.#handles[file] ?? 0
    const perBatch = first.readings[file]?.[0]?.milliseconds ?? Number.POSITIVE_INFINITY
    const affordable = Math.floor((450 * secondsForReading) / perBatch)
    const batches = Math.min(Math.floor(depth / batch), Math.max(2, affordable))
    progress?.('measure.filling', { tokens: batches * batch })
    const filled: FilledBatch[] = []
    const ofWhole: FilledBatch[] = []
    for (let index = 0; index < batches; index += 1) {
      const turn = this.#turn([handle, ...this.#besides], batch, sentinelBatch, index === 0)
      const { readings } = await this.#session.run(turn, 1)
      const [own, whole] = readings.map((list) => list[0])
      if (own !== undefined) filled.push({ depth: index * batch, ...own })
      if (whole !== undefined) ofWhole.push({ depth: index * batch, ...whole })
    }
    const reached = batches * batch
    progress?.('measure.decoding', { depth: reached })
    const turn = this.#turn([handle, ...this.#besides], 1, 1, false)
    const phase = await this.#steady(turn, roundsFor(0.1 * secondsForReading, round / 2))
    return {
      depth: reached,
      deeper: [{ depth: reached, files: [file], phase }],
      filling: { file, batches: filled, ofWhole },
    }
  }

  /** Of a head that was left out: its bytes at the pace at which blocks are read. */
  #headMilliseconds(decode: Phase): number {
    if (!this.#request.layersOnly) return 0
    const { architecture, quantization } = this.#request
    const reference = referenceOf([decode])
    const points = this.#plan.files.map(({ plan }, index) => ({
      bytes: bytesReadPerToken(plan),
      time: typical(normalised(decode.readings[index] ?? [], reference)),
      head: headBytes(plan),
    }))
    const sorted = points.sort((a, b) => a.bytes - b.bytes)
    const [least, most] = [sorted[0], sorted.at(-1)]
    if (least === undefined || most === undefined || most.bytes === least.bytes) return 0
    const whole = planTwin(architecture, quantization, {
      blocks: [0],
      expertCount: 1,
      vocabularySize: architecture.vocabularySize,
    })
    const pace = (most.time - least.time) / (most.bytes - least.bytes)
    return pace * (headBytes(whole) - least.head)
  }

  #predict(whole: WholeModel, readings: Readings, reached: number) {
    const { depth } = this.#request
    const depths = [...new Set([0, 4096, depth, reached])].sort((a, b) => a - b)
    const prompts = [...new Set([512, 2048, ...(depth > 4096 ? [depth] : [])])]
    const decode = depths.map((one) => ({ depth: one, ...whole.decode(one) }))
    const prefill = prompts.map((one) => ({ promptTokens: one, ...whole.prefill(one) }))
    if ([...decode, ...prefill].some(({ milliseconds }) => !(milliseconds > 0)))
      throw new TouchstoneError('cannot_measure', {
        model: this.#request.name,
        problem: 'problem.measure.nonsense',
        spread: Math.round(100 * spreadOf(readings.decode.sentinels)),
      })
    return { decode, prefill }
  }
}

function roundMilliseconds({ readings, sentinels }: Phase): number {
  const files = readings.reduce(
    (sum, list) => sum + median(list.map(({ milliseconds }) => milliseconds)),
    0,
  )
  return files + readings.length * median(sentinels)
}

function roundsFor(seconds: number, roundMilliseconds: number): number {
  return Math.round(Math.min(roundsMax, Math.max(roundsMin, (1000 * seconds) / roundMilliseconds)))
}
