import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

it('Step 3.5 Flash has 199,384,301,376 parameters with its blocks that predict further tokens, as published', () => {
  const { total, nextTokenPrediction } = countParameters(publishedShape('step-3.5-flash'))
  expect([total, nextTokenPrediction]).toEqual([196_956_130_368, 2_428_171_008])
  expect(total + nextTokenPrediction).toBe(199_384_301_376)
})

it('Step 3.7 Flash has the same language part', () => {
  const { total } = countParameters(publishedShape('step-3.7-flash'))
  expect(total).toBe(196_956_130_368)
})

it('windowed blocks have 96 query heads, full ones 64; each head has an output gate', () => {
  const { layers } = publishedShape('step-3.5-flash')
  expect(layers.slice(0, 5).map(({ attention }) => attention?.headCount)).toEqual([
    64, 96, 96, 96, 64,
  ])
  expect(layers[1]?.attention).toMatchObject({ kind: 'sliding', window: 512, headCountKv: 8 })
  const shapes = new Map(
    tensorsOf(publishedShape('step-3.5-flash')).map(({ name, shape }) => [name, shape]),
  )
  expect(shapes.get('blk.0.attn_gate.weight')).toEqual([4096, 64])
  expect(shapes.get('blk.1.attn_gate.weight')).toEqual([4096, 96])
})

it('its first three blocks are dense, and so are those that predict further tokens, which have a head each', () => {
  const { layers, nextTokenPredictionLayers } = publishedShape('step-3.5-flash')
  expect(layers.map(({ experts }) => experts?.count ?? 0).slice(0, 5)).toEqual([0, 0, 0, 288, 288])
  expect(nextTokenPredictionLayers).toHaveLength(3)
  expect(nextTokenPredictionLayers.every(({ experts }) => experts === undefined)).toBe(true)
})

it.each([
  ['moe_layers_enum', '3;4'],
  ['moe_layers_enum', 7],
  ['moe_layers_enum', '3,'.repeat(5000)],
  ['moe_num_experts', 0],
  ['num_attention_groups', 7],
  ['num_nextn_predict_layers', 1e6],
  ['sliding_window', 0],
  ['layer_types', ['full_attention']],
  ['layer_types', 'full_attention'],
])('refuses %s = %s', (field, value) => {
  const config = { ...publishedConfig('step-3.5-flash'), [field]: value }
  const { attention_other_setting: _, ...rest } = config as Record<string, unknown>
  const tried = field === 'num_attention_groups' ? rest : config
  expect(thrown(() => readArchitecture(tried))).toMatchObject({ code: 'invalid_architecture' })
})
