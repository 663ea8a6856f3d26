import type { Architecture, Experts, Layer, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readDecoder, readFeedForward } from './decoder.ts'
import { latentAttention } from './deepseek.ts'
import { fullBlocks } from './layer-lists.ts'
import { plainExperts } from './llama.ts'

/**
 * Kimi K3, the text part: Kimi Linear whose latent attention has a gate of full width, whose routed experts work on
 * projected vectors, and whose halves of a block weigh the outputs of earlier blocks (llama.cpp src/models/kimi-k3.cpp,
 * conversion/kimi_k3.py).
 */
export function readKimiK3(fields: ConfigFields): Architecture {
  const embedding = embeddingLength(fields)
  const linear = fields.nested('linear_attn_config')
  if (linear === undefined) throw invalid('linear_attn_config', 'missing')
  const isFull = fullBlocks(linear, fields.count('num_hidden_layers'))
  const attention = latentAttention(fields)
  const gate = fields.boolean('mla_use_output_gate', true)
    ? [{ name: 'attn_gate', shape: [embedding, attention.headCount * attention.valueLength] }]
    : []
  const weighsBlocks = fields.countOrZero('attn_res_block_size', 0) > 0
  const scores = weighsBlocks
    ? ['attn_res_score', 'ffn_res_score'].map((name) => ({ name, shape: [embedding] }))
    : []
  const recurrent = deltaOf(linear, attention.headCount)
  const experts = expertsOf(fields)
  const dense = fields.countOrZero('first_k_dense_replace', 0)
  return readDecoder(fields, {
    engineName: 'kimi-k3',
    modelType: 'kimi_k3',
    tiedByDefault: false,
    contextNames: ['model_max_length'],
    layer: (index): Layer => ({
      ...(isFull.has(index + 1) ? { attention } : { recurrent }),
      ...(index < dense ? { feedForward: readFeedForward(fields) } : { experts }),
      normCount: 2,
      extraTensors: isFull.has(index + 1) ? [...gate, ...scores] : scores,
    }),
    extraTensors: weighsBlocks ? [{ name: 'output_res_score', shape: [embedding] }] : [],
  })
}

/** llama.cpp knows only the output gate of full rank, and a delta block as wide as the heads of the others. */
function deltaOf(linear: ConfigFields, headCount: number): Recurrent {
  if (!linear.boolean('use_full_rank_gate', false))
    throw invalid('linear_attn_config.use_full_rank_gate', 'only gates of full rank are read')
  return {
    kind: 'kimi-delta',
    headCount: linear.count('num_heads', headCount),
    headLength: linear.count('head_dim', 128),
    convolutionLength: linear.count('short_conv_kernel_size', 4),
    fullRankOutputGate: true,
    flatDecay: true,
  }
}

function expertsOf(fields: ConfigFields): Experts {
  const length = fields.count('moe_intermediate_size')
  return {
    ...plainExperts(
      fields.count('num_experts'),
      fields.count(['num_experts_per_token', 'num_experts_per_tok']),
      length,
    ),
    routerBias: true,
    sharedLength: fields.countOrZero('num_shared_experts', 0) * length,
    ...(fields.has('routed_expert_hidden_size')
      ? {
          latentLength: fields.count('routed_expert_hidden_size'),
          ...(fields.boolean('latent_moe_use_norm', false) ? { latentNorm: true as const } : {}),
        }
      : {}),
  }
}
