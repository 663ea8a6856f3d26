import { z } from 'zod'
import { parseJson } from '../../base/parse-json.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { type DataFile, readDataFile } from '../../facts/catalogue/compile-catalogue.ts'
import { type ModelRecord, modelRecordSchema } from '../../facts/model-record.ts'

/** The form that files of imported models have today. */
const formatVersion = 1

const importedFileSchema = z.strictObject({
  formatVersion: z.literal(formatVersion),
  record: modelRecordSchema,
})
export type ImportedFile = z.infer<typeof importedFileSchema>

type Raw = Readonly<Record<string, unknown>>

/** How a file of each older form becomes one of the next: the entry at 0 makes form 1 of form 0, and so on. */
const migrations: readonly ((file: Raw) => Raw)[] = [
  // Form 0 was the bare record, as in the catalogue.
  (record) => ({ formatVersion: 1, record }),
]

export function wrapRecord(record: ModelRecord): ImportedFile {
  return { formatVersion, record }
}

/**
 * The record of an imported model's file, of today's form or an older one. Throws `catalogue_file_invalid` with field
 * and problem, for a newer form too: an older program must not guess what a newer one wrote.
 */
export function readImportedFile({ file, text }: DataFile): ModelRecord {
  const migrated = migrate(file, parsed(file, text))
  return readDataFile({ file, text: JSON.stringify(migrated) }, importedFileSchema).record
}

function parsed(file: string, text: string): Raw {
  try {
    const value = parseJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Said below in the words of data files.
  }
  throw new TouchstoneError('catalogue_file_invalid', {
    file,
    field: '(file)',
    problem: 'no valid JSON object',
  })
}

function migrate(file: string, raw: Raw): Raw {
  const version = typeof raw.formatVersion === 'number' ? raw.formatVersion : 0
  if (version > formatVersion)
    throw new TouchstoneError('catalogue_file_invalid', {
      file,
      field: 'formatVersion',
      problem: `${version} is newer than ${formatVersion}, which this program reads`,
    })
  return migrations.slice(version).reduce((value, step) => step(value), raw)
}
