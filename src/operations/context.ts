import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Locale } from '../base/locale.ts'
import { readRecord } from '../facts/catalogue/compile-catalogue.ts'
import { FamilyTable } from '../facts/catalogue/family.ts'
import type { Machine } from '../facts/device.ts'
import { DeviceDatabase } from '../facts/devices/device-database.ts'
import { readMachine } from '../facts/devices/read-machine.ts'
import { LicenceTable } from '../facts/licences/licence-table.ts'
import { readSettings } from '../machine/configuration.ts'
import { detectHardware } from '../machine/detect-hardware.ts'
import { machineFromReport } from '../machine/machine-from-report.ts'
import { userFolders } from '../machine/user-folders.ts'
import { openImportedModels } from './imported-models.ts'
import { packageRoot } from './package-root.ts'
import type { OperationContext } from './pure/context.ts'

/** `dist/data` holds what the build compiled, `data/models` the records with every claim. */
const root = packageRoot()
const compiled = new URL('dist/data/', root)
const records = new URL('data/models/', root)

async function compiledJson(name: string) {
  // The build validated these files under their schemas.
  return JSON.parse(await readFile(new URL(name, compiled), 'utf8'))
}

/** The surroundings of operations on this computer. */
export async function createContext({
  locale,
}: {
  readonly locale: Locale
}): Promise<OperationContext> {
  const [catalogue, families, devices, licences, speedModel, qualityTable] = await Promise.all(
    [
      'catalogue.json',
      'families.json',
      'devices.json',
      'licences.json',
      'speed.json',
      'quality.json',
    ].map(compiledJson),
  )
  const database = new DeviceDatabase(devices)
  const imported = await openImportedModels(catalogue, userFolders().data)
  let machine: Promise<Machine> | undefined
  return {
    locale,
    today: new Date().toISOString().slice(0, 10),
    get catalogue() {
      return imported.catalogue()
    },
    importedModels: imported.store,
    notices: imported.notices,
    families: new FamilyTable(families),
    devices: database,
    licences: new LicenceTable(licences),
    speedModel,
    qualityTable,
    thisMachine: () => (machine ??= thisMachine(database)),
    record: async (id) => (await imported.record(id)) ?? readRecordFile(id),
  }
}

/** The configured machine, else this computer. */
async function thisMachine(database: DeviceDatabase): Promise<Machine> {
  const { values } = readSettings()
  if (values.on !== undefined) return readMachine(values.on, database)
  const report = await detectHardware({
    cacheFolder: userFolders().cache,
    measureBandwidth: values.measureBandwidth ?? true,
  })
  return machineFromReport(report, database)
}

/** Ids come from the catalogue, whose schema keeps them to letters, digits, dots and hyphens. */
async function readRecordFile(id: string) {
  const file = new URL(`${id}.json`, records)
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : readRecord({ file: fileURLToPath(file), text })
}
