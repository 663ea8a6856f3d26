import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { explain as explained } from '../../selection/explanation.ts'
import { requirementsSchema } from '../../selection/requirements.ts'
import { defineOperation } from '../define-operation.ts'
import { header, headerSchema } from './header.ts'
import { devicesSchema, resolveMachine, systemMemorySchema } from './machine-input.ts'
import { presentExplanation } from './present-explanation.ts'
import { withKnownIds } from './recommend.ts'
import { recommendFlags } from './recommend-flags.ts'
import { resolveModel } from './resolve-model.ts'
import { bindingSchema, changeSchema, codedSchema, shownMachineSchema } from './shared-schemas.ts'
import { shownAssumptions, shownMachine } from './shown.ts'
import { knowledgeOf, suggest, suggestionSchema } from './suggestion.ts'

const input = z.strictObject({
  model: z.string().min(1).max(200),
  requirements: requirementsSchema.optional(),
  devices: devicesSchema.optional(),
  systemMemoryBytes: systemMemorySchema.optional(),
  /** Length of the shortlist that the model is or is not on. */
  limit: z.int().min(1).max(50).optional(),
})

const output = z.strictObject({
  ...headerSchema,
  model: z.string(),
  name: z.string(),
  requirements: requirementsSchema,
  assumptions: z.array(codedSchema),
  machine: shownMachineSchema,
  standing: z.enum(['first', 'shortlisted', 'outranked', 'refused']),
  /** From 1, among the models that fit and may be used so. */
  rank: z.int().positive().optional(),
  candidates: z.int().nonnegative(),
  suggestion: suggestionSchema.optional(),
  tiedWith: z.array(z.string()),
  rivals: z.array(
    z.strictObject({
      suggestion: suggestionSchema,
      /** That it really serves better, by the intervals of both. */
      probability: z.number(),
      better: z.array(z.enum(['quality', 'speed', 'memory'])),
    }),
  ),
  obstacles: z.array(
    z.strictObject({
      binding: bindingSchema,
      reason: codedSchema,
      /** Each alone lifts this obstacle; every obstacle must be lifted. */
      ways: z.array(changeSchema),
    }),
  ),
  /** Other preferences under which it would stand higher, and where. */
  preferences: z.array(
    z.strictObject({
      prefer: z.enum(['quality', 'speed', 'memory', 'price']),
      rank: z.int().positive(),
    }),
  ),
})
export type ExplainOutput = z.output<typeof output>

/** Why this model for these needs on this machine, or why not, and what would change that. */
export const explain = defineOperation({
  name: 'explain',
  summary: 'explain.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: {
    model: { path: 'model', unit: 'text', summary: 'flag.model', position: 0 },
    ...recommendFlags,
  },
  examples: [
    'explain llama-3.1-8b --licence commercial --language zh-TW --on rtx-4060',
    'explain deepseek-r1 --on "4x h100-80gb" --json',
  ],
  async run(given, context) {
    const machine = await resolveMachine(given, context)
    if (machine === undefined)
      throw new TouchstoneError('missing_argument', { argument: 'devices', operation: 'explain' })
    const entry = resolveModel(given.model, context)
    const requirements = withKnownIds(given.requirements ?? {}, context)
    const answer = explained(entry, requirements, machine, given.limit ?? 5, knowledgeOf(context))
    const { candidate, rivals, obstacles } = answer
    return {
      ...header(context),
      model: entry.id,
      name: entry.names[context.locale] ?? entry.names.en,
      requirements: answer.requirements,
      assumptions: shownAssumptions(machine, answer.assumptions),
      machine: shownMachine(machine),
      standing: answer.standing,
      rank: answer.rank,
      candidates: answer.candidates,
      suggestion: candidate === undefined ? undefined : suggest(candidate, requirements, context),
      tiedWith: [...answer.tiedWith],
      rivals: rivals.flatMap((rival) => {
        const suggestion = suggest(rival.candidate, requirements, context)
        const { probability, better } = rival
        return suggestion === undefined ? [] : [{ suggestion, probability, better: [...better] }]
      }),
      obstacles: obstacles.map((obstacle) => ({
        binding: obstacle.binding,
        reason: { code: obstacle.code, values: { ...obstacle.values } },
        ways: [...obstacle.ways],
      })),
      preferences: answer.preferences.map((one) => ({ ...one })),
    }
  },
  present: presentExplanation,
  exitCode: ({ standing }) => (standing === 'refused' ? 1 : 0),
})
