import { z } from 'zod'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { licenceUseSchema } from '../../facts/licences/licence-use.ts'
import { modalitySchema, modelStatusSchema, specialitySchema } from '../../facts/model-record.ts'
import { longestContext, lowestPrice } from '../../selection/gates.ts'
import { normalLanguage } from '../../selection/normal-language.ts'
import { readLanguage } from '../../selection/read-language.ts'
import { defineOperation } from '../define-operation.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import {
  columnAliases,
  modelColumns,
  sortedModels,
  thinkingModes,
  thinkingOf,
} from './model-columns.ts'
import { knownActive, selectModels } from './model-filters.ts'
import { presentModels } from './present-models.ts'

const count = z.int().positive()

export const modelsInput = z.strictObject({
  /** Text in ids, names (any of the three languages, either script), aliases, families and developers. */
  text: z.string().max(200).optional(),
  developer: z.string().max(200).optional(),
  languages: z.array(z.string().max(20)).max(50).optional(),
  modalities: z.array(modalitySchema).optional(),
  specialities: z.array(specialitySchema).optional(),
  licenceUse: licenceUseSchema.optional(),
  reasoning: z.enum(['on', 'off', 'switchable']).optional(),
  tools: z.boolean().optional(),
  ungated: z.boolean().optional(),
  minTotalParams: count.optional(),
  maxTotalParams: count.optional(),
  minActiveParams: count.optional(),
  maxActiveParams: count.optional(),
  minContextLength: count.optional(),
  maxContextLength: count.optional(),
  releasedAfter: z.iso.date().optional(),
  releasedBefore: z.iso.date().optional(),
  status: modelStatusSchema.optional(),
  /** Only the user's own models, or only the catalogue's. */
  imported: z.boolean().optional(),
  sort: z.enum([...modelColumns, ...Object.keys(columnAliases)]).optional(),
  descending: z.boolean().optional(),
  limit: count.max(100_000).optional(),
})
type Input = z.output<typeof modelsInput>

const row = z.strictObject({
  id: z.string(),
  name: z.string(),
  status: modelStatusSchema,
  developer: z.string().optional(),
  totalParams: z.number().optional(),
  /** All of them where the shape has no experts; absent where nobody says. */
  activeParams: z.number().optional(),
  contextLength: z.number().optional(),
  licence: z.string().optional(),
  releaseDate: z.string().optional(),
  /** Whether it can think: not, as one likes, or always. */
  reasoning: z.enum(thinkingModes).optional(),
  tools: z.boolean().optional(),
  /** As its maker lists them. */
  languages: z.array(z.string()).optional(),
  /** It lists Chinese without saying which script, where one script was asked for. */
  scriptUnstated: z.literal(true).optional(),
  /** Trained context, where the longest one is an extension of it by the maker's method. */
  contextLengthNative: z.number().optional(),
  /** Output price of the cheapest host that asks for money. */
  priceUsdPerMillionTokens: z.number().optional(),
  imported: z.boolean().optional(),
})

const output = z.strictObject({
  ...headerSchema,
  /** How many models were found, before `limit`. */
  found: z.int().nonnegative(),
  sortedBy: z.enum(modelColumns),
  /** Columns that the filters looked at. */
  filteredBy: z.array(z.enum(modelColumns)),
  models: z.array(row),
})
export type ModelsOutput = z.output<typeof output>

/** Lists the catalogue, filtered and sorted. What is unknown never passes a filter on it, and sorts last. */
export const models = defineOperation({
  name: 'models',
  summary: 'models.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input: modelsInput,
  output,
  flags: {
    text: { path: 'text', unit: 'text', summary: 'flag.text', position: 0 },
    developer: { path: 'developer', unit: 'text', summary: 'flag.developer' },
    language: { path: 'languages', unit: 'list', summary: 'flag.language' },
    modality: { path: 'modalities', unit: 'list', summary: 'flag.modality' },
    speciality: { path: 'specialities', unit: 'list', summary: 'flag.speciality' },
    licence: {
      path: 'licenceUse',
      unit: 'licence-use',
      summary: 'flag.licence',
      aliases: ['license'],
    },
    reasoning: { path: 'reasoning', unit: 'text', summary: 'flag.reasoningOffered' },
    tools: { path: 'tools', unit: 'boolean', summary: 'flag.tools' },
    ungated: { path: 'ungated', unit: 'boolean', summary: 'flag.ungated' },
    'min-size': { path: 'minTotalParams', unit: 'count', summary: 'flag.minSize' },
    'max-size': { path: 'maxTotalParams', unit: 'count', summary: 'flag.maxSize' },
    'min-active': { path: 'minActiveParams', unit: 'count', summary: 'flag.minActive' },
    'max-active': { path: 'maxActiveParams', unit: 'count', summary: 'flag.maxActive' },
    context: { path: 'minContextLength', unit: 'tokens', summary: 'flag.minContext' },
    'max-context': { path: 'maxContextLength', unit: 'tokens', summary: 'flag.maxContext' },
    'released-after': { path: 'releasedAfter', unit: 'text', summary: 'flag.releasedAfter' },
    'released-before': { path: 'releasedBefore', unit: 'text', summary: 'flag.releasedBefore' },
    status: { path: 'status', unit: 'text', summary: 'flag.status' },
    imported: { path: 'imported', unit: 'boolean', summary: 'flag.imported' },
    sort: { path: 'sort', unit: 'text', summary: 'flag.sort' },
    descending: { path: 'descending', unit: 'boolean', summary: 'flag.descending' },
    limit: { path: 'limit', unit: 'count', summary: 'flag.rows' },
  },
  examples: [
    'models',
    'models 通義',
    'models --licence commercial --language zh-TW --max-active 4B',
    'models --tools --reasoning switchable --sort released --descending --limit 10',
  ],
  run(given, context) {
    const sortedBy = columnOf(given.sort)
    const found = selectModels(given, context)
    const sorted = sortedModels(found, sortedBy, given.descending ?? false)
    const leavesScriptOpen = scriptQuestion(given)
    return {
      ...header(context),
      found: found.length,
      sortedBy,
      filteredBy: filteredBy(given),
      models: sorted
        .slice(0, given.limit)
        .map((entry) => rowOf(entry, leavesScriptOpen(entry), context)),
    }
  },
  present: presentModels,
  exitCode: (result) => (result.models.length === 0 ? 1 : 0),
})

function columnOf(sort: Input['sort']): ModelsOutput['sortedBy'] {
  return modelColumns.find((name) => name === sort) ?? columnAliases[sort ?? 'id'] ?? 'id'
}

function filteredBy(given: Input): ModelsOutput['filteredBy'] {
  const fields: Partial<Record<keyof Input, ModelsOutput['sortedBy']>> = {
    developer: 'developer',
    languages: 'languages',
    licenceUse: 'licence',
    reasoning: 'reasoning',
    tools: 'tools',
    minTotalParams: 'totalParams',
    maxTotalParams: 'totalParams',
    minActiveParams: 'activeParams',
    maxActiveParams: 'activeParams',
    minContextLength: 'contextLength',
    maxContextLength: 'contextLength',
    releasedAfter: 'releaseDate',
    releasedBefore: 'releaseDate',
  }
  const asked = new Set(Object.keys(given))
  return [
    ...new Set(Object.entries(fields).flatMap(([field, name]) => (asked.has(field) ? name : []))),
  ]
}

/**
 * Whether a script of Chinese was asked for and the model's list leaves it open. Models share their lists, so that each
 * is read once however many models are shown.
 */
function scriptQuestion({ languages = [] }: Input): (entry: CatalogueEntry) => boolean {
  const scripts = languages.map(readLanguage).filter((tag) => tag.startsWith('zh-'))
  if (scripts.length === 0) return () => false
  const known = new Map<readonly string[] | undefined, boolean>()
  return ({ languages: listed }) => {
    let isOpen = known.get(listed)
    if (isOpen === undefined) {
      const tags = new Set(listed?.map(normalLanguage))
      isOpen = scripts.some((tag) => !tags.has(tag))
      known.set(listed, isOpen)
    }
    return isOpen
  }
}

function rowOf(
  entry: CatalogueEntry,
  leavesScriptOpen: boolean,
  { locale, catalogue }: OperationContext,
): ModelsOutput['models'][number] {
  const { languages, contextLengthNative } = entry
  const contextLength = longestContext(entry)
  return {
    id: entry.id,
    name: catalogue.nameOf(entry, locale),
    status: entry.status,
    developer: entry.developer,
    totalParams: entry.totalParams,
    activeParams: knownActive(entry),
    contextLength,
    ...(contextLength === contextLengthNative || contextLengthNative === undefined
      ? {}
      : { contextLengthNative }),
    ...(leavesScriptOpen ? { scriptUnstated: true as const } : {}),
    licence: entry.licence,
    releaseDate: entry.releaseDate,
    reasoning: thinkingOf(entry),
    tools: entry.tools,
    languages: languages === undefined ? undefined : [...languages],
    priceUsdPerMillionTokens: lowestPrice(entry),
    imported: entry.imported,
  }
}
