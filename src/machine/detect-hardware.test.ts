import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { afterEach, expect, it } from 'vitest'
import { detectHardware } from './detect-hardware.ts'

const path = process.env.PATH
afterEach(() => {
  process.env.PATH = path
})

const folder = () => mkdtemp(join(tmpdir(), 'hardware-'))

/** A folder with an nvidia-smi of ours in front of everything else. */
async function withNvidiaSmi(script: string): Promise<void> {
  const tools = await folder()
  const file = join(tools, 'nvidia-smi')
  await writeFile(file, `#!${process.execPath}\n${script}\n`)
  await chmod(file, 0o755)
  process.env.PATH = tools
}

it('answers on a machine without any tool: processor and memory are there, cards are none', async () => {
  process.env.PATH = await folder()
  const report = await detectHardware()
  expect(report.memory.totalBytes).toBeGreaterThan(2 ** 28)
  expect(report.memory.freeBytes).toBeLessThanOrEqual(report.memory.totalBytes)
  expect(report.unknown).toEqual([])
})

it.runIf(process.platform === 'linux')(
  'counts a card that nvidia-smi tells of, and remembers it',
  async () => {
    await withNvidiaSmi(`console.log('NVIDIA GeForce RTX 4090, 24564, 23000')`)
    const cacheFolder = await folder()
    const report = await detectHardware({ cacheFolder })
    expect(report.gpus.map(({ name }) => name)).toContain('NVIDIA GeForce RTX 4090')
    process.env.PATH = await folder()
    expect((await detectHardware({ cacheFolder })).gpus).toEqual(report.gpus)
    expect((await detectHardware({ cacheFolder, refresh: true })).gpus).not.toEqual(report.gpus)
  },
)

it.runIf(process.platform === 'linux')(
  'never hangs on a tool that does: the answer is there in three seconds, with the reason',
  async () => {
    await withNvidiaSmi('setTimeout(() => {}, 30_000)')
    const start = performance.now()
    const report = await detectHardware()
    expect(performance.now() - start).toBeLessThan(4500)
    expect(report.unknown.map(({ probe }) => probe)).toEqual(['nvidia-smi'])
  },
)

it('ignores a damaged cache and one of another machine, and replaces it', async () => {
  process.env.PATH = await folder()
  for (const text of [
    '{',
    'null',
    '{"version":1,"at":0,"machine":"x","cpu":{"instructionSets":[]},"gpus":[],"unknown":[]}',
  ]) {
    const cacheFolder = await folder()
    await writeFile(join(cacheFolder, 'hardware.json'), text)
    await detectHardware({ cacheFolder })
    expect(JSON.parse(await readFile(join(cacheFolder, 'hardware.json'), 'utf8'))).toMatchObject({
      version: 1,
      gpus: [],
    })
  }
})
