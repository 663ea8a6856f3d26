import type { Architecture, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readAttention, readDecoder } from './decoder.ts'

/**
 * Falcon 7B, 40B, 180B and Falcon 2 11B (FalconConfig): queries, keys and values in one tensor; attention and network
 * side by side, behind one norm each in the later design, behind a common one in the first.
 */
export function readFalcon(fields: ConfigFields): Architecture {
  if (fields.boolean('alibi', false)) throw invalid('alibi', 'Falcon with ALiBi is not read')
  const isNew = fields.boolean('new_decoder_architecture', false)
  const bias = fields.boolean('bias', false)
  const headCount = fields.count('num_attention_heads')
  const headCountKv = isNew
    ? fields.count(['num_kv_heads', 'n_head_kv'], headCount)
    : fields.boolean('multi_query', true)
      ? 1
      : headCount
  const layer: Layer = {
    attention: readAttention(fields, {
      headCountKvDefault: headCountKv,
      fusedQueryKeyValue: true,
      queryKeyValueBias: bias,
      outputBias: bias,
    }),
    feedForward: {
      length: fields.count('ffn_hidden_size', 4 * embeddingLength(fields)),
      gated: false,
      bias,
      fusedGateUp: false,
    },
    ...norms(fields, isNew),
  }
  return readDecoder(fields, {
    engineName: 'falcon',
    modelType: 'falcon',
    tiedByDefault: true,
    contextDefault: 2048,
    norm: 'layer',
    layer: () => layer,
  })
}

/**
 * Falcon's first checkpoints, before transformers took the class: `RefinedWebModel` is the design of the 7B,
 * `RefinedWeb` that of the 40B, which has key-value heads under `n_head_kv` (llama.cpp conversion/falcon.py).
 */
export function readRefinedWeb(fields: ConfigFields): Architecture {
  return readFalcon(
    fields
      .with('num_attention_heads', fields.count(['num_attention_heads', 'n_head']))
      .with('new_decoder_architecture', fields.has('n_head_kv')),
  )
}

function norms(fields: ConfigFields, isNew: boolean): Pick<Layer, 'normCount' | 'normNames'> {
  if (isNew && fields.count('num_ln_in_parallel_attn', 2) === 2)
    return { normCount: 2, normNames: ['attn_norm', 'attn_norm_2'] }
  return { normCount: isNew || fields.boolean('parallel_attn', true) ? 1 : 2 }
}
