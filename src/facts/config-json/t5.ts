import type { Architecture, Attention, ExtraTensor, FeedForward, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readDecoder } from './decoder.ts'

export const readT5 = (fields: ConfigFields) => readEncoderDecoder(fields, 't5', 'relu')
export const readMt5 = (fields: ConfigFields) => readEncoderDecoder(fields, 'mt5', 'gated-gelu')
export const readUmt5 = (fields: ConfigFields) => readEncoderDecoder(fields, 'umt5', 'gated-gelu')

/**
 * T5, Flan-T5, mT5, UMT5, Aya 101: an encoder and a decoder of the same depth (T5Config; llama.cpp conversion/t5.py and
 * src/models/t5.cpp). llama.cpp multiplies the encoder's output anew for every token, so cross attention has no cache.
 */
function readEncoderDecoder(
  fields: ConfigFields,
  modelType: string,
  activation: string,
): Architecture {
  const depth = fields.count(['num_layers', 'num_hidden_layers'])
  const decoderDepth = fields.count('num_decoder_layers', depth)
  if (decoderDepth !== depth)
    throw invalid('num_decoder_layers', `${decoderDepth} behind an encoder of ${depth} blocks`)
  const attention = attentionOf(fields)
  const feedForward = networkOf(fields, activation)
  const buckets = fields.count('relative_attention_num_buckets', 32)
  const table: ExtraTensor = { name: 'attn_rel_b', shape: [attention.headCount, buckets] }
  // In UMT5 every block has its own table of relative positions, in T5 and mT5 the first of each half has it for all.
  const own = (index: number): Pick<Layer, 'extraTensors'> =>
    modelType === 'umt5' || index === 0 ? { extraTensors: [table] } : {}
  const encoder = readDecoder(fields, {
    ...common,
    modelType,
    layer: (index) => ({ attention, feedForward, normCount: 2, ...own(index) }),
  })
  const decoder = readDecoder(fields, {
    ...common,
    modelType,
    layer: (index) => ({
      attention,
      crossAttention: attention,
      feedForward,
      normCount: decoderNorms.length,
      normNames: decoderNorms,
      ...own(index),
    }),
  })
  return { ...decoder, encoderLayers: encoder.layers }
}

const decoderNorms = ['attn_norm', 'cross_attn_norm', 'ffn_norm'] as const

/** The context is what the converter writes where the config says nothing (conversion/t5.py). */
const common = { engineName: 't5', tiedByDefault: true, contextDefault: 512 } as const

function attentionOf(fields: ConfigFields): Attention {
  const headCount = fields.count(['num_heads', 'num_attention_heads'])
  const headLength = fields.count('d_kv', 64)
  return {
    kind: 'full',
    headCount,
    headCountKv: headCount,
    keyLength: headLength,
    valueLength: headLength,
    queryKeyValueBias: false,
    outputBias: false,
    queryKeyNorm: 'none',
    sinks: false,
    outputGate: false,
    sharesCache: false,
    fusedQueryKeyValue: false,
  }
}

/** `feed_forward_proj` names the activation, `gated-gelu` from T5 1.1 on. */
function networkOf(fields: ConfigFields, activation: string): FeedForward {
  return {
    length: fields.count('d_ff'),
    gated: (fields.text('feed_forward_proj') ?? activation).startsWith('gated-'),
    bias: false,
    fusedGateUp: false,
  }
}
