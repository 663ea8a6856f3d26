import type { Locale } from '../../base/locale.ts'
import type { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Catalogue } from '../../facts/catalogue/catalogue.ts'
import type { FamilyTable } from '../../facts/catalogue/family.ts'
import type { Machine } from '../../facts/device.ts'
import type { DeviceDatabase } from '../../facts/devices/device-database.ts'
import type { LicenceTable } from '../../facts/licences/licence-table.ts'
import type { ModelRecord } from '../../facts/model-record.ts'
import type { QualityTable } from '../../selection/quality/quality-table.ts'
import type { QuestionData } from '../../selection/question/question-data.ts'
import type { Recalibration } from '../../sizing/speed/recalibrate.ts'
import type { SpeedModel } from '../../sizing/speed/speed-model.ts'

/**
 * What operations need of their surroundings. In Node it is made from the files of the package and the probes; in a
 * page from fetched files. Everything that costs time is a function, called only by the operation that needs it.
 */
export interface OperationContext {
  readonly locale: Locale
  /** Today, `2026-11-24`: how old facts are depends on it. */
  readonly today: string
  readonly catalogue: Catalogue
  readonly families: FamilyTable
  readonly devices: DeviceDatabase
  readonly licences: LicenceTable
  readonly speedModel: SpeedModel
  readonly qualityTable: QualityTable
  /** Words of questions, ideas and presets. */
  readonly questionData: QuestionData
  /** The computer that this runs on; undefined where it cannot be seen (a page). */
  thisMachine(): Promise<Machine | undefined>
  /** What was measured on a machine and corrects its predictions, once it is known; absent in a page. */
  recalibrationOf?(machine: Machine): Recalibration | undefined
  /** The whole record of a model with every claim; undefined if its file is not at hand. */
  record(id: string): Promise<ModelRecord | undefined>
  /** Whether the catalogue came with the program or was carried in; absent in a page. */
  readonly catalogueOrigin?: 'shipped' | 'updated'
  /** Where the user's own models are kept; absent where nothing can be kept (a page). */
  readonly importedModels?: ImportedModelStore
  /** What went wrong on the way and can be lived with: a damaged file of the user's, say. */
  readonly notices?: readonly TouchstoneError[]
  /** Tells whoever waits how far a long operation is, a line at a time; absent where nobody watches. */
  readonly progress?: (line: string) => void
}

/** The user's own models. After a change the catalogue of the context has it too. */
export interface ImportedModelStore {
  ids(): readonly string[]
  /** Path of the file that was written. */
  save(record: ModelRecord): Promise<string>
  /** Whether there was one. */
  remove(id: string): Promise<boolean>
}
