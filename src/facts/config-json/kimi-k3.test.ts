import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

// 2,779,931,837,184 are published with the vision tower.
it('the text part of Kimi K3 has 2,779,483,135,584 parameters, 105 billion of them active', () => {
  const { total, active } = countParameters(publishedShape('kimi-k3'))
  expect([total, active]).toEqual([2_779_483_135_584, 105_362_677_344])
})

it('routed experts of Kimi K3 read vectors of 3,584 behind a norm, shared ones those of 7,168', () => {
  const shapes = new Map(tensorsOf(publishedShape('kimi-k3')).map((t) => [t.name, t.shape]))
  expect(shapes.get('blk.1.ffn_up_exps.weight')).toEqual([3584, 3072, 896])
  expect(shapes.get('blk.1.ffn_up_shexp.weight')).toEqual([7168, 6144])
  expect(shapes.get('blk.1.ffn_routed_norm.weight')).toEqual([3584])
  expect(shapes.get('blk.1.ssm_g.weight')).toEqual([7168, 12_288])
  expect(shapes.get('blk.3.attn_gate.weight')).toEqual([7168, 12_288])
})

it('Kimi K3 keeps one vector of 576 per position in 24 of 93 blocks', () => {
  const { kvCache } = sizeModel({
    architecture: publishedShape('kimi-k3'),
    quantization: 'Q8_0',
    contextLength: 4096,
  })
  expect(kvCache.fullAttentionBytes).toBe(24 * 4096 * 2 * 576)
})

const lists = {
  full_attn_layers: Array.from({ length: 24 }, (_, index) => Math.min(4 * index + 4, 93)),
  kda_layers: Array.from({ length: 92 }, (_, index) => index + 1).filter((at) => at % 4 > 0),
}

it.each([
  ['linear_attn_config', undefined, 'linear_attn_config'],
  ['linear_attn_config', { num_heads: 96 }, 'linear_attn_config.full_attn_layers'],
  ['linear_attn_config', { ...lists, num_heads: 96 }, 'linear_attn_config.use_full_rank_gate'],
  ['routed_expert_hidden_size', 0, 'routed_expert_hidden_size'],
  ['num_experts', undefined, 'num_experts'],
])('refuses a Kimi K3 with %s = %j, naming the field', (field, value, named) => {
  const config = publishedConfig('kimi-k3')
  const text_config = { ...(config.text_config as object), [field]: value }
  expect(thrown(() => readArchitecture({ ...config, text_config })).values.field).toBe(named)
})
