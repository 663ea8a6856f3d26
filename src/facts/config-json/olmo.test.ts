import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

it.each([
  ['olmo-3-7b', 7_298_011_136],
  ['bar-2x7b-code', 11_626_795_008],
  ['bar-5x7b', 24_612_753_408],
  ['olmo-hybrid-7b', 7_430_870_688],
])('%s has %i parameters, as published', (id, total) => {
  expect(countParameters(publishedShape(id)).total).toBe(total)
})

it('24 of the 32 blocks of OLMo 3 7B keep 4,096 positions and a batch besides', () => {
  const { kvCache } = sizeModel({
    architecture: publishedShape('olmo-3-7b'),
    quantization: 'Q4_K_M',
    contextLength: 65_536,
  })
  const perCell = 2 * 2 * 32 * 128
  expect(kvCache.fullAttentionBytes).toBe(8 * 65_536 * perCell)
  expect(kvCache.slidingWindowBytes).toBe(24 * 4_864 * perCell)
})

it('the first OLMo stores no norm at all', () => {
  const first = {
    model_type: 'olmo',
    hidden_size: 2048,
    num_hidden_layers: 16,
    num_attention_heads: 16,
    intermediate_size: 8192,
    vocab_size: 50_304,
    tie_word_embeddings: true,
  }
  const names = tensorsOf(readArchitecture(first)).map(({ name }) => name)
  expect(names).toHaveLength(1 + 16 * 7)
  expect(names.filter((name) => name.includes('norm'))).toEqual([])
})

it.each([
  ['olmo-3-7b', 'sliding_window', 0],
  ['olmo-3-7b', 'num_attention_heads', undefined],
  ['bar-2x7b-code', 'num_experts_per_tok', 3],
  ['olmo-hybrid-7b', 'layer_types', []],
  ['olmo-hybrid-7b', 'linear_key_head_dim', -1],
])('refuses %s with %s = %s', (id, field, value) => {
  const config = { ...publishedConfig(id), [field]: value }
  expect(thrown(() => readArchitecture(config))).toMatchObject({ code: 'invalid_architecture' })
})
