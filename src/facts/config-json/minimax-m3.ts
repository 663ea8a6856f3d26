import type { Architecture, Layer } from '../architecture.ts'
import type { ConfigFields } from './config-fields.ts'
import { embeddingLength, readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { plainExperts } from './llama.ts'
import { signAt, signs } from './mimo-v2.ts'

/**
 * MiniMax M3, the text part: norms on each query and key head; from the fourth block on experts, and small heads that
 * choose the blocks of positions to attend to, with a cache of their own (llama.cpp src/models/minimax-m3.cpp and
 * src/llama-kv-cache-msa.cpp).
 */
export function readMinimaxM3(fields: ConfigFields): Architecture {
  const sparse = fields.nested('sparse_attention_config')
  const attention = readAttention(fields, {
    headLengthDefault: 128,
    headCountKvDefault: 4,
    queryKeyNorm: fields.boolean('use_qk_norm', true) ? 'head' : 'none',
  })
  const withExperts = signs(fields, 'moe_layer_freq')
  const withIndex = sparse === undefined ? undefined : signs(sparse, 'sparse_attention_freq')
  const length = fields.count('intermediate_size')
  const experts = {
    ...plainExperts(fields.count('num_local_experts'), fields.count('num_experts_per_tok'), length),
    routerBias: fields.boolean('use_routing_bias', true),
    sharedLength:
      fields.countOrZero('n_shared_experts', 1) * fields.count('shared_intermediate_size', length),
  }
  const indexer = {
    headCount: sparse?.count('sparse_num_index_heads', 4) ?? 4,
    headLength: sparse?.count('sparse_index_dim', 128) ?? 128,
  }
  const embedding = embeddingLength(fields)
  const extraTensors = [
    { name: 'indexer.q_proj', shape: [embedding, indexer.headCount * indexer.headLength] },
    { name: 'indexer.k_proj', shape: [embedding, indexer.headLength] },
    { name: 'indexer.q_norm', shape: [indexer.headLength] },
    { name: 'indexer.k_norm', shape: [indexer.headLength] },
  ]
  return readDecoder(fields, {
    engineName: 'minimax-m3',
    modelType: 'minimax_m3',
    tiedByDefault: false,
    layer: (index): Layer => ({
      ...(signAt(withIndex, 'sparse_attention_freq', index, index >= 3)
        ? { attention: { ...attention, indexer }, extraTensors }
        : { attention }),
      ...(signAt(withExperts, 'moe_layer_freq', index, index >= 3)
        ? { experts }
        : { feedForward: readFeedForward(fields, 'dense_intermediate_size') }),
      normCount: 2,
    }),
  })
}
