import type { Architecture, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readDecoder, readFeedForward } from './decoder.ts'
import { latentAttention } from './deepseek.ts'
import { fullBlocks } from './layer-lists.ts'
import { plainExperts } from './llama.ts'

/**
 * Kimi Linear: three blocks of delta attention to one of latent attention, by the lists in `linear_attn_config`, which
 * count blocks from 1; experts behind the first blocks (llama.cpp src/models/kimi-linear.cpp, conversion/kimi_linear.py).
 */
export function readKimiLinear(fields: ConfigFields): Architecture {
  // Kimi K3 calls its inner config kimi_linear too, but its experts work on projected vectors: read so, it would count twice.
  if (fields.has('routed_expert_hidden_size'))
    throw invalid('routed_expert_hidden_size', 'experts behind a projection (Kimi K3) are not read')
  const linear = fields.nested('linear_attn_config')
  if (linear === undefined) throw invalid('linear_attn_config', 'missing')
  const isFull = fullBlocks(linear, fields.count('num_hidden_layers'))
  const attention = latentAttention(fields)
  const recurrent: Recurrent = {
    kind: 'kimi-delta',
    headCount: linear.count('num_heads', attention.headCount),
    headLength: linear.count('head_dim'),
    convolutionLength: linear.count('short_conv_kernel_size', 4),
  }
  const length = fields.count('moe_intermediate_size')
  const experts = {
    ...plainExperts(
      fields.count('num_experts'),
      fields.count(['num_experts_per_token', 'num_experts_per_tok']),
      length,
    ),
    routerBias: true,
    sharedLength: fields.countOrZero('num_shared_experts', 0) * length,
  }
  const denseBlocks = fields.countOrZero('first_k_dense_replace', 0)
  return readDecoder(fields, {
    engineName: 'kimi-linear',
    modelType: 'kimi_linear',
    tiedByDefault: false,
    contextNames: ['model_max_length'],
    layer: (index) => ({
      ...(isFull.has(index + 1) ? { attention } : { recurrent }),
      ...(index < denseBlocks ? { feedForward: readFeedForward(fields) } : { experts }),
      normCount: 2,
    }),
  })
}
