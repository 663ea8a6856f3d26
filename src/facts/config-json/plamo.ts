import type { Architecture, Attention, Layer, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import {
  embeddingLength,
  isSliding,
  readAttention,
  readDecoder,
  readFeedForward,
} from './decoder.ts'

/**
 * PLaMo 13B: both halves of a block side by side behind one norm; `n_shared_head` query heads have one key-value head,
 * whatever `num_key_value_heads` says (llama.cpp conversion/plamo.py and src/models/plamo.cpp).
 */
export function readPlamo(fields: ConfigFields): Architecture {
  const shared = fields.count('n_shared_head', 8)
  const headCountKv = Math.ceil(fields.count('num_attention_heads') / shared)
  const layer: Layer = {
    attention: readAttention(fields.with('num_key_value_heads', headCountKv)),
    feedForward: readFeedForward(fields),
    normCount: 1,
  }
  return readDecoder(fields, {
    engineName: 'plamo',
    modelType: 'plamo',
    tiedByDefault: false,
    contextDefault: 4096,
    layer: () => layer,
  })
}

/** Attention of PLaMo 2 and 3: one tensor for queries, keys and values, a norm on each. */
function attentionOf(fields: ConfigFields, queryKeyNorm: Attention['queryKeyNorm']): Attention {
  return readAttention(
    fields.has('hidden_size_per_head')
      ? fields.with('head_dim', fields.count('hidden_size_per_head'))
      : fields,
    { headLengthDefault: 128, headCountKvDefault: 4, queryKeyNorm, fusedQueryKeyValue: true },
  )
}

function networkOf(fields: ConfigFields): NonNullable<Layer['feedForward']> {
  return { ...readFeedForward(fields), bias: false, fusedGateUp: true }
}

/**
 * PLaMo 2: blocks of Mamba whose heads have one time step each, and every `mamba_step`-th of attention; four norms
 * (llama.cpp conversion/plamo.py, Plamo2Model, and src/models/plamo2.cpp, which keeps every position).
 */
export function readPlamo2(fields: ConfigFields): Architecture {
  const attention = attentionOf(fields, 'full')
  const feedForward = networkOf(fields)
  const recurrent = mambaOf(fields)
  const isMamba = mambaBlocks(fields)
  return readDecoder(fields, {
    engineName: 'plamo2',
    modelType: 'plamo2',
    tiedByDefault: true,
    contextDefault: 2048,
    layer: (index) =>
      isMamba(index)
        ? { recurrent, feedForward, normCount: 4 }
        : { attention, feedForward, normCount: 4 },
  })
}

function mambaOf(fields: ConfigFields): Recurrent {
  const headCount = fields.count('mamba_num_heads', 64)
  return {
    kind: 'mamba1',
    innerLength: headCount * fields.count(['hidden_size_per_head', 'head_dim'], 128),
    stateLength: fields.count('mamba_d_state', 64),
    convolutionLength: fields.count('mamba_d_conv', 4),
    timeStepRank: Math.max(64, Math.floor(embeddingLength(fields) / 16)),
    innerNorms: true,
    headCount,
  }
}

function mambaBlocks(fields: ConfigFields): (index: number) => boolean {
  if (!fields.boolean('mamba_enabled', true)) return () => false
  const step = fields.count('mamba_step', 2)
  if (step < 2) throw invalid('mamba_step', 'no block of attention, or none of Mamba')
  const half = Math.floor(step / 2)
  const depth = fields.count('num_hidden_layers')
  return depth <= half ? (index) => index !== depth - 1 : (index) => index % step !== half
}

/** PLaMo 3: seven windowed blocks to a full one, four norms (llama.cpp src/models/plamo3.cpp). */
export function readPlamo3(fields: ConfigFields): Architecture {
  const attention = attentionOf(fields, 'head')
  const feedForward = networkOf(fields)
  const window = windowOf(fields)
  const pattern = fields.count('sliding_window_pattern', 8)
  return readDecoder(fields, {
    engineName: 'plamo3',
    modelType: 'plamo3',
    tiedByDefault: false,
    contextDefault: 2048,
    layer: (index) => ({
      attention:
        window !== undefined && isSliding(fields, index, (at) => (at + 1) % pattern !== 0)
          ? { ...attention, kind: 'sliding', window }
          : attention,
      feedForward,
      normCount: 4,
    }),
  })
}

/** `sliding_window` may list the windows of the blocks; null among them is a full one. */
function windowOf(fields: ConfigFields): number | undefined {
  if (fields.has('window_size')) return fields.count('window_size')
  const listed = fields.raw('sliding_window')
  if (!Array.isArray(listed))
    return listed === undefined ? undefined : fields.count('sliding_window')
  const window = listed.find((entry) => entry !== null)
  if (window === undefined) return undefined
  return fields.with('sliding_window', window).count('sliding_window')
}
