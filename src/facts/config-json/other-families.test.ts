import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

/** Published configurations of families that few records have, with the parameters of their checkpoints (llmfit). */
const published = z
  .array(z.tuple([z.string(), z.number(), z.record(z.string(), z.json())]))
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../../test/recordings/configs/other-families.json', import.meta.url),
        'utf8',
      ),
    ),
  )

it.each(published)('%s has %i parameters, as published', (_, total, config) => {
  expect(countParameters(readArchitecture(config)).total).toBe(total)
})

it.each(published)(
  '%s with one number spoilt is refused with its field, or still a finite shape',
  (name, _, config) => {
    for (const [field, value] of Object.entries(config)) {
      if (typeof value !== 'number') continue
      for (const bad of [0, -1, 1.5, '7', [], {}, 2 ** 53]) {
        const spoilt = () => countParameters(readArchitecture({ ...config, [field]: bad })).total
        try {
          expect(spoilt(), `${name} ${field} ${String(bad)}`).toBeLessThan(2 ** 53)
        } catch (error) {
          expect(error, `${name} ${field} ${String(bad)}`).toMatchObject({
            code: 'invalid_architecture',
          })
        }
      }
    }
  },
)

it('Falcon 40B has two norms before its two halves, Falcon 2 11B one', () => {
  const names = (config: object) =>
    tensorsOf(readArchitecture(config))
      .map(({ name }) => name)
      .filter((name) => /^blk.0.*norm.*weight$/.test(name))
  const falcon = {
    model_type: 'falcon',
    hidden_size: 8192,
    num_hidden_layers: 60,
    num_attention_heads: 128,
    num_kv_heads: 8,
    new_decoder_architecture: true,
    vocab_size: 65_024,
  }
  expect(names(falcon)).toEqual(['blk.0.attn_norm.weight', 'blk.0.attn_norm_2.weight'])
  expect(names({ ...falcon, num_ln_in_parallel_attn: 1 })).toEqual(['blk.0.attn_norm.weight'])
})

it('OLMo 3 and EXAONE 4 keep a window in three blocks of four', () => {
  for (const [model_type, more] of [
    ['olmo3', {}],
    ['exaone4', { sliding_window: 4096, head_dim: 128 }],
  ] as const) {
    const { layers } = readArchitecture({
      model_type,
      hidden_size: 4096,
      num_hidden_layers: 8,
      num_attention_heads: 32,
      num_key_value_heads: 32,
      intermediate_size: 11_008,
      vocab_size: 100_278,
      max_position_embeddings: 65_536,
      ...more,
    })
    expect(layers.map(({ attention }) => attention?.kind)).toEqual([
      'sliding',
      'sliding',
      'sliding',
      'full',
      'sliding',
      'sliding',
      'sliding',
      'full',
    ])
  }
})

it('refuses what it would read wrongly: a ChatGLM without groups, Falcon with ALiBi, OPT 350M, Hunyuan with lists that differ', () => {
  const shape = {
    hidden_size: 1024,
    num_hidden_layers: 2,
    num_layers: 2,
    num_attention_heads: 16,
    vocab_size: 100,
    intermediate_size: 64,
    moe_intermediate_size: 64,
    num_experts: 4,
  }
  for (const [config, field] of [
    [{ model_type: 'chatglm' }, 'multi_query_group_num'],
    [{ model_type: 'falcon', alibi: true }, 'alibi'],
    [{ model_type: 'opt', word_embed_proj_dim: 512 }, 'word_embed_proj_dim'],
    [{ model_type: 'hunyuan_v1_moe', moe_topk: [1, 2], max_position_embeddings: 8 }, 'moe_topk'],
  ] as const)
    expect(thrown(() => readArchitecture({ ...shape, ...config }))).toMatchObject({
      code: 'invalid_architecture',
      values: { field },
    })
})
