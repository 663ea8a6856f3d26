import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { readArchitecture } from './read-config.ts'

it.each([
  ['hunyuan-0.5b', 539_010_048],
  ['hunyuan-1.8b', 1_791_080_448],
  ['hunyuan-a13b', 80_393_183_232],
  ['hunyuan-large', 388_701_402_880],
  ['hy3', 295_033_543_488],
])('%s has %i parameters', (id, total) => {
  expect(countParameters(publishedShape(id)).total).toBe(total)
})

it('every second block of Hunyuan-Large has no keys and values of its own', () => {
  const { layers, engineName } = publishedShape('hunyuan-large')
  expect(engineName).toBeUndefined()
  expect(layers.slice(0, 4).map(({ attention }) => attention?.sharesCache)).toEqual([
    false,
    true,
    false,
    true,
  ])
})

it.each([
  ['moe_topk', [8, 7]],
  ['moe_topk', 'all'],
  ['num_shared_expert', []],
  ['num_experts', 0],
  ['num_attention_heads', 33],
])('refuses Hunyuan A13B with %s = %s', (field, value) => {
  const config = { ...publishedConfig('hunyuan-a13b'), [field]: value }
  expect(thrown(() => readArchitecture(config))).toMatchObject({ code: 'invalid_architecture' })
})

it('the block of Hy3 that predicts a further token is what its repository has more', () => {
  // 15,168 are the corrections of the router, which Transformers does not count.
  expect(countParameters(publishedShape('hy3')).nextTokenPrediction).toBe(3_752_627_456 - 15_168)
})
