import type { Architecture, Layer } from '../architecture.ts'
import type { ConfigFields } from './config-fields.ts'
import { readAttention, readDecoder } from './decoder.ts'

/**
 * Nemotron-4 and Minitron: layer norms with biases, a network of squared ReLU without a gate (NemotronConfig; llama.cpp
 * src/models/nemotron.cpp).
 */
export function readNemotron(fields: ConfigFields): Architecture {
  const bias = fields.boolean('attention_bias', false)
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyValueBias: bias, outputBias: bias }),
    feedForward: {
      length: fields.count('intermediate_size'),
      gated: false,
      bias: fields.boolean('mlp_bias', false),
      fusedGateUp: false,
    },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'nemotron',
    modelType: 'nemotron',
    tiedByDefault: false,
    norm: 'layer',
    layer: () => layer,
  })
}
