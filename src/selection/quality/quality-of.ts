import { kinOf } from './kin-of.ts'
import type { QualityPrior, QualityTable } from './quality-table.ts'
import { quantizationLoss } from './quantization-loss.ts'

/** What quality is asked of: fields of a catalogue entry. */
export interface QualitySubject {
  readonly id: string
  readonly totalParams?: number | undefined
  readonly activeParams?: number | undefined
  readonly releaseDate?: string | undefined
  readonly reasoning?: { readonly kind: string; readonly default?: string | undefined } | undefined
  readonly specialities?: readonly string[] | undefined
  readonly nativeQuantization?: string | undefined
}

export interface Evidence {
  readonly benchmark: string
  readonly score: number
  readonly source: string
  readonly date: string | undefined
  readonly by: 'vendor' | 'independent'
}

export interface Quality {
  /** Points: 50 is the mean of the rated open chat models, 10 one standard deviation. `low..high` is the 80 % interval. */
  readonly score: number
  readonly low: number
  readonly high: number
  /** `measured`: tests of this model carry it; `predicted`: from its size and age, and tests of other tasks if any. */
  readonly basis: 'measured' | 'predicted'
  readonly evidence: readonly Evidence[]
  /** The task has no tests of its own here: whose score this is. */
  readonly standsInFor?: string
  /** Points taken off for the quantization. */
  readonly quantizationPoints: number
}

/** Tests of the task itself that a score must rest on to be called measured: one alone may be a fluke of its test. */
const measuredFrom = 2

/** Half the width of an 80 % interval in standard deviations. */
const halfWidth = 1.2816

/**
 * Quality of a model for a task at a quantization. Undefined where nothing is known: no test, and no size or date to
 * predict from, or a quantization that is unknown. `mode` chooses thinking on or off where both were tested.
 */
export function qualityOf(
  subject: QualitySubject,
  task: string,
  quantization: string,
  table: QualityTable,
  mode?: 'on' | 'off',
): Quality | undefined {
  return qualityByQuantization(subject, task, table, mode)(quantization)
}

/** As `qualityOf`, for several quantizations of a model: what it scored is looked up once. */
export function qualityByQuantization(
  subject: QualitySubject,
  task: string,
  table: QualityTable,
  mode?: 'on' | 'off',
): (quantization: string) => Quality | undefined {
  const standIn = table.standIns[task]
  const tested = standIn?.task ?? task
  const found = measured(subject, tested, table, mode) ?? predicted(subject, tested, table, mode)
  return (quantization) =>
    found === undefined ? undefined : afterLoss(found, subject, quantization, standIn, table)
}

function afterLoss(
  found: Found,
  subject: QualitySubject,
  quantization: string,
  standIn: QualityTable['standIns'][string] | undefined,
  table: QualityTable,
): Quality | undefined {
  const loss = quantizationLoss(
    quantization,
    subject.totalParams,
    subject.nativeQuantization,
    table,
  )
  if (loss === undefined) return undefined
  const score = found.score - loss.points
  const deviation = Math.hypot(found.deviation, loss.deviation, standIn?.deviation ?? 0)
  return {
    score,
    low: score - halfWidth * deviation,
    high: score + halfWidth * deviation,
    basis: found.basis,
    evidence: found.evidence,
    quantizationPoints: loss.points,
    ...(standIn === undefined ? {} : { standsInFor: standIn.task }),
  }
}

interface Found {
  readonly score: number
  readonly deviation: number
  readonly basis: Quality['basis']
  readonly evidence: readonly Evidence[]
}

/** Thinking counts where it was asked for, or where the model does it unless told otherwise. */
function thinks({ reasoning }: QualitySubject, mode: 'on' | 'off' | undefined): boolean {
  if (reasoning === undefined || reasoning.kind === 'none') return false
  if (reasoning.kind === 'always' || reasoning.kind === 'effort') return true
  return mode === undefined ? reasoning.default === 'on' : mode === 'on'
}

/** Whether thinking can be switched, so that its tests may have been run in the other way. */
function isSwitched({ reasoning }: QualitySubject): boolean {
  return reasoning !== undefined && reasoning.kind !== 'none' && reasoning.kind !== 'always'
}

/** Points by which single models gain more or less from thinking than the mean. Judgement, from the few tested both ways. */
const otherModeDeviation = 2

function measured(
  subject: QualitySubject,
  task: string,
  table: QualityTable,
  mode: 'on' | 'off' | undefined,
): Found | undefined {
  const modes = table.models[subject.id]
  if (modes === undefined) return undefined
  const isThinking = thinks(subject, mode)
  const wanted = isThinking ? modes.thinking : modes.default
  const entity = wanted ?? (isThinking ? modes.default : modes.thinking)
  const fused = entity?.tasks[task]
  if (entity === undefined || fused === undefined) return undefined
  const [published, spread, cells] = fused
  // Tested in the other way only: what thinking adds on average is added or taken off, and not every model gains as much.
  const isOther = wanted === undefined && isSwitched(subject)
  const gain = isOther ? (table.priors[task]?.reasoning ?? 0) : 0
  const score = published + (isThinking ? gain : -gain)
  const deviation = isOther ? Math.hypot(spread, otherModeDeviation) : spread
  const evidence = (entity.evidence[task] ?? []).map(
    ([benchmark, figure, source, date, vendor]) => ({
      benchmark: table.benchmarks[benchmark] ?? '',
      score: figure,
      source: table.sources[source] ?? '',
      date: date === '' ? undefined : date,
      by: vendor === 1 ? ('vendor' as const) : ('independent' as const),
    }),
  )
  return { score, deviation, basis: cells >= measuredFrom ? 'measured' : 'predicted', evidence }
}

function predicted(
  subject: QualitySubject,
  task: string,
  table: QualityTable,
  mode: 'on' | 'off' | undefined,
): Found | undefined {
  const prior = table.priors[task]
  if (prior === undefined || subject.totalParams === undefined || subject.releaseDate === undefined)
    return undefined
  const score = predictFromSize(
    subject,
    subject.totalParams,
    subject.releaseDate,
    prior,
    thinks(subject, mode),
    task,
  )
  const { maker, generation } = kinOf(subject.id)
  const place = Object.keys(table.priors).indexOf(task)
  const byMaker = table.makers[maker]?.[place]
  const byGeneration = table.generations[generation]?.[place]
  return {
    score: score + (byMaker ?? 0) + (byGeneration ?? 0),
    deviation: Math.hypot(
      prior.deviation,
      byMaker === undefined ? prior.makerDeviation : 0,
      byGeneration === undefined ? prior.generationDeviation : 0,
    ),
    basis: 'predicted',
    evidence: [],
  }
}

const specialityOfTask: Readonly<Record<string, string>> = {
  code: 'code',
  maths: 'maths',
  agent: 'agent',
}

function predictFromSize(
  subject: QualitySubject,
  totalParams: number,
  releaseDate: string,
  prior: QualityPrior,
  thinking: boolean,
  task: string,
): number {
  const year = (Date.parse(releaseDate) - Date.parse('2025-01-01')) / (365.25 * 86_400_000)
  const logTotal = Math.log10(totalParams / 1e9)
  const special = subject.specialities?.includes(specialityOfTask[task] ?? '') === true
  return (
    prior.intercept +
    prior.logTotal * logTotal +
    prior.small * Math.min(0, logTotal - Math.log10(3)) +
    prior.logActive * Math.log10((subject.activeParams ?? totalParams) / 1e9) +
    prior.year * year +
    (thinking ? prior.reasoning : 0) +
    (special ? prior.speciality : 0)
  )
}
