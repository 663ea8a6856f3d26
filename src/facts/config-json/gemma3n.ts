import type { Architecture, Attention, ExtraTensor, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, isSliding, readAttention, readDecoder } from './decoder.ts'

/**
 * The text part of Gemma 3n (Gemma3nTextConfig; llama.cpp src/models/gemma3n.cpp and conversion/gemma.py): several
 * residual streams (`altup_num_inputs`), a side path of low rank in every block (`laurel_rank`), vectors per layer and
 * token, four windowed blocks to a full one, last blocks that reuse the cache of earlier ones.
 */
export function readGemma3n(fields: ConfigFields): Architecture {
  const depth = fields.count('num_hidden_layers', 35)
  const shared = fields.countOrZero('num_kv_shared_layers', 15)
  if (shared >= depth) throw invalid('num_kv_shared_layers', `${shared} of ${depth} blocks`)
  const parts: Parts = {
    embedding: embeddingLength(fields),
    streams: fields.count('altup_num_inputs', 4),
    sideRank: fields.count('laurel_rank', 64),
    perLayer: fields.count('hidden_size_per_layer_input', 256),
  }
  const full = readAttention(fields, {
    headLengthDefault: 256,
    headCountKvDefault: 2,
    queryKeyNorm: 'head',
    queryKeyValueBias: fields.boolean('attention_bias', false),
  })
  const sliding: Attention = {
    ...full,
    kind: 'sliding',
    window: fields.count('sliding_window', 512),
  }
  return readDecoder(fields, {
    engineName: 'gemma3n',
    modelType: 'gemma3n',
    tiedByDefault: true,
    vocabularyDefault: 262_400,
    contextDefault: 32_768,
    layer: (index): Layer => {
      const isShared = index >= depth - shared
      const own = isSliding(fields, index, (at) => (at + 1) % 5 !== 0) ? sliding : full
      return {
        attention: { ...own, sharesCache: isShared },
        feedForward: {
          length: networkLength(fields, index),
          gated: true,
          bias: false,
          fusedGateUp: false,
        },
        normCount: 4,
        extraTensors: [...(isShared ? unusedTensors(own, parts) : []), ...blockTensors(parts)],
      }
    },
    extraTensors: tensorsOutside(parts, fields.count('vocab_size', 262_400), depth),
  })
}

interface Parts {
  readonly embedding: number
  readonly streams: number
  readonly sideRank: number
  readonly perLayer: number
}

/** One number, or one for every block. */
function networkLength(fields: ConfigFields, index: number): number {
  if (!Array.isArray(fields.raw('intermediate_size'))) return fields.count('intermediate_size')
  const length = fields.counts('intermediate_size')?.[index]
  if (length === undefined) throw invalid('intermediate_size', `no entry for block ${index}`)
  return fields.with('intermediate_size', length).count('intermediate_size')
}

/** The checkpoint keeps keys and values of blocks that reuse those of others, and the converter copies them. */
function unusedTensors({ headCountKv, keyLength }: Attention, { embedding }: Parts): ExtraTensor[] {
  const unused = true
  return [
    { name: 'attn_k', shape: [embedding, headCountKv * keyLength], unused },
    { name: 'attn_v', shape: [embedding, headCountKv * keyLength], unused },
    { name: 'attn_k_norm', shape: [keyLength], unused },
  ]
}

function blockTensors({ embedding, streams, sideRank, perLayer }: Parts): ExtraTensor[] {
  return [
    { name: 'inp_gate', shape: [embedding, perLayer] },
    { name: 'proj', shape: [perLayer, embedding] },
    { name: 'post_norm', shape: [embedding] },
    { name: 'altup_correct_coef', shape: [streams, streams] },
    { name: 'altup_correct_scale', shape: [embedding] },
    { name: 'altup_predict_coef', shape: [streams, streams * streams] },
    { name: 'altup_router', shape: [embedding, streams] },
    { name: 'altup_router_norm', shape: [embedding] },
    { name: 'laurel_l', shape: [embedding, sideRank] },
    { name: 'laurel_r', shape: [sideRank, embedding] },
    { name: 'laurel_post_norm', shape: [embedding] },
  ]
}

/** The converter pads the table of vectors per layer to the rows of the embedding: 256 more than it has. */
function tensorsOutside(
  { embedding, streams, perLayer }: Parts,
  rows: number,
  depth: number,
): ExtraTensor[] {
  const between = streams - 1
  const mixing = ['altup_proj', 'altup_unembd_proj'].map((name) => ({
    name,
    shape: [embedding, embedding, between],
  }))
  return [
    ...(between > 0 ? mixing : []),
    { name: 'per_layer_token_embd', shape: [perLayer * depth, rows] },
    { name: 'per_layer_model_proj', shape: [embedding, perLayer * depth] },
    { name: 'per_layer_proj_norm', shape: [perLayer] },
  ]
}
