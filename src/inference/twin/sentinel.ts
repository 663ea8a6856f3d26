import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { planTwin, type TwinPlan } from './twin-tensors.ts'

/**
 * The fixed kernel that every reading is held against: one block of eight-bit weights, 80 MB, larger than the caches of
 * most processors. One token of it is a read of memory, a batch of it arithmetic; both by the engine's own code.
 */
export function sentinelPlan(): TwinPlan {
  const architecture = readArchitecture({
    model_type: 'llama',
    vocab_size: 4096,
    hidden_size: 2048,
    intermediate_size: 8192,
    num_hidden_layers: 1,
    num_attention_heads: 16,
    num_key_value_heads: 16,
    max_position_embeddings: 4096,
    tie_word_embeddings: false,
  })
  return planTwin(architecture, 'Q8_0', { blocks: [0], expertCount: 0, vocabularySize: 4096 })
}

/** Tokens of the sentinel's batch. */
export const sentinelBatch = 64
