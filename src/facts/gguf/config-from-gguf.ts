import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { PublishedConfig } from '../model-record.ts'
import { familyRules } from './family-rules.ts'
import { GgufFields } from './gguf-fields.ts'
import type { GgufHeader } from './read-gguf-header.ts'

/** Fields of every decoder's config.json, and the key of the metadata that llama.cpp's converter made of each. */
const commonFields = {
  hidden_size: 'embedding_length',
  num_hidden_layers: 'block_count',
  num_attention_heads: 'attention.head_count',
  num_key_value_heads: 'attention.head_count_kv',
  head_dim: 'attention.key_length',
  intermediate_size: 'feed_forward_length',
  max_position_embeddings: 'context_length',
} as const

/** Architectures of GGUF headers that can be turned back into a config.json. */
const readableArchitectures: readonly string[] = Object.keys(familyRules)

/**
 * The config.json that a GGUF header was made from, as far as shapes go, so that an imported file takes the same way
 * as every other model. What it says is proved afterwards: the shape must give exactly the header's tensors.
 * Throws `unsupported_architecture` where the way back is not known.
 */
export function configFromGguf(header: GgufHeader): PublishedConfig {
  const fields = new GgufFields(header)
  const { architecture } = fields
  const rule = Object.hasOwn(familyRules, architecture) ? familyRules[architecture] : undefined
  if (rule === undefined)
    throw new TouchstoneError('unsupported_architecture', {
      modelType: architecture.slice(0, 60) || '?',
      problem: 'problem.file.giveConfig',
      supported: readableArchitectures,
    })
  return clean({ ...commonConfig(fields), ...clean(rule(fields)) })
}

function commonConfig(fields: GgufFields): Record<string, unknown> {
  const numbers = Object.entries(commonFields).map(([field, key]) => [field, fields.number(key)])
  const vocabulary = fields.shape('token_embd.weight')?.[1]
  return {
    ...Object.fromEntries(numbers),
    num_key_value_heads: keyValueHeads(fields),
    vocab_size: vocabulary,
    tie_word_embeddings: !fields.has('output.weight'),
    attention_bias: fields.has('blk.0.attn_q.bias'),
    mlp_bias: fields.has('blk.0.ffn_up.bias'),
    ...(fields.has('rope_freqs.weight') ? { rope_scaling: { rope_type: 'llama3' } } : {}),
  }
}

/** From the metadata; where it says none at all, from the rows of the first keys. */
function keyValueHeads(fields: GgufFields): number | undefined {
  const stated = fields.number('attention.head_count_kv')
  if (stated !== 0) return stated
  const heads = fields.number('attention.head_count') ?? 1
  const length =
    fields.number('attention.key_length') ?? (fields.number('embedding_length') ?? 0) / heads
  const blocks = Array.from({ length: fields.blockCount }, (_, block) => block)
  const keys = blocks.map((block) => fields.shape(`blk.${block}.attn_k.weight`)?.[1])
  const rows = keys.find((count) => count !== undefined)
  return rows === undefined ? stated : rows / length
}

function clean(values: Readonly<Record<string, unknown>>): PublishedConfig {
  const known: PublishedConfig = {}
  // Only rules of this folder make values: texts, numbers, and lists and objects of them.
  for (const [field, value] of Object.entries(values))
    if (value !== undefined) known[field] = value as PublishedConfig[string]
  return known
}
