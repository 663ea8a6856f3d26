import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { catalogueHeaderSchema } from '../../facts/catalogue/catalogue-header.ts'
import { writeDurably, writeJsonFile } from '../json-file.ts'
import { makeFolder } from '../make-folder.ts'
import { notWritable } from '../not-writable.ts'

/** Names which folder counts; replaced in one step, so that there is always one whole catalogue. */
const pointerSchema = z.strictObject({
  ...catalogueHeaderSchema.shape,
  folder: z.string().regex(/^[\d.]+-[0-9a-f]{12}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Version of the program that compiled it: another one may have another form of index. */
  program: z.string(),
  from: z.string(),
  /** Hash of each part; absent where an older program wrote it. */
  parts: z.record(z.string(), z.string()).optional(),
})
type Pointer = z.infer<typeof pointerSchema>

/** Parts of a catalogue, by file name, as values that can be written as JSON. */
export type CatalogueParts = Readonly<Record<string, unknown>>

/**
 * The catalogue that was carried in, beside the one of the package: `<data>/catalogue/`. A new one is written whole
 * into a folder of its own before it counts; the old one stays until then.
 */
export class UpdatedCatalogue {
  readonly #root: string

  /** @param data the user's data folder */
  constructor(data: string) {
    this.#root = join(data, 'catalogue')
  }

  get #pointerFile(): string {
    return join(this.#root, 'current.json')
  }

  /** Version, date, and where it came from; undefined where there is none. Throws `catalogue_file_invalid`. */
  async current(): Promise<Pointer | undefined> {
    const file = this.#pointerFile
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    try {
      return pointerSchema.parse(JSON.parse(text))
    } catch (error) {
      throw damaged(file, error)
    }
  }

  /** A part of the current catalogue, as it was written. Throws `catalogue_file_invalid`. */
  async part({ folder, parts }: Pointer, name: string): Promise<unknown> {
    const file = join(this.#root, folder, name)
    try {
      const text = await readFile(file, 'utf8')
      if (parts !== undefined && parts[name] !== hashOf(text)) throw new Error('SHA-256')
      // Written by this program from data that it had checked.
      return JSON.parse(text)
    } catch (error) {
      throw damaged(file, error)
    }
  }

  /** Throws `not_writable`; the catalogue of before counts then. */
  async write(header: Omit<Pointer, 'folder' | 'parts'>, values: CatalogueParts): Promise<void> {
    const folder = `${header.version}-${randomBytes(6).toString('hex')}`
    const path = join(this.#root, folder)
    const parts: Record<string, string> = {}
    try {
      await makeFolder(path)
      for (const [name, value] of Object.entries(values)) {
        const text = JSON.stringify(value)
        parts[name] = hashOf(text)
        await writeDurably(join(path, name), text)
      }
      await writeJsonFile(this.#pointerFile, { ...header, folder, parts })
    } catch (error) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined)
      throw notWritable(path, error)
    }
    await this.#removeOthers(folder)
  }

  /** Back to the catalogue of the package. */
  async remove(): Promise<void> {
    await rm(this.#pointerFile, { force: true }).catch((error: unknown) => {
      throw notWritable(this.#pointerFile, error)
    })
    await this.#removeOthers(undefined)
  }

  /** What an update left behind, finished or not. What cannot be removed does no harm. */
  async #removeOthers(kept: string | undefined): Promise<void> {
    for (const name of await readdir(this.#root).catch(() => []))
      if (/^([\d.]+-[0-9a-f]{12}|current\.json\..*\.tmp)$/.test(name) && name !== kept)
        await rm(join(this.#root, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function damaged(file: string, error: unknown): TouchstoneError {
  const problem = error instanceof Error ? error.message.slice(0, 200) : ''
  return new TouchstoneError(
    'catalogue_file_invalid',
    { file, field: '(file)', problem },
    { cause: error },
  )
}
