import type { Architecture, Experts, Layer, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { latentAttention, routedExperts } from './deepseek.ts'
import { plainExperts } from './llama.ts'

/**
 * Ling 2.5 and Ring 2.5 (bailing_moe_linear.py of vLLM 0.33): Lightning attention, and at the end of every group of
 * `layer_group_size` latent attention; experts behind the first blocks. llama.cpp has no such architecture.
 */
export function readBailingMoeV25(fields: ConfigFields): Architecture {
  const group = fields.count('layer_group_size', 8)
  const attention = latentAttention(fields)
  const recurrent: Recurrent = {
    kind: 'linear-attention',
    headCount: attention.headCount,
    headLength: fields.count('head_dim', 128),
    ...(fields.boolean('use_qk_norm', true) ? { queryKeyNorm: true as const } : {}),
  }
  const length = fields.count('moe_intermediate_size')
  const experts: Experts = {
    ...plainExperts(fields.count('num_experts'), fields.count('num_experts_per_tok'), length),
    routerBias: fields.boolean('moe_router_enable_expert_bias', false),
    sharedLength: fields.countOrZero('num_shared_experts', 0) * length,
  }
  const dense = fields.countOrZero('first_k_dense_replace', 0)
  const latent: Layer = { attention, experts, normCount: 2 }
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'bailing_moe_v2_5',
    tiedByDefault: false,
    layer: (index): Layer => ({
      ...((index + 1) % group === 0 ? { attention } : { recurrent }),
      ...(index < dense ? { feedForward: readFeedForward(fields) } : { experts }),
      normCount: 2,
    }),
    nextTokenPredictionLayers: furtherLayers(fields, {
      ...latent,
      extraTensors: [{ name: 'layer_output_norm', shape: [embeddingLength(fields)] }],
      sharesEmbeddingAndHead: true,
    }),
  })
}

function furtherLayers(fields: ConfigFields, layer: Layer): Layer[] {
  const count = fields.countOrZero('num_nextn_predict_layers', 0)
  if (count > 16) throw invalid('num_nextn_predict_layers', `${count} are more than 16`)
  return Array.from({ length: count }, () => layer)
}

/**
 * Solar Open 2: blocks of delta attention, and those of `gqa_layers` with grouped-query attention and a gate of full width;
 * experts in all of them. llama.cpp has no such architecture.
 */
export function readSolarOpen2(fields: ConfigFields): Architecture {
  const linear = fields.nested('linear_attn_config')
  if (linear === undefined) throw invalid('linear_attn_config', 'missing')
  const listed = fields.counts('gqa_layers')
  if (listed === undefined) throw invalid('gqa_layers', 'missing')
  const isFull = new Set(listed)
  const attention = readAttention(fields, { headLengthDefault: 128 })
  const gate = {
    name: 'attn_gate',
    shape: [embeddingLength(fields), attention.headCount * attention.valueLength],
  }
  const recurrent: Recurrent = {
    kind: 'kimi-delta',
    headCount: linear.count('num_heads', attention.headCount),
    headLength: linear.count('head_dim', 128),
    convolutionLength: linear.count('short_conv_kernel_size', 4),
  }
  const experts = { ...routedExperts(fields), routerBias: true }
  const dense = fields.countOrZero('first_k_dense_replace', 0)
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'solar_open2',
    tiedByDefault: false,
    layer: (index): Layer => ({
      ...(isFull.has(index) ? { attention, extraTensors: [gate] } : { recurrent }),
      ...(index < dense ? { feedForward: readFeedForward(fields) } : { experts }),
      normCount: 2,
    }),
  })
}

/**
 * MiniCPM-SALA: blocks by `mixer_types`, Lightning attention or grouped-query attention with a gate of full width.
 * llama.cpp has no such architecture.
 */
export function readMinicpmSala(fields: ConfigFields): Architecture {
  const types = fields.texts('mixer_types')
  if (types === undefined) throw invalid('mixer_types', 'missing')
  const attention = readAttention(fields, { headLengthDefault: 128 })
  const gate = {
    name: 'attn_gate',
    shape: [embeddingLength(fields), attention.headCount * attention.valueLength],
  }
  const recurrent: Recurrent = {
    kind: 'linear-attention',
    headCount: fields.count('lightning_nh', attention.headCount),
    headLength: fields.count('lightning_head_dim', attention.keyLength),
    ...(fields.boolean('qk_norm', true) ? { queryKeyNorm: true as const } : {}),
  }
  if (fields.count('lightning_nkv', recurrent.headCount) !== recurrent.headCount)
    throw invalid('lightning_nkv', 'Lightning attention with shared keys is not read')
  const feedForward = readFeedForward(fields)
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'minicpm_sala',
    tiedByDefault: false,
    layer: (index): Layer => {
      const type = types[index]
      if (type === undefined) throw invalid('mixer_types', `no entry for block ${index}`)
      return type.startsWith('lightning')
        ? { recurrent, feedForward, normCount: 2 }
        : { attention, feedForward, normCount: 2, extraTensors: [gate] }
    },
  })
}
