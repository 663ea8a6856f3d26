import type { Architecture, Attention, Experts, ExtraTensor, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, isSliding, readAttention, readDecoder } from './decoder.ts'
import { plainExperts } from './llama.ts'

/**
 * The text part of Gemma 4 (Gemma4TextConfig; llama.cpp src/models/gemma4.cpp and conversion/gemma.py): windowed blocks
 * with heads of `head_dim`, full ones with longer heads (`global_head_dim`) whose values may be their keys, last blocks
 * that reuse the cache of earlier ones, vectors per layer and token in the small ones, experts beside the dense network
 * in one of them.
 */
export function readGemma4(fields: ConfigFields): Architecture {
  const blockCount = fields.count('num_hidden_layers')
  const firstShared = firstSharedBlock(fields, blockCount)
  const sliding = slidingAttention(fields)
  const full = fullAttention(fields)
  const perLayerLength = fields.countOrZero('hidden_size_per_layer_input', 256)
  const length = fields.count('intermediate_size')
  const isDoubled = fields.boolean('use_double_wide_mlp', false)
  const experts = gemma4Experts(fields)
  const layerOf = (isWindowed: boolean, isShared: boolean): Layer => {
    const attention = { ...(isWindowed ? sliding : full), sharesCache: isShared }
    return {
      attention,
      feedForward: {
        length: isShared && isDoubled ? 2 * length : length,
        gated: true,
        bias: false,
        fusedGateUp: false,
      },
      ...(experts === undefined ? {} : { experts }),
      normCount: 4,
      extraTensors: [
        ...(isShared ? unusedTensors(attention, embeddingLength(fields)) : []),
        ...extraTensorsOf(embeddingLength(fields), perLayerLength, experts),
      ],
    }
  }
  return readDecoder(fields, {
    engineName: 'gemma4',
    modelType: fields.text('model_type') ?? 'gemma4_text',
    tiedByDefault: true,
    vocabularyDefault: 262_144,
    contextDefault: 131_072,
    layer: (index) =>
      layerOf(
        isSliding(fields, index, (at) => (at + 1) % 6 !== 0 && at !== blockCount - 1),
        index >= firstShared,
      ),
    extraTensors: tensorsOutside(fields, full.keyLength, perLayerLength, blockCount),
  })
}

function firstSharedBlock(fields: ConfigFields, blockCount: number): number {
  const shared = fields.countOrZero('num_kv_shared_layers', 0)
  if (shared >= blockCount)
    throw invalid('num_kv_shared_layers', `${shared} of ${blockCount} blocks`)
  return blockCount - shared
}

function anyAttention(fields: ConfigFields): Attention {
  return readAttention(fields, {
    headLengthDefault: 256,
    headCountKvDefault: 4,
    queryKeyNorm: 'head',
    queryKeyValueBias: fields.boolean('attention_bias', false),
  })
}

function slidingAttention(fields: ConfigFields): Attention {
  return { ...anyAttention(fields), kind: 'sliding', window: fields.count('sliding_window', 512) }
}

/** `num_global_key_value_heads` counts only where values are keys (Gemma4TextConfig, `per_layer_config`). */
function fullAttention(fields: ConfigFields): Attention {
  const attention = anyAttention(fields)
  const own = ownFieldsOfFullBlocks(fields)
  const length = fields.count('global_head_dim', own?.count('head_dim', 512) ?? 512)
  const valuesAreKeys = fields.boolean('attention_k_eq_v', false)
  const otherwise = own?.count('num_key_value_heads', attention.headCountKv)
  const headCountKv = valuesAreKeys
    ? fields.count('num_global_key_value_heads', otherwise ?? attention.headCountKv)
    : attention.headCountKv
  if (attention.headCount % headCountKv !== 0)
    throw invalid(
      'num_global_key_value_heads',
      `${attention.headCount} heads do not divide over ${headCountKv}`,
    )
  return {
    ...attention,
    headCountKv,
    keyLength: length,
    valueLength: length,
    ...(valuesAreKeys ? { valuesAreKeys } : {}),
  }
}

/** Newer configs state what differs in full blocks by block, the same for all of them (conversion/gemma.py). */
function ownFieldsOfFullBlocks(fields: ConfigFields): ConfigFields | undefined {
  const first = fields.texts('layer_types')?.indexOf('full_attention') ?? 5
  return fields.nested('per_layer_config')?.nested(String(first))
}

function gemma4Experts(fields: ConfigFields): Experts | undefined {
  if (!fields.boolean('enable_moe_block', false)) return undefined
  return {
    ...plainExperts(
      fields.count('num_experts'),
      fields.count(['top_k_experts', 'num_experts_per_tok']),
      fields.count(['moe_intermediate_size', 'expert_intermediate_size']),
    ),
    fusedGateUp: true,
  }
}

/** The checkpoint keeps keys and values of blocks that reuse those of others, and the converter copies them. */
function unusedTensors(
  { headCountKv, keyLength, valueLength, valuesAreKeys }: Attention,
  embedding: number,
): ExtraTensor[] {
  const unused = true
  return [
    { name: 'attn_k', shape: [embedding, headCountKv * keyLength], unused },
    ...(valuesAreKeys
      ? []
      : [{ name: 'attn_v', shape: [embedding, headCountKv * valueLength], unused } as const]),
    { name: 'attn_k_norm', shape: [keyLength], unused },
  ]
}

function extraTensorsOf(
  embedding: number,
  perLayerLength: number,
  experts: Experts | undefined,
): ExtraTensor[] {
  const tensors: ExtraTensor[] = [{ name: 'layer_output_scale', shape: [1] }]
  if (experts !== undefined)
    tensors.push(
      { name: 'ffn_gate_inp.scale', shape: [embedding] },
      { name: 'ffn_down_exps.scale', shape: [experts.count] },
      { name: 'pre_ffw_norm_2', shape: [embedding] },
      { name: 'post_ffw_norm_1', shape: [embedding] },
      { name: 'post_ffw_norm_2', shape: [embedding] },
    )
  if (perLayerLength > 0)
    tensors.push(
      { name: 'inp_gate', shape: [embedding, perLayerLength] },
      { name: 'proj', shape: [perLayerLength, embedding] },
      { name: 'post_norm', shape: [embedding] },
    )
  return tensors
}

/** Vectors per layer and token where the model has them, and the factors that turn off part of the full blocks' rope. */
function tensorsOutside(
  fields: ConfigFields,
  fullHeadLength: number,
  perLayerLength: number,
  blockCount: number,
): ExtraTensor[] {
  const factors = { name: 'rope_freqs', shape: [Math.floor(fullHeadLength / 2)] }
  if (perLayerLength === 0) return [factors]
  const rows = fields.count('vocab_size_per_layer_input', fields.count('vocab_size', 262_144))
  return [
    { name: 'per_layer_token_embd', shape: [perLayerLength * blockCount, rows] },
    { name: 'per_layer_model_proj', shape: [embeddingLength(fields), perLayerLength * blockCount] },
    { name: 'per_layer_proj_norm', shape: [perLayerLength] },
    factors,
  ]
}
