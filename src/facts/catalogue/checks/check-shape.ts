import { TouchstoneError } from '../../../base/touchstone-error.ts'
import type { Architecture } from '../../architecture.ts'
import { type Claim, chooseClaim } from '../../claim.ts'
import type { ModelRecord } from '../../model-record.ts'
import { type ActiveCounts, tolerance } from './active-parameters.ts'
import { type ActiveOutcome, checkActive } from './check-active.ts'
import { checkStored, checkStoredAgainstTotal, type StoredFinding } from './check-stored.ts'
import type { Report } from './problem.ts'

/** What sizing knows of a shape; handed in, as this room comes before sizing. */
export interface ShapeTools {
  readonly readArchitecture: (config: unknown) => Architecture
  readonly countParameters: (architecture: Architecture) => ActiveCounts
  /** Throws where the recipe is not known. */
  readonly weightsOf: (
    architecture: Architecture,
    quantization: string,
  ) => { readonly fileBytes: number }
}

export type TotalOutcome =
  | 'exact'
  | 'within 0.5 %'
  | 'excused'
  | 'unproven'
  | 'from the shape alone'
  | 'off'
  | 'no shape'
  | 'shape not read'
  | 'no total'

export interface ShapeFinding {
  readonly total: TotalOutcome
  readonly active: ActiveOutcome
  readonly notes: readonly string[]
}

/**
 * Derives total, stored and active parameters from the shape again and holds them against the published ones. The
 * reader of shapes itself refuses heads that do not divide and lists that do not cover every layer.
 */
export function checkShape(record: ModelRecord, tools: ShapeTools, report: Report): ShapeFinding {
  const config = chooseClaim(record.facts.config ?? [])?.value
  if (config === undefined) {
    if (record.status === 'open-weights' && record.shapeNotFound === undefined)
      report(
        'config',
        'an open model without a shape says in shapeNotFound where it was looked for',
      )
    return { total: 'no shape', active: 'no figure', notes: [] }
  }
  if (record.shapeNotFound !== undefined)
    report('shapeNotFound', 'there is a config, so the shape was found; leave this out')
  const architecture = read(config, tools, report)
  if (architecture === undefined) return { total: 'off', active: 'no figure', notes: [] }
  if (typeof architecture === 'string') {
    checkStoredAgainstTotal(record, report)
    return { total: 'shape not read', active: 'no figure', notes: [architecture] }
  }
  const counts = tools.countParameters(architecture)
  const active = checkActive(record, architecture, counts, report)
  const derived = counts.total + (chosen(record.facts.otherTowersParams) ?? 0)
  const stored = checkStored(record, architecture, derived, tools.countParameters, report)
  const total = checkTotal(
    record,
    derived,
    () => {
      const isActive = active.outcome === 'within 0.5 %' // Of a mixture: a dense model's is its total.
      const bytes = secondProof(record, architecture, tools, report)
      return { isActive, bytes, stored }
    },
    report,
  )
  return {
    total: total.outcome,
    active: active.outcome,
    notes: [...total.notes, ...stored.notes, ...active.notes],
  }
}

/** The shape; a note where no reader knows its kind yet; undefined where the config itself is wrong. */
function read(
  config: unknown,
  tools: ShapeTools,
  report: Report,
): Architecture | string | undefined {
  try {
    return tools.readArchitecture(config)
  } catch (error) {
    if (TouchstoneError.is(error) && error.code === 'unsupported_architecture')
      return `model_type ${String(error.values.modelType)} is not read yet`
    report('config', error instanceof Error ? error.message : String(error))
    return undefined
  }
}

function chosen(claims: readonly Claim<number>[] | undefined): number | undefined {
  return chooseClaim(claims ?? [])?.value
}

/** Figures beside the total that can bear a shape out. */
interface SecondFigures {
  readonly isActive: boolean
  readonly bytes: string | undefined
  readonly stored: StoredFinding
}

interface TotalFinding {
  readonly outcome: TotalOutcome
  readonly notes: readonly string[]
}

function checkTotal(
  record: ModelRecord,
  derived: number,
  secondFigures: () => SecondFigures,
  report: Report,
): TotalFinding {
  const claims = record.facts.totalParams ?? []
  const total = chosen(claims)
  if (total === undefined)
    return { outcome: 'no total', notes: [`no published total; the shape gives ${derived}`] }
  const off = derived / total - 1
  const words = `published ${total}, from the shape ${derived} (${(off * 100).toFixed(3)} %)`
  if (Math.abs(off) > tolerance) {
    if (record.totalExcuse !== undefined)
      return { outcome: 'excused', notes: [`${words}: ${record.totalExcuse.en}`] }
    report(
      'totalParams',
      `${words}; mend the shape or the total, or say in totalExcuse why they differ`,
    )
    return { outcome: 'off', notes: [] }
  }
  const notes = off === 0 ? [] : [words]
  const outcome = off === 0 ? 'exact' : 'within 0.5 %'
  const published = claims.filter(
    ({ by, value }) => by !== 'computed' && Math.abs(derived / value - 1) <= tolerance,
  )
  if (record.shapeFitted === undefined && published.length > 0) return { outcome, notes }
  return secondly(record, secondFigures(), { outcome, notes })
}

/**
 * A total that the shape was fitted to, or that was counted from the shape itself, agrees with it whatever the shape is:
 * it proves nothing until a second figure agrees.
 */
function secondly(
  { shapeFitted }: ModelRecord,
  { isActive, bytes, stored }: SecondFigures,
  { outcome, notes }: TotalFinding,
): TotalFinding {
  const how = shapeFitted === undefined ? 'from the shape' : 'fitted'
  if (bytes !== undefined) return { outcome, notes: [...notes, `${how}, and ${bytes}`] }
  if (isActive)
    return { outcome, notes: [...notes, `${how}, and borne out by the active parameters`] }
  if (shapeFitted !== undefined)
    return {
      outcome: 'unproven',
      notes: [...notes, `unproven: ${shapeFitted.join(', ')} chosen to fit the total`],
    }
  // A fitted shape was fitted to this count too.
  if (stored.agrees)
    return {
      outcome: stored.isExact ? outcome : 'within 0.5 %',
      notes: [...notes, 'from the shape, and borne out by the stored parameters'],
    }
  return { outcome: 'from the shape alone', notes: [...notes, 'counted from the shape alone'] }
}

/** How near both bounds of a file size must come to the one of the shape; wider ones bear out any shape. */
const fileTolerance = 0.02

/** What a shape is proved by: a file size it was not fitted to. */
function secondProof(
  { secondFigure }: ModelRecord,
  architecture: Architecture,
  { weightsOf }: ShapeTools,
  report: Report,
): string | undefined {
  if (secondFigure === undefined) return undefined
  const { quantization, fileBytesLow, fileBytesHigh } = secondFigure
  const { fileBytes } = weightsOf(architecture, quantization)
  const isOutside =
    fileBytes < fileBytesLow * (1 - tolerance) || fileBytes > fileBytesHigh * (1 + tolerance)
  const isWide = [fileBytesLow, fileBytesHigh].some(
    (bound) => Math.abs(bound / fileBytes - 1) > fileTolerance,
  )
  if (isOutside || isWide) {
    report(
      'secondFigure',
      `the ${quantization} file has ${fileBytesLow} to ${fileBytesHigh} bytes, the shape gives ${fileBytes}; both bounds must be within 2 % of it`,
    )
    return undefined
  }
  return `borne out by the size of its ${quantization} file: ${fileBytes} bytes`
}
