import type { Architecture, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { plainExperts } from './llama.ts'
import { expertBlocks } from './step3p5.ts'

/**
 * Step 3, the text part (Step3TextConfig of vLLM 0.33; arXiv 2507.19427): one key-value head for all, queries in two
 * steps, experts in the blocks of `moe_layers_enum`, all but the first without it. llama.cpp has no such architecture.
 */
export function readStep3(fields: ConfigFields): Architecture {
  if (fields.count('num_attention_groups', 1) !== 1)
    throw invalid('num_attention_groups', 'Step 3 has one key-value head')
  const own = fields.has('head_dim') ? fields : fields.with('head_dim', 256)
  const attention = {
    ...readAttention(own.with('num_key_value_heads', 1)),
    ...(fields.raw('share_q_dim') === 0 ? {} : { queryRank: fields.count('share_q_dim', 2048) }),
  }
  const experts = {
    ...plainExperts(
      fields.count('moe_num_experts', 48),
      fields.count('moe_top_k', 3),
      fields.count('moe_intermediate_size', 5120),
    ),
    sharedLength: fields.count('share_expert_dim', 5120),
  }
  const hasExperts = fields.has('moe_layers_enum')
    ? expertBlocks(fields, fields.count('num_hidden_layers'))
    : (index: number) => index > 0
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'step3',
    tiedByDefault: false,
    contextNames: ['max_position_embedding', 'max_seq_len'],
    contextDefault: 65_536,
    layer: (index): Layer => ({
      attention,
      ...(hasExperts(index) ? { experts } : { feedForward: readFeedForward(fields) }),
      normCount: 2,
    }),
  })
}
