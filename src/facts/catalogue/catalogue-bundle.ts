import { z } from 'zod'
import { parseJson } from '../../base/parse-json.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { licenceListSchema } from '../licences/licence.ts'
import { modelRecordSchema } from '../model-record.ts'
import { duplicateKey } from '../safetensors/duplicate-keys.ts'
import { catalogueHeaderSchema } from './catalogue-header.ts'
import { checkCatalogue } from './checks/check-catalogue.ts'
import type { ShapeTools } from './checks/check-shape.ts'
import { explainIssue } from './explain-issue.ts'
import { familyListSchema } from './family.ts'
import { sourceListSchema } from './source-list.ts'

/** The form of records that this program reads; grows when an older program could misread a newer record. */
export const catalogueSchemaVersion = 2

const versionPattern = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/

/** What every bundle says first, in every form there will be: whether this program can read the rest. */
const bundleStartSchema = z.looseObject({
  format: z.literal('touchstone-catalogue'),
  schemaVersion: z.int().positive(),
  /** Oldest program that reads it. */
  program: z.string().regex(versionPattern),
})

const bundleSchema = z.strictObject({
  ...bundleStartSchema.shape,
  ...catalogueHeaderSchema.shape,
  records: z.array(modelRecordSchema).max(100_000),
  sources: sourceListSchema,
  licences: licenceListSchema,
  families: familyListSchema,
})
export type CatalogueBundle = z.infer<typeof bundleSchema>

/**
 * A whole catalogue as one file. Checked by the same rules as the catalogue in the repository. Throws
 * `catalogue_too_new` with the program that is needed, or `catalogue_file_invalid` with the first thing that is wrong.
 */
export function readCatalogueBundle(
  file: string,
  text: string,
  tools: ShapeTools,
): CatalogueBundle {
  const value = parsed(file, text)
  const start = bundleStartSchema.safeParse(value)
  if (!start.success) throw invalid(file, start.error, bundleStartSchema)
  if (start.data.schemaVersion > catalogueSchemaVersion)
    throw new TouchstoneError('catalogue_too_new', { file, program: start.data.program })
  const bundle = bundleSchema.safeParse(value)
  if (!bundle.success) throw invalid(file, bundle.error, bundleSchema)
  const [problem, ...more] = checkCatalogue(bundle.data, tools).problems
  if (problem !== undefined)
    throw new TouchstoneError('catalogue_file_invalid', {
      file: `${file}: ${problem.file}`,
      field: problem.field,
      problem: more.length === 0 ? problem.problem : `${problem.problem} (+ ${more.length})`,
    })
  return bundle.data
}

function parsed(file: string, text: string): unknown {
  try {
    const twice = duplicateKey(text)
    if (twice === undefined) return parseJson(text)
    throw new TouchstoneError('catalogue_file_invalid', {
      file,
      field: twice.slice(0, 100),
      problem: 'problem.file.twice',
      value: twice.slice(0, 100),
    })
  } catch (error) {
    if (TouchstoneError.is(error) && error.code === 'catalogue_file_invalid') throw error
    throw new TouchstoneError(
      'catalogue_file_invalid',
      { file, field: '(file)', problem: 'no valid JSON' },
      { cause: error },
    )
  }
}

function invalid(file: string, error: z.ZodError, schema: z.ZodType): TouchstoneError {
  const { field, problem } = explainIssue(error, schema)
  return new TouchstoneError('catalogue_file_invalid', { file, field, problem })
}

/** Negative where the first version is older: `2026.9.3` before `2026.11.1`. */
export function compareVersions(first: string, second: string): number {
  const parts = (version: string) => version.split('.').map(Number)
  const [one, other] = [parts(first), parts(second)]
  for (const [index, part] of one.entries()) {
    const difference = part - (other[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
