import type { Architecture, Attention, FeedForward, Layer } from '../architecture.ts'
import { ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readAttention, readDecoder, ropeFactorTensors } from './decoder.ts'

/** Multipliers of published models end at 5.25. */
const multiplierMax = 64

/**
 * Models that a search over blocks made from Llama (Llama-3.1-Nemotron-51B and Ultra, Llama-3.3-Nemotron-Super):
 * `block_configs` says of every block whether it has attention, with how many heads to a key, and how long its
 * feed-forward network is (llama.cpp conversion/deci.py and src/models/deci.cpp).
 */
export function readNemotronNas(fields: ConfigFields): Architecture {
  const blocks = blockConfigs(fields)
  const attention = readAttention(fields)
  return readDecoder(fields, {
    engineName: 'deci',
    modelType: 'nemotron-nas',
    tiedByDefault: false,
    extraTensors: ropeFactorTensors(fields, attention.keyLength),
    layer: (index) => {
      const block = blocks[index]
      if (block === undefined) throw invalid('block_configs', `no entry for block ${index}`)
      return makeLayer(block, attention, embeddingLength(fields))
    },
  })
}

function blockConfigs(fields: ConfigFields): readonly ConfigFields[] {
  const value = fields.raw('block_configs')
  const count = fields.count('num_hidden_layers')
  if (!Array.isArray(value) || value.length !== count || value.length > 1024)
    throw invalid('block_configs', `no list of ${count} blocks`)
  return value.map((entry) => new ConfigFields(entry))
}

function makeLayer(block: ConfigFields, attention: Attention, embedding: number): Layer {
  const own = block.nested('attention')
  const network = block.nested('ffn')
  if (own === undefined || network === undefined)
    throw invalid('block_configs', 'a block without "attention" or "ffn"')
  const feedForward = networkOf(network, embedding)
  const norms = feedForward === undefined ? [] : [{ name: 'ffn_norm', shape: [embedding] }]
  const rest = feedForward === undefined ? {} : { feedForward }
  if (own.has('n_heads_in_group'))
    return { attention: grouped(own, attention), ...rest, normCount: 1, extraTensors: norms }
  if (!own.boolean('replace_with_linear', false))
    return { ...rest, normCount: 0, extraTensors: norms }
  const linear = { name: 'attn_output', shape: [embedding, embedding] }
  return { ...rest, normCount: 1, extraTensors: [linear, ...norms] }
}

function grouped(own: ConfigFields, attention: Attention): Attention {
  const perKey = own.count('n_heads_in_group')
  if (attention.headCount % perKey !== 0)
    throw invalid('n_heads_in_group', `${attention.headCount} heads are no multiple of ${perKey}`)
  return { ...attention, headCountKv: attention.headCount / perKey }
}

/** Two thirds of the multiplier times the width, up to the next multiple of 256 (conversion/deci.py). */
function networkOf(network: ConfigFields, embedding: number): FeedForward | undefined {
  if (network.boolean('replace_with_linear', false))
    throw invalid('ffn.replace_with_linear', 'a linear feed-forward network is not read')
  const multiplier = network.raw('ffn_mult')
  if (multiplier === undefined) return undefined
  if (typeof multiplier !== 'number' || !(multiplier > 0 && multiplier <= multiplierMax))
    throw invalid('ffn_mult', `no number up to ${multiplierMax}`)
  const length = Math.trunc((2 * multiplier * embedding) / 3)
  return { length: 256 * Math.ceil(length / 256), gated: true, bias: false, fusedGateUp: false }
}
