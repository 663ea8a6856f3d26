import type { Architecture, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readAttention, readDecoder } from './decoder.ts'
import { plainExperts } from './llama.ts'

/**
 * MiniMax M2: grouped-query attention with a norm over the joined heads, experts in every block with a correction of the
 * router (llama.cpp src/models/minimax-m2.cpp). The blocks that predict further tokens are no part of the checkpoint.
 */
export function readMinimaxM2(fields: ConfigFields): Architecture {
  const normType = fields.text('qk_norm_type')
  if (normType !== undefined && normType !== 'per_layer') throw invalid('qk_norm_type', normType)
  const attention = readAttention(fields, {
    headLengthDefault: 128,
    headCountKvDefault: 8,
    queryKeyNorm: fields.boolean('use_qk_norm', true) ? 'joined' : 'none',
  })
  const experts = {
    ...plainExperts(
      fields.count('num_local_experts'),
      fields.count('num_experts_per_tok'),
      fields.count('intermediate_size'),
    ),
    routerBias: fields.boolean('use_routing_bias', true),
    sharedLength: fields.countOrZero('shared_intermediate_size', 0),
  }
  return readDecoder(fields, {
    engineName: 'minimax-m2',
    modelType: 'minimax_m2',
    tiedByDefault: false,
    layer: () => ({ attention, experts, normCount: 2 }),
  })
}

/**
 * MiniMax-Text-01 and M1: lightning attention, which keeps one matrix per head, in seven blocks and softmax attention in
 * the eighth, by `attn_type_list` (0 and 1); experts in every block (llama.cpp src/models/minimax-01.cpp).
 */
export function readMinimaxText01(fields: ConfigFields): Architecture {
  const types = fields.counts('attn_type_list')
  if (types === undefined) throw invalid('attn_type_list', 'missing')
  if (fields.countOrZero('shared_intermediate_size', 0) > 0)
    throw invalid('shared_intermediate_size', 'shared experts')
  const attention = readAttention(fields, { headLengthDefault: 128, headCountKvDefault: 8 })
  const recurrent: Recurrent = {
    kind: 'linear-attention',
    headCount: attention.headCount,
    headLength: attention.keyLength,
  }
  const experts = plainExperts(
    fields.count('num_local_experts'),
    fields.count('num_experts_per_tok'),
    fields.count('intermediate_size'),
  )
  return readDecoder(fields, {
    engineName: 'minimax-01',
    modelType: fields.text('model_type') ?? 'minimax_text_01',
    tiedByDefault: false,
    layer: (index) => {
      const type = types[index]
      if (type !== 0 && type !== 1)
        throw invalid('attn_type_list', `block ${index} is neither 0 nor 1`)
      return { ...(type === 1 ? { attention } : { recurrent }), experts, normCount: 2 }
    },
  })
}
