import type { Architecture, Layer } from '../architecture.ts'
import type { ConfigFields } from './config-fields.ts'
import {
  embeddingLength,
  isSliding,
  readAttention,
  readDecoder,
  readFeedForward,
  ropeFactorTensors,
} from './decoder.ts'
import { plainExperts } from './llama.ts'

/** Phi-3, Phi-3.5-mini, Phi-4: one tensor for queries, keys and values, one for gate and up (conversion/phi.py). */
export function readPhi3(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { fusedQueryKeyValue: true })
  const layer: Layer = {
    attention,
    feedForward: { ...readFeedForward(fields), fusedGateUp: true },
    normCount: 2,
  }
  const rotary = Math.round(attention.keyLength * partialRotary(fields))
  return readDecoder(fields, {
    engineName: 'phi3',
    modelType: 'phi3',
    tiedByDefault: false,
    layer: () => layer,
    extraTensors: ropeFactorTensors(fields, rotary),
  })
}

function partialRotary(fields: ConfigFields): number {
  const factor = fields.raw('partial_rotary_factor')
  return typeof factor === 'number' && factor > 0 && factor <= 1 ? factor : 1
}

/** GLM-4-0414: norms before and after both halves of a block, gate and up in one tensor (Glm4Config). */
export function readGlm4(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, {
    headLengthDefault: 128,
    headCountKvDefault: 2,
    queryKeyValueBias: fields.boolean('attention_bias', false),
  })
  const layer: Layer = {
    attention,
    feedForward: { ...readFeedForward(fields), fusedGateUp: true },
    normCount: 4,
  }
  return readDecoder(fields, {
    engineName: 'glm4',
    modelType: 'glm4',
    tiedByDefault: false,
    layer: () => layer,
  })
}

/** gpt-oss: windowed and full blocks in turn, sinks, biases everywhere, experts only (GptOssConfig). */
export function readGptOss(fields: ConfigFields): Architecture {
  const bias = fields.boolean('attention_bias', true)
  const attention = readAttention(fields, {
    headLengthDefault: 64,
    headCountKvDefault: 8,
    queryKeyValueBias: bias,
    outputBias: bias,
    sinks: true,
  })
  const window = fields.count('sliding_window', 128)
  const experts = {
    ...plainExperts(
      fields.count(['num_local_experts', 'num_experts']),
      fields.count(['num_experts_per_tok', 'experts_per_token']),
      fields.count('intermediate_size'),
    ),
    bias: true,
    routerBias: true,
  }
  return readDecoder(fields, {
    engineName: 'gpt-oss',
    modelType: 'gpt_oss',
    tiedByDefault: false,
    contextDefault: 131_072,
    layer: (index) => ({
      attention: isSliding(fields, index, (at) => at % 2 === 0)
        ? { ...attention, kind: 'sliding', window }
        : attention,
      experts,
      normCount: 1,
      // The norm before the experts has the name of one behind attention (conversion/gpt_oss.py).
      extraTensors: [{ name: 'post_attention_norm', shape: [embeddingLength(fields)] }],
    }),
  })
}

/** Cohere: attention and feed-forward side by side behind one norm, tied head (CohereConfig). */
export function readCohere(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, {
    queryKeyNorm: fields.boolean('use_qk_norm', false) ? 'full' : 'none',
  })
  const layer: Layer = { attention, feedForward: readFeedForward(fields), normCount: 1 }
  return readDecoder(fields, {
    engineName: 'command-r',
    modelType: 'cohere',
    tiedByDefault: true,
    layer: () => layer,
  })
}

/** Cohere 2: three windowed blocks to a full one (Cohere2Config). */
export function readCohere2(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { headLengthDefault: 128 })
  const window = fields.count('sliding_window', 4096)
  const pattern = fields.count(['sliding_window_pattern', '_sliding_window_pattern'], 4)
  return readDecoder(fields, {
    engineName: 'cohere2',
    modelType: 'cohere2',
    tiedByDefault: true,
    layer: (index) => ({
      attention: isSliding(fields, index, (at) => (at + 1) % pattern !== 0)
        ? { ...attention, kind: 'sliding', window }
        : attention,
      feedForward: readFeedForward(fields),
      normCount: 1,
    }),
  })
}

/**
 * Llama 4: three blocks that see only their chunk to one that sees everything; experts in every
 * `interleave_moe_layer_step`-th block, one routed and one shared (Llama4TextConfig).
 */
export function readLlama4(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { headLengthDefault: 128, headCountKvDefault: 8 })
  const window = fields.count('attention_chunk_size', 8192)
  const length = fields.count('intermediate_size')
  const experts = {
    ...plainExperts(
      fields.count('num_local_experts'),
      fields.count('num_experts_per_tok', 1),
      length,
    ),
    sharedLength: length,
  }
  const step = fields.count('interleave_moe_layer_step', 1)
  const listed = fields.counts('moe_layers')
  const hasExperts = (index: number) =>
    listed === undefined ? (index + 1) % step === 0 : listed.includes(index)
  return readDecoder(fields, {
    engineName: 'llama4',
    modelType: 'llama4',
    tiedByDefault: false,
    vocabularyDefault: 202_048,
    extraTensors: ropeFactorTensors(fields, attention.keyLength),
    layer: (index) => ({
      attention: (index + 1) % 4 === 0 ? attention : { ...attention, kind: 'chunked', window },
      ...(hasExperts(index)
        ? { experts }
        : { feedForward: readFeedForward(fields, 'intermediate_size_mlp') }),
      normCount: 2,
    }),
  })
}
