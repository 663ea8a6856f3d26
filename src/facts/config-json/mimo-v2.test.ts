import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

it('the language part of MiMo V2.5 has 308,778,780,864 parameters, 15.4 billion of them active', () => {
  const { total, active } = countParameters(publishedShape('mimo-v2.5'))
  expect(total).toBe(308_778_780_864)
  expect(active / 1e9).toBeCloseTo(15.45, 1)
})

it('its windowed blocks have 8 key heads and sinks, its full ones 4 and none', () => {
  const { layers } = publishedShape('mimo-v2.5')
  expect(layers[0]?.attention).toMatchObject({ kind: 'full', headCountKv: 4, sinks: false })
  expect(layers[1]?.attention).toMatchObject({
    kind: 'sliding',
    window: 128,
    headCountKv: 8,
    sinks: true,
  })
  const shapes = new Map(
    tensorsOf(publishedShape('mimo-v2.5')).map(({ name, shape }) => [name, shape]),
  )
  expect(shapes.get('blk.0.attn_qkv.weight')).toEqual([4096, 64 * 192 + 4 * (192 + 128)])
  expect(shapes.get('blk.0.attn_sinks.weight')).toBeUndefined()
  expect(shapes.get('blk.1.attn_sinks.weight')).toEqual([64])
})

it('three blocks that predict further tokens are in its files, which no config says', () => {
  expect(publishedShape('mimo-v2.5').nextTokenPredictionLayers).toHaveLength(3)
})

it.each([
  ['hybrid_layer_pattern', [0, 2]],
  ['hybrid_layer_pattern', [0]],
  ['moe_layer_freq', ['1']],
  ['swa_num_key_value_heads', 7],
  ['sliding_window', 0],
  ['n_routed_experts', undefined],
])('refuses %s = %s', (field, value) => {
  const config = { ...publishedConfig('mimo-v2.5'), [field]: value }
  expect(thrown(() => readArchitecture(config))).toMatchObject({ code: 'invalid_architecture' })
})
