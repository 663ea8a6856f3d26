import { expect, it } from 'vitest'
import { Random, randomShape } from '../../test/support/random-shapes.ts'
import { thrown } from '../../test/support/thrown.ts'
import { readArchitecture } from '../facts/config-json/read-config.ts'
import type { EngineSettingsInput } from './settings.ts'
import { sizeModel } from './size-model.ts'

const random = new Random(11)
const shapes = Array.from({ length: 40 }, () => randomShape(random))

function memory(
  architecture: (typeof shapes)[number],
  quantization: string,
  settings: EngineSettingsInput,
) {
  const size = sizeModel({ architecture, quantization, ...settings })
  return { ...size, context: size.kvCache.bytes + size.compute.bytes + size.outputBytes }
}

it('never shrinks with the context, with sequences, or with bits', () => {
  for (const shape of shapes) {
    const contexts = [512, 4096, 5000, 32_768, 131_072].map(
      (contextLength) => memory(shape, 'Q4_K_M', { contextLength }).kvCache.bytes,
    )
    expect(contexts).toEqual(contexts.toSorted((a, b) => a - b))
    const sequences = [1, 2, 4, 8].map(
      (parallel) => memory(shape, 'Q4_K_M', { contextLength: 8192 * parallel, parallel }).context,
    )
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
    const [small, middle, large] = ['Q4_K_M', 'Q8_0', 'F16'].map(
      (quantization) => memory(shape, quantization, { contextLength: 4096 }).weights.loadedBytes,
    )
    expect([small, middle, large]).toEqual(
      [small, middle, large].toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    )
  }
})

it('sums what it itemises', () => {
  for (const shape of shapes) {
    const { weights, kvCache, compute, outputBytes, totalBytes } = memory(shape, 'Q5_K_M', {
      contextLength: 16_384,
      parallel: 2,
      kvCacheType: 'q8_0',
    })
    expect(kvCache.bytes).toBe(
      kvCache.fullAttentionBytes +
        kvCache.slidingWindowBytes +
        kvCache.recurrentBytes +
        kvCache.crossAttentionBytes,
    )
    expect(totalBytes).toBe(weights.loadedBytes + kvCache.bytes + compute.bytes + outputBytes)
  }
})

const config = {
  model_type: 'llama',
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 4,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 32_000,
  max_position_embeddings: 4096,
}

it.each([
  [{ num_attention_heads: 0 }, 'num_attention_heads'],
  [{ num_key_value_heads: 7 }, 'num_key_value_heads'],
  [{ hidden_size: -1 }, 'hidden_size'],
])('refuses %j and names the field', (change, field) => {
  const { values } = thrown(() => readArchitecture({ ...config, ...change }))
  expect(JSON.stringify(values)).toContain(field)
})

it('refuses contexts and batches that no engine takes, by field', () => {
  const architecture = readArchitecture(config)
  const refused = (settings: EngineSettingsInput) =>
    thrown(() => sizeModel({ architecture, quantization: 'Q4_K_M', ...settings }))
  expect(refused({ contextLength: 2 ** 53 }).code).toBe('context_too_long')
  expect(refused({ contextLength: 4096, parallel: 0 }).values.field).toBe('parallel')
  expect(refused({ contextLength: 4096, batch: { logical: 0, physical: 512 } }).values.field).toBe(
    'batch.logical',
  )
})
