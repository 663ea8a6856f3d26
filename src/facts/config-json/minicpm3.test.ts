import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { readArchitecture } from './read-config.ts'

const minicpm3 = {
  model_type: 'minicpm3',
  hidden_size: 2560,
  num_hidden_layers: 62,
  num_attention_heads: 40,
  num_key_value_heads: 40,
  intermediate_size: 6400,
  vocab_size: 73_448,
  max_position_embeddings: 32_768,
  q_lora_rank: 768,
  kv_lora_rank: 256,
  qk_nope_head_dim: 64,
  qk_rope_head_dim: 32,
}

it('MiniCPM3-4B has 4,073,875,968 parameters, as Transformers counts the class', () => {
  expect(countParameters(readArchitecture(minicpm3)).total).toBe(4_073_875_968)
})

it('llama.cpp caches its heads, 96 and 64 long, not the latent vector of 288', () => {
  const { kvCache } = sizeModel({
    architecture: readArchitecture(minicpm3),
    quantization: 'Q4_K_M',
    contextLength: 1024,
  })
  expect(kvCache.bytes).toBe(2 * 62 * 1024 * 40 * (96 + 64))
})

it.each([
  ['num_attention_heads', 39],
  ['num_attention_heads', 0],
  ['kv_lora_rank', 0],
  ['q_lora_rank', '768'],
  ['qk_rope_head_dim', -1],
  ['intermediate_size', undefined],
])('refuses %s = %s, naming the field', (field, value) => {
  expect(thrown(() => readArchitecture({ ...minicpm3, [field]: value }))).toMatchObject({
    code: 'invalid_architecture',
    values: { field },
  })
})
