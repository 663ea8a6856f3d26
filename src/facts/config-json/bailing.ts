import type { Architecture, Experts, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { plainExperts } from './llama.ts'

/**
 * Ling and Ring: version 1 with separate projections, version 2 with one for all, norms on heads and a correction of the
 * router (llama.cpp src/models/bailingmoe.cpp, bailingmoe2.cpp and conversion/bailingmoe.py). Both call themselves
 * `bailing_moe`; the class, or the norms that only version 2 has, tells which it is.
 */
export function readBailingMoe(fields: ConfigFields): Architecture {
  const isSecond =
    fields.text('model_type') === 'bailing_moe_v2' ||
    (fields.texts('architectures')?.some((name) => name.includes('MoeV2')) ??
      fields.boolean('use_qk_norm', false))
  if (fields.boolean('use_qkv_bias', false) || fields.boolean('use_bias', false))
    throw invalid('use_qkv_bias', 'projections with bias')
  const attention = readAttention(fields, {
    fusedQueryKeyValue: isSecond,
    queryKeyNorm: isSecond ? 'head' : 'none',
  })
  const experts = bailingExperts(fields, isSecond)
  const denseBlocks = fields.countOrZero('first_k_dense_replace', 0)
  const sparse: Layer = { attention, experts, normCount: 2 }
  return readDecoder(fields, {
    engineName: isSecond ? 'bailingmoe2' : 'bailingmoe',
    modelType: fields.text('model_type') ?? 'bailing_moe',
    tiedByDefault: false,
    layer: (index) =>
      index < denseBlocks
        ? { attention, feedForward: readFeedForward(fields), normCount: 2 }
        : sparse,
    nextTokenPredictionLayers: isSecond ? furtherLayers(fields, sparse) : [],
  })
}

function bailingExperts(fields: ConfigFields, hasCorrection: boolean): Experts {
  const length = fields.count('moe_intermediate_size')
  const sharedCount = fields.countOrZero('num_shared_experts', 0)
  return {
    ...plainExperts(fields.count('num_experts'), fields.count('num_experts_per_tok'), length),
    routerBias: hasCorrection && fields.boolean('moe_router_enable_expert_bias', true),
    sharedLength: sharedCount * fields.count('moe_shared_expert_intermediate_size', length),
  }
}

function furtherLayers(fields: ConfigFields, sparse: Layer): Layer[] {
  const count = fields.countOrZero('num_nextn_predict_layers', 0)
  if (count > 16) throw invalid('num_nextn_predict_layers', `${count} are more than 16`)
  const norm = { name: 'layer_output_norm', shape: [embeddingLength(fields)] }
  return Array.from({ length: count }, () => ({
    ...sparse,
    extraTensors: [norm],
    sharesEmbeddingAndHead: true as const,
  }))
}
