import type { Architecture, Experts } from '../architecture.ts'
import type { ConfigFields } from './config-fields.ts'
import {
  type AttentionOptions,
  readAttention,
  readDecoder,
  readFeedForward,
  ropeFactorTensors,
} from './decoder.ts'

interface LlamaOptions {
  readonly engineName: string
  readonly modelType: string
  readonly tiedByDefault?: boolean
  readonly attention?: AttentionOptions
  readonly normCount?: number
  readonly contextDefault?: number
}

/** Llama and everything built like it: pre-norm blocks of grouped-query attention and a gated feed-forward network. */
function readLlamaLike(fields: ConfigFields, options: LlamaOptions): Architecture {
  const bias = fields.boolean('attention_bias', false)
  const attention = readAttention(fields, {
    queryKeyValueBias: bias,
    outputBias: bias,
    ...options.attention,
  })
  const layer = {
    attention,
    feedForward: readFeedForward(fields),
    normCount: options.normCount ?? 2,
  }
  return readDecoder(fields, {
    engineName: options.engineName,
    modelType: options.modelType,
    tiedByDefault: options.tiedByDefault ?? false,
    layer: () => layer,
    extraTensors: ropeFactorTensors(fields, attention.keyLength),
    ...(options.contextDefault === undefined ? {} : { contextDefault: options.contextDefault }),
  })
}

export const readLlama = (fields: ConfigFields) =>
  readLlamaLike(fields, { engineName: 'llama', modelType: 'llama', contextDefault: 2048 })

/**
 * Mistral. Its `sliding_window` is read by transformers but not by llama.cpp (architecture `llama`), which keeps every
 * position; transformers' default of 8 key-value heads is MistralConfig's.
 */
export const readMistral = (fields: ConfigFields) =>
  readLlamaLike(fields, {
    engineName: 'llama',
    modelType: 'mistral',
    attention: { headCountKvDefault: 8 },
  })

/** The text part of Mistral Small 3.1 and later, llama.cpp architecture `mistral3`. */
export const readMistral3 = (fields: ConfigFields) => ({
  ...readMistral(fields),
  engineName: 'mistral3',
  modelType: 'mistral3',
})

/** Qwen2: biases on queries, keys and values only (modeling_qwen2.py, Qwen2Attention). */
export const readQwen2 = (fields: ConfigFields) =>
  readLlamaLike(fields, {
    engineName: 'qwen2',
    modelType: 'qwen2',
    attention: { queryKeyValueBias: true, outputBias: false },
  })

/** Qwen3: norms on each query and key head, heads of 128 unless said otherwise (Qwen3Config). */
export const readQwen3 = (fields: ConfigFields) =>
  readLlamaLike(fields, {
    engineName: 'qwen3',
    modelType: 'qwen3',
    attention: { queryKeyNorm: 'head', headLengthDefault: 128 },
  })

export const readSmollm3 = (fields: ConfigFields) =>
  readLlamaLike(fields, {
    engineName: 'smollm3',
    modelType: 'smollm3',
    tiedByDefault: true,
    attention: { headCountKvDefault: 4 },
  })

export const readGranite = (fields: ConfigFields) =>
  readLlamaLike(fields, { engineName: 'granite', modelType: 'granite', tiedByDefault: false })

/** Mixtral: every feed-forward network is eight experts (MixtralConfig), stored under architecture `llama`. */
export function readMixtral(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { headCountKvDefault: 8 })
  const experts = plainExperts(
    fields.count('num_local_experts', 8),
    fields.count('num_experts_per_tok', 2),
    fields.count('intermediate_size'),
  )
  const layer = { attention, experts, normCount: 2 }
  return readDecoder(fields, {
    engineName: 'llama',
    modelType: 'mixtral',
    tiedByDefault: false,
    layer: () => layer,
  })
}

/** Qwen3-MoE: experts in every `decoder_sparse_step`-th block that `mlp_only_layers` does not name. */
export function readQwen3Moe(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { queryKeyNorm: 'head', headCountKvDefault: 4 })
  const step = fields.count('decoder_sparse_step', 1)
  const dense = new Set(fields.counts('mlp_only_layers') ?? [])
  const experts = plainExperts(
    fields.count(['num_experts', 'num_local_experts']),
    fields.count('num_experts_per_tok'),
    fields.count('moe_intermediate_size'),
  )
  return readDecoder(fields, {
    engineName: 'qwen3moe',
    modelType: 'qwen3_moe',
    tiedByDefault: false,
    layer: (index) =>
      dense.has(index) || (index + 1) % step !== 0
        ? { attention, feedForward: readFeedForward(fields), normCount: 2 }
        : { attention, experts, normCount: 2 },
  })
}

/** Experts without shared ones and without biases. */
export function plainExperts(count: number, usedCount: number, length: number): Experts {
  return {
    count,
    usedCount,
    length,
    gated: true,
    bias: false,
    routerBias: false,
    sharedLength: 0,
    sharedGate: false,
  }
}
