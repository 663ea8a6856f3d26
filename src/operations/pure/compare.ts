import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { breakEven, type Workload } from '../../selection/break-even.ts'
import { completeRequirements, requirementsSchema } from '../../selection/requirements.ts'
import { defineOperation } from '../define-operation.ts'
import { bestByRow } from './best-by-row.ts'
import { type Compared, compared, comparedSchema } from './compared-model.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import { devicesSchema, resolveMachine, systemMemorySchema } from './machine-input.ts'
import { presentComparison } from './present-comparison.ts'
import { requirementFlags } from './recommend-flags.ts'
import { resolveModel } from './resolve-model.ts'
import { shownMachineSchema } from './shared-schemas.ts'
import { shownMachine } from './shown.ts'

const perDay = z.number().nonnegative().max(1e15)

/** What is done in a day and what the own machine costs, for hosted prices against own hardware. */
const hostingSchema = z.strictObject({
  /** Prompts and answers together. */
  tokensPerDay: perDay,
  /** Of them, the share of prompts, 0 to 1. */
  inputShare: z.number().min(0).max(1).optional(),
  hardwareUsd: z.number().nonnegative().max(1e12).optional(),
  /** While it computes. */
  powerWatts: z.number().nonnegative().max(1e9).optional(),
  electricityUsdPerKwh: z.number().nonnegative().max(1e3).optional(),
})

const input = z.strictObject({
  models: z.array(z.string().min(1).max(200)).min(2).max(6),
  requirements: requirementsSchema.optional(),
  devices: devicesSchema.optional(),
  systemMemoryBytes: systemMemorySchema.optional(),
  hosting: hostingSchema.optional(),
})

const output = z.strictObject({
  ...headerSchema,
  requirements: requirementsSchema,
  machine: shownMachineSchema,
  hosting: hostingSchema.optional(),
  models: z.array(comparedSchema),
  /** By row: the models that are best in it; more than one where intervals overlap. */
  best: z.record(z.string(), z.array(z.string())),
})
export type CompareOutput = z.output<typeof output>

/** Share of prompts where nobody said: chat logs and retrieval read some three times what they write. Judgement, stated in the answer. */
const usualInputShare = 0.75

/** Two to six models side by side, each in its best variant for the machine and needs. */
export const compare = defineOperation({
  name: 'compare',
  summary: 'compare.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: {
    models: { path: 'models', unit: 'list', summary: 'flag.models', position: 0 },
    on: { path: 'devices', unit: 'machine', summary: 'flag.on' },
    task: requirementFlags.task,
    context: requirementFlags.context,
    parallel: requirementFlags.parallel,
    licence: requirementFlags.licence,
    language: requirementFlags.language,
    'tokens-per-day': { path: 'hosting.tokensPerDay', unit: 'count', summary: 'flag.tokensPerDay' },
    'input-share': { path: 'hosting.inputShare', unit: 'number', summary: 'flag.inputShare' },
    'hardware-usd': { path: 'hosting.hardwareUsd', unit: 'number', summary: 'flag.hardwareUsd' },
    'power-watts': { path: 'hosting.powerWatts', unit: 'number', summary: 'flag.powerWatts' },
    'electricity-usd-per-kwh': {
      path: 'hosting.electricityUsdPerKwh',
      unit: 'number',
      summary: 'flag.electricityUsdPerKwh',
    },
  },
  examples: [
    'compare qwen3-8b llama-3.1-8b --on rtx-4060',
    'compare gpt-oss-20b gemma-3-27b qwen3-30b-a3b --on m3-max-64gb --task code --json',
    'compare qwen3-32b llama-3.3-70b --on "2x rtx-3090" --tokens-per-day 20M --hardware-usd 2500 --power-watts 700 --electricity-usd-per-kwh 0.15',
  ],
  async run(given, context) {
    const machine = await resolveMachine(given, context)
    if (machine === undefined)
      throw new TouchstoneError('missing_argument', { argument: 'devices', operation: 'compare' })
    const { requirements } = completeRequirements(given.requirements ?? {})
    const entries = [...new Set(given.models.map((name) => resolveModel(name, context)))]
    const hosting =
      given.hosting === undefined
        ? undefined
        : { ...given.hosting, inputShare: given.hosting.inputShare ?? usualInputShare }
    const models = entries.map((entry) => {
      const one = compared(entry, requirements, machine, context)
      return hosting === undefined ? one : { ...one, cost: costOf(one, hosting, context) }
    })
    return {
      ...header(context),
      requirements,
      machine: shownMachine(machine),
      hosting,
      models,
      best: bestByRow(models),
    }
  },
  present: presentComparison,
})

function costOf(
  { model, prefillTokensPerSecond, decodeTokensPerSecond }: Compared,
  { tokensPerDay, inputShare, ...own }: z.output<typeof hostingSchema> & { inputShare: number },
  { catalogue }: OperationContext,
): NonNullable<Compared['cost']> {
  const workload: Workload = {
    inputTokensPerDay: tokensPerDay * inputShare,
    outputTokensPerDay: tokensPerDay * (1 - inputShare),
    ...own,
  }
  const speed =
    prefillTokensPerSecond === undefined || decodeTokensPerSecond === undefined
      ? undefined
      : {
          prefillTokensPerSecond: prefillTokensPerSecond.estimate,
          decodeTokensPerSecond: decodeTokensPerSecond.estimate,
        }
  return breakEven(workload, catalogue.withId(model)?.prices ?? [], speed)
}
