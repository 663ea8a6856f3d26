import { expect, it } from 'vitest'
import { publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

const small = {
  model_type: 't5',
  d_model: 512,
  d_ff: 2048,
  d_kv: 64,
  num_heads: 8,
  num_layers: 6,
  vocab_size: 32_128,
}

it('Aya 101 has the 12,921,057,280 parameters of mT5-XXL', () => {
  expect(countParameters(publishedShape('aya-101')).total).toBe(12_921_057_280)
})

it('an encoder and a decoder block of the same number have names of their own, cross attention only the second', () => {
  const names = tensorsOf(readArchitecture(small)).map(({ name }) => name)
  expect(names).toHaveLength(6 * (8 + 13) + 2 + 3)
  expect(names).toContain('enc.blk.5.attn_o.weight')
  expect(names).toContain('dec.blk.5.cross_attn_o.weight')
  expect(names).not.toContain('enc.blk.5.cross_attn_o.weight')
  expect(names).toContain('enc.output_norm.weight')
  expect(names).toContain('dec.output_norm.weight')
})

it('the table of positions is in the first block of T5 and in every block of UMT5', () => {
  const tables = (model_type: string) =>
    tensorsOf(readArchitecture({ ...small, model_type })).filter(
      ({ role }) => role === 'attn_rel_b',
    ).length
  expect([tables('t5'), tables('mt5'), tables('umt5')]).toEqual([2, 2, 12])
})

it('mT5 and UMT5 have a gate where the config says nothing, T5 has none', () => {
  const gates = (model_type: string) =>
    readArchitecture({ ...small, model_type }).layers.every(({ feedForward }) => feedForward?.gated)
  expect([gates('t5'), gates('mt5'), gates('umt5')]).toEqual([false, true, true])
})

it('llama.cpp keeps keys and values of the decoder, and of the encoder its output for one batch as F32', () => {
  const { kvCache, outputBytes } = sizeModel({
    architecture: readArchitecture(small),
    quantization: 'F16',
    contextLength: 512,
  })
  expect(kvCache.fullAttentionBytes).toBe(2 * 2 * 6 * 512 * 512)
  expect(kvCache.crossAttentionBytes).toBe(4 * 512 * 512)
  expect(kvCache.bytes).toBe(kvCache.fullAttentionBytes + kvCache.crossAttentionBytes)
  expect(outputBytes).toBe(4 * (32_128 + 512) * 512)
})

it.each([
  ['num_heads', 0, 'num_heads'],
  ['num_heads', undefined, 'num_heads'],
  ['d_ff', '2048', 'd_ff'],
  ['d_kv', -64, 'd_kv'],
  ['d_model', 2 ** 53, 'd_model'],
  ['num_layers', 0, 'num_layers'],
  ['num_decoder_layers', 5, 'num_decoder_layers'],
  ['relative_attention_num_buckets', 0, 'relative_attention_num_buckets'],
  ['vocab_size', null, 'vocab_size'],
])('refuses %s = %s, naming the field', (field, value, named) => {
  expect(thrown(() => readArchitecture({ ...small, [field]: value }))).toMatchObject({
    code: 'invalid_architecture',
    values: { field: named },
  })
})
