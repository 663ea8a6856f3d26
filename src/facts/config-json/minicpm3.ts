import type { Architecture, Attention } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readDecoder, readFeedForward, ropeFactorTensors } from './decoder.ts'
import { latentAttention } from './deepseek.ts'

/**
 * MiniCPM3 (MiniCPM3Config): latent attention, but llama.cpp caches the heads' keys and values that it makes of the
 * latent vector (src/models/minicpm3.cpp).
 */
export function readMinicpm3(fields: ConfigFields): Architecture {
  const attention = attentionOf(fields)
  const layer = { attention, feedForward: readFeedForward(fields), normCount: 2 }
  return readDecoder(fields, {
    engineName: 'minicpm3',
    modelType: 'minicpm3',
    tiedByDefault: true,
    vocabularyDefault: 73_448,
    contextDefault: 32_768,
    layer: () => layer,
    extraTensors: ropeFactorTensors(fields, attention.latent.ropeLength),
  })
}

function attentionOf(fields: ConfigFields) {
  const headCount = fields.count('num_attention_heads')
  const valueLength = embeddingLength(fields) / headCount
  if (!Number.isInteger(valueLength))
    throw invalid('num_attention_heads', `hidden_size does not divide over ${headCount} heads`)
  const filled = [
    ['v_head_dim', valueLength],
    ['qk_nope_head_dim', 64],
    ['qk_rope_head_dim', 32],
    ['kv_lora_rank', 256],
    ['q_lora_rank', 768],
  ] as const
  const complete = filled.reduce(
    (known, [name, value]) => (known.has(name) ? known : known.with(name, value)),
    fields,
  )
  const { latent, ...attention } = latentAttention(complete)
  if (latent === undefined) throw invalid('kv_lora_rank', 'missing')
  return {
    ...attention,
    headCountKv: headCount,
    latent: { ...latent, cachedAsHeads: true },
  } satisfies Attention
}
