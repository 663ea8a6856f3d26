import type { Architecture, Experts, Layer, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { plainExperts } from './llama.ts'

function deltaNet(fields: ConfigFields): Recurrent {
  const keyHeadCount = fields.count('linear_num_key_heads', 16)
  const valueHeadCount = fields.count('linear_num_value_heads', 32)
  if (valueHeadCount % keyHeadCount !== 0)
    throw invalid('linear_num_value_heads', `${valueHeadCount} do not divide over ${keyHeadCount}`)
  return {
    kind: 'gated-delta-net',
    keyHeadCount,
    valueHeadCount,
    keyLength: fields.count('linear_key_head_dim', 128),
    valueLength: fields.count('linear_value_head_dim', 128),
    convolutionLength: fields.count('linear_conv_kernel_dim', 4),
  }
}

/** Routed experts beside one shared expert that has a gate of its own. */
function gatedExperts(fields: ConfigFields): Experts {
  return {
    ...plainExperts(
      fields.count('num_experts'),
      fields.count('num_experts_per_tok'),
      fields.count('moe_intermediate_size'),
    ),
    sharedLength: fields.count('shared_expert_intermediate_size'),
    sharedGate: true,
  }
}

/**
 * Three blocks of gated delta nets to one of gated full attention (Qwen3NextConfig, Qwen3_5TextConfig; llama.cpp
 * src/models/qwen35.cpp, qwen3next.cpp). The block that predicts further tokens is left out of the standard files.
 */
function readDeltaNetModel(
  fields: ConfigFields,
  engineName: string,
  modelType: string,
): Architecture {
  const interval = fields.count('full_attention_interval', 4)
  const types = fields.texts('layer_types')
  const attention = {
    ...readAttention(fields, {
      headLengthDefault: 256,
      headCountKvDefault: 2,
      queryKeyNorm: 'head',
    }),
    outputGate: true,
  }
  const recurrent = deltaNet(fields)
  const network: Pick<Layer, 'experts' | 'feedForward'> = fields.has('num_experts')
    ? { experts: gatedExperts(fields) }
    : { feedForward: readFeedForward(fields) }
  const isFull = (index: number) =>
    types === undefined ? (index + 1) % interval === 0 : types[index] === 'full_attention'
  return readDecoder(fields, {
    engineName,
    modelType,
    tiedByDefault: false,
    layer: (index) => ({
      ...(isFull(index) ? { attention } : { recurrent }),
      ...network,
      normCount: 2,
      normNames: ['attn_norm', 'post_attention_norm'],
    }),
  })
}

export const readQwen3Next = (fields: ConfigFields) =>
  readDeltaNetModel(fields, 'qwen3next', 'qwen3_next')

export const readQwen35 = (fields: ConfigFields) => readDeltaNetModel(fields, 'qwen35', 'qwen3_5')

export const readQwen35Moe = (fields: ConfigFields) =>
  readDeltaNetModel(fields, 'qwen35moe', 'qwen3_5_moe')
