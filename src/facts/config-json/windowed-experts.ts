import type { Architecture, Attention, Experts, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import {
  embeddingLength,
  isSliding,
  readAttention,
  readDecoder,
  readFeedForward,
} from './decoder.ts'
import { plainExperts } from './llama.ts'

/** Windowed and full blocks in turn: full ones where the pattern says so and `layer_types` nothing. */
function windowedAt(
  fields: ConfigFields,
  attention: Attention,
  window: number,
  isFull: (index: number) => boolean,
): (index: number) => Attention {
  const sliding: Attention = { ...attention, kind: 'sliding', window }
  return (index) => (isSliding(fields, index, (at) => !isFull(at)) ? sliding : attention)
}

/** A gate on what attention gives, of its length, beside the projections. */
function gateOf(fields: ConfigFields, { headCount, valueLength }: Attention) {
  return { name: 'attn_gate', shape: [embeddingLength(fields), headCount * valueLength] }
}

const fourNorms = { normCount: 4 } as const

/** Trinity (AfmoeConfig; llama.cpp src/models/afmoe.cpp): a gate on attention, norms before and behind, experts later on. */
export function readAfmoe(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { headLengthDefault: 128, queryKeyNorm: 'head' })
  const every = fields.count('global_attn_every_n_layers', 4)
  const window = fields.count('sliding_window', 1024)
  const attentionAt = windowedAt(fields, attention, window, (at) => (at + 1) % every === 0)
  const length = fields.count('moe_intermediate_size', 1408)
  const experts: Experts = {
    ...plainExperts(
      fields.count(['num_experts', 'num_local_experts'], 64),
      fields.count('num_experts_per_tok', 6),
      length,
    ),
    routerBias: true,
    sharedLength: fields.countOrZero('num_shared_experts', 2) * length,
  }
  const dense = fields.countOrZero('num_dense_layers', 1)
  const extraTensors = [gateOf(fields, attention)]
  return readDecoder(fields, {
    engineName: 'afmoe',
    modelType: 'afmoe',
    tiedByDefault: false,
    contextDefault: 16_384,
    layer: (index) => ({
      attention: attentionAt(index),
      ...(index < dense ? { feedForward: readFeedForward(fields) } : { experts }),
      ...fourNorms,
      extraTensors,
    }),
  })
}

/** Cohere 2 with experts (Cohere2MoeConfig; llama.cpp src/models/cohere2moe.cpp): one norm, both halves side by side. */
export function readCohere2Moe(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { headLengthDefault: 128 })
  const dense = fields.countOrZero('first_k_dense_replace', 0)
  const prefix = fields.count('prefix_dense_sliding_window_pattern', 1)
  const pattern = fields.count('sliding_window_pattern', 4)
  const attentionAt = windowedAt(
    fields,
    attention,
    fields.count('sliding_window', 4096),
    (at) => (at < dense ? (at + 1) % prefix : (at - dense + 1) % pattern) === 0,
  )
  const length = fields.count('intermediate_size')
  const experts: Experts = {
    ...plainExperts(fields.count('num_experts', 8), fields.count('num_experts_per_tok', 2), length),
    sharedLength: fields.countOrZero('num_shared_experts', 0) * length,
  }
  const network = fields.has('prefix_dense_intermediate_size')
    ? 'prefix_dense_intermediate_size'
    : 'intermediate_size'
  return readDecoder(fields, {
    engineName: 'cohere2moe',
    modelType: 'cohere2_moe',
    tiedByDefault: true,
    contextDefault: 8192,
    layer: (index): Layer => ({
      attention: attentionAt(index),
      ...(index < dense ? { feedForward: readFeedForward(fields, network) } : { experts }),
      normCount: 1,
    }),
  })
}

/** Muse Glimmer, the text part (MuseGlimmerTextConfig; llama.cpp src/models/muse-glimmer.cpp): the last block is full. */
export function readMuseGlimmer(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, {
    headLengthDefault: 128,
    headCountKvDefault: 2,
    queryKeyNorm: 'head',
  })
  const depth = fields.count('num_hidden_layers', 52)
  const attentionAt = windowedAt(
    fields,
    attention,
    fields.count('sliding_window', 2048),
    (at) => (depth - 1 - at) % 4 === 0,
  )
  const extraTensors = [gateOf(fields, attention)]
  return readDecoder(fields, {
    engineName: 'muse-glimmer',
    modelType: 'muse_glimmer',
    tiedByDefault: false,
    contextDefault: 131_072,
    layer: (index) => ({
      attention: attentionAt(index),
      feedForward: readFeedForward(fields),
      ...fourNorms,
      extraTensors,
    }),
  })
}

/** K-EXAONE (ExaoneMoeConfig; llama.cpp src/models/exaone-moe.cpp): blocks that predict further tokens are dense. */
export function readExaoneMoe(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { headLengthDefault: 128, queryKeyNorm: 'head' })
  const attentionAt = windowedAt(
    fields,
    attention,
    fields.count('sliding_window', 4096),
    (at) => (at + 1) % 4 === 0,
  )
  const length = fields.count('moe_intermediate_size', 1024)
  const experts: Experts = {
    ...plainExperts(
      fields.count('num_experts', 64),
      fields.count('num_experts_per_tok', 8),
      length,
    ),
    routerBias: true,
    sharedLength: fields.countOrZero('num_shared_experts', 1) * length,
  }
  const dense = fields.countOrZero('first_k_dense_replace', 1)
  const further = fields.countOrZero('num_nextn_predict_layers', 0)
  if (further > furtherMax)
    throw invalid('num_nextn_predict_layers', `${further} are more than ${furtherMax}`)
  return readDecoder(fields, {
    engineName: 'exaone-moe',
    modelType: 'exaone_moe',
    tiedByDefault: false,
    layer: (index) => ({
      attention: attentionAt(index),
      ...(index < dense ? { feedForward: readFeedForward(fields) } : { experts }),
      normCount: 2,
    }),
    nextTokenPredictionLayers: Array.from({ length: further }, () => ({
      attention,
      feedForward: readFeedForward(fields),
      normCount: 2,
      sharesEmbeddingAndHead: true,
    })),
  })
}

/** Published models add one block that predicts further tokens. */
const furtherMax = 16

/**
 * Laguna (LagunaConfig; llama.cpp src/models/laguna.cpp): query heads by block, one output gate per head or, without
 * `per-head`, one for each value; a shared expert.
 */
export function readLaguna(fields: ConfigFields): Architecture {
  const heads = fields.counts('num_attention_heads_per_layer')
  const experts: Experts = {
    ...plainExperts(
      fields.count('num_experts', 256),
      fields.count('num_experts_per_tok', 8),
      fields.count('moe_intermediate_size', 512),
    ),
    routerBias: true,
    sharedLength: fields.countOrZero('shared_expert_intermediate_size', 512),
  }
  const networks = fields.texts('mlp_layer_types')
  const window = fields.count('sliding_window', 512)
  return readDecoder(fields, {
    engineName: 'laguna',
    modelType: 'laguna',
    tiedByDefault: false,
    contextDefault: 131_072,
    layer: (index) => {
      const own = heads === undefined ? fields : fields.with('num_attention_heads', heads[index])
      const attention = readAttention(own, {
        headLengthDefault: 128,
        headCountKvDefault: 8,
        queryKeyNorm: 'head',
      })
      const gates =
        fields.text('gating') === 'per-head'
          ? [{ name: 'attn_gate', shape: [embeddingLength(fields), attention.headCount] }]
          : [gateOf(fields, attention)]
      const isDense = networks === undefined ? index === 0 : networks[index] === 'dense'
      return {
        attention: windowedAt(fields, attention, window, (at) => at % 4 === 0)(index),
        ...(isDense ? { feedForward: readFeedForward(fields) } : { experts }),
        normCount: 2,
        extraTensors: fields.raw('gating') === false ? [] : gates,
      }
    },
  })
}
