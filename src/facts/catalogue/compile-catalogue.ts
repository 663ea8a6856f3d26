import type { z } from 'zod'
import { parseJson } from '../../base/parse-json.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { type Claim, chooseClaim } from '../claim.ts'
import { type ModelRecord, modelRecordSchema } from '../model-record.ts'
import { type CatalogueHeader, catalogueHeaderSchema } from './catalogue-header.ts'
import type { CatalogueIndex, StoredNames } from './catalogue-index.ts'
import type { ShapeTools } from './checks/check-shape.ts'
import { ColumnBuilder, Positions } from './column-builder.ts'
import { explainIssue } from './explain-issue.ts'
import { type RowKeys, storeKeys } from './name-keys.ts'
import { lowestOutputPrice, priceLine } from './price-lines.ts'
import { nameKeyMaker } from './script-folding.ts'
import { shapeFindings } from './shape-findings.ts'
import { isDense, splitShape } from './shape-lines.ts'
import { joinLines, listSeparator, plainText } from './text-lines.ts'

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
  const { field, problem } = explainIssue(result.error, schema)
  throw new TouchstoneError('catalogue_file_invalid', { file, field, problem })
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

const noNames: StoredNames = { words: [], traditional: '', simplified: '' }

/**
 * Records and header to the index that the program loads: the claim that counts of every fact.
 * @param search what names are compared by; another index's `search` serves, as it does not depend on the records
 * @param tools to count active parameters that nobody states and to tell what is unproven; without them both are left out
 */
export function compileCatalogue(
  header: CatalogueHeader,
  records: readonly ModelRecord[],
  search: StoredNames = noNames,
  tools?: ShapeTools,
): CatalogueIndex {
  const sorted = [...records].sort((a, b) => (a.id < b.id ? -1 : 1))
  const builder = new IndexBuilder()
  for (const [row, record] of sorted.entries()) {
    builder.add(row, record)
    if (tools !== undefined) builder.addFindings(row, record, tools)
  }
  const { version, date } = catalogueHeaderSchema.parse(header)
  const keyOf = nameKeyMaker(search)
  return {
    version,
    date,
    ...builder.parts(sorted.length),
    count: sorted.length,
    ids: joinLines(sorted.map(({ id }) => id)),
    names: joinLines(sorted.map(({ names }) => plainText(names.en))),
    aliases: joinLines(sorted.map(({ names }) => names.aliases.map(plainText).join(listSeparator))),
    keys: storeKeys(sorted.map((record) => keysOf(record, keyOf))),
    search,
  }
}

/** The index as the text of its file. ASCII alone: one other letter would double the memory that the text takes. */
export function indexText(index: CatalogueIndex): string {
  return `${JSON.stringify(index).replaceAll(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}\n`
}

function keysOf({ id, names, facts }: ModelRecord, keyOf: (name: string) => string): RowKeys {
  const repository = chooseClaim(facts.repository ?? [])?.value
  return {
    id: keyOf(id),
    names: [names.en, names['zh-TW'], names['zh-CN'], ...names.aliases].flatMap((name) =>
      name === undefined ? [] : keyOf(name),
    ),
    repository: repository === undefined ? undefined : keyOf(repository),
  }
}

class IndexBuilder {
  readonly #columns = new Map<string, ColumnBuilder>()
  readonly #sources = new Positions()
  readonly #claims = new Positions()
  readonly #forms = new Positions()
  readonly #shapes = new Positions()
  readonly #priceWords = new Positions()

  add(row: number, { status, names, facts, totalExcuse }: ModelRecord): void {
    const { config, prices, ...plain } = facts
    this.#column('status').set(row, status)
    for (const locale of ['zh-TW', 'zh-CN'] as const)
      if (names[locale] !== undefined) this.#column(locale).set(row, plainText(names[locale]))
    if (totalExcuse !== undefined) this.#column('totalExcuse').set(row, totalExcuse.en)
    for (const [field, claims] of Object.entries(plain))
      if (claims !== undefined) this.#choose<unknown>(row, field, claims, (value) => value)
    if (config !== undefined)
      this.#choose(row, 'config', config, (value) => {
        this.#column('isDense').set(row, isDense(value))
        const { form, numbers } = splitShape(value)
        return this.#shapes.of([this.#forms.of(form), ...numbers].join(' '))
      })
    if (prices !== undefined) {
      const dated = prices.map(({ value, date }) => ({ ...value, date }))
      const line = priceLine(dated, (word) => this.#priceWords.of(word))
      this.#choose(row, 'prices', prices, () => line)
      const lowest = lowestOutputPrice(dated)
      if (lowest !== undefined) this.#column('lowestPrice').set(row, lowest)
    }
  }

  /** What the shape says, over what the claims say of the same. */
  addFindings(row: number, record: ModelRecord, tools: ShapeTools): void {
    const { activeParams, unproven, totalFromShapeAlone } = shapeFindings(record, tools)
    if (activeParams !== undefined)
      this.#choose(row, 'activeParams', [activeParams], (value) => value)
    if (unproven !== undefined) this.#column('unproven').set(row, unproven)
    if (totalFromShapeAlone === true) this.#column('totalFromShapeAlone').set(row, true)
  }

  parts(rows: number) {
    const columns = [...this.#columns].map(([field, column]) => [field, column.finish(rows)])
    return {
      sources: this.#sources.values,
      claims: this.#claims.values.map((claim) => JSON.parse(claim)),
      columns: Object.fromEntries(columns),
      shapeForms: this.#forms.values,
      shapes: joinLines(this.#shapes.values),
      priceWords: this.#priceWords.values,
    }
  }

  #column(field: string): ColumnBuilder {
    const known = this.#columns.get(field)
    if (known !== undefined) return known
    const column = new ColumnBuilder()
    this.#columns.set(field, column)
    return column
  }

  #choose<T>(
    row: number,
    field: string,
    claims: readonly Claim<T>[],
    stored: (value: T) => unknown,
  ): void {
    const chosen = chooseClaim(claims)
    if (chosen === undefined) return
    const claim = JSON.stringify([chosen.by, this.#sources.of(chosen.source)])
    this.#column(field).set(row, stored(chosen.value), this.#claims.of(claim) + 1)
  }
}
