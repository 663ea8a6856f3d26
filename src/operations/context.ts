import type { Locale } from '../base/locale.ts'
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
import { compiledJson, openCatalogue } from './open-catalogue.ts'
import type { OperationContext } from './pure/context.ts'

/** The surroundings of operations on this computer. */
export async function createContext({
  locale,
  progress,
}: {
  readonly locale: Locale
  readonly progress?: (line: string) => void
}): Promise<OperationContext> {
  const dataFolder = userFolders().data
  const [opened, devices, speedModel, qualityTable] = await Promise.all([
    openCatalogue(dataFolder),
    compiledJson('devices.json'),
    compiledJson('speed.json'),
    compiledJson('quality.json'),
  ])
  const database = new DeviceDatabase(devices)
  const imported = await openImportedModels(opened.index, dataFolder)
  let machine: Promise<Machine> | undefined
  return {
    locale,
    ...(progress === undefined ? {} : { progress }),
    today: new Date().toISOString().slice(0, 10),
    get catalogue() {
      return imported.catalogue()
    },
    importedModels: imported.store,
    catalogueOrigin: opened.origin,
    notices: [...opened.notices, ...imported.notices],
    families: new FamilyTable(opened.families),
    devices: database,
    licences: new LicenceTable(opened.licences),
    speedModel,
    qualityTable,
    thisMachine: () => (machine ??= thisMachine(database)),
    record: async (id) => (await imported.record(id)) ?? opened.record(id),
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
