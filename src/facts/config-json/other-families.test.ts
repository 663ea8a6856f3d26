import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

/** Published configurations of families that few records have, with the parameters of their checkpoints. */
const published: [name: string, total: number, config: Record<string, unknown>][] = [
  [
    'ByteDance-Seed/Seed-OSS-36B-Instruct',
    36_151_104_512,
    {
      model_type: 'seed_oss',
      hidden_size: 5120,
      num_hidden_layers: 64,
      num_attention_heads: 80,
      num_key_value_heads: 8,
      head_dim: 128,
      intermediate_size: 27648,
      vocab_size: 155136,
      max_position_embeddings: 524288,
      tie_word_embeddings: false,
    },
  ],
  [
    'Qwen/Qwen1.5-MoE-A2.7B-Chat',
    14_315_784_192,
    {
      model_type: 'qwen2_moe',
      hidden_size: 2048,
      num_hidden_layers: 24,
      num_attention_heads: 16,
      num_key_value_heads: 16,
      intermediate_size: 5632,
      moe_intermediate_size: 1408,
      shared_expert_intermediate_size: 5632,
      num_experts: 60,
      num_experts_per_tok: 4,
      vocab_size: 151936,
      max_position_embeddings: 8192,
      tie_word_embeddings: false,
    },
  ],
  [
    'baidu/ERNIE-4.5-21B-A3B-PT',
    21_825_437_888,
    {
      model_type: 'ernie4_5_moe',
      hidden_size: 2560,
      num_hidden_layers: 28,
      num_attention_heads: 20,
      num_key_value_heads: 4,
      intermediate_size: 12288,
      moe_intermediate_size: 1536,
      moe_num_experts: 64,
      moe_k: 6,
      moe_num_shared_experts: 2,
      moe_layer_start_index: 1,
      vocab_size: 103424,
      max_position_embeddings: 131072,
      tie_word_embeddings: true,
    },
  ],
  [
    'baidu/ERNIE-4.5-0.3B-PT',
    360_748_032,
    {
      model_type: 'ernie4_5',
      hidden_size: 1024,
      num_hidden_layers: 18,
      num_attention_heads: 16,
      num_key_value_heads: 2,
      head_dim: 128,
      intermediate_size: 3072,
      vocab_size: 103424,
      max_position_embeddings: 131072,
      tie_word_embeddings: true,
    },
  ],
  [
    'rednote-hilab/dots.llm1.inst',
    142_774_381_696,
    {
      model_type: 'dots1',
      hidden_size: 4096,
      num_hidden_layers: 62,
      num_attention_heads: 32,
      num_key_value_heads: 32,
      head_dim: 128,
      intermediate_size: 10944,
      moe_intermediate_size: 1408,
      n_routed_experts: 128,
      num_experts_per_tok: 6,
      n_shared_experts: 2,
      first_k_dense_replace: 1,
      vocab_size: 152064,
      max_position_embeddings: 32768,
      tie_word_embeddings: false,
    },
  ],
  [
    'LGAI-EXAONE/EXAONE-4.0-1.2B',
    1_279_391_488,
    {
      model_type: 'exaone4',
      hidden_size: 2048,
      num_hidden_layers: 30,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      head_dim: 64,
      intermediate_size: 4096,
      vocab_size: 102400,
      max_position_embeddings: 65536,
      tie_word_embeddings: true,
      sliding_window: null,
    },
  ],
  [
    'LGAI-EXAONE/EXAONE-4.0-32B',
    32_003_216_384,
    {
      model_type: 'exaone4',
      hidden_size: 5120,
      num_hidden_layers: 64,
      num_attention_heads: 40,
      num_key_value_heads: 8,
      head_dim: 128,
      intermediate_size: 27392,
      vocab_size: 102400,
      max_position_embeddings: 131072,
      tie_word_embeddings: false,
      sliding_window: 4096,
    },
  ],
  [
    'LGAI-EXAONE/EXAONE-Deep-2.4B',
    2_405_327_360,
    {
      model_type: 'exaone',
      hidden_size: 2560,
      num_layers: 30,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      head_dim: 80,
      intermediate_size: 7168,
      vocab_size: 102400,
      max_position_embeddings: 32768,
      tie_word_embeddings: true,
    },
  ],
  [
    'bigcode/starcoder2-3b',
    3_030_371_328,
    {
      model_type: 'starcoder2',
      hidden_size: 3072,
      num_hidden_layers: 30,
      num_attention_heads: 24,
      num_key_value_heads: 2,
      intermediate_size: 12288,
      vocab_size: 49152,
      max_position_embeddings: 16384,
      use_bias: true,
    },
  ],
  [
    'internlm/internlm2_5-7b-chat',
    7_737_708_544,
    {
      model_type: 'internlm2',
      hidden_size: 4096,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      intermediate_size: 14336,
      vocab_size: 92544,
      max_position_embeddings: 32768,
      bias: false,
      tie_word_embeddings: false,
    },
  ],
  [
    'allenai/OLMoE-1B-7B-0924-Instruct',
    6_919_161_856,
    {
      model_type: 'olmoe',
      hidden_size: 2048,
      num_hidden_layers: 16,
      num_attention_heads: 16,
      num_key_value_heads: 16,
      intermediate_size: 1024,
      num_experts: 64,
      num_experts_per_tok: 8,
      vocab_size: 50304,
      max_position_embeddings: 4096,
      tie_word_embeddings: false,
    },
  ],
  [
    'microsoft/phi-2',
    2_779_683_840,
    {
      model_type: 'phi',
      hidden_size: 2560,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      intermediate_size: 10240,
      vocab_size: 51200,
      max_position_embeddings: 2048,
      tie_word_embeddings: false,
    },
  ],
  [
    'EleutherAI/pythia-2.8b',
    2_775_208_960,
    {
      model_type: 'gpt_neox',
      hidden_size: 2560,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      intermediate_size: 10240,
      vocab_size: 50304,
      max_position_embeddings: 2048,
      tie_word_embeddings: false,
    },
  ],
  [
    'openai-community/gpt2',
    124_439_808,
    {
      model_type: 'gpt2',
      n_embd: 768,
      n_layer: 12,
      n_head: 12,
      n_positions: 1024,
      vocab_size: 50257,
    },
  ],
  [
    'bigcode/starcoderbase-1b',
    1_137_207_296,
    {
      model_type: 'gpt_bigcode',
      n_embd: 2048,
      n_layer: 24,
      n_head: 16,
      n_positions: 8192,
      vocab_size: 49152,
      multi_query: true,
    },
  ],
  [
    'baichuan-inc/Baichuan2-7B-Chat',
    7_505_973_248,
    {
      model_type: 'baichuan',
      hidden_size: 4096,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      intermediate_size: 11008,
      vocab_size: 125696,
      max_position_embeddings: 4096,
      tie_word_embeddings: false,
    },
  ],
  [
    'zai-org/glm-4-9b-chat',
    9_399_951_360,
    {
      model_type: 'chatglm',
      hidden_size: 4096,
      num_layers: 40,
      num_attention_heads: 32,
      multi_query_attention: true,
      multi_query_group_num: 2,
      kv_channels: 128,
      ffn_hidden_size: 13696,
      padded_vocab_size: 151552,
      add_qkv_bias: true,
      seq_length: 131072,
      tie_word_embeddings: false,
    },
  ],
  [
    'mosaicml/mpt-7b',
    6_649_286_656,
    {
      model_type: 'mpt',
      d_model: 4096,
      n_layers: 32,
      n_heads: 32,
      expansion_ratio: 4,
      max_seq_len: 2048,
      vocab_size: 50432,
    },
  ],
  [
    'Qwen/Qwen-7B',
    7_721_324_544,
    {
      model_type: 'qwen',
      hidden_size: 4096,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      intermediate_size: 22016,
      vocab_size: 151936,
      seq_length: 8192,
      tie_word_embeddings: false,
    },
  ],
  [
    'bigscience/bloom-560m',
    559_214_592,
    { model_type: 'bloom', hidden_size: 1024, n_layer: 24, n_head: 16, vocab_size: 250880 },
  ],
  [
    'ibm-granite/granite-3.1-1b-a400m-instruct',
    1_334_628_352,
    {
      model_type: 'granitemoe',
      hidden_size: 1024,
      num_hidden_layers: 24,
      num_attention_heads: 16,
      num_key_value_heads: 8,
      intermediate_size: 512,
      num_local_experts: 32,
      num_experts_per_tok: 8,
      vocab_size: 49155,
      max_position_embeddings: 131072,
      tie_word_embeddings: true,
    },
  ],
  [
    'arcee-ai/AFM-4.5B',
    4_619_184_640,
    {
      model_type: 'arcee',
      hidden_size: 2560,
      num_hidden_layers: 36,
      num_attention_heads: 20,
      num_key_value_heads: 4,
      head_dim: 128,
      intermediate_size: 18432,
      vocab_size: 128004,
      max_position_embeddings: 65536,
      tie_word_embeddings: false,
    },
  ],
  [
    'openbmb/MiniCPM-2B-sft-bf16',
    2_724_880_896,
    {
      model_type: 'minicpm',
      hidden_size: 2304,
      num_hidden_layers: 40,
      num_attention_heads: 36,
      num_key_value_heads: 36,
      intermediate_size: 5760,
      vocab_size: 122753,
      max_position_embeddings: 4096,
    },
  ],
  [
    'allenai/OLMo-2-0425-1B-Instruct',
    1_484_916_736,
    {
      model_type: 'olmo2',
      hidden_size: 2048,
      num_hidden_layers: 16,
      num_attention_heads: 16,
      num_key_value_heads: 16,
      intermediate_size: 8192,
      vocab_size: 100352,
      max_position_embeddings: 4096,
      tie_word_embeddings: false,
    },
  ],
  [
    'tiiuae/falcon-11B',
    11_102_822_400,
    {
      model_type: 'falcon',
      hidden_size: 4096,
      num_hidden_layers: 60,
      num_attention_heads: 32,
      num_kv_heads: 8,
      new_decoder_architecture: true,
      ffn_hidden_size: 16384,
      num_ln_in_parallel_attn: 1,
      vocab_size: 65024,
      bias: false,
      tie_word_embeddings: false,
    },
  ],
]

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

it('refuses what it would read wrongly: the first ChatGLM, Falcon with ALiBi, OPT 350M, Hunyuan with lists that differ', () => {
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
    [{ model_type: 'chatglm', inner_hidden_size: 16_384 }, 'multi_query_group_num'],
    [{ model_type: 'falcon', alibi: true }, 'alibi'],
    [{ model_type: 'opt', word_embed_proj_dim: 512 }, 'word_embed_proj_dim'],
    [{ model_type: 'hunyuan_v1_moe', moe_topk: [1, 2], max_position_embeddings: 8 }, 'moe_topk'],
  ] as const)
    expect(thrown(() => readArchitecture({ ...shape, ...config }))).toMatchObject({
      code: 'invalid_architecture',
      values: { field },
    })
})
