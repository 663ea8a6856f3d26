import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MiB } from '../../base/bytes.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { readRecord } from '../catalogue/compile-catalogue.ts'
import { readArchitecture } from './read-config.ts'

function shapeOf(id: string) {
  const file = join(import.meta.dirname, `../../../data/models/${id}.json`)
  const { facts } = readRecord({ file, text: readFileSync(file, 'utf8') })
  return readArchitecture(facts.config?.[0]?.value)
}

it.each([
  ['qwen3.5-27b', 27_356_728_560 - 460_730_096],
  ['qwen3.5-35b-a3b', 35_107_181_936 - 446_571_248],
  ['qwen3-next-80b-a3b', 79_674_391_296],
])('%s has %d parameters without its vision tower', (id, total) => {
  expect(countParameters(shapeOf(id)).total).toBe(total)
})

it('ties the head of the small ones by the word of the outer config', () => {
  expect(shapeOf('qwen3.5-0.8b').tiedEmbeddings).toBe(true)
  expect(shapeOf('qwen3.5-9b').tiedEmbeddings).toBe(false)
})

// llama.cpp logs: "KV buffer size" and "RS buffer size" of Qwen3.5 9B and 35B-A3B, published in issue threads.
it('keeps 4,224 MiB of cache and 201 MiB of state for Qwen3.5 9B at 135,168 tokens in four sequences', () => {
  const { kvCache } = sizeModel({
    architecture: shapeOf('qwen3.5-9b'),
    quantization: 'Q4_K_M',
    contextLength: 135_168,
    parallel: 4,
  })
  expect(kvCache.fullAttentionBytes / MiB).toBe(4224)
  expect(kvCache.recurrentBytes / MiB).toBe(201)
})

it('keeps 640 MiB of cache and 62.8125 MiB of state for Qwen3.5 35B-A3B at 32,768 tokens', () => {
  const { kvCache } = sizeModel({
    architecture: shapeOf('qwen3.5-35b-a3b'),
    quantization: 'Q4_K_M',
    contextLength: 32_768,
  })
  expect(kvCache.fullAttentionBytes / MiB).toBe(640)
  expect(kvCache.recurrentBytes / MiB).toBe(62.8125)
})

it('refuses value heads that do not divide over key heads, naming the field', () => {
  const config = {
    model_type: 'qwen3_5',
    hidden_size: 64,
    num_hidden_layers: 4,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    head_dim: 16,
    vocab_size: 256,
    intermediate_size: 128,
    max_position_embeddings: 1024,
    linear_num_key_heads: 3,
    linear_num_value_heads: 4,
  }
  expect(() => readArchitecture(config)).toThrow(/linear_num_value_heads/)
})
