import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { TouchstoneError } from '../base/touchstone-error.ts'
import { compareVersions } from '../facts/catalogue/catalogue-bundle.ts'
import type { CatalogueIndex } from '../facts/catalogue/catalogue-index.ts'
import { compileCatalogue, readRecord } from '../facts/catalogue/compile-catalogue.ts'
import type { Family } from '../facts/catalogue/family.ts'
import type { Licence } from '../facts/licences/licence.ts'
import type { ModelRecord } from '../facts/model-record.ts'
import { UpdatedCatalogue } from '../machine/catalogue/updated-catalogue.ts'
import { packageRoot } from '../machine/package-root.ts'
import { shapeTools } from './pure/shape-tools.ts'

/** The catalogue in use: the one of the package, or a newer one that was carried in. */
interface OpenedCatalogue {
  readonly index: CatalogueIndex
  readonly families: readonly Family[]
  readonly licences: readonly Licence[]
  readonly origin: 'shipped' | 'updated'
  record(id: string): Promise<ModelRecord | undefined>
  readonly notices: readonly TouchstoneError[]
}

/** `dist/data` holds what the build compiled, `data/models` the records with every claim. */
const root = packageRoot()
const compiled = new URL('dist/data/', root)
const records = new URL('data/models/', root)

/** A file that the build compiled and checked. */
export async function compiledJson(name: string) {
  return JSON.parse(await readFile(new URL(name, compiled), 'utf8'))
}

/** A carried-in catalogue that is damaged, or older than the package's, is left aside; damage is told. */
export async function openCatalogue(dataFolder: string): Promise<OpenedCatalogue> {
  const shipped: CatalogueIndex = await compiledJson('catalogue.json')
  try {
    const updated = await openUpdated(dataFolder, shipped)
    if (updated !== undefined) return updated
  } catch (error) {
    if (!TouchstoneError.is(error)) throw error
    return { ...(await openShipped(shipped)), notices: [error] }
  }
  return openShipped(shipped)
}

async function openShipped(index: CatalogueIndex): Promise<OpenedCatalogue> {
  const [families, licences] = await Promise.all([
    compiledJson('families.json'),
    compiledJson('licences.json'),
  ])
  return { index, families, licences, origin: 'shipped', record: readRecordFile, notices: [] }
}

async function openUpdated(
  dataFolder: string,
  shipped: CatalogueIndex,
): Promise<OpenedCatalogue | undefined> {
  const store = new UpdatedCatalogue(dataFolder)
  const pointer = await store.current()
  if (pointer === undefined || compareVersions(pointer.version, shipped.version) < 0)
    return undefined
  // Written by `catalogue update` from a bundle that it had checked under the schemas.
  const part = async <T>(name: string) => (await store.part(pointer, name)) as T
  const records = () => part<Readonly<Record<string, ModelRecord>>>('records.json')
  const [index, families, licences] = await Promise.all([
    pointer.program === (await programVersion())
      ? part<CatalogueIndex>('catalogue.json')
      : // An upgraded program may have another form of index: its own is made of the records.
        records().then((all) =>
          compileCatalogue(
            { version: pointer.version, date: pointer.date },
            Object.values(all),
            shipped.search,
            shapeTools,
          ),
        ),
    part<Family[]>('families.json'),
    part<Licence[]>('licences.json'),
  ])
  return {
    index,
    families,
    licences,
    origin: 'updated',
    record: async (id) => {
      const all = await records()
      return Object.hasOwn(all, id) ? all[id] : undefined
    },
    notices: [],
  }
}

/** The version in package.json. */
export async function programVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))
  return String(version)
}

/** Ids come from the catalogue, whose schema keeps them to letters, digits, dots and hyphens. */
async function readRecordFile(id: string): Promise<ModelRecord | undefined> {
  const file = new URL(`${id}.json`, records)
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : readRecord({ file: fileURLToPath(file), text })
}
