import type { Architecture, Experts, ExtraTensor, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import {
  isSliding,
  readAttention,
  readDecoder,
  readFeedForward,
  ropeFactorTensors,
} from './decoder.ts'
import { readFirstChatglm } from './layer-norm-decoders.ts'
import { plainExperts } from './llama.ts'

/** Apertus (ApertusConfig): a network without a gate; norms on queries and keys. */
export function readApertus(fields: ConfigFields): Architecture {
  const bias = fields.boolean('attention_bias', false)
  const attention = readAttention(fields, {
    queryKeyValueBias: bias,
    outputBias: bias,
    queryKeyNorm: 'head',
  })
  const layer: Layer = {
    attention,
    feedForward: { ...readFeedForward(fields), gated: false },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'apertus',
    modelType: 'apertus',
    tiedByDefault: false,
    contextDefault: 65_536,
    layer: () => layer,
    extraTensors: apertusRope(fields, attention.keyLength),
  })
}

/** Without a word of its own the config means Llama 3's scaling of positions (ApertusConfig.default_rope…). */
function apertusRope(fields: ConfigFields, headLength: number): ExtraTensor[] {
  return fields.has('rope_scaling') || fields.has('rope_parameters')
    ? ropeFactorTensors(fields, headLength)
    : [{ name: 'rope_freqs', shape: [Math.floor(headLength / 2)] }]
}

/** Apertus 1.5, the text part: its head has no rows for the tokens of images and speech. llama.cpp has no such architecture. */
export function readApertus15(fields: ConfigFields): Architecture {
  const shape = { ...readApertus(fields), engineName: undefined, modelType: 'apertus1p5' }
  const rows = fields.count('output_vocab_size', shape.vocabularySize)
  if (rows > shape.vocabularySize)
    throw invalid('output_vocab_size', `${rows} are more than the embedding has`)
  return rows === shape.vocabularySize ? shape : { ...shape, outputVocabularySize: rows }
}

/** Arcee (ArceeConfig): Llama with a network of squared ReLU without a gate. */
export function readArcee(fields: ConfigFields): Architecture {
  const bias = fields.boolean('attention_bias', false)
  const attention = readAttention(fields, { queryKeyValueBias: bias, outputBias: bias })
  const layer: Layer = {
    attention,
    feedForward: { ...readFeedForward(fields), gated: false },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'arcee',
    modelType: 'arcee',
    tiedByDefault: false,
    layer: () => layer,
    extraTensors: ropeFactorTensors(fields, attention.keyLength),
  })
}

/** Seed-OSS (SeedOssConfig): biases on queries, keys and values; the second norm is named as one behind attention. */
export function readSeedOss(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, {
      headLengthDefault: 128,
      queryKeyValueBias: fields.boolean('attention_bias', true),
      outputBias: fields.boolean('attention_out_bias', false),
    }),
    feedForward: readFeedForward(fields),
    normCount: 2,
    normNames: ['attn_norm', 'post_attention_norm'],
  }
  return readDecoder(fields, {
    engineName: 'seed_oss',
    modelType: 'seed_oss',
    tiedByDefault: false,
    layer: () => layer,
  })
}

/** EXAONE 4: norms behind only; in the 32B three windowed blocks to a full one (Exaone4Config). */
export function readExaone4(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { queryKeyNorm: 'head' })
  const window = fields.has('sliding_window') ? fields.count('sliding_window') : undefined
  const names = ['post_attention_norm', 'post_ffw_norm']
  return readDecoder(fields, {
    engineName: 'exaone4',
    modelType: 'exaone4',
    tiedByDefault: false,
    layer: (index) => ({
      attention:
        window !== undefined && isSliding(fields, index, (at) => (at + 1) % 4 !== 0)
          ? { ...attention, kind: 'sliding', window }
          : attention,
      feedForward: readFeedForward(fields),
      normCount: 2,
      normNames: names,
    }),
    extraTensors: ropeFactorTensors(fields, attention.keyLength),
  })
}

/** EXAONE 3 and Deep: built like Llama. */
export function readExaone(fields: ConfigFields): Architecture {
  const attention = readAttention(fields)
  const layer: Layer = { attention, feedForward: readFeedForward(fields), normCount: 2 }
  return readDecoder(fields, {
    engineName: 'exaone',
    modelType: 'exaone',
    tiedByDefault: false,
    layer: () => layer,
    extraTensors: ropeFactorTensors(fields, attention.keyLength),
  })
}

/** ERNIE 4.5 (Ernie4_5Config). */
export function readErnie45(fields: ConfigFields): Architecture {
  const bias = fields.boolean('use_bias', false)
  const layer: Layer = {
    attention: readAttention(fields, {
      headLengthDefault: 128,
      queryKeyValueBias: bias,
      outputBias: bias,
    }),
    feedForward: { ...readFeedForward(fields), bias },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'ernie4_5',
    modelType: 'ernie4_5',
    tiedByDefault: true,
    layer: () => layer,
  })
}

/** ERNIE 4.5 with experts from a block on; the router has a correction (Ernie4_5_MoeConfig). */
export function readErnie45Moe(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { headCountKvDefault: 4 })
  const length = fields.count('moe_intermediate_size')
  const experts: Experts = {
    ...plainExperts(fields.count('moe_num_experts'), fields.count('moe_k', 2), length),
    routerBias: true,
    sharedLength: fields.countOrZero('moe_num_shared_experts', 0) * length,
  }
  const start = fields.countOrZero('moe_layer_start_index', 1)
  const end = fields.has('moe_layer_end_index') ? lastLayer(fields) : Number.POSITIVE_INFINITY
  const interval = fields.count('moe_layer_interval', 1)
  return readDecoder(fields, {
    engineName: 'ernie4_5-moe',
    modelType: 'ernie4_5_moe',
    tiedByDefault: true,
    layer: (index) =>
      index >= start && index <= end && (index + 1) % interval === 0
        ? { attention, experts, normCount: 2 }
        : { attention, feedForward: readFeedForward(fields), normCount: 2 },
  })
}

/** -1 stands for the last. */
function lastLayer(fields: ConfigFields): number {
  const end = fields.raw('moe_layer_end_index')
  if (end === -1) return Number.POSITIVE_INFINITY
  return fields.countOrZero('moe_layer_end_index')
}

/** Qwen1.5-MoE and Qwen2-57B: routed experts beside a shared one with a gate of its own (Qwen2MoeConfig). */
export function readQwen2Moe(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { queryKeyValueBias: true })
  const experts: Experts = {
    ...plainExperts(
      fields.count('num_experts'),
      fields.count('num_experts_per_tok'),
      fields.count('moe_intermediate_size'),
    ),
    sharedLength: fields.count('shared_expert_intermediate_size'),
    sharedGate: true,
  }
  const step = fields.count('decoder_sparse_step', 1)
  const dense = new Set(fields.counts('mlp_only_layers') ?? [])
  return readDecoder(fields, {
    engineName: 'qwen2moe',
    modelType: 'qwen2_moe',
    tiedByDefault: false,
    layer: (index) =>
      dense.has(index) || (index + 1) % step !== 0
        ? { attention, feedForward: readFeedForward(fields), normCount: 2 }
        : { attention, experts, normCount: 2 },
  })
}

/** Granite 3 with experts, routed ones and in GraniteMoeShared a shared one (GraniteMoeConfig, GraniteMoeSharedConfig). */
export function readGraniteMoe(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields),
    experts: {
      ...plainExperts(
        fields.count('num_local_experts', 8),
        fields.count('num_experts_per_tok', 2),
        fields.count('intermediate_size'),
      ),
      sharedLength: fields.countOrZero('shared_intermediate_size', 0),
    },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'granitemoe',
    modelType: fields.text('model_type') ?? 'granitemoe',
    tiedByDefault: false,
    layer: () => layer,
  })
}

/** InternLM 2: the checkpoint has queries, keys and values in one tensor, the GGUF file apart (conversion/internlm.py). */
export function readInternlm2(fields: ConfigFields): Architecture {
  const bias = fields.boolean('bias', false)
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyValueBias: bias, outputBias: bias }),
    feedForward: readFeedForward(fields),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'internlm2',
    modelType: 'internlm2',
    tiedByDefault: false,
    layer: () => layer,
  })
}

/** InternLM 3 (InternLM3Config): Llama whose `bias` is that of the network and of the output. */
export function readInternlm3(fields: ConfigFields): Architecture {
  const bias = fields.boolean('bias', fields.boolean('mlp_bias', false))
  const layer: Layer = {
    attention: readAttention(fields, {
      headLengthDefault: 128,
      headCountKvDefault: 2,
      queryKeyValueBias: fields.boolean('qkv_bias', fields.boolean('attention_bias', false)),
      outputBias: bias,
    }),
    feedForward: { ...readFeedForward(fields), bias },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'llama',
    modelType: 'internlm3',
    tiedByDefault: false,
    layer: () => layer,
  })
}

/** Baichuan 1 and 2: one tensor for queries, keys and values in the checkpoint, three in the file. */
export function readBaichuan(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields),
    feedForward: readFeedForward(fields),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'baichuan',
    modelType: 'baichuan',
    tiedByDefault: false,
    contextDefault: fields.count('model_max_length', 4096),
    layer: () => layer,
  })
}

/** The first Qwen: its `intermediate_size` counts gate and up together. */
export function readQwen1(fields: ConfigFields): Architecture {
  const length = fields.count('intermediate_size') / 2
  if (!Number.isInteger(length)) throw invalid('intermediate_size', 'odd')
  const layer: Layer = {
    attention: readAttention(fields, { fusedQueryKeyValue: true, queryKeyValueBias: true }),
    feedForward: { length, gated: true, bias: false, fusedGateUp: false },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'qwen',
    modelType: 'qwen',
    tiedByDefault: false,
    contextDefault: fields.count('seq_length', 8192),
    layer: () => layer,
  })
}

/** ChatGLM 2, 3 and GLM-4-9B-Chat: grouped-query attention under names of its own. The first ChatGLM is another design. */
export function readChatglm(fields: ConfigFields): Architecture {
  if (fields.has('inner_hidden_size')) return readFirstChatglm(fields)
  if (!fields.has('multi_query_group_num')) throw invalid('multi_query_group_num', 'missing')
  const layer: Layer = {
    attention: readAttention(fields, {
      headCountKvDefault: fields.count('multi_query_group_num'),
      headLengthDefault: fields.count('kv_channels', 128),
      fusedQueryKeyValue: true,
      queryKeyValueBias: fields.boolean('add_qkv_bias', false),
      outputBias: fields.boolean('add_bias_linear', false),
    }),
    feedForward: { ...readFeedForward(fields, 'ffn_hidden_size'), fusedGateUp: true },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'chatglm',
    modelType: 'chatglm',
    tiedByDefault: false,
    vocabularyDefault: fields.has('padded_vocab_size') ? fields.count('padded_vocab_size') : 65_024,
    layer: () => layer,
  })
}

/** MiniCPM 1B and 2B: Llama with a tied head. */
export function readMinicpm(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields),
    feedForward: readFeedForward(fields),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'minicpm',
    modelType: 'minicpm',
    tiedByDefault: true,
    layer: () => layer,
  })
}

/** dots.llm1: DeepSeek's experts with grouped-query attention (Dots1Config). */
export function readDots1(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { queryKeyNorm: 'head' })
  const length = fields.count('moe_intermediate_size')
  const experts: Experts = {
    ...plainExperts(fields.count('n_routed_experts'), fields.count('num_experts_per_tok'), length),
    routerBias: true,
    sharedLength: fields.countOrZero('n_shared_experts', 0) * length,
  }
  const dense = fields.countOrZero('first_k_dense_replace', 0)
  return readDecoder(fields, {
    engineName: 'dots1',
    modelType: 'dots1',
    tiedByDefault: false,
    layer: (index) =>
      index < dense
        ? { attention, feedForward: readFeedForward(fields), normCount: 2 }
        : { attention, experts, normCount: 2 },
  })
}

/** MiMo 7B: Qwen2 with a block that predicts a further token. llama.cpp's converter does not take it. */
export function readMimo(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyValueBias: fields.boolean('attention_bias', true) }),
    feedForward: readFeedForward(fields),
    normCount: 2,
  }
  const further = fields.countOrZero('num_nextn_predict_layers', 0)
  if (further > furtherMax)
    throw invalid('num_nextn_predict_layers', `${further} are more than ${furtherMax}`)
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'mimo',
    tiedByDefault: false,
    layer: () => layer,
    nextTokenPredictionLayers: Array.from({ length: further }, () => ({
      ...layer,
      sharesEmbeddingAndHead: true,
      leftOutOfFiles: true,
    })),
  })
}

/** Published models add one block that predicts further tokens. */
const furtherMax = 16
