import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

const id = 'llama-3.3-nemotron-super-49b'

it('Llama-3.3-Nemotron-Super has 49,867,145,216 parameters, as published', () => {
  expect(countParameters(publishedShape(id)).total).toBe(49_867_145_216)
})

it('31 of its 80 blocks have no attention, no cache and only the norm of the network', () => {
  const { kvCache } = sizeModel({
    architecture: publishedShape(id),
    quantization: 'Q4_K_M',
    contextLength: 8192,
  })
  expect(kvCache.bytes).toBe(49 * 8192 * 2 * 8 * 128 * 2)
  const names = new Set(tensorsOf(publishedShape(id)).map(({ name }) => name))
  expect(names.has('blk.6.attn_norm.weight')).toBe(false)
  expect(names.has('blk.6.ffn_norm.weight')).toBe(true)
})

it('a linear block in place of attention is one matrix behind its norm, a missing network nothing', () => {
  const block = {
    attention: { n_heads_in_group: null, replace_with_linear: true },
    ffn: { ffn_mult: null },
  }
  const shape = readArchitecture({
    model_type: 'nemotron-nas',
    hidden_size: 64,
    num_attention_heads: 4,
    num_hidden_layers: 1,
    vocab_size: 256,
    max_position_embeddings: 128,
    block_configs: [block],
  })
  const roles = tensorsOf(shape).filter(({ layer }) => layer === 0)
  expect(roles.map(({ role }) => role)).toEqual(['attn_norm', 'attn_output'])
})

const blocks = publishedConfig(id).block_configs as { attention: object; ffn: object }[]

it.each([
  ['block_configs', blocks.slice(1)],
  ['block_configs', { 0: blocks[0] }],
  ['n_heads_in_group', [{ ...blocks[0], attention: { n_heads_in_group: 7 } }, ...blocks.slice(1)]],
  ['ffn_mult', [{ ...blocks[0], ffn: { ffn_mult: 1e9 } }, ...blocks.slice(1)]],
  ['config', [null, ...blocks.slice(1)]],
])('refuses blocks whose %s is wrong', (field, block_configs) => {
  const config = { ...publishedConfig(id), block_configs }
  expect(thrown(() => readArchitecture(config)).values.field).toBe(field)
})
