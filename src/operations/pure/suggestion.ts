import { z } from 'zod'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { LicenceUse } from '../../facts/licences/licence-use.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { modelLicence } from '../../facts/licences/model-licence.ts'
import type { Candidate } from '../../selection/candidate.ts'
import type { Knowledge } from '../../selection/knowledge.ts'
import type { Quality } from '../../selection/quality/quality-of.ts'
import { reasonsFor } from '../../selection/reasons.ts'
import type { Requirements } from '../../selection/requirements.ts'
import type { OperationContext } from './context.ts'
import {
  codedSchema,
  fitSchema,
  licenceSchema,
  memorySchema,
  placementSchema,
  qualitySchema,
  speedSchema,
} from './shared-schemas.ts'
import { shownFit, shownMemory, shownPlacement, shownSpeed } from './shown.ts'

/** A model in its best way to run on a machine, with the reasons for it. */
export const suggestionSchema = z.strictObject({
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
  /** Thinking on or off, where it can be switched. */
  reasoning: z.enum(['on', 'off']).optional(),
  licence: licenceSchema,
  reasons: z.array(codedSchema),
})
export type Suggestion = z.output<typeof suggestionSchema>

function verdictOf(
  entry: CatalogueEntry,
  use: LicenceUse,
  { licences, catalogue }: OperationContext,
) {
  const licence = modelLicence(entry, licences, (id) => catalogue.withId(id))
  return licence === undefined ? undefined : licenceVerdict(licence, use)
}

/** What selection knows, from the surroundings of an operation. */
export function knowledgeOf(context: OperationContext): Knowledge {
  const { catalogue, speedModel, qualityTable, recalibrationOf } = context
  return {
    entries: catalogue.entries,
    architecture: (entry) => catalogue.architecture(entry),
    licenceVerdict: (entry, use) => verdictOf(entry, use, context),
    speedModel,
    ...(recalibrationOf === undefined ? {} : { recalibrationOf }),
    qualityTable,
  }
}

/** A candidate in the form of the outputs; undefined where it is placed nowhere. */
export function suggest(
  candidate: Candidate,
  requirements: Requirements,
  context: OperationContext,
): Suggestion | undefined {
  const { entry, size } = candidate
  const [placement, fit] = [shownPlacement(size), shownFit(size)]
  if (placement === undefined || fit === undefined) return undefined
  const verdict = verdictOf(entry, requirements.licenceUse ?? {}, context)
  return {
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
    quality: shownQuality(candidate.quality),
    reasoning: candidate.reasoning,
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
  }
}

/** Tests shown with a score. */
const evidenceShown = 8

/** Quality with the tests that weigh most. */
export function shownQuality(quality: Quality): Suggestion['quality'] {
  const { score, low, high, basis, standsInFor, evidence } = quality
  return {
    score,
    low,
    high,
    basis,
    standsInFor,
    evidence: evidence.slice(0, evidenceShown).map((one) => ({ ...one })),
  }
}
