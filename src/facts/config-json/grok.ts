import type { Architecture, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { plainExperts } from './llama.ts'

/**
 * Grok-1 (xai-org/grok-1, run.py and model.py): norms before and behind both halves of a block, experts only, the head
 * tied (llama.cpp src/models/grok.cpp and conversion/grok.py).
 */
export function readGrok(published: ConfigFields): Architecture {
  const fields = published.has('emb_size') ? underUsualNames(published) : published
  const length = fields.count(['moe_intermediate_size', 'intermediate_size'])
  const layer: Layer = {
    attention: readAttention(fields),
    experts: plainExperts(
      fields.count(['num_local_experts', 'num_experts'], 8),
      fields.count(['num_experts_per_tok', 'num_selected_experts'], 2),
      length,
    ),
    // Grok-2 has a plain network beside the experts.
    ...(fields.boolean('residual_moe', false) ? { feedForward: readFeedForward(fields) } : {}),
    normCount: grokNorms.length,
    normNames: grokNorms,
  }
  return readDecoder(fields, {
    engineName: 'grok',
    modelType: 'grok-1',
    tiedByDefault: true,
    contextDefault: 8192,
    layer: () => layer,
  })
}

/** xAI publishes no config.json but fields of run.py; the network's length is by `ffn_size` in model.py. */
function underUsualNames(fields: ConfigFields): ConfigFields {
  const embedding = fields.count('emb_size')
  const length = Math.floor((2 * fields.count('widening_factor', 4) * embedding) / 3)
  return fields
    .with('hidden_size', embedding)
    .with('intermediate_size', 8 * Math.ceil(length / 8))
    .with('num_hidden_layers', fields.count('num_layers'))
    .with('num_attention_heads', fields.count('num_q_heads'))
    .with('num_key_value_heads', fields.count('num_kv_heads'))
    .with('head_dim', fields.count('key_size'))
    .with('max_position_embeddings', fields.count('sequence_len', 8192))
}

const grokNorms = ['attn_norm', 'attn_output_norm', 'ffn_norm', 'layer_output_norm'] as const

/** DBRX (DbrxConfig): two norms, both around attention, without biases; experts only (llama.cpp src/models/dbrx.cpp). */
export function readDbrx(fields: ConfigFields): Architecture {
  const attention = fields.nested('attn_config')
  const network = fields.nested('ffn_config')
  if (attention === undefined || network === undefined)
    throw invalid(attention === undefined ? 'attn_config' : 'ffn_config', 'missing')
  const layer: Layer = {
    attention: readAttention(fields, {
      headCountKvDefault: attention.count('kv_n_heads', 1),
      fusedQueryKeyValue: true,
    }),
    experts: plainExperts(
      network.count('moe_num_experts', 4),
      network.count('moe_top_k', 1),
      network.count('ffn_hidden_size', 3584),
    ),
    normCount: dbrxNorms.length,
    normNames: dbrxNorms,
  }
  return readDecoder(fields, {
    engineName: 'dbrx',
    modelType: 'dbrx',
    tiedByDefault: false,
    vocabularyDefault: 32_000,
    contextNames: ['max_seq_len'],
    contextDefault: 2048,
    layer: () => layer,
  })
}

const dbrxNorms = ['attn_norm', 'attn_output_norm'] as const
