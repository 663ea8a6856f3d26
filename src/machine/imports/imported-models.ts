import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { ModelRecord } from '../../facts/model-record.ts'
import { writeJsonFile } from '../json-file.ts'
import { notWritable } from '../not-writable.ts'
import { type ImportedFile, readImportedFile, wrapRecord } from './imported-file.ts'

/** A record file that could not be read: the rest goes on without it, and the user is told. */
export interface DamagedFile {
  readonly file: string
  readonly error: TouchstoneError
}

export interface ImportedModels {
  readonly records: readonly ModelRecord[]
  readonly damaged: readonly DamagedFile[]
}

const filesMax = 10_000
const atOnce = 32

/**
 * The records that the user imported, one file each below the data folder: no upgrade of the program or of the
 * catalogue touches them. Files of an older form are brought to today's while they are read.
 */
export class ImportedModelFolder {
  readonly #folder: string

  /** @param data the user's data folder */
  constructor(data: string) {
    this.#folder = join(data, 'models')
  }

  async readAll(): Promise<ImportedModels> {
    const files = await this.#files()
    const records: ModelRecord[] = []
    const damaged: DamagedFile[] = []
    for (let start = 0; start < files.length; start += atOnce) {
      const read = files.slice(start, start + atOnce).map((file) => this.#readFile(file))
      for (const [index, result] of (await Promise.allSettled(read)).entries()) {
        const file = join(this.#folder, files[start + index] ?? '')
        if (result.status === 'fulfilled') records.push(result.value)
        else if (TouchstoneError.is(result.reason)) damaged.push({ file, error: result.reason })
        else damaged.push({ file, error: unreadable(file, result.reason) })
      }
    }
    return { records, damaged }
  }

  async read(id: string): Promise<ModelRecord | undefined> {
    const file = this.#fileOf(id)
    return (await this.#files()).includes(file) ? this.#readFile(file) : undefined
  }

  /** Path of the file that was written. */
  async write(record: ModelRecord): Promise<string> {
    const file = join(this.#folder, this.#fileOf(record.id))
    await writeJsonFile(file, wrapRecord(record))
    return file
  }

  /** Whether there was one. */
  async remove(id: string): Promise<boolean> {
    const file = this.#fileOf(id)
    if (!(await this.#files()).includes(file)) return false
    const path = join(this.#folder, file)
    await rm(path).catch((error: unknown) => {
      throw notWritable(path, error)
    })
    return true
  }

  /** Ids become file names only in the form that the record's schema allows. */
  #fileOf(id: string): string {
    if (!/^[a-z0-9][a-z0-9.-]{0,99}$/.test(id))
      throw new TouchstoneError('invalid_input', { field: 'id', problem: 'a-z 0-9 . -' })
    return `${id}.json`
  }

  async #files(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => [])
    return names
      .filter((name) => /^[a-z0-9][a-z0-9.-]*\.json$/.test(name))
      .sort()
      .slice(0, filesMax)
  }

  async #readFile(file: string): Promise<ImportedFile['record']> {
    const path = join(this.#folder, file)
    return readImportedFile({ file: path, text: await readFile(path, 'utf8') })
  }
}

function unreadable(file: string, reason: unknown): TouchstoneError {
  return new TouchstoneError('catalogue_file_invalid', {
    file,
    field: '(file)',
    problem: reason instanceof Error ? reason.message : String(reason),
  })
}
