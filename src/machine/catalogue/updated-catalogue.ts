import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { catalogueHeaderSchema } from '../../facts/catalogue/catalogue-header.ts'
import { readJsonFile, writeJsonFile } from '../json-file.ts'

/** Names which folder counts; replaced in one step, so that there is always one whole catalogue. */
const pointerSchema = z.strictObject({
  ...catalogueHeaderSchema.shape,
  folder: z.string().regex(/^[\d.]+-[0-9a-f]{12}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Version of the program that compiled it: another one may have another form of index. */
  program: z.string(),
  from: z.string(),
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

  /** Version, date, and where it came from; undefined where there is none, or what is there is damaged. */
  current(): Promise<Pointer | undefined> {
    return readJsonFile(this.#pointerFile, pointerSchema)
  }

  /** A part of the current catalogue. Throws `catalogue_file_invalid` where it cannot be read. */
  async part({ folder }: Pointer, name: string): Promise<unknown> {
    const file = join(this.#root, folder, name)
    try {
      // Written by this program from data that it had checked.
      return JSON.parse(await readFile(file, 'utf8'))
    } catch (error) {
      throw new TouchstoneError(
        'catalogue_file_invalid',
        { file, field: '(file)', problem: error instanceof Error ? error.message : '' },
        { cause: error },
      )
    }
  }

  async write(header: Omit<Pointer, 'folder'>, parts: CatalogueParts): Promise<void> {
    const folder = `${header.version}-${randomBytes(6).toString('hex')}`
    const path = join(this.#root, folder)
    await mkdir(path, { recursive: true, mode: 0o700 })
    try {
      for (const [name, value] of Object.entries(parts)) await writeDurably(join(path, name), value)
    } catch (error) {
      await rm(path, { recursive: true, force: true })
      throw error
    }
    await writeJsonFile(this.#pointerFile, { ...header, folder })
    await this.#removeOthers(folder)
  }

  /** Back to the catalogue of the package. */
  async remove(): Promise<void> {
    await rm(this.#pointerFile, { force: true })
    await this.#removeOthers(undefined)
  }

  async #removeOthers(kept: string | undefined): Promise<void> {
    for (const name of await readdir(this.#root).catch(() => []))
      if (/^[\d.]+-[0-9a-f]{12}$/.test(name) && name !== kept)
        await rm(join(this.#root, name), { recursive: true, force: true })
  }
}

/** On the disk itself before the pointer names it: a power cut must not leave an empty file behind. */
async function writeDurably(file: string, value: unknown): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(JSON.stringify(value))
    await handle.sync()
  } finally {
    await handle.close()
  }
}
