import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { compareMemory } from './compare-memory.ts'
import { measureTwin, type TwinRequest } from './measure-twin.ts'

const child = fileURLToPath(
  new URL('../../../test/support/engine/stand-in-engine.mjs', import.meta.url),
)

/** 32 blocks, too large to be made whole. */
const architecture = readArchitecture({
  model_type: 'llama',
  vocab_size: 8192,
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 32,
  num_attention_heads: 16,
  num_key_value_heads: 8,
  max_position_embeddings: 8192,
  tie_word_embeddings: false,
})

async function request(behaviour: string): Promise<TwinRequest> {
  return {
    name: 'stand-in',
    architecture,
    quantization: 'F16',
    layersOnly: false,
    depth: 1024,
    secondsForReading: 600,
    resources: { freeMemoryBytes: 64e9, freeDiskBytes: 64e9 },
    folder: await mkdtemp(join(tmpdir(), 'twins-')),
    engine: { entry: behaviour, backend: 'cpu', child, stallSeconds: 1 },
    settingsOf: ({ threads }) => ({
      threads,
      physicalBatch: 512,
      flashAttention: true,
      gpuLayers: 0,
      memoryMapped: true,
    }),
  }
}

it('finds the time of 32 blocks from slices of 2 and 6 while the memory’s pace drifts', async () => {
  const asked = await request('drift')
  const result = await measureTwin(asked)
  expect(result.plan.files.map(({ slice }) => slice.length)).toEqual([2, 6])
  const decode = new Map(result.decode.map(({ depth, milliseconds }) => [depth, milliseconds]))
  // 5 + 32 × (3 + 0.01 × groups of 256 positions)
  expect(decode.get(0)).toBeCloseTo(101.3, -0.5)
  expect(decode.get(4096)).toBeCloseTo(106.4, -0.5)
  const prompt = result.prefill.find(({ promptTokens }) => promptTokens === 2048)
  expect((prompt?.milliseconds ?? 0) / (4 * (5 + 16 + 2 * 512 * 31))).toBeCloseTo(1, 1)
  for (const { milliseconds, low, high } of [...result.decode, ...result.prefill]) {
    expect(low).toBeLessThan(milliseconds)
    expect(high).toBeGreaterThan(milliseconds)
  }
  expect(result.isNoisy).toBe(false)
  expect(await readdir(asked.folder)).toEqual([])
}, 60_000)

it('leaves nothing behind when the engine crashes, refuses or stands still', async () => {
  for (const [behaviour, code] of [
    ['crash', 'engine_crashed'],
    ['refuse', 'engine_failed'],
    ['hang', 'engine_stalled'],
  ] as const) {
    const asked = await request(behaviour)
    await expect(measureTwin(asked)).rejects.toMatchObject({ code })
    expect(await readdir(asked.folder)).toEqual([])
  }
}, 60_000)

it('says how much room it needs where there is too little, and starts nothing', async () => {
  const asked = await request('')
  const cramped = { ...asked, resources: { freeMemoryBytes: 1e9, freeDiskBytes: 64e9 } }
  await expect(measureTwin(cramped)).rejects.toMatchObject({
    code: 'cannot_measure',
    values: { problem: 'problem.measure.room', freeMemory: 1 },
  })
  const unknown = { ...asked, architecture: { ...architecture, engineName: undefined } }
  await expect(measureTwin(unknown)).rejects.toMatchObject({
    values: { problem: 'problem.measure.unknown' },
  })
})

it('reads the engine’s buffers from its log', async () => {
  const result = await measureTwin(await request(''))
  const [first] = result.memory
  const compared = first === undefined ? undefined : compareMemory(first, result.settings)
  expect(compared?.repackedBytes).toBe(4 * 1024 ** 2)
  expect(compared?.buffers.find(({ buffer }) => buffer === 'kvCache')).toEqual({
    buffer: 'kvCache',
    // 2 blocks × 1,536 cells × 8 heads × 128 × 2 × 2 bytes
    sizedBytes: 2 * 1536 * 8 * 64 * 4,
    engineBytes: 2 * 1024 ** 2,
  })
}, 60_000)
