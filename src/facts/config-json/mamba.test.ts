import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { MiB } from '../../base/bytes.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { weightsOf } from '../../sizing/weights.ts'
import { readArchitecture } from './read-config.ts'

const mamba = {
  model_type: 'mamba',
  hidden_size: 2048,
  num_hidden_layers: 48,
  vocab_size: 50_280,
  intermediate_size: 4096,
  state_size: 16,
  conv_kernel: 4,
  time_step_rank: 128,
}
const falconMamba = {
  model_type: 'falcon_mamba',
  hidden_size: 4096,
  num_hidden_layers: 64,
  vocab_size: 65_024,
  intermediate_size: 8192,
  state_size: 16,
  conv_kernel: 4,
  time_step_rank: 256,
  tie_word_embeddings: false,
}
const jamba = {
  model_type: 'jamba',
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  attn_layer_offset: 4,
  attn_layer_period: 8,
  expert_layer_offset: 1,
  expert_layer_period: 2,
  mamba_d_conv: 4,
  mamba_d_state: 16,
  mamba_dt_rank: 256,
  mamba_expand: 2,
  num_experts: 16,
  num_experts_per_tok: 2,
  max_position_embeddings: 262_144,
  vocab_size: 65_536,
  tie_word_embeddings: false,
}

it.each([
  ['Mamba 1.4B', mamba, 1_372_178_432],
  ['Falcon-Mamba 7B', falconMamba, 7_272_665_088],
  ['Codestral Mamba 7B', publishedConfig('codestral-mamba-7b'), 7_285_403_648],
  ['Jamba 1.5 Mini', jamba, 51_570_323_328],
  ['Jamba Reasoning 3B', publishedConfig('ai21-jamba-reasoning-3b'), 3_197_109_632],
  ['Jamba2 3B', publishedConfig('ai21-jamba2-3b'), 3_029_337_472],
])('%s has as many parameters as published', (_, config, total) => {
  expect(countParameters(readArchitecture(config)).total).toBe(total)
})

// llama.cpp logs 14.25 MiB of state for Mamba 1.4B at any context.
it('Mamba 1.4B keeps 14.25 MiB of state and no cache', () => {
  const { kvCache } = sizeModel({
    architecture: readArchitecture(mamba),
    quantization: 'F16',
    contextLength: 8192,
  })
  expect([kvCache.recurrentBytes / MiB, kvCache.fullAttentionBytes]).toEqual([14.25, 0])
})

// A published Q4_K_M file of Falcon-Mamba 7B has 4,204,230,432 bytes.
it('estimates the published Q4_K_M file of Falcon-Mamba 7B to 0.1 %', () => {
  const { fileBytes } = weightsOf(readArchitecture(falconMamba), 'Q4_K_M')
  expect(Math.abs(fileBytes / 4_204_230_432 - 1)).toBeLessThan(0.001)
})

// The published F16 file has 6,402,230,208 bytes.
it('estimates the published F16 file of Jamba Reasoning 3B to 0.05 %', () => {
  const { fileBytes } = weightsOf(publishedShape('ai21-jamba-reasoning-3b'), 'F16')
  expect(Math.abs(fileBytes / 6_402_230_208 - 1)).toBeLessThan(0.0005)
})

it('the time step rank "auto" is a sixteenth of the width', () => {
  const shape = readArchitecture({ ...jamba, mamba_dt_rank: 'auto' })
  expect(countParameters(shape).total).toBe(51_570_323_328)
})

it('Jamba caches 4 of 32 blocks and keeps a state in 28; one expert is a plain network', () => {
  const { layers } = readArchitecture(jamba)
  expect(layers.filter(({ attention }) => attention !== undefined)).toHaveLength(4)
  expect(layers.filter(({ experts }) => experts !== undefined)).toHaveLength(16)
  const dense = readArchitecture({ ...jamba, num_experts: 1, num_experts_per_tok: 1 }).layers
  expect(dense.every(({ experts }) => experts === undefined)).toBe(true)
})

it('Codestral Mamba has no attention at all', () => {
  const { layers } = publishedShape('codestral-mamba-7b')
  expect(layers.every(({ attention }) => attention === undefined)).toBe(true)
})

it.each([
  [jamba, 'attn_layer_offset', 8],
  [jamba, 'attn_layer_period', 0],
  [jamba, 'mamba_proj_bias', true],
  [jamba, 'mamba_dt_rank', 'many'],
  [mamba, 'use_bias', true],
  [mamba, 'state_size', 0],
  [publishedConfig('codestral-mamba-7b'), 'num_heads', 64],
  [publishedConfig('codestral-mamba-7b'), 'n_groups', 5],
  [publishedConfig('codestral-mamba-7b'), 'head_dim', 63],
])('refuses a config with a broken field, naming it (%#)', (config, field, value) => {
  expect(thrown(() => readArchitecture({ ...config, [field]: value })).values.field).toBe(field)
})
