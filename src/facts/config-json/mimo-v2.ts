import type { Architecture, Attention, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import {
  embeddingLength,
  isSliding,
  readAttention,
  readDecoder,
  readFeedForward,
} from './decoder.ts'
import { plainExperts } from './llama.ts'

/**
 * MiMo V2 Flash, V2.5 and V2.5 Pro, the text part: windowed blocks with sinks and full ones with head counts of their own,
 * by `hybrid_layer_pattern` (1 is a window), experts where `moe_layer_freq` says 1; three dense blocks with windows
 * predict further tokens, which no config says (llama.cpp src/models/mimo2.cpp; conversion/mimo.py, `_n_nextn`).
 */
export function readMimoV2(fields: ConfigFields): Architecture {
  const full = attentionOf(fields, '', fields.boolean('add_full_attention_sink_bias', false))
  const sliding: Attention = {
    ...attentionOf(fields, 'swa_', fields.boolean('add_swa_attention_sink_bias', true)),
    kind: 'sliding',
    window: fields.count(['sliding_window', 'sliding_window_size'], 128),
  }
  const windows = signs(fields, 'hybrid_layer_pattern')
  const withExperts = signs(fields, 'moe_layer_freq')
  const experts = {
    ...plainExperts(
      fields.count(['n_routed_experts', 'num_local_experts']),
      fields.count('num_experts_per_tok', 8),
      fields.count('moe_intermediate_size'),
    ),
    routerBias: true,
  }
  return readDecoder(fields, {
    engineName: 'mimo2',
    modelType: fields.text('model_type') ?? 'mimo_v2',
    tiedByDefault: false,
    layer: (index): Layer => ({
      attention: windowed(fields, windows, index) ? sliding : full,
      ...(signAt(withExperts, 'moe_layer_freq', index, index > 0)
        ? { experts }
        : { feedForward: readFeedForward(fields) }),
      normCount: 2,
    }),
    nextTokenPredictionLayers: Array.from({ length: 3 }, () => ({
      attention: sliding,
      feedForward: readFeedForward(fields),
      normCount: 2,
      sharesEmbeddingAndHead: true,
      extraTensors: [{ name: 'layer_output_norm', shape: [embeddingLength(fields)] }],
    })),
  })
}

function attentionOf(fields: ConfigFields, prefix: '' | 'swa_', sinks: boolean): Attention {
  const own = (name: string) => [`${prefix}${name}`, name] as const
  const headLength = fields.count(own('head_dim'), 192)
  const heads = fields
    .with('num_attention_heads', fields.count(own('num_attention_heads')))
    .with('num_key_value_heads', fields.count(own('num_key_value_heads')))
    .with('head_dim', headLength)
  const bias = fields.boolean('attention_bias', false)
  return {
    ...readAttention(heads, {
      queryKeyValueBias: bias,
      sinks,
      fusedQueryKeyValue: fields.text('attention_projection_layout') === 'fused_qkv',
    }),
    valueLength: fields.count(own('v_head_dim'), 128),
  }
}

function windowed(fields: ConfigFields, windows: Signs, index: number): boolean {
  return windows === undefined
    ? isSliding(fields, index, (at) => at % 6 !== 0)
    : signAt(windows, 'hybrid_layer_pattern', index, false)
}

export type Signs = readonly number[] | undefined

/** A list of 0 and 1 for each block. */
export function signs(fields: ConfigFields, name: string): Signs {
  return Array.isArray(fields.raw(name)) ? fields.counts(name) : undefined
}

export function signAt(list: Signs, name: string, index: number, otherwise: boolean): boolean {
  if (list === undefined) return otherwise
  const sign = list[index]
  if (sign !== 0 && sign !== 1) throw invalid(name, `block ${index} is neither 0 nor 1`)
  return sign === 1
}
