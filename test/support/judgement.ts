import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { createContext } from '../../src/operations/context.ts'
import { recommend } from '../../src/operations/pure/recommend.ts'
import { coversLanguage } from '../../src/selection/gates.ts'
import { normalLanguage } from '../../src/selection/normal-language.ts'
import { requirementsSchema } from '../../src/selection/requirements.ts'
import { faultsOf } from '../judgement/faults.mjs'

const situationSchema = z.strictObject({
  id: z.string(),
  on: z.string(),
  requirements: requirementsSchema,
  why: z.string(),
  /** What a second expert thinks of the expectation, where he disagrees; it judges nothing. */
  review: z.string().optional(),
  expectAnyOf: z.array(z.string()).min(3),
  first: z.strictObject({
    releasedAfter: z.iso.date().optional(),
    minTotalParams: z.number().optional(),
    memoryGiB: z.number().optional(),
    minDecode: z.number().optional(),
    language: z.string().optional(),
    modality: z.string().optional(),
    countryNot: z.string().optional(),
    licenceNot: z.array(z.string()).optional(),
  }),
})
export type Situation = z.output<typeof situationSchema>

export interface Judgement {
  readonly situation: Situation
  readonly shortlist: readonly string[]
  /** What an expert would not accept of the first choice. */
  readonly faults: readonly string[]
  /** Those of the shortlist that an expert would name. */
  readonly named: readonly string[]
}

export const situations = z
  .object({ situations: z.array(situationSchema) })
  .parse(
    JSON.parse(readFileSync(new URL('../judgement/situations.json', import.meta.url), 'utf8')),
  ).situations

const context = await createContext({ locale: 'en' })

/** What the program answers in a situation, held against what an expert would say. */
export async function judge(situation: Situation): Promise<Judgement> {
  const { on: devices, requirements, first: limits } = situation
  const { shortlist } = await recommend.run({ devices, requirements }, context)
  const ids = shortlist.map(({ model }) => model)
  const [first] = shortlist
  if (first === undefined) return { situation, shortlist: [], faults: ['nothing'], named: [] }
  const entry = context.catalogue.withId(first.model)
  const choice = {
    releaseDate: entry?.releaseDate,
    totalParams: entry?.totalParams,
    languages: entry?.languages,
    modalitiesInput: entry?.modalitiesInput,
    developerCountry: entry?.developerCountry,
    licence: entry?.licence,
    memoryBytes: first.memory.totalBytes,
    decodeTokensPerSecond: first.speed?.decodeTokensPerSecond.estimate ?? 0,
  }
  return {
    situation,
    shortlist: ids,
    faults: faultsOf(limits, choice, (listed, wanted) =>
      coversLanguage(listed, normalLanguage(wanted)),
    ),
    named: ids.filter((id) => situation.expectAnyOf.includes(id)),
  }
}
