import type { Architecture } from '../facts/architecture.ts'
import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import type { LicenceUse } from '../facts/licences/licence-use.ts'
import type { LicenceVerdict } from '../facts/licences/licence-verdict.ts'
import type { Recalibration } from '../sizing/speed/recalibrate.ts'
import type { SpeedModel } from '../sizing/speed/speed-model.ts'
import type { QualityTable } from './quality/quality-table.ts'

/** What selection knows besides the question: models, their shapes, licences, and the fitted tables. */
export interface Knowledge {
  readonly entries: readonly CatalogueEntry[]
  architecture(entry: CatalogueEntry): Architecture | undefined
  /** The licence's verdict on a use; undefined where the licence is unknown. */
  licenceVerdict(entry: CatalogueEntry, use: LicenceUse): LicenceVerdict | undefined
  readonly speedModel: SpeedModel
  /** What was measured on a machine and corrects its predictions; undefined where nothing was. */
  recalibrationOf?(machine: Machine): Recalibration | undefined
  readonly qualityTable: QualityTable
}
