import { expect, it } from 'vitest'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

it('has norms with biases and a network of two matrices', () => {
  const shape = readArchitecture({
    model_type: 'nemotron',
    hidden_size: 64,
    num_hidden_layers: 1,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    intermediate_size: 256,
    vocab_size: 512,
    max_position_embeddings: 128,
  })
  const names = tensorsOf(shape).map(({ name }) => name)
  expect(names).toContain('blk.0.attn_norm.bias')
  expect(names).toContain('output_norm.bias')
  expect(names).not.toContain('blk.0.ffn_gate.weight')
  expect(shape.engineName).toBe('nemotron')
})
