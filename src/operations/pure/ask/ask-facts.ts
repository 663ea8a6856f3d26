import { z } from 'zod'
import type { CatalogueEntry } from '../../../facts/catalogue/catalogue-entry.ts'
import { claimantSchema } from '../../../facts/claim.ts'
import type { QuestionReading } from '../../../selection/question/read-question.ts'
import { cellsOf, layerCache } from '../../../sizing/kv-cache.ts'
import { completeSettings } from '../../../sizing/settings.ts'
import type { OperationContext } from '../context.ts'

export const factSchema = z.strictObject({
  model: z.string(),
  /** As the catalogue calls it; `status` and `kvCacheBytesPerToken` besides. */
  field: z.string(),
  value: z.json(),
  basis: claimantSchema,
  /** Id in `data/sources.json`; `catalogue` where it follows from the record itself. */
  source: z.string(),
})
export type AskFact = z.output<typeof factSchema>

type Field = keyof CatalogueEntry | 'kvCacheBytesPerToken' | 'expertCount'

/** Facts that answer a question about a field, the most telling first. */
const factFields: Readonly<Record<string, readonly Field[]>> = {
  context: ['contextLengthNative', 'contextLengthExtended', 'contextLengthServed'],
  totalParams: ['totalParams', 'activeParams', 'storedParams'],
  activeParams: ['activeParams', 'totalParams'],
  memory: ['totalParams', 'storedParams', 'kvCacheBytesPerToken'],
  hardware: ['totalParams', 'activeParams', 'kvCacheBytesPerToken'],
  licence: ['licence'],
  openness: ['status', 'licence'],
  releaseDate: ['status', 'releaseDate'],
  developer: ['developer', 'developerCountry'],
  developerCountry: ['developerCountry', 'developer'],
  languages: ['languages'],
  modalitiesInput: ['modalitiesInput', 'modalitiesOutput'],
  tools: ['tools', 'toolCallForm'],
  reasoning: ['reasoning'],
  prices: ['prices'],
  knowledgeCutoff: ['knowledgeCutoff', 'releaseDate'],
  architecture: ['isDense', 'totalParams', 'activeParams', 'kvCacheBytesPerToken'],
  experts: ['expertCount', 'totalParams', 'activeParams'],
  kvCache: ['kvCacheBytesPerToken'],
  gated: ['gated'],
  speed: ['activeParams', 'totalParams'],
  efficiency: ['activeParams', 'totalParams', 'kvCacheBytesPerToken'],
  quality: ['releaseDate'],
  refusals: ['status'],
  drift: ['languages'],
}
/** Fields that an idea, or a figure of the question, is about. */
const conceptFields: Readonly<Record<string, string>> = {
  yarn: 'context',
  'context-window': 'context',
  'thinking-switch': 'reasoning',
  'kv-cache': 'kvCache',
  'gated-download': 'gated',
  moe: 'activeParams',
  refusal: 'refusals',
}
const termFields: Readonly<Record<string, string>> = {
  contextPerUser: 'context',
  askedLength: 'context',
  askedParams: 'totalParams',
}
const aboutFields: readonly Field[] = [
  'status',
  'developer',
  'totalParams',
  'activeParams',
  'contextLengthNative',
  'licence',
  'releaseDate',
]
const sizeFields: readonly Field[] = ['totalParams', 'storedParams', 'kvCacheBytesPerToken']
const factsMax = 160

/** Facts of the catalogue that a question is about, each with who says it. */
export function factsFor(reading: QuestionReading, context: OperationContext): AskFact[] {
  const { kind } = reading
  if (kind === 'recommend' || kind === 'unknown') return []
  if (kind === 'concept') return conceptFacts(reading, context)
  const fields = fieldsOf(reading)
  const models = modelsOf(reading, fields, context)
  const facts = models.flatMap((entry) =>
    fields.flatMap((field) => factOf(entry, field, context) ?? []),
  )
  return facts.slice(0, factsMax)
}

function fieldsOf({ kind, fields, needs, concepts }: QuestionReading): readonly Field[] {
  const { mechanisms } = needs.filters
  const asked = new Set<Field>()
  if (mechanisms.length > 0) for (const field of factFields.architecture ?? []) asked.add(field)
  for (const field of fields) for (const one of factFields[field] ?? []) asked.add(one)
  if (needs.requirements.tools === true && kind === 'fact') asked.add('tools')
  if (needs.requirements.modalities !== undefined) asked.add('modalitiesInput')
  if (needs.requirements.languages !== undefined) asked.add('languages')
  const implied = [
    ...concepts.map((concept) => conceptFields[concept]),
    ...needs.terms.map(({ field }) => termFields[field]),
  ]
  for (const field of implied)
    if (field !== undefined) for (const one of factFields[field] ?? []) asked.add(one)
  if (kind === 'licence') return ['licence', 'gated']
  if (kind === 'size') return [...new Set([...sizeFields, ...asked])]
  if (kind === 'compare' && asked.size === 0) return aboutFields
  if (kind === 'explain')
    return [...new Set([...aboutFields, 'languages' as const, 'gated' as const, ...asked])]
  return asked.size === 0 ? aboutFields : [...new Set<Field>(['status', ...asked])]
}

/** Models that are named; of a question about prices without one, those with a price. */
function modelsOf(
  { models, fields, kind, needs }: QuestionReading,
  wanted: readonly Field[],
  context: OperationContext,
): CatalogueEntry[] {
  const { catalogue } = context
  if (models.length > 0) {
    const entries = models.flatMap((id) => catalogue.withId(id) ?? [])
    return kind === 'licence' ? entries.filter((entry) => isAskedLicence(entry, needs)) : entries
  }
  if (!fields.includes('prices') || !wanted.includes('prices')) return []
  return catalogue.entries
    .filter(({ prices, status }) => prices !== undefined && status === 'open-weights')
    .sort((a, b) => (a.lowestPrice ?? Infinity) - (b.lowestPrice ?? Infinity))
    .slice(0, 12)
}

/** "Which are not Apache 2.0": the others only. */
function isAskedLicence(
  { licence }: CatalogueEntry,
  { filters }: QuestionReading['needs'],
): boolean {
  return licence === undefined || !filters.licencesExcluded.includes(licence)
}

function conceptFacts({ concepts, models }: QuestionReading, context: OperationContext): AskFact[] {
  const { concepts: known } = context.questionData
  const shown = known.filter(({ id }) => concepts.includes(id)).flatMap(({ shownBy }) => shownBy)
  return shown.flatMap(({ model, field }) => {
    const entry = context.catalogue.withId(model)
    const isWanted = models.length === 0 || models.includes(model)
    return entry === undefined || !isWanted ? [] : (factOf(entry, field as Field, context) ?? [])
  })
}

/** One fact; undefined where it is unknown. */
function factOf(
  entry: CatalogueEntry,
  field: Field,
  context: OperationContext,
): AskFact | undefined {
  const known = { model: entry.id, field }
  if (field === 'status') return { ...known, value: entry.status, ...anyBasis(entry, context) }
  if (field === 'isDense')
    return entry.isDense === undefined
      ? undefined
      : {
          model: entry.id,
          field: 'architecture',
          value: entry.isDense ? 'dense' : 'mixture-of-experts',
          basis: 'computed',
          source: 'config',
        }
  if (field === 'kvCacheBytesPerToken' || field === 'expertCount') {
    const value =
      field === 'expertCount' ? expertCount(entry, context) : kvCachePerToken(entry, context)
    return value === undefined
      ? undefined
      : { ...known, value, basis: 'computed', source: 'config' }
  }
  const value = entry[field]
  if (value === undefined) return undefined
  const basis = context.catalogue.basis(entry, field)
  return {
    ...known,
    value: z.json().parse(JSON.parse(JSON.stringify(value))),
    basis: basis?.by ?? 'independent',
    source: basis?.source ?? 'catalogue',
  }
}

/** Whose word the record rests on. */
function anyBasis(
  entry: CatalogueEntry,
  { catalogue }: OperationContext,
): Pick<AskFact, 'basis' | 'source'> {
  for (const field of ['repository', 'developer', 'contextLengthNative', 'licence']) {
    const basis = catalogue.basis(entry, field)
    if (basis !== undefined) return { basis: basis.by, source: basis.source }
  }
  return { basis: 'independent', source: 'catalogue' }
}

const [shorter, longer] = [2 ** 20, 2 ** 21]

/** Bytes that one more token adds to an fp16 cache, beyond every window: the slope between two long contexts. */
function kvCachePerToken(
  entry: CatalogueEntry,
  { catalogue }: OperationContext,
): number | undefined {
  const architecture = catalogue.architecture(entry)
  if (architecture === undefined) return undefined
  const bytesAt = (contextLength: number) => {
    const settings = completeSettings({ contextLength })
    const cells = cellsOf(settings)
    return architecture.layers.reduce(
      (sum, layer) => sum + layerCache(layer, cells, settings).bytes,
      0,
    )
  }
  return Math.round((bytesAt(longer) - bytesAt(shorter)) / (longer - shorter))
}

function expertCount(entry: CatalogueEntry, { catalogue }: OperationContext): number | undefined {
  const counts = (catalogue.architecture(entry)?.layers ?? []).flatMap(
    ({ experts }) => experts?.count ?? [],
  )
  return counts.length === 0 ? undefined : Math.max(...counts)
}
