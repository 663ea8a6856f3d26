import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { UpdatedCatalogue } from './updated-catalogue.ts'

/** Steps on the disk until the program is ended; the step of that number and all later ones never happen. */
const disk = vi.hoisted(() => ({ step: 0, endsAt: Number.POSITIVE_INFINITY, done: [] as string[] }))

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const stepped = <Arguments extends unknown[], Result>(
    name: string,
    act: (...given: Arguments) => Promise<Result>,
  ) => {
    return (...given: Arguments): Promise<Result> => {
      disk.step += 1
      // A program that was killed neither goes on nor cleans up.
      if (disk.step >= disk.endsAt) return new Promise(() => undefined)
      disk.done.push(name)
      return act(...given)
    }
  }
  return {
    ...real,
    mkdir: stepped('mkdir', real.mkdir),
    rename: stepped('rename', real.rename),
    rm: stepped('rm', real.rm),
    open: stepped('open', async (...given: Parameters<typeof real.open>) => {
      const handle = await real.open(...given)
      return {
        writeFile: stepped('write', async (text: string) => {
          // Half of it first: the program can end in the middle too.
          await handle.write(text.slice(0, text.length / 2))
          await stepped('write more', async () => handle.write(text.slice(text.length / 2)))()
        }),
        sync: stepped('sync', () => handle.sync()),
        close: () => handle.close(),
      }
    }),
  }
})

const header = (version: string) => ({
  version,
  date: '2026-11-24',
  sha256: '0'.repeat(64),
  program: '0.1.0',
  from: 'bundle.json',
})
const parts = (text: string) => ({ 'catalogue.json': { text }, 'records.json': [text, text] })

async function afterEnd(endsAt: number) {
  const data = await mkdtemp(join(tmpdir(), 'updated-'))
  const store = new UpdatedCatalogue(data)
  Object.assign(disk, { step: 0, endsAt: Number.POSITIVE_INFINITY })
  await store.write(header('2026.1.1'), parts('old'))
  Object.assign(disk, { step: 0, endsAt, done: [] })
  const written = store.write(header('2026.2.2'), parts('new')).then(() => true)
  const isWhole = await Promise.race([
    written,
    vi.waitUntil(() => disk.step >= endsAt, { timeout: 5_000, interval: 1 }).then(() => false),
  ])
  const done = [...disk.done]
  Object.assign(disk, { step: 0, endsAt: Number.POSITIVE_INFINITY })
  const next = new UpdatedCatalogue(data)
  const current = await next.current()
  if (current === undefined) throw new Error(`nothing after ${done.join(', ')}`)
  const found = [
    await next.part(current, 'catalogue.json'),
    await next.part(current, 'records.json'),
  ]
  return { data, done, isWhole, version: current.version, found }
}

it('is whole wherever the program is ended: the old catalogue before the rename, the new one after it', async () => {
  const versions: string[] = []
  for (let endsAt = 1; ; endsAt += 1) {
    const { done, isWhole, version, found } = await afterEnd(endsAt)
    const isNew = done.includes('rename')
    expect(version, done.join(', ')).toBe(isNew ? '2026.2.2' : '2026.1.1')
    const text = isNew ? 'new' : 'old'
    expect(found, done.join(', ')).toEqual([{ text }, [text, text]])
    versions.push(version)
    if (isWhole) break
  }
  // Two parts and the pointer, each opened, written in halves and synced, then named.
  expect(versions.filter((version) => version === '2026.1.1').length).toBeGreaterThanOrEqual(13)
  expect(versions.at(-1)).toBe('2026.2.2')
})

it('sweeps up at the next update what an ended one left behind', async () => {
  const { data, done } = await afterEnd(13)
  expect(done).not.toContain('rename')
  const root = join(data, 'catalogue')
  expect((await readdir(root)).length).toBeGreaterThan(2)
  await new UpdatedCatalogue(data).write(header('2026.3.3'), parts('third'))
  expect(await readdir(root)).toHaveLength(2)
})
