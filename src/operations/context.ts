import type { Locale } from '../base/locale.ts'
import { FamilyTable } from '../facts/catalogue/family.ts'
import type { Machine } from '../facts/device.ts'
import { DeviceDatabase } from '../facts/devices/device-database.ts'
import { readMachine } from '../facts/devices/read-machine.ts'
import { LicenceTable } from '../facts/licences/licence-table.ts'
import { readSettings } from '../machine/configuration.ts'
import { detectHardware } from '../machine/detect-hardware.ts'
import type { HardwareReport } from '../machine/hardware-report.ts'
import { machineFromReport } from '../machine/machine-from-report.ts'
import { measuredMachine } from '../machine/measurements/measured-machine.ts'
import { MeasurementStore } from '../machine/measurements/measurement-store.ts'
import { userFolders } from '../machine/user-folders.ts'
import { openImportedModels } from './imported-models.ts'
import { learnFrom } from './measured-speeds.ts'
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
  let machine: Promise<DetectedMachine> | undefined
  const thisMachine = () => (machine ??= detectMachine(database))
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
    thisMachine: async () => (await thisMachine()).machine,
    // Only what this computer has is corrected by what was measured on it.
    async recalibration(asked) {
      if (asked.origin !== 'detected') return undefined
      const { machine: own, report } = await thisMachine()
      if (report === undefined) return undefined
      const { measurements } = await new MeasurementStore(dataFolder).read()
      if (measurements.length === 0) return undefined
      const { fingerprint } = measuredMachine(report)
      const known = { catalogue: imported.catalogue(), speedModel }
      return learnFrom(measurements, own, fingerprint, known, new Date().toISOString())
    },
    record: async (id) => (await imported.record(id)) ?? opened.record(id),
  }
}

interface DetectedMachine {
  readonly machine: Machine
  /** Absent where another machine is configured. */
  readonly report: HardwareReport | undefined
}

/** The configured machine, else this computer. */
async function detectMachine(database: DeviceDatabase): Promise<DetectedMachine> {
  const { values } = readSettings()
  if (values.on !== undefined)
    return { machine: readMachine(values.on, database), report: undefined }
  const report = await detectHardware({
    cacheFolder: userFolders().cache,
    measureBandwidth: values.measureBandwidth ?? true,
  })
  return { machine: machineFromReport(report, database), report }
}
