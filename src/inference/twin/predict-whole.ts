import type { Architecture } from '../../facts/architecture.ts'
import { attentionWork, cacheBytesRead } from './attention-reads.ts'
import { normalised, type Phase, referenceOf, typical } from './phases.ts'
import type { MeasurementPlan } from './plan-measurement.ts'
import { bootstrapInterval, combination, median } from './statistics.ts'

/** What was read, phase by phase. */
export interface Readings {
  /** One token of every file with nothing in the cache. */
  readonly decode: Phase
  /** The same with about `depth` positions, of the files of these indexes. */
  readonly deeper: readonly {
    readonly depth: number
    readonly files: readonly number[]
    readonly phase: Phase
  }[]
  /** A batch of a prompt of every file with nothing in the cache. */
  readonly prefill: Phase
  /** Batches behind each other of one file. */
  readonly filling:
    | {
        readonly file: number
        readonly batches: readonly FilledBatch[]
        /** Of the whole model, where it ran too. */
        readonly ofWhole: readonly FilledBatch[]
      }
    | undefined
  /** Tokens per batch. */
  readonly batch: number
  /** Seconds that the head adds to every decoded token where it was left out. */
  readonly headMilliseconds: number
}

export interface FilledBatch {
  readonly depth: number
  readonly milliseconds: number
  readonly sentinel: number
}

export interface Figure {
  readonly milliseconds: number
  readonly low: number
  readonly high: number
}

/** What slices do not show of the whole, besides the noise of readings and of the sentinel: the middle of what `npm run verify-twin` promises. */
const unexplained = 0.04

const noiseMax = 10
/** Of the sentinel, at which nothing is known any more of what depth adds. */
const spreadOfDoubt = 0.1

/** Times of the whole model from those of its slices. */
export class WholeModel {
  readonly #plan: MeasurementPlan
  readonly #whole: Architecture
  readonly #readings: Readings
  readonly #decode: readonly (readonly number[])[]
  readonly #deeper: readonly { depth: number; file: number; list: readonly number[] }[]
  readonly #prefill: readonly (readonly number[])[]
  readonly #decodeWeights: readonly number[]
  readonly #prefillWeights: readonly number[]
  readonly #perWork: number
  /** Times of the sentinel that all others are given at, one token and a batch of it. */
  readonly decodeReference: number
  readonly prefillReference: number

  constructor(plan: MeasurementPlan, whole: Architecture, readings: Readings) {
    this.#plan = plan
    this.#whole = whole
    this.#readings = readings
    const decodePhases = [readings.decode, ...readings.deeper.map(({ phase }) => phase)]
    const reference = referenceOf(decodePhases)
    this.decodeReference = reference
    const files = plan.files.length
    this.#decode = readings.decode.readings
      .slice(0, files)
      .map((list) => normalised(list, reference))
    this.#deeper = readings.deeper.flatMap(({ depth, files, phase }) =>
      files.map((file, index) => ({
        depth,
        file,
        list: normalised(phase.readings[index] ?? [], reference),
      })),
    )
    const prefillReference = referenceOf([readings.prefill])
    this.prefillReference = prefillReference
    this.#prefill = readings.prefill.readings
      .slice(0, files)
      .map((list) => normalised(list, prefillReference))
    this.#decodeWeights = weightsFor(plan, 'decode', this.#decode)
    this.#prefillWeights = weightsFor(plan, 'prefill', this.#prefill)
    this.#perWork = this.#millisecondsPerWork(prefillReference)
  }

  /** One token with so many positions in the cache. */
  decode(depth: number): Figure {
    const figure = (lists: readonly (readonly number[])[]) => this.#decodeFrom(lists, depth)
    const { decode, deeper } = this.#readings
    const spread = Math.max(decode.spread, ...deeper.map(({ phase }) => phase.spread))
    return withInterval([...this.#decode, ...this.#deeper.map(({ list }) => list)], figure, spread)
  }

  /** A whole prompt, its last token's logits included. */
  prefill(tokens: number): Figure {
    const figure = (lists: readonly (readonly number[])[]) => this.#prefillFrom(lists, tokens)
    const { spread } = this.#readings.prefill
    // What depth adds comes from a few batches of one file: in a disturbed run it may be anything.
    const added =
      1 -
      (dot(this.#prefillWeights, this.#prefill.map(typical)) * tokens) /
        this.#readings.batch /
        figure(this.#prefill)
    const doubt = Math.max(0, added) * Math.min(1, spread / spreadOfDoubt)
    return withInterval(this.#prefill, figure, Math.hypot(spread, doubt))
  }

  #decodeFrom(lists: readonly (readonly number[])[], depth: number): number {
    const files = this.#plan.files.length
    const shallow = lists.slice(0, files).map(typical)
    const base = dot(this.#decodeWeights, shallow) + this.#readings.headMilliseconds
    const rates = this.#deeper.map(({ depth: deep, file }, index) => {
      const slice = this.#plan.files[file]?.plan.architecture
      if (slice === undefined) return Number.NaN
      const more = cacheBytesRead(slice, deep) - cacheBytesRead(slice, 0)
      return more === 0 ? 0 : (typical(lists[files + index] ?? []) - (shallow[file] ?? 0)) / more
    })
    const rate = rates.length === 0 ? 0 : Math.max(0, median(rates))
    return base + rate * (cacheBytesRead(this.#whole, depth) - cacheBytesRead(this.#whole, 0))
  }

  #prefillFrom(lists: readonly (readonly number[])[], tokens: number): number {
    const { batch } = this.#readings
    const first = dot(this.#prefillWeights, lists.map(typical))
    let sum = 0
    for (let depth = 0; depth < tokens; depth += batch) {
      const share = Math.min(batch, tokens - depth) / batch
      const more = attentionWork(this.#whole, depth, batch) - attentionWork(this.#whole, 0, batch)
      sum += share * (first + this.#perWork * more)
    }
    return sum
  }

  /** Of attention in a prompt, from batches of one file behind each other: the middle of the slopes between any two. */
  #millisecondsPerWork(reference: number): number {
    const { filling, batch } = this.#readings
    const slice =
      filling === undefined ? undefined : this.#plan.files[filling.file]?.plan.architecture
    if (filling === undefined || slice === undefined) return 0
    const points = filling.batches.map(({ depth, milliseconds, sentinel }) => ({
      work: attentionWork(slice, depth, batch),
      time: (milliseconds * reference) / sentinel,
    }))
    const slopes = points.flatMap((a, index) =>
      points
        .slice(index + 1)
        .filter((b) => Math.abs(b.work - a.work) > 1e-6 * Math.abs(a.work))
        .map((b) => (b.time - a.time) / (b.work - a.work)),
    )
    return slopes.length === 0 ? 0 : Math.max(0, median(slopes))
  }
}

function weightsFor(
  { files, decodeTarget, prefillTarget }: MeasurementPlan,
  kind: 'decode' | 'prefill',
  lists: readonly (readonly number[])[],
): number[] {
  const rows = files.map(({ decodeRow, prefillRow }) =>
    kind === 'decode' ? decodeRow : prefillRow,
  )
  const target = kind === 'decode' ? decodeTarget : prefillTarget
  const weights = combination(rows, target, lists.map(typical))
  if (weights === undefined) throw new RangeError('slices do not span the model')
  return weights
}

function withInterval(
  lists: readonly (readonly number[])[],
  figure: (lists: readonly (readonly number[])[]) => number,
  spread: number,
): Figure {
  const milliseconds = figure(lists)
  const drawn = bootstrapInterval(lists, figure)
  // Differences of disturbed readings may come out at nothing, or less: such a figure is known within a factor of ten.
  const low = Math.max(drawn.low, milliseconds / noiseMax)
  const high = Math.min(drawn.high, milliseconds * noiseMax)
  const widen = (noise: number) =>
    Math.min(Math.log(noiseMax), Math.hypot(noise, spread, unexplained))
  return {
    milliseconds,
    low: milliseconds * Math.exp(-widen(Math.log(milliseconds / low))),
    high: milliseconds * Math.exp(widen(Math.log(Math.max(high, milliseconds) / milliseconds))),
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}
