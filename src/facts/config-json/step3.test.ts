import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { readArchitecture } from './read-config.ts'

const text = {
  model_type: 'step3_text',
  hidden_size: 7168,
  intermediate_size: 18_432,
  num_hidden_layers: 61,
  num_attention_heads: 64,
  num_attention_groups: 1,
  head_dim: 256,
  share_q_dim: 2048,
  moe_layers_enum: Array.from({ length: 56 }, (_, index) => index + 4).join(','),
  moe_num_experts: 48,
  moe_top_k: 3,
  moe_intermediate_size: 5120,
  share_expert_dim: 5120,
  vocab_size: 128_815,
  max_seq_len: 65_536,
}
const step3 = { model_type: 'step3_vl', text_config: text }

it('the text part of Step 3 has 316.3 billion parameters, 38.8 of them active, published as 38B of 321B with vision', () => {
  const { total, active } = countParameters(readArchitecture(step3))
  expect([total, active]).toEqual([316_294_538_240, 38_841_328_640])
})

it('keeps one key and one value of 256 per block and position', () => {
  const { kvCache } = sizeModel({
    architecture: readArchitecture(step3),
    quantization: 'Q8_0',
    contextLength: 4096,
  })
  expect(kvCache.bytes).toBe(61 * 2 * 2 * 256 * 4096)
})

it.each([
  ['num_attention_groups', 2],
  ['share_q_dim', -1],
  ['moe_layers_enum', '4;5'],
  ['moe_num_experts', 0],
  ['hidden_size', undefined],
])('refuses %s = %s, naming the field', (field, value) => {
  expect(thrown(() => readArchitecture({ ...text, [field]: value }))).toMatchObject({
    code: 'invalid_architecture',
    values: { field },
  })
})
