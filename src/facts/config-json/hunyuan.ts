import type { Architecture, Attention, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { plainExperts } from './llama.ts'

function attentionOf(fields: ConfigFields): Attention {
  const bias = fields.boolean('attention_bias', false)
  return readAttention(fields, {
    queryKeyValueBias: bias,
    outputBias: bias,
    queryKeyNorm: fields.boolean('use_qk_norm', true) ? 'head' : 'none',
  })
}

/** Hunyuan 0.5B to 7B (HunYuanDenseV1Config). */
export function readHunyuanDense(fields: ConfigFields): Architecture {
  const layer = {
    attention: attentionOf(fields),
    feedForward: readFeedForward(fields),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'hunyuan-dense',
    modelType: 'hunyuan_v1_dense',
    tiedByDefault: false,
    layer: () => layer,
  })
}

/** Hunyuan A13B: routed and shared experts in every block (HunYuanMoEV1Config). */
export function readHunyuanMoe(fields: ConfigFields): Architecture {
  const length = sameInEveryLayer(fields, 'moe_intermediate_size', () =>
    fields.count('intermediate_size'),
  )
  const experts = {
    ...plainExperts(
      fields.count('num_experts'),
      sameInEveryLayer(fields, 'moe_topk', () => 1),
      length,
    ),
    sharedLength: sameInEveryLayer(fields, 'num_shared_expert', () => 1) * length,
  }
  const layer = { attention: attentionOf(fields), experts, normCount: 2 }
  return readDecoder(fields, {
    engineName: 'hunyuan-moe',
    modelType: 'hunyuan_v1_moe',
    tiedByDefault: false,
    layer: () => layer,
  })
}

/**
 * Hunyuan-Large: the same experts, and every second block attends with keys and values of the block before it
 * (arXiv 2411.02265, 2.2.1, cross-layer attention). llama.cpp has no such architecture.
 */
export function readHunyuanLarge(fields: ConfigFields): Architecture {
  const shape = readHunyuanMoe(fields)
  const share = fields.boolean('use_cla', false) ? fields.count('cla_share_factor', 2) : 1
  const [own] = shape.layers
  if (own?.attention === undefined) throw invalid('num_hidden_layers', 'no block')
  const sharing = { ...own, attention: { ...own.attention, sharesCache: true } }
  return {
    ...shape,
    engineName: undefined,
    modelType: 'hunyuan',
    layers: shape.layers.map((_, index) => (index % share === 0 ? own : sharing)),
  }
}

/**
 * Hy3 (HYV3Config; llama.cpp src/models/hy-v3.cpp): grouped-query attention, DeepSeek's experts from the second block on,
 * one block that predicts a further token.
 */
export function readHyV3(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, {
    headLengthDefault: 128,
    headCountKvDefault: 8,
    queryKeyNorm: 'head',
  })
  const length = fields.count(['moe_intermediate_size', 'expert_hidden_dim'])
  const experts = {
    ...plainExperts(
      fields.count('num_experts', 192),
      fields.count('num_experts_per_tok', 8),
      length,
    ),
    sharedLength: fields.countOrZero('num_shared_experts', 1) * length,
  }
  const dense = fields.countOrZero('first_k_dense_replace', 1)
  // Without the ending that other corrections have.
  const correction = { name: 'exp_probs_b', shape: [experts.count] }
  const sparse: Layer = { attention, experts, normCount: 2, extraTensors: [correction] }
  const further = fields.countOrZero('num_nextn_predict_layers', 0)
  if (further > 16) throw invalid('num_nextn_predict_layers', `${further} are more than 16`)
  return readDecoder(fields, {
    engineName: 'hy_v3',
    modelType: 'hy_v3',
    tiedByDefault: false,
    layer: (index) =>
      index < dense ? { attention, feedForward: readFeedForward(fields), normCount: 2 } : sparse,
    nextTokenPredictionLayers: Array.from({ length: further }, () => ({
      ...sparse,
      sharesEmbeddingAndHead: true,
    })),
  })
}

/** A number, or a list with one number for each layer; lists that differ by layer were never published. */
function sameInEveryLayer(fields: ConfigFields, name: string, otherwise: () => number): number {
  if (!fields.has(name)) return otherwise()
  if (!Array.isArray(fields.raw(name))) return fields.count(name)
  const [first, ...rest] = fields.counts(name) ?? []
  if (first === undefined || first < 1 || rest.some((value) => value !== first))
    throw invalid(name, 'a list whose entries differ')
  return first
}
