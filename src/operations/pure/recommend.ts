import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { recommend as choose } from '../../selection/recommend.ts'
import { type Requirements, requirementsSchema } from '../../selection/requirements.ts'
import { defineOperation } from '../define-operation.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import { devicesSchema, resolveMachine, systemMemorySchema } from './machine-input.ts'
import { presentRecommendation } from './present-recommendation.ts'
import { recommendFlags } from './recommend-flags.ts'
import { resolveModels } from './resolve-model.ts'
import { bindingSchema, changeSchema, codedSchema, shownMachineSchema } from './shared-schemas.ts'
import { shownAssumptions, shownMachine } from './shown.ts'
import { knowledgeOf, suggest, suggestionSchema } from './suggestion.ts'

const input = z.strictObject({
  requirements: requirementsSchema.optional(),
  devices: devicesSchema.optional(),
  systemMemoryBytes: systemMemorySchema.optional(),
  /** Length of the shortlist. */
  limit: z.int().min(1).max(50).optional(),
})

const output = z.strictObject({
  ...headerSchema,
  requirements: requirementsSchema,
  assumptions: z.array(codedSchema),
  machine: shownMachineSchema,
  devices: z.array(shownMachineSchema.shape.devices.element),
  shortlist: z.array(suggestionSchema),
  tied: z.array(z.array(z.string())),
  pareto: z.array(z.string()),
  rejected: z.array(
    z.strictObject({
      model: z.string(),
      binding: bindingSchema,
      smallestChange: z.array(changeSchema),
      reason: codedSchema,
    }),
  ),
})
export type RecommendOutput = z.output<typeof output>

/** Which model, for these needs, on this machine. */
export const recommend = defineOperation({
  name: 'recommend',
  summary: 'recommend.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: recommendFlags,
  examples: [
    'recommend --on rtx-4090,ram=64gb --task code',
    'recommend --on "4x h100-80gb" --licence commercial --language zh-TW',
    'recommend --on cpu,ram=8gb --json',
  ],
  async run(given, context) {
    const machine = await resolveMachine(given, context)
    if (machine === undefined)
      throw new TouchstoneError('missing_argument', { argument: 'devices', operation: 'recommend' })
    const requirements = withKnownIds(given.requirements ?? {}, context)
    const answer = choose(requirements, machine, given.limit ?? 5, knowledgeOf(context))
    const shown = shownMachine(machine)
    return {
      ...header(context),
      requirements: answer.requirements,
      assumptions: shownAssumptions(machine, answer.assumptions),
      machine: shown,
      devices: shown.devices,
      shortlist: answer.shortlist.flatMap(
        (candidate) => suggest(candidate, requirements, context) ?? [],
      ),
      tied: answer.tied.map((group) => [...group]),
      pareto: [...answer.pareto],
      rejected: answer.rejected.map(({ entry, binding, smallestChange, code, values }) => ({
        model: entry.id,
        binding,
        smallestChange: [...smallestChange],
        reason: { code, values: { ...values } },
      })),
    }
  },
  present: presentRecommendation,
  exitCode: ({ shortlist }) => (shortlist.length === 0 ? 1 : 0),
})

/** `only` and `exclude` may name models and families in any way people do. */
export function withKnownIds(requirements: Requirements, context: OperationContext): Requirements {
  const { only, exclude } = requirements
  return {
    ...requirements,
    ...(only === undefined ? {} : { only: only.flatMap((name) => resolveModels(name, context)) }),
    ...(exclude === undefined
      ? {}
      : { exclude: exclude.flatMap((name) => resolveModels(name, context)) }),
  }
}
