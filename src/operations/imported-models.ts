import type { TouchstoneError } from '../base/touchstone-error.ts'
import { Catalogue } from '../facts/catalogue/catalogue.ts'
import type { CatalogueIndex } from '../facts/catalogue/catalogue-index.ts'
import { compileCatalogue } from '../facts/catalogue/compile-catalogue.ts'
import { splitLines } from '../facts/catalogue/text-lines.ts'
import type { ModelRecord } from '../facts/model-record.ts'
import { ImportedModelFolder } from '../machine/imports/imported-models.ts'
import type { ImportedModelStore } from './pure/context.ts'
import { shapeTools } from './pure/shape-tools.ts'

interface OpenedModels {
  /** The catalogue with the user's models in it as they are now. */
  catalogue(): Catalogue
  readonly store: ImportedModelStore
  /** The whole record of an imported model. */
  record(id: string): Promise<ModelRecord | undefined>
  readonly notices: readonly TouchstoneError[]
}

/** The catalogue together with the models that the user imported. */
export async function openImportedModels(
  index: CatalogueIndex,
  dataFolder: string,
): Promise<OpenedModels> {
  const folder = new ImportedModelFolder(dataFolder)
  const taken = new Set(splitLines(index.ids))
  const { records, damaged } = await folder.readAll()
  const byId = new Map(records.map((record) => [record.id, record]))
  let catalogue = build()

  function build(): Catalogue {
    if (byId.size === 0) return new Catalogue(index)
    const { version, date, search } = index
    const shown = [...byId.values()].map((record) => renamed(record, taken))
    return new Catalogue(index, compileCatalogue({ version, date }, shown, search, shapeTools))
  }

  return {
    catalogue: () => catalogue,
    record: async (id) =>
      [...byId.values()].map((record) => renamed(record, taken)).find((one) => one.id === id),
    notices: damaged.map(({ error }) => error),
    store: {
      ids: () => [...byId.keys()].sort(),
      async save(record) {
        const file = await folder.write(record)
        byId.set(record.id, record)
        catalogue = build()
        return file
      },
      async remove(id) {
        const wasThere = await folder.remove(id)
        byId.delete(id)
        catalogue = build()
        return wasThere
      },
    },
  }
}

/** A later catalogue may bring a model of the same id: the user's stays, beside it. */
function renamed(record: ModelRecord, taken: ReadonlySet<string>): ModelRecord {
  return taken.has(record.id) ? { ...record, id: `${record.id}-imported` } : record
}
