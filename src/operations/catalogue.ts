import { z } from 'zod'
import type { Block, TextDocument } from '../base/document.ts'
import { say } from '../base/messages/all-messages.ts'
import { formatCount } from '../base/quantities.ts'
import { TouchstoneError } from '../base/touchstone-error.ts'
import {
  type CatalogueBundle,
  compareVersions,
  readCatalogueBundle,
} from '../facts/catalogue/catalogue-bundle.ts'
import { compileCatalogue } from '../facts/catalogue/compile-catalogue.ts'
import { chooseClaim } from '../facts/claim.ts'
import { readArchitecture } from '../facts/config-json/read-config.ts'
import { staleDays } from '../facts/fact-age.ts'
import { readBundleFile } from '../machine/catalogue/read-bundle-file.ts'
import { UpdatedCatalogue } from '../machine/catalogue/updated-catalogue.ts'
import { readSettings } from '../machine/configuration.ts'
import { userFolders } from '../machine/user-folders.ts'
import { defineOperation } from './define-operation.ts'
import { compiledJson, programVersion } from './open-catalogue.ts'
import type { Reader } from './operation.ts'
import type { OperationContext } from './pure/context.ts'
import { header, headerSchema } from './pure/header.ts'
import { shapeTools } from './pure/shape-tools.ts'

const input = z.strictObject({
  action: z.enum(['show', 'update', 'reset']).optional(),
  /** Bundle to take in: a file or an address. */
  from: z.string().min(1).max(2000).optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .optional(),
  force: z.boolean().optional(),
})

const output = z.strictObject({
  ...headerSchema,
  action: z.enum(['show', 'updated', 'reset']),
  date: z.string(),
  origin: z.enum(['shipped', 'updated']),
  models: z.number(),
  openModels: z.number(),
  /** Open models whose shape is known and of a kind that can be sized. */
  modelsWithShape: z.number(),
  importedModels: z.number(),
  prices: z.number(),
  /** Prices that are older than prices stay fresh. */
  stalePrices: z.number(),
  ageDays: z.number(),
  sha256: z.string().optional(),
})
type Output = z.output<typeof output>
type Input = z.output<typeof input>

/** Which catalogue is in use, and taking in another without a newer program. Not on HTTP: it reads what the caller names. */
export const catalogue = defineOperation({
  name: 'catalogue',
  summary: 'catalogue.summary',
  effect: 'write',
  surfaces: ['cli', 'batch', 'library'],
  input,
  output,
  flags: {
    action: { path: 'action', unit: 'text', summary: 'flag.catalogueAction', position: 0 },
    from: { path: 'from', unit: 'text', summary: 'flag.bundle' },
    sha256: { path: 'sha256', unit: 'text', summary: 'flag.sha256' },
    force: { path: 'force', unit: 'boolean', summary: 'flag.force' },
  },
  examples: ['catalogue'],
  async run(given, context): Promise<Output> {
    if (given.action === 'update') return update(given, context)
    if (given.action === 'reset') return reset(context)
    return { ...(await summary(context)), action: 'show' }
  },
  present: (result, reader) => present(result, reader),
})

async function update({ from, sha256, force }: Input, context: OperationContext): Promise<Output> {
  if (from === undefined)
    throw new TouchstoneError('missing_argument', { argument: '--from', operation: 'catalogue' })
  const { catalogueKey } = readSettings().values
  const file = await readBundleFile(from, { sha256, publicKey: catalogueKey })
  const bundle = readCatalogueBundle(from, file.text, shapeTools)
  const present = context.catalogue.version
  if (force !== true && compareVersions(bundle.version, present) <= 0)
    throw new TouchstoneError('catalogue_too_old', {
      file: from,
      version: bundle.version,
      present,
    })
  await write(bundle, from, file.sha256)
  return {
    ...header(context),
    action: 'updated',
    catalogueVersion: bundle.version,
    date: bundle.date,
    origin: 'updated',
    ...countsOf(bundle, context),
    importedModels: context.importedModels?.ids().length ?? 0,
    sha256: file.sha256,
  }
}

async function write(bundle: CatalogueBundle, from: string, sha256: string): Promise<void> {
  const { version, date, records, families, licences } = bundle
  const { search } = await compiledJson('catalogue.json')
  const byId = Object.fromEntries(records.map((record) => [record.id, record]))
  await new UpdatedCatalogue(userFolders().data).write(
    { version, date, from, sha256, program: await programVersion() },
    {
      'catalogue.json': compileCatalogue({ version, date }, records, search, shapeTools),
      'families.json': families,
      'licences.json': licences,
      'records.json': byId,
    },
  )
}

function countsOf(
  { records, date }: CatalogueBundle,
  { today }: OperationContext,
): Pick<
  Output,
  'models' | 'openModels' | 'modelsWithShape' | 'prices' | 'stalePrices' | 'ageDays'
> {
  const open = records.filter(({ status }) => status === 'open-weights')
  const prices = records.flatMap(({ facts }) => facts.prices ?? [])
  return {
    models: records.length,
    openModels: open.length,
    modelsWithShape: open.filter(hasReadableShape).length,
    prices: prices.length,
    stalePrices: prices.filter((price) => staleDays('prices', price.date, today) !== undefined)
      .length,
    ageDays: daysBetween(date, today),
  }
}

/** Counted as the catalogue in use is: a config of a kind that no reader knows gives no size. */
function hasReadableShape({ facts }: CatalogueBundle['records'][number]): boolean {
  try {
    return readArchitecture(chooseClaim(facts.config ?? [])?.value) !== undefined
  } catch {
    return false
  }
}

async function reset(context: OperationContext): Promise<Output> {
  await new UpdatedCatalogue(userFolders().data).remove()
  const { version, date } = await compiledJson('catalogue.json')
  const shown = await summary(context)
  return {
    ...shown,
    action: 'reset',
    catalogueVersion: version,
    date,
    origin: 'shipped',
    ageDays: daysBetween(date, context.today),
  }
}

async function summary(context: OperationContext): Promise<Omit<Output, 'action'>> {
  const { catalogue: inUse, today, catalogueOrigin = 'shipped' } = context
  const own = inUse.entries.filter(({ imported }) => imported !== true)
  const open = own.filter(({ status }) => status === 'open-weights')
  const prices = own.flatMap((entry) => entry.prices ?? [])
  const pointer =
    catalogueOrigin === 'updated'
      ? await new UpdatedCatalogue(userFolders().data).current()
      : undefined
  return {
    ...header(context),
    date: inUse.date,
    origin: catalogueOrigin,
    models: own.length,
    openModels: open.length,
    modelsWithShape: open.filter((entry) => inUse.architecture(entry) !== undefined).length,
    importedModels: inUse.entries.length - own.length,
    prices: prices.length,
    stalePrices: prices.filter(({ date }) => staleDays('prices', date, today) !== undefined).length,
    ageDays: daysBetween(inUse.date, today),
    sha256: pointer?.sha256,
  }
}

function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000))
}

function present(result: Output, { locale }: Reader): TextDocument {
  const { action, catalogueVersion: version, date, origin, sha256 } = result
  const shown = say(locale, 'catalogue.show', {
    version,
    date,
    models: formatCount(result.models),
    open: formatCount(result.openModels),
    shapes: formatCount(result.modelsWithShape),
  })
  const said: Block[] =
    action === 'show'
      ? []
      : [
          {
            kind: 'paragraph',
            tone: 'good',
            text: say(locale, `catalogue.${action}`, { version, date }),
          },
        ]
  if (action === 'reset') return said
  const row = (code: string, text: string) => ({ label: say(locale, code), value: { text } })
  return [
    ...said,
    { kind: 'paragraph', text: shown },
    {
      kind: 'facts',
      rows: [
        row('catalogue.origin', say(locale, `catalogue.origin.${origin}`)),
        row('catalogue.age', say(locale, 'catalogue.days', { days: result.ageDays })),
        row('catalogue.imported', formatCount(result.importedModels)),
        row(
          'catalogue.oldPrices',
          say(locale, 'catalogue.someOf', {
            some: formatCount(result.stalePrices),
            all: formatCount(result.prices),
          }),
        ),
        ...(sha256 === undefined ? [] : [row('catalogue.hash', sha256)]),
      ],
    },
  ]
}
