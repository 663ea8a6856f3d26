import { z } from 'zod'
import type { Architecture } from '../../facts/architecture.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../../facts/device.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { modelLicence } from '../../facts/licences/model-licence.ts'
import { bestVariant } from '../../selection/best-variant.ts'
import { qualityFor } from '../../selection/candidate.ts'
import { longestContext, lowestPrice } from '../../selection/gates.ts'
import type { FullRequirements, Task } from '../../selection/requirements.ts'
import { largestContext } from '../../sizing/largest-context.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import type { OperationContext } from './context.ts'
import {
  codedSchema,
  fitSchema,
  licenceSchema,
  memorySchema,
  qualitySchema,
  rateSchema,
} from './shared-schemas.ts'
import { shownFit, shownMemory } from './shown.ts'
import { knowledgeOf, shownQuality } from './suggestion.ts'

/** Hosted against own hardware, US dollars a day. */
const costSchema = z.strictObject({
  hosted: z
    .strictObject({ provider: z.string(), date: z.string().optional(), usdPerDay: z.number() })
    .optional(),
  hoursPerDay: z.number().optional(),
  ownUsdPerDay: z.number().optional(),
  /** Until the hardware has paid for itself. */
  days: z.number().optional(),
})

export const comparedSchema = z.strictObject({
  model: z.string(),
  totalParams: z.number().optional(),
  activeParams: z.number().optional(),
  quantization: z.string().optional(),
  memory: memorySchema.optional(),
  fit: fitSchema.optional(),
  largestContextLength: z.number().optional(),
  contextLength: z.number().optional(),
  decodeTokensPerSecond: rateSchema.optional(),
  prefillTokensPerSecond: rateSchema.optional(),
  quality: qualitySchema.optional(),
  /** By task: the asked one is `quality`. */
  qualityByTask: z.record(z.string(), qualitySchema.omit({ evidence: true })),
  licence: licenceSchema,
  languages: z.array(z.string()).optional(),
  reasoning: z.string().optional(),
  tools: z.boolean().optional(),
  gated: z.boolean().optional(),
  releaseDate: z.string().optional(),
  /** Output price of the cheapest provider that asks for money. */
  priceUsdPerMillionTokens: z.number().optional(),
  cost: costSchema.optional(),
  /** Why it cannot be used so, where it cannot. */
  refusal: codedSchema.optional(),
})

export type Compared = z.output<typeof comparedSchema>

/** One model of a comparison, in its best variant for the machine and needs. */
export function compared(
  entry: CatalogueEntry,
  needs: FullRequirements,
  machine: Machine,
  context: OperationContext,
): Compared {
  const licence = modelLicence(entry, context.licences, (id) => context.catalogue.withId(id))
  const verdict =
    licence === undefined ? undefined : licenceVerdict(licence, needs.licenceUse ?? {})
  const facts = {
    model: entry.id,
    totalParams: entry.totalParams,
    activeParams: entry.activeParams,
    contextLength: longestContext(entry),
    licence: {
      id: entry.licence,
      verdict:
        verdict === undefined
          ? 'unknown'
          : needs.licenceUse === undefined
            ? 'not-asked'
            : verdict.verdict,
      duties: verdict?.duties.length ?? 0,
    } as const,
    languages: entry.languages,
    reasoning: entry.reasoning?.kind,
    tools: entry.tools,
    gated: entry.gated,
    releaseDate: entry.releaseDate,
    priceUsdPerMillionTokens: lowestPrice(entry),
    qualityByTask: {},
  }
  const architecture = context.catalogue.architecture(entry)
  if (architecture === undefined)
    return { ...facts, refusal: { code: 'refused.shapeUnknown', values: {} } }
  const outcome = bestVariant(entry, architecture, needs, machine, knowledgeOf(context))
  if (outcome.kind === 'refused')
    return {
      ...facts,
      ...(outcome.refusal.binding === 'evidence' ? plainSize(architecture, needs, machine) : {}),
      refusal: { code: outcome.refusal.code, values: { ...outcome.refusal.values } },
    }
  const { candidate } = outcome
  const request = {
    architecture,
    quantization: candidate.quantization,
    kvCacheType: candidate.kvCacheType,
    parallel: needs.parallel,
    machine,
  }
  return {
    ...facts,
    quantization: candidate.quantization,
    memory: shownMemory(candidate.size),
    fit: shownFit(candidate.size),
    largestContextLength: largestContext(
      request,
      Math.max(longestContext(entry) ?? architecture.contextLength, needs.contextPerUser) *
        needs.parallel,
    ),
    decodeTokensPerSecond: candidate.speed?.decodeTokensPerSecond,
    prefillTokensPerSecond: candidate.speed?.prefillTokensPerSecond,
    quality: shownQuality(candidate.quality),
    qualityByTask: qualities(entry, candidate.quantization, needs, context),
  }
}

/** Tasks that models are compared by, beside the asked one. */
export const comparedTasks = [
  'general',
  'reasoning',
  'maths',
  'code',
  'agent',
  'chinese',
  'traditional-chinese',
  'hallucination',
  'refusal',
] as const satisfies readonly Task[]

function qualities(
  entry: CatalogueEntry,
  quantization: string,
  needs: FullRequirements,
  context: OperationContext,
): Compared['qualityByTask'] {
  const knowledge = knowledgeOf(context)
  return Object.fromEntries(
    comparedTasks.flatMap((task) => {
      const quality = qualityFor(entry, quantization, { ...needs, task }, knowledge)
      if (quality === undefined) return []
      const { evidence: _, ...shown } = shownQuality(quality)
      return [[task, shown]]
    }),
  )
}

/** What nobody has rated (an imported model, say) can be sized all the same, in the most usual quantization. */
function plainSize(
  architecture: Architecture,
  needs: FullRequirements,
  machine: Machine,
): Pick<Compared, 'quantization' | 'memory' | 'fit'> {
  const quantization = 'Q4_K_M'
  const size = sizeModel({
    architecture,
    quantization,
    contextLength: needs.contextPerUser * needs.parallel,
    parallel: needs.parallel,
    machine,
  })
  return { quantization, memory: shownMemory(size), fit: shownFit(size) }
}
