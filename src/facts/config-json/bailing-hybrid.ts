import type { Architecture, Experts, Layer, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readDecoder, readFeedForward } from './decoder.ts'
import { latentAttention } from './deepseek.ts'
import { plainExperts } from './llama.ts'

/**
 * Ling 3.0: delta attention with gates of full rank, and at the end of every group of `layer_group_size` latent attention
 * whose heads have a gate each (BailingHybridConfig; llama.cpp src/models/bailingmoe3.cpp, conversion/bailingmoe3.py).
 * Ling 2.5 and 2.6 bear the same name, but llama.cpp has no converter for them.
 */
export function readBailingHybrid(fields: ConfigFields): Architecture {
  requireThirdVersion(fields)
  const blockCount = fields.count('num_hidden_layers')
  const groupSize = fields.count('layer_group_size')
  const attention = latentAttention(fields)
  const gate = { name: 'attn_gate', shape: [embeddingLength(fields), attention.headCount] }
  const full: Layer = { attention, normCount: 2, extraTensors: [gate] }
  const delta: Layer = { recurrent: deltaAttention(fields, attention.headCount), normCount: 2 }
  const experts = expertsOf(fields)
  const denseBlocks = fields.countOrZero('first_k_dense_replace', 2)
  const grouped = blockCount - (blockCount % groupSize)
  return readDecoder(fields, {
    engineName: 'bailingmoe3',
    modelType: 'bailing_hybrid',
    tiedByDefault: false,
    layer: (index) => ({
      ...((index + 1) % groupSize === 0 || index >= grouped ? full : delta),
      ...(index < denseBlocks ? { feedForward: readFeedForward(fields) } : { experts }),
    }),
    nextTokenPredictionLayers: furtherLayers(fields, {
      ...full,
      experts,
      extraTensors: [gate, { name: 'layer_output_norm', shape: [embeddingLength(fields)] }],
      sharesEmbeddingAndHead: true,
    }),
  })
}

function requireThirdVersion(fields: ConfigFields): void {
  if (!fields.boolean('no_kda_lora', false))
    throw invalid('no_kda_lora', 'only Ling 3.0 with gates of full rank is read')
  const gates = fields.text('gated_attention_proj_granularity_type')
  if (gates !== 'head_wise')
    throw invalid('gated_attention_proj_granularity_type', 'only "head_wise" is read')
}

function deltaAttention(fields: ConfigFields, headCount: number): Recurrent {
  return {
    kind: 'kimi-delta',
    headCount,
    headLength: fields.count('head_dim', 128),
    convolutionLength: fields.count('short_conv_kernel_size', 4),
    fullRankGates: true,
  }
}

function expertsOf(fields: ConfigFields): Experts {
  const length = fields.count('moe_intermediate_size')
  const sharedCount = fields.countOrZero('num_shared_experts', 1)
  return {
    ...plainExperts(fields.count('num_experts'), fields.count('num_experts_per_tok'), length),
    routerBias: true,
    // One length for all shared experts together (conversion/bailingmoe3.py).
    sharedLength:
      sharedCount === 0
        ? 0
        : fields.count('moe_shared_expert_intermediate_size', sharedCount * length),
  }
}

function furtherLayers(fields: ConfigFields, layer: Layer): Layer[] {
  const count = fields.countOrZero(['num_nextn_predict_layers', 'num_mtp_layers'], 0)
  if (count > 16) throw invalid('num_nextn_predict_layers', `${count} are more than 16`)
  return Array.from({ length: count }, () => layer)
}
