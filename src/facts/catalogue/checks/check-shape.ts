import { TouchstoneError } from '../../../base/touchstone-error.ts'
import type { Architecture } from '../../architecture.ts'
import { type Claim, chooseClaim } from '../../claim.ts'
import type { ModelRecord } from '../../model-record.ts'
import type { Report } from './problem.ts'
import { roundingInterval } from './rounding.ts'

/** What sizing knows of a shape; handed in, as this room comes before sizing. */
export interface ShapeTools {
  readonly readArchitecture: (config: unknown) => Architecture
  readonly countParameters: (architecture: Architecture) => {
    readonly total: number
    readonly nextTokenPrediction: number
    readonly active: number
    readonly activeWithoutEmbedding: number
    readonly activeWithoutEmbeddingAndHead: number
  }
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
  | 'off'
  | 'no shape'
  | 'shape not read'
  | 'no total'

export type ActiveOutcome = 'agrees' | 'excused' | 'off' | 'no figure' | 'dense'

export interface ShapeFinding {
  readonly total: TotalOutcome
  readonly active: ActiveOutcome
  readonly notes: readonly string[]
}

/** Largest difference between a published figure and the one that the shape gives. */
const tolerance = 0.005

/**
 * Derives total and active parameters from the shape again and holds them against the published ones. The reader of
 * shapes itself refuses heads that do not divide and lists that do not cover every layer.
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
  if (typeof architecture === 'string')
    return { total: 'shape not read', active: 'no figure', notes: [architecture] }
  checkLayerLists(config, architecture, report)
  const counts = tools.countParameters(architecture)
  const active = checkActive(record, architecture, counts, report)
  const total = checkTotal(record, architecture, tools, active.outcome, report)
  return {
    total: total.outcome,
    active: active.outcome,
    notes: [...total.notes, ...active.notes],
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

/** Lists by layer that are longer than the model: shorter ones the readers refuse. */
function checkLayerLists(
  config: Readonly<Record<string, unknown>>,
  { layers }: Architecture,
  report: Report,
): void {
  const inner = config.text_config
  const fields =
    typeof inner === 'object' && inner !== null ? { ...config, ...inner } : { ...config }
  for (const [field, value] of Object.entries(fields)) {
    if (
      !/^(layer_types|layers_block_type|hybrid_override_pattern|block_types|mlp_layer_types)$/.test(
        field,
      )
    )
      continue
    const length = Array.isArray(value) || typeof value === 'string' ? value.length : undefined
    if (length !== undefined && length < layers.length)
      report(`config.${field}`, `${length} entries for ${layers.length} layers; give one for each`)
  }
}

function published(claims: readonly Claim<number>[] | undefined): number | undefined {
  return chooseClaim(claims ?? [])?.value
}

function checkTotal(
  record: ModelRecord,
  architecture: Architecture,
  tools: ShapeTools,
  active: ActiveOutcome,
  report: Report,
): { readonly outcome: TotalOutcome; readonly notes: readonly string[] } {
  const total = published(record.facts.totalParams)
  const language = tools.countParameters(architecture).total
  if (total === undefined)
    return { outcome: 'no total', notes: [`no published total; the shape gives ${language}`] }
  const derived = language + (published(record.facts.otherTowersParams) ?? 0)
  const off = derived / total - 1
  const words = `published ${total}, from the shape ${derived} (${(off * 100).toFixed(3)} %)`
  if (Math.abs(off) > tolerance) {
    if (record.totalExcuse !== undefined)
      return { outcome: 'excused', notes: [`${words}: ${record.totalExcuse}`] }
    report(
      'totalParams',
      `${words}; mend the shape or the total, or say in totalExcuse why they differ`,
    )
    return { outcome: 'off', notes: [] }
  }
  const notes = off === 0 ? [] : [words]
  if (record.shapeFitted === undefined)
    return { outcome: off === 0 ? 'exact' : 'within 0.5 %', notes }
  const proof =
    active === 'agrees'
      ? 'fitted, and proved by the active parameters, which agree too'
      : secondProof(record, architecture, tools, report)
  return proof === undefined
    ? {
        outcome: 'unproven',
        notes: [...notes, `unproven: ${record.shapeFitted.join(', ')} chosen to fit the total`],
      }
    : { outcome: off === 0 ? 'exact' : 'within 0.5 %', notes: [...notes, proof] }
}

/** What a fitted shape is proved by: a file size it was not fitted to. */
function secondProof(
  { secondFigure }: ModelRecord,
  architecture: Architecture,
  { weightsOf }: ShapeTools,
  report: Report,
): string | undefined {
  if (secondFigure === undefined) return undefined
  const { quantization, fileBytesLow, fileBytesHigh } = secondFigure
  const { fileBytes } = weightsOf(architecture, quantization)
  if (fileBytes < fileBytesLow * (1 - tolerance) || fileBytes > fileBytesHigh * (1 + tolerance)) {
    report(
      'secondFigure',
      `the ${quantization} file has ${fileBytesLow} to ${fileBytesHigh} bytes, the shape gives ${fileBytes}`,
    )
    return undefined
  }
  return `fitted, and proved by the size of its ${quantization} file: ${fileBytes} bytes`
}

/** Vendors leave out the embedding, the head, or nothing; and they round. The rule that agrees is named. */
function checkActive(
  record: ModelRecord,
  { layers }: Architecture,
  counts: ReturnType<ShapeTools['countParameters']>,
  report: Report,
): { readonly outcome: ActiveOutcome; readonly notes: readonly string[] } {
  const stated = published(record.facts.activeParams)
  if (stated === undefined) return { outcome: 'no figure', notes: [] }
  if (layers.every(({ experts }) => experts === undefined) && stated === counts.total)
    return { outcome: 'dense', notes: [] }
  const towers = published(record.facts.otherTowersParams) ?? 0
  const rules = {
    'all weights': counts.active,
    'without the embedding': counts.activeWithoutEmbedding,
    'without embedding and head': counts.activeWithoutEmbeddingAndHead,
    'with vision and audio towers': counts.active + towers,
    'with the blocks that predict further tokens': counts.active + counts.nextTokenPrediction,
  }
  const { low, high } = roundingInterval(stated)
  const agreeing = Object.entries(rules).find(
    ([, value]) => value >= low * (1 - tolerance) && value <= high * (1 + tolerance),
  )
  if (agreeing !== undefined)
    return { outcome: 'agrees', notes: [`active ${stated}: ${agreeing[0]}, ${agreeing[1]}`] }
  const words = `published ${stated}, from the shape ${counts.active}, ${counts.activeWithoutEmbedding} without the embedding, ${counts.activeWithoutEmbeddingAndHead} without the head too`
  if (record.activeExcuse !== undefined)
    return { outcome: 'excused', notes: [`active ${words}: ${record.activeExcuse}`] }
  report(
    'activeParams',
    `${words}; mend the shape or the figure, or say in activeExcuse why they differ`,
  )
  return { outcome: 'off', notes: [] }
}
