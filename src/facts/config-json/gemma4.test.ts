import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { weightsOf } from '../../sizing/weights.ts'
import { readArchitecture } from './read-config.ts'

// Published counts less the vision tower, whose own shape was counted apart for 26B and 31B.
it.each([
  ['gemma-4-26b-a4b', 25_805_936_206 - 572_794_416],
  ['gemma-4-31b', 31_273_088_876 - 575_743_536],
  ['gemma-4-12b', 11_907_350_320],
])('%s has %d parameters in its text part', (id, total) => {
  expect(countParameters(publishedShape(id)).total).toBe(total)
})

it('E2B: 18,880,512 values of keys and values that no block uses are in the file, but not in the count', () => {
  const shape = publishedShape('gemma-4-e2b')
  const unused = tensorsOf(shape).filter((tensor) => tensor.unused)
  const values = unused.reduce((sum, tensor) => sum + tensor.values, 0)
  expect(values).toBe(5_123_178_051 - 5_104_297_539)
  expect(countParameters(shape).total).toBe(4_628_569_379)
})

it('E2B is "2.3B effective": the vectors per layer and token are an embedding', () => {
  const { active, activeWithoutEmbedding } = countParameters(publishedShape('gemma-4-e2b'))
  expect([active, activeWithoutEmbedding]).toEqual([4_628_569_379, 2_279_759_139])
})

it('E2B keeps a cache in 15 of 35 blocks: 12 of 512 positions, 3 of all', () => {
  const own = publishedShape('gemma-4-e2b').layers.filter((layer) => !layer.attention?.sharesCache)
  expect(own.filter(({ attention }) => attention?.window === 512)).toHaveLength(12)
  expect(own.filter(({ attention }) => attention?.kind === 'full')).toHaveLength(3)
})

// Google's file of E2B in Q4_0 has 3,349,516,256 bytes: it leaves out the keys and values of the 20 blocks that reuse those of others.
it('estimates the published Q4_0 file of E2B to 0.02 %', () => {
  const shape = publishedShape('gemma-4-e2b')
  const reused = tensorsOf(shape).filter(({ unused }) => unused)
  const bytes = reused.reduce(
    (sum, { values, role }) => sum + values * (role.endsWith('_norm') ? 4 : 18 / 32),
    0,
  )
  const { fileBytes } = weightsOf(shape, 'Q4_0')
  expect(reused).toHaveLength(60)
  expect(Math.abs((fileBytes - bytes) / 3_349_516_256 - 1)).toBeLessThan(0.0002)
})

it('E2B looks up vectors per layer in RAM: 2,348,810,240 values, 6.5625 bits each in Q4_0', () => {
  const { perLayerEmbeddingBytes } = weightsOf(publishedShape('gemma-4-e2b'), 'Q4_0')
  expect(perLayerEmbeddingBytes).toBe((2_348_810_240 * 6.5625) / 8)
})

it('31B: full blocks have 4 key heads of 512 without a value tensor, windowed ones 16 of 256', () => {
  const roles = new Map(tensorsOf(publishedShape('gemma-4-31b')).map((t) => [t.name, t.shape]))
  expect(roles.get('blk.5.attn_k.weight')).toEqual([5376, 4 * 512])
  expect(roles.has('blk.5.attn_v.weight')).toBe(false)
  expect(roles.get('blk.4.attn_v.weight')).toEqual([5376, 16 * 256])
})

it('26B-A4B names the scale of router and experts without ".weight", gate and up as one tensor', () => {
  const roles = new Map(tensorsOf(publishedShape('gemma-4-26b-a4b')).map((t) => [t.name, t.shape]))
  expect(roles.get('blk.0.ffn_gate_inp.scale')).toEqual([2816])
  expect(roles.get('blk.0.ffn_down_exps.scale')).toEqual([128])
  expect(roles.get('blk.0.ffn_gate_up_exps.weight')).toEqual([2816, 1408, 128])
})

it('31B caches keys and values of both kinds: 16 bytes per position and key of 512 or 256 values', () => {
  const { kvCache } = sizeModel({
    architecture: publishedShape('gemma-4-31b'),
    quantization: 'Q4_K_M',
    contextLength: 8192,
  })
  expect(kvCache.fullAttentionBytes).toBe(10 * 8192 * 4 * 512 * 2 * 2)
  expect(kvCache.slidingWindowBytes).toBe(50 * 1792 * 16 * 256 * 2 * 2)
})

it('reads what differs in full blocks from per_layer_config too', () => {
  const { text_config, ...outer } = publishedConfig('gemma-4-31b')
  const { global_head_dim, num_global_key_value_heads, ...text } = text_config as Record<
    string,
    unknown
  >
  const full = { head_dim: global_head_dim, num_key_value_heads: num_global_key_value_heads }
  const config = { ...outer, text_config: { ...text, per_layer_config: { 5: full } } }
  expect(countParameters(readArchitecture(config)).total).toBe(30_697_345_340)
})

it.each([
  ['num_kv_shared_layers', 60],
  ['num_global_key_value_heads', 3],
  ['global_head_dim', 0],
  ['intermediate_size', undefined],
  ['layer_types', ['sliding_attention']],
])('refuses %s = %j, naming the field', (field, value) => {
  const config = publishedConfig('gemma-4-31b')
  const text_config = { ...(config.text_config as object), [field]: value }
  expect(thrown(() => readArchitecture({ ...config, text_config })).values.field).toBe(field)
})
