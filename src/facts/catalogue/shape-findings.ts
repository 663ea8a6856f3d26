import { type Claim, chooseClaim } from '../claim.ts'
import type { ModelRecord } from '../model-record.ts'
import { chooseActive } from './checks/active-parameters.ts'
import { checkShape, type ShapeTools } from './checks/check-shape.ts'

/** What a shape says of a record's figures. */
export interface ShapeFindings {
  /** The active parameters that count, counted from the shape where nobody's figure is fine enough. */
  readonly activeParams?: Claim<number> | undefined
  /** Fields that were chosen to fit the total, while no second figure bears them out; `*` is every field. */
  readonly unproven?: readonly string[] | undefined
  /** The total was counted from the shape itself, and no second figure bears it out. */
  readonly totalFromShapeAlone?: true
}

/** By the same checks that data must pass before it lands. */
export function shapeFindings(record: ModelRecord, tools: ShapeTools): ShapeFindings {
  const claims = record.facts.activeParams ?? []
  const config = chooseClaim(record.facts.config ?? [])?.value
  const counts = config === undefined ? undefined : countsOfMixture(config, tools)
  const towers = chooseClaim(record.facts.otherTowersParams ?? [])?.value ?? 0
  const { total } = checkShape(record, tools, () => undefined)
  return {
    activeParams: chooseActive(claims, counts, towers),
    ...(total === 'unproven' ? { unproven: record.shapeFitted } : {}),
    ...(total === 'from the shape alone' ? { totalFromShapeAlone: true } : {}),
  }
}

/** Undefined where every parameter works on every token, and where no reader knows the shape. */
function countsOfMixture(config: unknown, { readArchitecture, countParameters }: ShapeTools) {
  try {
    const architecture = readArchitecture(config)
    return architecture.layers.some(({ experts }) => experts !== undefined)
      ? countParameters(architecture)
      : undefined
  } catch {
    return undefined
  }
}
