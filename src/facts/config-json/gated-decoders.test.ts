import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

it('the network of Apertus has no gate; what its activation learns, two values for each block, is in no tensor', () => {
  const shape = publishedShape('apertus-8b-2509')
  expect(countParameters(shape).total).toBe(8_053_338_176 - 2 * 32)
  expect(tensorsOf(shape).some(({ role }) => role === 'ffn_gate')).toBe(false)
})

it('the head of Apertus 1.5 has rows for text only', () => {
  const shape = publishedShape('apertus-v1.5-8b')
  const shapes = new Map(tensorsOf(shape).map(({ name, shape }) => [name, shape]))
  expect(shapes.get('token_embd.weight')).toEqual([4096, 266_752])
  expect(shapes.get('output.weight')).toEqual([4096, 131_072])
  const config = publishedConfig('apertus-v1.5-8b').text_config as Record<string, unknown>
  for (const rows of [0, 266_753, '131072'])
    expect(thrown(() => readArchitecture({ ...config, output_vocab_size: rows }))).toMatchObject({
      code: 'invalid_architecture',
      values: { field: 'output_vocab_size' },
    })
})

const mimo = {
  model_type: 'mimo',
  hidden_size: 4096,
  num_hidden_layers: 36,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  intermediate_size: 11_008,
  vocab_size: 151_680,
  max_position_embeddings: 32_768,
  num_nextn_predict_layers: 1,
  attention_bias: true,
  tie_word_embeddings: false,
}

it('MiMo 7B has 7,833,409,536 parameters with its block that predicts a further token, as published', () => {
  const shape = readArchitecture(mimo)
  const { total, nextTokenPrediction } = countParameters(shape)
  expect([total, nextTokenPrediction]).toEqual([7_622_619_136, 210_790_400])
  expect(shape.engineName).toBeUndefined()
  expect(thrown(() => readArchitecture({ ...mimo, num_nextn_predict_layers: 1e6 }))).toMatchObject({
    values: { field: 'num_nextn_predict_layers' },
  })
})
