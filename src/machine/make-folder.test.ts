import { existsSync } from 'node:fs'
import { mkdtemp, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeJsonFile } from './json-file.ts'
import { makeFolder } from './make-folder.ts'

it('makes a folder and those above it for the user alone, and leaves those that are there', async () => {
  const root = await mkdtemp(join(tmpdir(), 'folder-'))
  await Promise.all([makeFolder(join(root, 'a/b/c')), makeFolder(join(root, 'a/b/d'))])
  expect((await stat(join(root, 'a/b/c'))).mode & 0o777).toBe(0o700)
  await makeFolder(join(root, 'a/b'))
  expect(existsSync(join(root, 'a/b/d'))).toBe(true)
})

it.skipIf(!existsSync('/proc/sys'))(
  'ends where the file system knows no such names: below /proc, below a file',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'folder-'))
    await writeFile(join(root, 'file'), '')
    for (const folder of ['/proc/sys/nothing/a/b', '/proc/nothing/a', join(root, 'file/a/b')])
      await expect(writeJsonFile(join(folder, 'x.json'), {}), folder).rejects.toMatchObject({
        code: 'not_writable',
        values: { problem: expect.stringMatching(/^problem\.write\.(noFolder|denied)$/) },
      })
  },
)
