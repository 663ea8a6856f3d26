import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { makeFolder } from './make-folder.ts'
import { notWritable } from './not-writable.ts'

/** A cached value; undefined where the file is absent, unreadable, damaged or of another form. Never throws. */
export async function readJsonFile<T extends z.ZodType>(
  file: string,
  schema: T,
): Promise<z.output<T> | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

/**
 * Written beside and renamed, so that a reader sees the old file or the new one; only the user may read it. Throws
 * `not_writable`.
 */
export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await makeFolder(dirname(file))
    await writeDurably(beside, JSON.stringify(value))
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw notWritable(file, error)
  }
}

/** A new file, on the disk itself before anything names it: a power cut must not leave an empty one behind. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
