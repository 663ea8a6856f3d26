import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { modelLicence } from '../../facts/licences/model-licence.ts'
import type { Candidate } from '../../selection/candidate.ts'
import type { Knowledge } from '../../selection/knowledge.ts'
import { reasonsFor } from '../../selection/reasons.ts'
import { recommend as choose } from '../../selection/recommend.ts'
import { type Requirements, requirementsSchema } from '../../selection/requirements.ts'
import type { Recalibration } from '../../sizing/speed/recalibrate.ts'
import { defineOperation } from '../define-operation.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import { devicesSchema, resolveMachine, systemMemorySchema } from './machine-input.ts'
import { presentRecommendation } from './present-recommendation.ts'
import { recommendFlags } from './recommend-flags.ts'
import { resolveModels } from './resolve-model.ts'
import {
  bindingSchema,
  changeSchema,
  codedSchema,
  fitSchema,
  licenceSchema,
  memorySchema,
  placementSchema,
  qualitySchema,
  shownMachineSchema,
  speedSchema,
} from './shared-schemas.ts'
import { shownFit, shownMachine, shownMemory, shownPlacement, shownSpeed } from './shown.ts'

const input = z.strictObject({
  requirements: requirementsSchema.optional(),
  devices: devicesSchema.optional(),
  systemMemoryBytes: systemMemorySchema.optional(),
  /** Length of the shortlist. */
  limit: z.int().min(1).max(50).optional(),
})

const suggestion = z.strictObject({
  model: z.string(),
  name: z.string(),
  repository: z.string().optional(),
  quantization: z.string(),
  kvCacheType: z.string(),
  contextLength: z.number().int(),
  placement: placementSchema,
  fit: fitSchema,
  memory: memorySchema,
  speed: speedSchema.optional(),
  quality: qualitySchema,
  licence: licenceSchema,
  reasons: z.array(codedSchema),
})

const output = z.strictObject({
  ...headerSchema,
  requirements: requirementsSchema,
  assumptions: z.array(codedSchema),
  machine: shownMachineSchema,
  devices: z.array(shownMachineSchema.shape.devices.element),
  shortlist: z.array(suggestion),
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
    const answer = choose(
      requirements,
      machine,
      given.limit ?? 5,
      knowledgeOf(context, requirements, await context.recalibration?.(machine)),
    )
    const shown = shownMachine(machine)
    return {
      ...header(context),
      requirements: answer.requirements,
      assumptions: [...machine.assumptions, ...answer.assumptions].map(({ code, values }) => ({
        code,
        values: { ...values },
      })),
      machine: shown,
      devices: shown.devices,
      shortlist: answer.shortlist.flatMap((candidate) => suggest(candidate, requirements, context)),
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
function withKnownIds(requirements: Requirements, context: OperationContext): Requirements {
  const { only, exclude } = requirements
  return {
    ...requirements,
    ...(only === undefined ? {} : { only: only.flatMap((name) => resolveModels(name, context)) }),
    ...(exclude === undefined
      ? {}
      : { exclude: exclude.flatMap((name) => resolveModels(name, context)) }),
  }
}

function verdictOf(
  entry: CatalogueEntry,
  { licenceUse }: Requirements,
  { licences, catalogue }: OperationContext,
) {
  const licence = modelLicence(entry, licences, (id) => catalogue.withId(id))
  return licence === undefined ? undefined : licenceVerdict(licence, licenceUse ?? {})
}

export function knowledgeOf(
  context: OperationContext,
  requirements: Requirements,
  recalibration?: Recalibration,
): Knowledge {
  const { catalogue, speedModel, qualityTable } = context
  return {
    entries: catalogue.entries,
    architecture: (entry) => catalogue.architecture(entry),
    licenceVerdict: (entry) => verdictOf(entry, requirements, context),
    speedModel,
    recalibration,
    qualityTable,
  }
}

function suggest(
  candidate: Candidate,
  requirements: Requirements,
  context: OperationContext,
): RecommendOutput['shortlist'] {
  const { entry, size, quality } = candidate
  const [placement, fit] = [shownPlacement(size), shownFit(size)]
  if (placement === undefined || fit === undefined) return []
  const verdict = verdictOf(entry, requirements, context)
  const { score, low, high, basis, standsInFor, evidence } = quality
  return [
    {
      model: entry.id,
      name: entry.names[context.locale] ?? entry.names.en,
      repository: entry.repository,
      quantization: candidate.quantization,
      kvCacheType: candidate.kvCacheType,
      contextLength: candidate.contextLength,
      placement,
      fit,
      memory: shownMemory(size),
      speed: shownSpeed(candidate.speed),
      quality: {
        score,
        low,
        high,
        basis,
        standsInFor,
        evidence: evidence.slice(0, 8).map((one) => ({ ...one })),
      },
      licence: {
        id: entry.licence,
        verdict:
          verdict === undefined
            ? 'unknown'
            : requirements.licenceUse === undefined
              ? 'not-asked'
              : verdict.verdict,
        duties: verdict?.duties.length ?? 0,
      },
      reasons: reasonsFor(candidate, requirements.task ?? 'general', verdict?.verdict).map(
        ({ code, values }) => ({ code, values: { ...values } }),
      ),
    },
  ]
}
