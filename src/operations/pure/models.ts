import { z } from 'zod'
import type { Cell, TextDocument } from '../../base/document.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatParams, formatTokens } from '../../base/quantities.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { licenceUseSchema } from '../../facts/licences/licence-use.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { modalitySchema, modelStatusSchema } from '../../facts/model-record.ts'
import { coversLanguage, longestContext } from '../../selection/gates.ts'
import { normalLanguage } from '../../selection/requirements.ts'
import { defineOperation } from '../define-operation.ts'
import type { Reader } from '../operation.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'

const sortKeys = [
  'id',
  'developer',
  'totalParams',
  'activeParams',
  'contextLength',
  'licence',
  'releaseDate',
] as const

const input = z.strictObject({
  /** Text in ids, names (any of the three languages), aliases and developers. */
  text: z.string().max(200).optional(),
  developer: z.string().max(200).optional(),
  languages: z.array(z.string().max(20)).max(50).optional(),
  modalities: z.array(modalitySchema).optional(),
  licenceUse: licenceUseSchema.optional(),
  tools: z.boolean().optional(),
  ungated: z.boolean().optional(),
  minTotalParams: z.int().positive().optional(),
  maxTotalParams: z.int().positive().optional(),
  maxActiveParams: z.int().positive().optional(),
  minContextLength: z.int().positive().optional(),
  releasedAfter: z.iso.date().optional(),
  status: modelStatusSchema.optional(),
  sort: z.enum(sortKeys).optional(),
  descending: z.boolean().optional(),
})

const row = z.strictObject({
  id: z.string(),
  name: z.string(),
  status: modelStatusSchema,
  developer: z.string().optional(),
  totalParams: z.number().optional(),
  activeParams: z.number().optional(),
  contextLength: z.number().optional(),
  licence: z.string().optional(),
  releaseDate: z.string().optional(),
})

const output = z.strictObject({ ...headerSchema, models: z.array(row) })
type Input = z.output<typeof input>
type Output = z.output<typeof output>
type Row = z.output<typeof row>

/** Lists the catalogue, filtered and sorted. What is unknown never passes a filter on it, and sorts last. */
export const models = defineOperation({
  name: 'models',
  summary: 'models.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: {
    text: { path: 'text', unit: 'text', summary: 'flag.text', position: 0 },
    developer: { path: 'developer', unit: 'text', summary: 'flag.developer' },
    language: { path: 'languages', unit: 'list', summary: 'flag.language' },
    modality: { path: 'modalities', unit: 'list', summary: 'flag.modality' },
    licence: {
      path: 'licenceUse',
      unit: 'licence-use',
      summary: 'flag.licence',
      aliases: ['license'],
    },
    tools: { path: 'tools', unit: 'boolean', summary: 'flag.tools' },
    ungated: { path: 'ungated', unit: 'boolean', summary: 'flag.ungated' },
    'min-size': { path: 'minTotalParams', unit: 'count', summary: 'flag.minSize' },
    'max-size': { path: 'maxTotalParams', unit: 'count', summary: 'flag.maxSize' },
    'max-active': { path: 'maxActiveParams', unit: 'count', summary: 'flag.maxActive' },
    context: { path: 'minContextLength', unit: 'tokens', summary: 'flag.minContext' },
    'released-after': { path: 'releasedAfter', unit: 'text', summary: 'flag.releasedAfter' },
    status: { path: 'status', unit: 'text', summary: 'flag.status' },
    sort: { path: 'sort', unit: 'text', summary: 'flag.sort' },
    descending: { path: 'descending', unit: 'boolean', summary: 'flag.descending' },
  },
  examples: [
    'models',
    'models 通義',
    'models --licence commercial --language zh-TW --max-active 4B',
  ],
  run(given, context) {
    const found = context.catalogue.entries.filter((entry) => matches(entry, given, context))
    return {
      ...header(context),
      models: sorted(
        found.map((entry) => rowOf(entry, context)),
        given,
      ),
    }
  },
  present: (result, reader) => present(result, reader),
  exitCode: (result) => (result.models.length === 0 ? 1 : 0),
})

function rowOf(entry: CatalogueEntry, { locale }: OperationContext): Row {
  return {
    id: entry.id,
    name: entry.names[locale] ?? entry.names.en,
    status: entry.status,
    developer: entry.developer,
    totalParams: entry.totalParams,
    activeParams: entry.activeParams,
    contextLength: longestContext(entry),
    licence: entry.licence,
    releaseDate: entry.releaseDate,
  }
}

function matches(entry: CatalogueEntry, given: Input, context: OperationContext): boolean {
  const longest = longestContext(entry)
  return (
    (given.text === undefined || hasText(entry, given.text)) &&
    (given.developer === undefined || contains(entry.developer, given.developer)) &&
    (given.status === undefined || entry.status === given.status) &&
    (given.languages ?? []).every((wanted) =>
      coversLanguage(entry.languages ?? [], normalLanguage(wanted)),
    ) &&
    (given.modalities ?? []).every((wanted) => (entry.modalitiesInput ?? []).includes(wanted)) &&
    (given.tools === undefined || entry.tools === given.tools) &&
    (given.ungated === undefined || entry.gated === !given.ungated) &&
    within(entry.totalParams, given.minTotalParams, given.maxTotalParams) &&
    within(entry.activeParams ?? entry.totalParams, undefined, given.maxActiveParams) &&
    within(longest, given.minContextLength, undefined) &&
    (given.releasedAfter === undefined || (entry.releaseDate ?? '') > given.releasedAfter) &&
    (given.licenceUse === undefined || isAllowed(entry, given.licenceUse, context))
  )
}

function isAllowed(
  entry: CatalogueEntry,
  use: z.output<typeof licenceUseSchema>,
  context: OperationContext,
): boolean {
  const licence = entry.licence === undefined ? undefined : context.licences.get(entry.licence)
  if (licence === undefined) return false
  const { verdict } = licenceVerdict(licence, use)
  return verdict === 'allowed' || verdict === 'with-duties'
}

function within(
  value: number | undefined,
  min: number | undefined,
  max: number | undefined,
): boolean {
  if (min === undefined && max === undefined) return true
  return value !== undefined && value >= (min ?? 0) && value <= (max ?? Number.POSITIVE_INFINITY)
}

function contains(text: string | undefined, part: string): boolean {
  return text?.toLowerCase().includes(part.toLowerCase()) ?? false
}

function hasText(entry: CatalogueEntry, text: string): boolean {
  const { names } = entry
  return [
    entry.id,
    names.en,
    names['zh-TW'],
    names['zh-CN'],
    entry.developer,
    ...(entry.aliases ?? []),
  ].some((name) => contains(name, text))
}

function sorted(rows: Row[], { sort = 'id', descending = false }: Input): Row[] {
  const direction = descending ? -1 : 1
  return rows.sort((a, b) => {
    const [x, y] = [a[sort], b[sort]]
    if (x === y) return a.id < b.id ? -1 : 1
    if (x === undefined) return 1
    if (y === undefined) return -1
    return (x < y ? -1 : 1) * direction
  })
}

function present({ models }: Output, { locale }: Reader): TextDocument {
  const unknown: Cell = { text: say(locale, 'word.unknown'), tone: 'dim' }
  const cell = (text: string | undefined): Cell => (text === undefined ? unknown : { text })
  const params = (value: number | undefined) =>
    cell(value === undefined ? undefined : formatParams(value))
  return [
    { kind: 'paragraph', text: say(locale, 'models.count', { count: models.length }) },
    {
      kind: 'table',
      columns: [
        { title: say(locale, 'column.id') },
        { title: say(locale, 'column.developer') },
        { title: say(locale, 'column.total'), align: 'right' },
        { title: say(locale, 'column.active'), align: 'right' },
        { title: say(locale, 'column.context'), align: 'right' },
        { title: say(locale, 'column.licence') },
        { title: say(locale, 'column.released') },
      ],
      rows: models.map((model) => [
        { text: model.id, tone: 'strong' },
        cell(model.developer),
        params(model.totalParams),
        params(model.activeParams ?? model.totalParams),
        cell(model.contextLength === undefined ? undefined : formatTokens(model.contextLength)),
        cell(model.licence),
        cell(model.releaseDate),
      ]),
    },
  ]
}
