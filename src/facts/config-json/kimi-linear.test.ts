import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

const lists = {
  kda_layers: [1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23, 25, 26],
  full_attn_layers: [4, 8, 12, 16, 20, 24, 27],
}

/** Kimi-Linear-48B-A3B-Instruct. */
const config = {
  model_type: 'kimi_linear',
  vocab_size: 163_840,
  hidden_size: 2304,
  num_hidden_layers: 27,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  intermediate_size: 9216,
  head_dim: 72,
  model_max_length: 1_048_576,
  linear_attn_config: {
    ...lists,
    num_heads: 32,
    head_dim: 128,
    short_conv_kernel_size: 4,
  },
  num_experts: 256,
  moe_intermediate_size: 1024,
  kv_lora_rank: 512,
  q_lora_rank: null,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  num_experts_per_token: 8,
  num_shared_experts: 1,
  first_k_dense_replace: 1,
  tie_word_embeddings: false,
}

it('has 49,122,681,728 parameters, as published, and a context of 1,048,576', () => {
  const shape = readArchitecture(config)
  expect(countParameters(shape).total).toBe(49_122_681_728)
  expect([shape.contextLength, shape.engineName]).toEqual([1_048_576, 'kimi-linear'])
})

it('keeps 576 latent values in 7 blocks and 20 states of 32 heads of 128 by 128', () => {
  const { kvCache } = sizeModel({
    architecture: readArchitecture(config),
    quantization: 'Q4_K_M',
    contextLength: 8192,
  })
  expect(kvCache.fullAttentionBytes).toBe(7 * 8192 * 576 * 2)
  expect(kvCache.recurrentBytes).toBe(20 * 4 * (3 * 3 * 4096 + 32 * 128 * 128))
})

it('names the tensors of a delta block as the converter does', () => {
  const shapes = new Map(
    tensorsOf(readArchitecture(config)).map(({ name, shape }) => [name, shape]),
  )
  expect(shapes.get('blk.0.ssm_conv1d_q.weight')).toEqual([4, 1, 4096])
  expect(shapes.get('blk.0.ssm_a')).toEqual([1, 32])
  expect(shapes.get('blk.0.ssm_dt.bias')).toEqual([4096])
  expect(shapes.get('blk.3.attn_k_b.weight')).toEqual([128, 512, 32])
})

it.each([
  ['linear_attn_config', undefined],
  ['linear_attn_config.full_attn_layers', { head_dim: 128 }],
  ['head_dim', lists],
  ['num_heads', { ...lists, head_dim: 128, num_heads: 0 }],
])('refuses a missing or empty %s', (field, linear_attn_config) => {
  expect(thrown(() => readArchitecture({ ...config, linear_attn_config })).values.field).toBe(field)
})

it('refuses the inner config of Kimi K3, which calls itself kimi_linear and would count twice', () => {
  expect(
    thrown(() => readArchitecture({ model_type: 'kimi_linear', routed_expert_hidden_size: 3584 })),
  ).toMatchObject({ values: { field: 'routed_expert_hidden_size' } })
})
