import { expect, it } from 'vitest'
import { publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

it('Grok-1 has 315,684,820,992 parameters, 83.76 billion of them active', () => {
  const { total, active } = countParameters(publishedShape('grok-1'))
  expect([total, active]).toEqual([315_684_820_992, 83_756_587_008])
})

it('its norms lie around both halves of a block', () => {
  const names = tensorsOf(publishedShape('grok-1'))
    .map(({ name }) => name)
    .filter((name) => /^blk\.0\..*norm/.test(name))
  expect(names).toEqual([
    'blk.0.attn_norm.weight',
    'blk.0.attn_output_norm.weight',
    'blk.0.ffn_norm.weight',
    'blk.0.layer_output_norm.weight',
  ])
})

it.each([
  ['emb_size', 0],
  ['key_size', '128'],
  ['num_q_heads', 47],
  ['widening_factor', 2 ** 53],
  ['num_selected_experts', 9],
])('refuses Grok-1 with %s = %s', (field, value) => {
  const fields = {
    model_type: 'grok-1',
    vocab_size: 131_072,
    emb_size: 6144,
    widening_factor: 8,
    key_size: 128,
    num_q_heads: 48,
    num_kv_heads: 8,
    num_layers: 64,
    num_experts: 8,
    num_selected_experts: 2,
  }
  expect(countParameters(readArchitecture(fields)).total).toBe(315_684_820_992)
  expect(thrown(() => readArchitecture({ ...fields, [field]: value }))).toMatchObject({
    code: 'invalid_architecture',
  })
})

const dbrx = {
  model_type: 'dbrx',
  d_model: 6144,
  n_heads: 48,
  n_layers: 40,
  max_seq_len: 32_768,
  vocab_size: 100_352,
  attn_config: { kv_n_heads: 8 },
  ffn_config: { ffn_hidden_size: 10_752, moe_num_experts: 16, moe_top_k: 4 },
}

it('DBRX has 131,596,523,520 parameters, 36.47 billion of them active', () => {
  const { total, active } = countParameters(readArchitecture(dbrx))
  expect(total).toBe(131_596_523_520)
  expect(active / 1e9).toBeCloseTo(36.47, 1)
})

it.each([
  ['attn_config', undefined],
  ['ffn_config', []],
  ['n_heads', 47],
  ['n_layers', 0],
])('refuses DBRX with %s = %s', (field, value) => {
  expect(thrown(() => readArchitecture({ ...dbrx, [field]: value }))).toMatchObject({
    code: 'invalid_architecture',
  })
})

it('refuses more experts per token than there are', () => {
  const ffn_config = { ...dbrx.ffn_config, moe_top_k: 17 }
  expect(thrown(() => readArchitecture({ ...dbrx, ffn_config }))).toMatchObject({
    code: 'invalid_architecture',
    values: { field: 'num_experts_per_tok' },
  })
})
