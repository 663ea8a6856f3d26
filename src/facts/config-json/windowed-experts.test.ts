import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { readArchitecture } from './read-config.ts'

it.each([
  ['trinity-nano-preview', 6_120_003_328],
  ['trinity-mini', 26_123_974_400],
  ['trinity-large-thinking', 398_635_286_016],
  ['north-mini-code-1.0', 30_484_303_872],
  ['laguna', 33_442_617_088],
])('%s has %i parameters, as published', (id, total) => {
  expect(countParameters(publishedShape(id)).total).toBe(total)
})

it('every fourth block of Trinity and Muse Glimmer sees everything, in Muse Glimmer the last one too', () => {
  const full = (id: string) =>
    publishedShape(id).layers.flatMap(({ attention }, index) =>
      attention?.kind === 'full' ? [index] : [],
    )
  expect(full('trinity-mini')).toEqual([3, 7, 11, 15, 19, 23, 27, 31])
  expect(full('muse-glimmer-30b')).toHaveLength(13)
  expect(full('muse-glimmer-30b').at(-1)).toBe(51)
})

it('North Mini Code begins with a dense block of full attention, behind it every fourth is full', () => {
  const { layers } = publishedShape('north-mini-code-1.0')
  expect(layers[0]).toMatchObject({ attention: { kind: 'full' }, feedForward: { length: 3072 } })
  const { layer_types: _, ...config } = publishedConfig('north-mini-code-1.0')
  const kinds = (shape: typeof layers) => shape.map(({ attention }) => attention?.kind)
  expect(kinds(readArchitecture(config).layers)).toEqual(kinds(layers))
})

it.each([
  ['trinity-mini', 'global_attn_every_n_layers', 0],
  ['trinity-mini', 'num_experts_per_tok', 129],
  ['trinity-mini', 'num_key_value_heads', 5],
  ['north-mini-code-1.0', 'sliding_window_pattern', 0],
  ['north-mini-code-1.0', 'num_shared_experts', -1],
  ['north-mini-code-1.0', 'layer_types', ['full_attention']],
])('refuses %s with %s = %s', (id, field, value) => {
  const config = { ...publishedConfig(id), [field]: value }
  expect(thrown(() => readArchitecture(config))).toMatchObject({ code: 'invalid_architecture' })
})

it('Laguna has 48 query heads in full blocks and 64 in windowed ones, with a gate for each', () => {
  const { layers } = publishedShape('laguna')
  expect(layers.slice(0, 5).map(({ attention }) => attention?.headCount)).toEqual([
    48, 64, 64, 64, 48,
  ])
  expect(layers[1]?.extraTensors).toEqual([{ name: 'attn_gate', shape: [2048, 64] }])
})

it('K-EXAONE has one dense block that predicts a further token, with 528,513,280 parameters', () => {
  const { total, nextTokenPrediction } = countParameters(publishedShape('k-exaone-236b-a23b'))
  expect([total, nextTokenPrediction]).toEqual([236_571_156_352, 528_513_280])
})

it.each([
  ['laguna', 'num_attention_heads_per_layer', [48, 7]],
  ['laguna', 'num_attention_heads_per_layer', ['48']],
  ['laguna', 'num_experts_per_tok', 257],
  ['k-exaone-236b-a23b', 'num_nextn_predict_layers', 1e6],
])('refuses %s with %s = %s', (id, field, value) => {
  const config = { ...publishedConfig(id), [field]: value }
  expect(thrown(() => readArchitecture(config))).toMatchObject({ code: 'invalid_architecture' })
})
