import type { z } from 'zod'
import { parseJson } from '../../base/parse-json.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { type Claim, type Claimant, chooseClaim } from '../claim.ts'
import { type ModelRecord, modelRecordSchema } from '../model-record.ts'
import type { CatalogueEntry, CatalogueIndex } from './catalogue-entry.ts'
import { type CatalogueHeader, catalogueHeaderSchema } from './catalogue-header.ts'

/** A data file: its name for error messages, and its text. */
export interface DataFile {
  readonly file: string
  readonly text: string
}

/** Reads one data file under its schema. Throws `catalogue_file_invalid` with file, field and what is wrong. */
export function readDataFile<T extends z.ZodType>(
  { file, text }: DataFile,
  schema: T,
): z.output<T> {
  const result = schema.safeParse(parseFile(file, text))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new TouchstoneError('catalogue_file_invalid', {
    file,
    field: issue?.path.map(String).join('.') || '(file)',
    problem: issue?.message ?? '',
  })
}

function parseFile(file: string, text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    const where = TouchstoneError.is(error) ? error.values.position : undefined
    const problem =
      where === undefined ? 'no valid JSON' : `no valid JSON at position ${String(where)}`
    throw new TouchstoneError(
      'catalogue_file_invalid',
      { file, field: '(file)', problem },
      { cause: error },
    )
  }
}

/** One record file; its name must be the id. */
export function readRecord(dataFile: DataFile): ModelRecord {
  const record = readDataFile(dataFile, modelRecordSchema)
  const name = dataFile.file.split(/[\\/]/).at(-1)
  if (name !== `${record.id}.json`)
    throw new TouchstoneError('catalogue_file_invalid', {
      file: dataFile.file,
      field: 'id',
      problem: `the file of "${record.id}" must be called ${record.id}.json`,
    })
  return record
}

/** Records and header to the index that the program loads: the claim that counts of every fact. */
export function compileCatalogue(
  header: CatalogueHeader,
  records: readonly ModelRecord[],
): CatalogueIndex {
  const sources = new Positions()
  const shapes = new Positions()
  const bases = new Positions()
  const entries = [...records]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((record) => entryOf(record, { sources, shapes, bases }))
  return {
    ...catalogueHeaderSchema.parse(header),
    sources: sources.values,
    bases: bases.values,
    shapes: shapes.values,
    entries,
  }
}

function entryOf(
  record: ModelRecord,
  { sources, shapes, bases }: Readonly<Record<'sources' | 'shapes' | 'bases', Positions>>,
): CatalogueEntry {
  const { config, prices, ...plain } = record.facts
  const values: Record<string, unknown> = {}
  const basis: Record<string, readonly [Claimant, number]> = {}
  const choose = <T>(field: string, claims: readonly Claim<T>[]): T | undefined => {
    const chosen = chooseClaim(claims)
    if (chosen !== undefined) basis[field] = [chosen.by, sources.of(chosen.source)]
    return chosen?.value
  }
  for (const [field, claims] of Object.entries(plain))
    if (claims !== undefined) values[field] = choose<unknown>(field, claims)
  if (config !== undefined) values.shape = shapes.of(JSON.stringify(choose('config', config)))
  if (prices !== undefined) {
    values.prices = prices.map(({ value, date }) =>
      date === undefined ? value : { ...value, date },
    )
    choose('prices', prices)
  }
  const { id, status, names, totalExcuse } = record
  const { aliases, ...ownNames } = names
  return {
    id,
    status,
    names: ownNames,
    aliases,
    ...values,
    ...(totalExcuse === undefined ? {} : { totalExcuse }),
    basis: bases.of(JSON.stringify(basis)),
  }
}

/** Numbers texts in the order of their first use. */
class Positions {
  readonly values: string[] = []
  readonly #known = new Map<string, number>()

  of(value: string): number {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    this.#known.set(value, this.values.length)
    return this.values.push(value) - 1
  }
}
