import { expect, it } from 'vitest'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../test/support/random-shapes.ts'
import { compileSize } from './compiled-size.ts'
import { completeSettings, type EngineSettings } from './settings.ts'
import { sizeModel } from './size-model.ts'

function randomSettings(random: Random): EngineSettings {
  const flashAttention = random.next() < 0.7
  return completeSettings({
    contextLength: random.next() < 0.2 ? random.whole(1, 2048) : random.whole(1, 300_000),
    parallel: random.pick([1, 1, 2, 3, 4, 7, 16]),
    unifiedCache: random.next() < 0.3,
    kvCacheType: {
      keys: random.pick(['f16', 'bf16', 'q8_0', 'q5_1', 'q4_0', 'f32']),
      values: flashAttention ? random.pick(['f16', 'q8_0', 'iq4_nl']) : 'f16',
    },
    batch: random.pick([
      { logical: 2048, physical: 512 },
      { logical: 4096, physical: 2048 },
      { logical: 256, physical: 128 },
    ]),
    flashAttention,
    draftTokens: random.pick([0, 0, 3]),
  })
}

/** Windows, latent attention, recurrent state, compressed caches, an encoder, experts, a cache of an indexer. */
const ids = [
  'llama-3.1-8b',
  'gemma-3-27b',
  'gpt-oss-20b',
  'deepseek-r1',
  'falcon-h1-7b',
  'granite-4.0-h-small',
  'lfm2-1.2b',
  'llama-4-scout',
  'qwen3-next-80b-a3b',
  'deepseek-v4-flash',
  'glm-5.3-flash',
  'aya-101',
]

it.each(ids)(
  '%s: 500 random settings give the sums of the itemised estimate, to the byte',
  (id) => {
    const random = new Random(id.length)
    const architecture = publishedShape(id)
    const compiled = compileSize(architecture, 'Q4_K_M')
    for (let round = 0; round < 500; round += 1) {
      const settings = randomSettings(random)
      const { keyType, valueType, logicalBatch, physicalBatch } = settings
      const { totalBytes, kvCache } = sizeModel({
        ...settings,
        architecture,
        quantization: 'Q4_K_M',
        kvCacheType: { keys: keyType, values: valueType },
        batch: { logical: logicalBatch, physical: physicalBatch },
      })
      expect(compiled.kvCacheBytes(settings)).toBeCloseTo(kvCache.bytes, 0)
      expect(Math.abs(compiled.totalBytes(settings) - totalBytes)).toBeLessThan(1)
    }
  },
)

it('200 random shapes at 20 settings each: the same', () => {
  const random = new Random(12)
  for (let round = 0; round < 200; round += 1) {
    const architecture = randomShape(random)
    const quantization = random.pick(['Q4_K_M', 'Q8_0', 'F16', 'IQ2_XS'])
    const compiled = compileSize(architecture, quantization)
    for (let at = 0; at < 20; at += 1) {
      const settings = randomSettings(random)
      const { keyType, valueType, logicalBatch, physicalBatch } = settings
      const { totalBytes } = sizeModel({
        ...settings,
        architecture,
        quantization,
        kvCacheType: { keys: keyType, values: valueType },
        batch: { logical: logicalBatch, physical: physicalBatch },
      })
      expect(Math.abs(compiled.totalBytes(settings) - totalBytes)).toBeLessThan(1)
    }
  }
})
