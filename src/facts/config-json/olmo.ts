import type { Architecture, Attention, Layer } from '../architecture.ts'
import type { ConfigFields } from './config-fields.ts'
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
