import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { MiB } from '../../base/bytes.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

/** Ling-3.0-tiny. */
const tiny = {
  model_type: 'bailing_hybrid',
  hidden_size: 1536,
  intermediate_size: 4608,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  head_dim: 128,
  vocab_size: 157_184,
  max_position_embeddings: 131_072,
  tie_word_embeddings: false,
  layer_group_size: 4,
  short_conv_kernel_size: 4,
  no_kda_lora: true,
  gated_attention_proj_granularity_type: 'head_wise',
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  q_lora_rank: 256,
  kv_lora_rank: 512,
  first_k_dense_replace: 1,
  num_experts: 128,
  num_experts_per_tok: 8,
  num_shared_experts: 1,
  moe_intermediate_size: 512,
  moe_shared_expert_intermediate_size: 512,
}
/** Ling-3.0-flash. */
const flash = {
  ...tiny,
  num_hidden_layers: 42,
  hidden_size: 2560,
  first_k_dense_replace: 2,
  intermediate_size: 6144,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  q_lora_rank: null,
  num_experts: 512,
  moe_intermediate_size: 768,
  moe_shared_expert_intermediate_size: 768,
  layer_group_size: 6,
  num_nextn_predict_layers: 1,
}

it('Ling-3.0-tiny has 7,893,392,800 parameters, as published', () => {
  expect(countParameters(readArchitecture(tiny)).total).toBe(7_893_392_800)
})

it('Ling-3.0-flash has 127,486,405,600 with the block that predicts further tokens, as published', () => {
  const { total, nextTokenPrediction } = countParameters(readArchitecture(flash))
  expect([total, total + nextTokenPrediction]).toEqual([124_414_211_552, 127_486_405_600])
})

// llama.cpp logs 54 MiB of keys in 6 layers and no values for two sequences of 4,096 cells of Ling-3.0-tiny.
it('Ling-3.0-tiny keeps 54 MiB of cache for 8,192 tokens in two sequences, in 6 of 24 blocks', () => {
  const { kvCache } = sizeModel({
    architecture: readArchitecture(tiny),
    quantization: 'Q4_K_M',
    contextLength: 8192,
    parallel: 2,
  })
  expect(kvCache.fullAttentionBytes / MiB).toBe(54)
  expect(kvCache.recurrentBytes).toBe(2 * 18 * 4 * (3 * 3 * 2048 + 16 * 128 * 128))
})

it('blocks behind the last whole group have latent attention', () => {
  const { layers } = readArchitecture({ ...tiny, num_hidden_layers: 22 })
  const full = layers.flatMap(({ attention }, index) => (attention === undefined ? [] : [index]))
  expect(full).toEqual([3, 7, 11, 15, 19, 20, 21])
})

it('gates of delta blocks are one matrix, the last norm of the further block has a name of its own', () => {
  const shapes = new Map(tensorsOf(readArchitecture(flash)).map(({ name, shape }) => [name, shape]))
  expect(shapes.get('blk.0.ssm_f_a.weight')).toEqual([2560, 4096])
  expect(shapes.has('blk.0.ssm_f_b.weight')).toBe(false)
  expect(shapes.get('blk.5.attn_gate.weight')).toEqual([2560, 32])
  expect(shapes.get('blk.42.layer_output_norm.weight')).toEqual([2560])
  expect(shapes.has('blk.42.nextn.shared_head_norm.weight')).toBe(false)
})

it.each([
  ['no_kda_lora', false],
  ['gated_attention_proj_granularity_type', 'element_wise'],
  ['layer_group_size', 0],
  ['head_dim', -1],
  ['num_nextn_predict_layers', 17],
])('refuses %s = %j, naming the field', (field, value) => {
  expect(thrown(() => readArchitecture({ ...tiny, [field]: value })).values.field).toBe(field)
})
