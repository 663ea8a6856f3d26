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
import type { Recalibration } from '../sizing/speed/recalibrate.ts'
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
  const [opened, devices, speedModel, qualityTable, questionData] = await Promise.all([
    openCatalogue(dataFolder),
    compiledJson('devices.json'),
    compiledJson('speed.json'),
    compiledJson('quality.json'),
    compiledJson('question.json'),
  ])
  const database = new DeviceDatabase(devices)
  const imported = await openImportedModels(opened.index, dataFolder)
  let machine: Promise<Machine> | undefined
  let learned: Recalibration | undefined
  const detectAndLearn = async () => {
    const { machine: own, report } = await detectMachine(database)
    if (report !== undefined)
      learned = await learnHere(own, report, { catalogue: imported.catalogue(), speedModel })
    return own
  }
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
    thisMachine: () => (machine ??= detectAndLearn()),
    // Whoever asks about this computer had to ask for it first; what it has alone is corrected by its measurements.
    recalibrationOf: (asked) => (asked.origin === 'detected' ? learned : undefined),
    questionData,
    record: async (id) => (await imported.record(id)) ?? opened.record(id),
  }
}

/** A file of records that cannot be read teaches nothing, and keeps nobody from an answer. */
async function learnHere(
  machine: Machine,
  report: HardwareReport,
  known: Parameters<typeof learnFrom>[3],
): Promise<Recalibration | undefined> {
  const read = await new MeasurementStore(userFolders().data).read().catch(() => undefined)
  if (read === undefined || read.measurements.length === 0) return undefined
  const { fingerprint } = measuredMachine(report)
  return learnFrom(read.measurements, machine, fingerprint, known, new Date().toISOString())
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
