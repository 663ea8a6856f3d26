import type { Architecture, Attention, Layer, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { isSliding, readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { plainExperts } from './llama.ts'

/** OLMo 2 and 3 have their norms behind attention and network, none before (Olmo2DecoderLayer). */
const behind = ['post_attention_norm', 'post_ffw_norm'] as const

function readOlmo(
  fields: ConfigFields,
  modelType: string,
  attentionAt: (attention: Attention, index: number) => Attention,
): Architecture {
  const attention = readAttention(fields, { queryKeyNorm: 'joined' })
  return readDecoder(fields, {
    engineName: 'olmo2',
    modelType,
    tiedByDefault: false,
    contextDefault: 2048,
    layer: (index) => ({
      attention: attentionAt(attention, index),
      feedForward: readFeedForward(fields),
      normCount: behind.length,
      normNames: behind,
    }),
  })
}

export const readOlmo2 = (fields: ConfigFields) =>
  readOlmo(fields, 'olmo2', (attention) => attention)

/** OLMo 3: three windowed blocks to a full one (Olmo3Config); llama.cpp reads it as `olmo2` (conversion/olmo.py). */
export function readOlmo3(fields: ConfigFields): Architecture {
  const window = fields.count('sliding_window', 4096)
  return readOlmo(fields, 'olmo3', (attention, index) =>
    isSliding(fields, index, (at) => (at + 1) % 4 !== 0)
      ? { ...attention, kind: 'sliding', window }
      : attention,
  )
}

/** OLMoE: norms before, experts only (OlmoeConfig). */
export function readOlmoe(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyNorm: 'joined' }),
    experts: plainExperts(
      fields.count('num_experts', 64),
      fields.count('num_experts_per_tok', 8),
      fields.count('intermediate_size'),
    ),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'olmoe',
    modelType: 'olmoe',
    tiedByDefault: false,
    contextDefault: 4096,
    layer: () => layer,
  })
}

/** The first OLMo: norms without weights, so that no norm is stored (OlmoConfig; llama.cpp src/models/olmo.cpp). */
export function readOlmo1(fields: ConfigFields): Architecture {
  const bias = fields.boolean('attention_bias', false)
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyValueBias: bias, outputBias: bias }),
    feedForward: readFeedForward(fields),
    normCount: 0,
  }
  return readDecoder(fields, {
    engineName: 'olmo',
    modelType: 'olmo',
    tiedByDefault: false,
    contextDefault: 2048,
    norm: 'none',
    layer: () => layer,
  })
}

/** FlexOlmo (FlexOlmoConfig): OLMo 2 with experts that were trained apart. llama.cpp has no such architecture. */
export function readFlexOlmo(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyNorm: 'joined' }),
    experts: plainExperts(
      fields.count(['num_experts', 'num_local_experts'], 7),
      fields.count('num_experts_per_tok', 5),
      fields.count('intermediate_size'),
    ),
    normCount: behind.length,
    normNames: behind,
  }
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'flex_olmo',
    tiedByDefault: false,
    contextDefault: 4096,
    layer: () => layer,
  })
}

/**
 * OLMo Hybrid (OlmoHybridConfig): three blocks of delta nets with norms before to one of attention with norms behind.
 * llama.cpp has no such architecture.
 */
export function readOlmoHybrid(fields: ConfigFields): Architecture {
  const types = fields.texts('layer_types')
  const attention = readAttention(fields, { queryKeyNorm: 'joined' })
  const keyHeads = fields.count('linear_num_key_heads', attention.headCount)
  const recurrent: Recurrent = {
    kind: 'gated-delta-net',
    keyHeadCount: keyHeads,
    valueHeadCount: fields.count('linear_num_value_heads', keyHeads),
    keyLength: fields.count('linear_key_head_dim', Math.floor(0.75 * attention.keyLength)),
    valueLength: fields.count('linear_value_head_dim', Math.floor(1.5 * attention.keyLength)),
    convolutionLength: fields.count('linear_conv_kernel_dim', 4),
  }
  const feedForward = readFeedForward(fields)
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'olmo_hybrid',
    tiedByDefault: false,
    contextDefault: 65_536,
    layer: (index) => {
      const type = types === undefined ? (index % 4 === 3 ? 'full_attention' : '') : types[index]
      if (type === undefined) throw invalid('layer_types', `no entry for block ${index}`)
      return type === 'full_attention'
        ? { attention, feedForward, normCount: behind.length, normNames: behind }
        : { recurrent, feedForward, normCount: 2 }
    },
  })
}
