import { expect, it } from 'vitest'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { MiB } from '../base/bytes.ts'
import { cellsOf } from './kv-cache.ts'
import { completeSettings, type EngineSettingsInput } from './settings.ts'
import { sizeModel } from './size-model.ts'

function cacheOf(id: string, settings: EngineSettingsInput) {
  const { kvCache } = sizeModel({
    architecture: publishedShape(id),
    quantization: 'Q4_K_M',
    ...settings,
  })
  return {
    full: kvCache.fullAttentionBytes / MiB,
    window: kvCache.slidingWindowBytes / MiB,
    state: Math.round((kvCache.recurrentBytes / MiB) * 10) / 10,
    sum: kvCache.bytes,
    parts:
      kvCache.fullAttentionBytes +
      kvCache.slidingWindowBytes +
      kvCache.recurrentBytes +
      kvCache.crossAttentionBytes,
  }
}

/** As llama.cpp 0.5.0 logged them: F16 cache, 8,192 tokens, physical batch 512. */
it.each([
  ['llama-3.1-8b', 1024, 0, 0],
  ['qwen3-8b', 1152, 0, 0],
  ['gpt-oss-20b', 192, 18, 0],
  ['gemma-3-27b', 640, 728, 0],
  ['deepseek-r1', 549, 0, 0],
  ['glm-4.5-air', 1472, 0, 0],
  ['falcon-h1-7b', 352, 0, 133.8],
  ['granite-4.0-h-small', 128, 0, 147.5],
])(
  '%s keeps %f MiB of full attention, %f of windows and %f of state at 8,192 tokens',
  (id, full, window, state) => {
    const cache = cacheOf(id, { contextLength: 8_192 })
    expect(cache).toMatchObject({ full, window, state })
    expect(cache.sum).toBe(cache.parts)
  },
)

it.each([
  ['llama-3.1-8b', 16_384, 0],
  ['gpt-oss-20b', 3_072, 18],
  ['gemma-3-27b', 10_240, 728],
  ['deepseek-r1', 8_784, 0],
  ['glm-4.5-air', 23_552, 0],
  ['falcon-h1-7b', 5_632, 0],
  ['granite-4.0-h-small', 2_048, 0],
])(
  '%s keeps %f and %f MiB at 131,072 tokens: windows and state do not grow',
  (id, full, window) => {
    expect(cacheOf(id, { contextLength: 131_072 })).toMatchObject({ full, window })
  },
)

it('a physical batch of 2,048 makes gpt-oss keep 2,304 cells per window, 54 MiB', () => {
  const settings = { contextLength: 131_072, batch: { logical: 2_048, physical: 2_048 } }
  expect(cacheOf('gpt-oss-20b', settings).window).toBe(54)
})

it('Q8_0 keeps 34 bytes where F16 keeps 64: 544 of 1,024 MiB', () => {
  expect(cacheOf('llama-3.1-8b', { contextLength: 8_192, kvCacheType: 'q8_0' }).full).toBe(544)
  const keysOnly = { keys: 'q8_0', values: 'f16' }
  expect(cacheOf('llama-3.1-8b', { contextLength: 8_192, kvCacheType: keysOnly }).full).toBe(784)
})

it('state is kept per sequence, and once more for each drafted token where the engine can go back', () => {
  const state = (model: string, parallel: number, draftTokens: number) =>
    cacheOf(model, { contextLength: 8_192, parallel, draftTokens }).state
  expect(state('falcon-h1-7b', 4, 0)).toBe(535.2)
  expect(state('falcon-h1-7b', 1, 3)).toBe(133.8)
  expect(state('qwen3.5-9b', 1, 3)).toBeCloseTo(4 * state('qwen3.5-9b', 1, 0), 0)
})

it('1,000 tokens take 1,024 cells; three sequences take 512 each, sharing one cache 1,024 together', () => {
  const full = (parallel: number, unifiedCache: boolean) =>
    cellsOf(completeSettings({ contextLength: 1_000, parallel, unifiedCache })).full
  expect(full(1, false)).toBe(1_024)
  expect(full(3, false)).toBe(1_536)
  expect(full(3, true)).toBe(1_024)
})

it('a window of 1,024 takes 1,792 cells, never more than the context', () => {
  const cells = (contextLength: number) => cellsOf(completeSettings({ contextLength }))
  expect(cells(8_192).windowed(1_024)).toBe(1_792)
  expect(cells(1_024).windowed(1_024)).toBe(1_024)
})
