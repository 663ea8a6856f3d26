import type { Architecture, Attention, Experts, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readAttention, readDecoder, readFeedForward } from './decoder.ts'

/** Routed and shared experts of DeepSeek V3 and its kin; the router has a correction bias (`exp_probs_b`). */
export function routedExperts(fields: ConfigFields): Experts {
  const length = fields.count('moe_intermediate_size')
  return {
    count: fields.count('n_routed_experts'),
    usedCount: fields.count('num_experts_per_tok'),
    length,
    gated: true,
    bias: false,
    routerBias: fields.text('topk_method') !== 'greedy',
    sharedLength: fields.countOrZero('n_shared_experts', 0) * length,
    sharedGate: false,
  }
}

/** Multi-head latent attention: one latent vector and one rotary key per position (DeepSeek-V2, arXiv 2405.04434, 2.1). */
export function latentAttention(fields: ConfigFields): Attention {
  const headCount = fields.count('num_attention_heads')
  const ropeLength = fields.count('qk_rope_head_dim', 64)
  const queryRank = fields.has('q_lora_rank') ? fields.count('q_lora_rank') : undefined
  return {
    kind: 'full',
    headCount,
    headCountKv: 1,
    keyLength: fields.count('qk_nope_head_dim', 128) + ropeLength,
    valueLength: fields.count('v_head_dim', 128),
    latent: {
      kvRank: fields.count('kv_lora_rank', 512),
      ropeLength,
      ...(queryRank === undefined ? {} : { queryRank }),
    },
    queryKeyValueBias: false,
    outputBias: false,
    queryKeyNorm: 'none',
    sinks: false,
    outputGate: false,
    sharesCache: false,
    fusedQueryKeyValue: false,
  }
}

/** DeepSeek V3 and R1, Kimi K2: the first blocks are dense. llama.cpp calls all of them `deepseek2`. */
export const readDeepseekV3 = (fields: ConfigFields) =>
  readDeepseek(fields, {
    engineName: 'deepseek2',
    modelType: fields.text('model_type') ?? 'deepseek_v3',
    attention: latentAttention(fields),
    experts: routedExperts(fields),
  })

/** DeepSeek V2: the same without a correction of the router (DeepseekV2Config). */
export const readDeepseekV2 = (fields: ConfigFields) =>
  readDeepseek(fields, {
    engineName: 'deepseek2',
    modelType: 'deepseek_v2',
    attention: latentAttention(fields),
    experts: { ...routedExperts(fields), routerBias: false },
  })

/** DeepSeekMoE 16B: plain attention (llama.cpp src/models/deepseek.cpp). */
export const readDeepseekMoe = (fields: ConfigFields) =>
  readDeepseek(fields, {
    engineName: 'deepseek',
    modelType: 'deepseek',
    attention: readAttention(fields, {
      queryKeyValueBias: fields.boolean('attention_bias', false),
    }),
    experts: { ...routedExperts(fields), routerBias: false },
  })

interface DeepseekParts {
  readonly engineName: string
  readonly modelType: string
  readonly attention: Attention
  readonly experts: Experts
}

function readDeepseek(
  fields: ConfigFields,
  { engineName, modelType, attention, experts }: DeepseekParts,
): Architecture {
  const denseBlocks = fields.countOrZero('first_k_dense_replace', 0)
  const sparse: Layer = { attention, experts, normCount: 2 }
  return readDecoder(fields, {
    engineName,
    modelType,
    tiedByDefault: false,
    layer: (index) =>
      index < denseBlocks
        ? { attention, feedForward: readFeedForward(fields), normCount: 2 }
        : sparse,
    // In the checkpoint of V3 and R1, 685B with it; the converter leaves it out (conversion/deepseek.py).
    nextTokenPredictionLayers: furtherBlocks(fields, sparse),
  })
}

const furtherMax = 16

function furtherBlocks(fields: ConfigFields, sparse: Layer): readonly Layer[] {
  const count = fields.countOrZero('num_nextn_predict_layers', 0)
  if (count > furtherMax)
    throw invalid('num_nextn_predict_layers', `${count} are more than ${furtherMax}`)
  return Array.from({ length: count }, () => ({ ...sparse, leftOutOfFiles: true }))
}

/** GLM-4.5: grouped-query attention with biases, DeepSeek's experts, one block that predicts further tokens. */
export function readGlm4Moe(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, {
    headLengthDefault: 128,
    queryKeyValueBias: fields.boolean('attention_bias', false),
    queryKeyNorm: fields.boolean('use_qk_norm', false) ? 'head' : 'none',
  })
  const experts = { ...routedExperts(fields), routerBias: true }
  const denseBlocks = fields.countOrZero('first_k_dense_replace', 1)
  // The norm before the network has the name of one behind attention (llama.cpp src/models/glm4-moe.cpp).
  const norms = { normCount: 2, normNames: ['attn_norm', 'post_attention_norm'] }
  const sparse: Layer = { attention, experts, ...norms }
  return readDecoder(fields, {
    engineName: 'glm4moe',
    modelType: 'glm4_moe',
    tiedByDefault: false,
    layer: (index) =>
      index < denseBlocks ? { attention, feedForward: readFeedForward(fields), ...norms } : sparse,
    nextTokenPredictionLayers: Array.from(
      { length: fields.countOrZero('num_nextn_predict_layers', 0) },
      () => sparse,
    ),
  })
}
