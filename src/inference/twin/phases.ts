import type { EngineStep, Ran } from '../llama-cpp/protocol.ts'
import { quantile, spreadOf } from './statistics.ts'

/** One reading with the sentinel's times around it, in ms. */
export interface Reading {
  readonly milliseconds: number
  readonly sentinel: number
  /** Processor time over time: falls where another program had a processor meanwhile. */
  readonly busy: number
}

/**
 * `processor` counts the time of all processors, which other programs do not lengthen: with one thread it is the time of a
 * quiet computer, but for the memory that is shared.
 */
export type Clock = 'wall' | 'processor'

/** Readings of files taken in turns, the sentinel before and behind each. */
export interface Phase {
  /** By file, in the order in which they were given. */
  readonly readings: readonly (readonly Reading[])[]
  readonly sentinels: readonly number[]
  /** Interquartile range over median of the sentinel. */
  readonly spread: number
}

/** What is repeated: one step of every file, between steps of the sentinel. */
export interface Turn {
  readonly handles: readonly number[]
  readonly sentinel: number
  readonly tokens: number
  readonly sentinelTokens: number
  /** Empty each file's cache before its step. */
  readonly reset: boolean
}

/** Steps of one round after another; files take turns at going first, so that none always follows the same one. */
export function stepsOf(turn: Turn, rounds: number): EngineStep[] {
  const { handles, sentinel, tokens, sentinelTokens, reset } = turn
  const guard: EngineStep = { handle: sentinel, tokens: sentinelTokens, output: true, reset: true }
  const steps: EngineStep[] = []
  for (let round = 0; round < rounds; round += 1)
    for (let place = 0; place < handles.length; place += 1) {
      const handle = handles[(place + round) % handles.length] ?? 0
      steps.push(guard, { handle, tokens, output: true, reset })
    }
  return [...steps, guard]
}

/** The times of such steps, sorted by file. */
export function phaseOf(
  { handles }: Turn,
  steps: readonly EngineStep[],
  ran: Ran,
  clock: Clock = 'wall',
): Phase {
  const milliseconds = clock === 'wall' ? ran.milliseconds : ran.processorMilliseconds
  const readings = handles.map((): Reading[] => [])
  const sentinels: number[] = []
  for (const [index, step] of steps.entries()) {
    if (index % 2 === 0) {
      sentinels.push(milliseconds[index] ?? Number.NaN)
      continue
    }
    const around = ((milliseconds[index - 1] ?? 0) + (milliseconds[index + 1] ?? 0)) / 2
    readings[handles.indexOf(step.handle)]?.push({
      milliseconds: milliseconds[index] ?? Number.NaN,
      sentinel: around,
      busy: (ran.processorMilliseconds[index] ?? 0) / (ran.milliseconds[index] ?? 1),
    })
  }
  return { readings, sentinels, spread: spreadOf(sentinels) }
}

/** Sentinels this much slower than usual mark a moment in which something else ran, */
const quietWithin = 0.1
/** and so do readings during which the engine had less of the processors than it has at other times. */
const busyWithin = 0.04
const fewest = 6

/**
 * A file's readings in ms at the speed at which the sentinel takes `reference` ms, from quiet moments alone; where there
 * are too few of these, from the quietest.
 */
export function normalised(readings: readonly Reading[], reference: number): number[] {
  const usual = quantile(
    readings.map(({ busy }) => busy),
    0.9,
  )
  const noise = ({ sentinel, busy }: Reading) =>
    Math.max(0, sentinel / reference - 1) / quietWithin + Math.max(0, 1 - busy / usual) / busyWithin
  const byNoise = [...readings].sort((a, b) => noise(a) - noise(b))
  const quiet = byNoise.filter((reading) => noise(reading) < 1)
  const kept = quiet.length < fewest ? byNoise.slice(0, fewest) : quiet
  return kept.map(({ milliseconds, sentinel }) => (milliseconds * reference) / sentinel)
}

/** The sentinel's time over several phases when nothing disturbs it: others only ever make it slower. */
export function referenceOf(phases: readonly Phase[]): number {
  return quantile(
    phases.flatMap(({ sentinels }) => sentinels),
    0.25,
  )
}

/** What a file takes in quiet: a reading is disturbed more easily than the short sentinel beside it. */
export function typical(normal: readonly number[]): number {
  return quantile(normal, 0.25)
}
