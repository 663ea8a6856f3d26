import type { Architecture, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readAttention, readDecoder, readFeedForward } from './decoder.ts'

/**
 * Jais and the Jais family (JAISConfig): ALiBi, so no positions; a gated network with biases where the activation is
 * `swiglu`, which alone llama.cpp's converter takes. It stores the head apart from the embedding even where they are
 * one, as both are scaled (conversion/jais.py; src/models/jais.cpp).
 */
export function readJais(fields: ConfigFields): Architecture {
  const isGated = (fields.text('activation_function') ?? 'gelu') === 'swiglu'
  const hasAlibi = fields.text('position_embedding_type') === 'alibi'
  const layer: Layer = {
    attention: readAttention(fields, {
      fusedQueryKeyValue: true,
      queryKeyValueBias: true,
      outputBias: true,
    }),
    feedForward: {
      length: fields.count('n_inner', 4 * embeddingLength(fields)),
      gated: isGated,
      bias: true,
      fusedGateUp: false,
    },
    normCount: 2,
  }
  const shape = readDecoder(fields, {
    engineName: isGated && hasAlibi ? 'jais' : undefined,
    modelType: 'jais',
    tiedByDefault: true,
    contextDefault: 1024,
    norm: 'layer',
    positionRows: hasAlibi ? 0 : fields.count(['n_positions', 'max_position_embeddings'], 1024),
    layer: () => layer,
  })
  return shape.tiedEmbeddings ? { ...shape, tiedEmbeddings: false, headIsCopy: true } : shape
}

/** Jais 2 (Jais2Config; llama.cpp src/models/jais2.cpp): biases everywhere, a network without a gate. */
export function readJais2(fields: ConfigFields): Architecture {
  const bias = fields.boolean('attention_bias', true)
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyValueBias: bias, outputBias: bias }),
    feedForward: {
      ...readFeedForward(fields),
      gated: false,
      bias: fields.boolean('mlp_bias', true),
    },
    normCount: 2,
  }
  if (!bias) throw invalid('attention_bias', 'Jais 2 without biases is not read')
  return readDecoder(fields, {
    engineName: 'jais2',
    modelType: 'jais2',
    tiedByDefault: false,
    contextDefault: 8192,
    norm: 'layer',
    layer: () => layer,
  })
}
