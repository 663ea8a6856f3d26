import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Measurement } from '../../facts/measurement.ts'
import { measuredMachine } from './measured-machine.ts'
import { MeasurementStore } from './measurement-store.ts'

const machine = measuredMachine({
  platform: 'linux',
  architecture: 'x64',
  cpu: { name: 'EPYC', physicalCores: 2, instructionSets: ['avx2', 'avx'] },
  memory: { totalBytes: 25_000_000_000, freeBytes: 1 },
  gpus: [],
  unknown: [],
})

function measurement(when: string): Measurement {
  return {
    schemaVersion: 1,
    when,
    program: '0.1.0',
    method: 'twin',
    machine,
    engine: {
      engine: 'llama.cpp',
      release: 'v0.5.0',
      binding: 'node-llama-cpp 3.22.1',
      backend: 'cpu',
      devices: [],
    },
    model: 'qwen3-8b',
    totalParams: 8_190_735_360,
    quantization: 'Q4_K_M',
    settings: {
      threads: 2,
      physicalBatch: 512,
      flashAttention: true,
      kvCacheType: { keys: 'f16', values: 'f16' },
      memoryMapped: true,
      gpuLayers: 0,
    },
    figures: [{ kind: 'decode', depth: 0, tokensPerSecond: 7, low: 6, high: 8 }],
    noise: { decodeSpread: 0.01, voidRuns: 0, isNoisy: false },
    reductions: [],
  }
}

async function store(): Promise<MeasurementStore> {
  return new MeasurementStore(await mkdtemp(join(tmpdir(), 'measurements-')))
}

it('knows a machine again by its parts alone', () => {
  expect(machine.fingerprint).toMatch(/^[0-9a-f]{16}$/)
  expect(machine.memoryBytes).toBe(23 * 1024 ** 3)
  expect(machine.instructionSets).toEqual(['avx', 'avx2'])
})

it('keeps records one a line, and passes over a line that was cut short', async () => {
  const kept = await store()
  expect(await kept.read()).toEqual({ measurements: [], damagedLines: [] })
  await kept.add(measurement('2026-11-29T10:00:00Z'))
  await appendFile(kept.file, '{"schemaVersion":1,"when":"2026-')
  await kept.add(measurement('2026-11-29T11:00:00Z'))
  const { measurements, damagedLines } = await kept.read()
  expect(measurements.map(({ when }) => when)).toEqual([
    '2026-11-29T10:00:00Z',
    '2026-11-29T11:00:00Z',
  ])
  expect(damagedLines).toEqual([2])
})

it('exports to a new file and imports what is not there yet', async () => {
  const [mine, theirs] = [await store(), await store()]
  await mine.add(measurement('2026-11-29T10:00:00Z'))
  await theirs.add(measurement('2026-11-29T10:00:00Z'))
  await theirs.add(measurement('2026-11-29T12:00:00Z'))
  const file = `${mine.file}.shared`
  expect(await theirs.export(file)).toBe(2)
  await expect(theirs.export(file)).rejects.toMatchObject({ code: 'invalid_file' })
  expect(await mine.import(file)).toEqual({ added: 1, known: 1 })
  expect(await mine.import(file)).toEqual({ added: 0, known: 2 })
  expect((await readFile(mine.file, 'utf8')).split('\n').length).toBe(3)
})

it('refuses a file with a line that is no measurement, by its number, and takes nothing of it', async () => {
  const mine = await store()
  const file = `${mine.file}.bad`
  const good = JSON.stringify(measurement('2026-11-29T10:00:00Z'))
  await writeFile(file, `${good}\n{"model":"x"}\n`)
  await expect(mine.import(file)).rejects.toMatchObject({
    code: 'invalid_file',
    values: { line: 2 },
  })
  expect((await mine.read()).measurements).toEqual([])
  await expect(mine.import('/nowhere/at/all')).rejects.toMatchObject({ code: 'invalid_file' })
})
