import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

const gptj = {
  model_type: 'gptj',
  n_embd: 4096,
  n_layer: 28,
  n_head: 16,
  n_positions: 2048,
  vocab_size: 50_400,
}

const codegen = {
  model_type: 'codegen',
  n_embd: 2560,
  n_layer: 32,
  n_head: 32,
  n_positions: 2048,
  vocab_size: 51_200,
}

const persimmon = {
  model_type: 'persimmon',
  hidden_size: 4096,
  intermediate_size: 16_384,
  num_hidden_layers: 36,
  num_attention_heads: 64,
  vocab_size: 262_144,
}

const total = (config: object) => countParameters(readArchitecture(config)).total

it('GPT-J 6B has 6,050,882,784 parameters; stored with its 28 causal masks 6,168,323,296', () => {
  expect(total(gptj)).toBe(6_050_882_784)
  expect(total(gptj) + 28 * 2048 ** 2).toBe(6_168_323_296)
})

it('CodeGen 2B has 2,779,356,160 parameters; stored with its 32 causal masks 2,913,573,888', () => {
  expect(total(codegen)).toBe(2_779_356_160)
  expect(total(codegen) + 32 * 2048 ** 2).toBe(2_913_573_888)
})

it('Persimmon 8B has 9,397,175,296 parameters; with the 30 x 30 patches of Fuyu 9,408,238,592', () => {
  expect(total(persimmon)).toBe(9_397_175_296)
  expect(total(persimmon) + (30 * 30 * 3 + 1) * 4096).toBe(9_408_238_592)
})

it('GPT-Neo 125M has 125,198,592 parameters and a window of 256 in every second block', () => {
  const config = {
    model_type: 'gpt_neo',
    hidden_size: 768,
    num_layers: 12,
    num_heads: 12,
    attention_types: [[['global', 'local'], 6]],
    window_size: 256,
    vocab_size: 50_257,
    max_position_embeddings: 2048,
  }
  expect(total(config)).toBe(125_198_592)
  const { layers } = readArchitecture(config)
  expect(layers.slice(0, 4).map(({ attention }) => attention?.window)).toEqual([
    undefined,
    256,
    undefined,
    256,
  ])
  for (const attention_types of [
    [[[], 6]],
    [[['global', 'local'], 5]],
    [1],
    [['global']],
    [[['global'], 6], 'x'],
  ])
    expect(thrown(() => readArchitecture({ ...config, attention_types }))).toMatchObject({
      values: { field: 'attention_types' },
    })
})

it('RefinedWeb is Falcon 40B with two norms in a block, RefinedWebModel Falcon 7B with one', () => {
  const shared = { vocab_size: 65_024, alibi: false, bias: false, parallel_attn: true }
  const wide = {
    ...shared,
    model_type: 'RefinedWeb',
    hidden_size: 8192,
    n_layer: 60,
    n_head: 128,
    n_head_kv: 8,
  }
  const narrow = {
    ...shared,
    model_type: 'RefinedWebModel',
    hidden_size: 4544,
    n_layer: 32,
    n_head: 71,
    multi_query: true,
  }
  expect(total(wide)).toBe(41_303_293_952)
  expect(total(narrow)).toBe(6_921_720_704)
})

it('the network of Refact is 5,632 long where its embedding is 2,048', () => {
  const shape = readArchitecture({
    model_type: 'gpt_refact',
    n_embd: 2048,
    n_layer: 32,
    n_head: 32,
    n_positions: 4096,
    vocab_size: 49_216,
  })
  expect(tensorsOf(shape).find(({ role }) => role === 'ffn_up')?.shape).toEqual([2048, 5632])
  expect(tensorsOf(shape).find(({ role }) => role === 'attn_k')?.shape).toEqual([2048, 64])
})

it('refuses a CodeShell that does not say how many groups it has', () => {
  const config = { model_type: 'kclgpt', n_embd: 4096, n_layer: 2, n_head: 32, vocab_size: 100 }
  expect(thrown(() => readArchitecture(config))).toMatchObject({
    code: 'invalid_architecture',
    values: { field: 'num_query_groups' },
  })
})
