import type { Architecture, Experts, FeedForward, Layer, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { plainExperts } from './llama.ts'

function mamba2(fields: ConfigFields, innerLength: number, innerNorm: boolean): Recurrent {
  const headCount = fields.count('mamba_n_heads', 128)
  if (innerLength % headCount !== 0)
    throw invalid('mamba_n_heads', `${innerLength} does not divide over ${headCount} heads`)
  const groupCount = fields.count('mamba_n_groups', 1)
  if (innerLength % groupCount !== 0)
    throw invalid('mamba_n_groups', `${innerLength} does not divide over ${groupCount} groups`)
  return {
    kind: 'mamba2',
    innerLength,
    stateLength: fields.count('mamba_d_state', 256),
    convolutionLength: fields.count('mamba_d_conv', 4),
    headCount,
    groupCount,
    convolutionBias: fields.boolean('mamba_conv_bias', true),
    projectionBias: fields.boolean('mamba_proj_bias', false),
    innerNorm,
  }
}

/** Falcon-H1: every block runs attention and Mamba-2 side by side (FalconH1Config). */
export function readFalconH1(fields: ConfigFields): Architecture {
  const innerLength = fields.has('mamba_d_ssm')
    ? fields.count('mamba_d_ssm')
    : fields.count('mamba_expand', 2) * embeddingLength(fields)
  const layer: Layer = {
    attention: readAttention(fields, { headCountKvDefault: 8 }),
    recurrent: mamba2(fields, innerLength, fields.boolean('mamba_rms_norm', false)),
    feedForward: readFeedForward(fields),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'falcon-h1',
    modelType: 'falcon_h1',
    tiedByDefault: false,
    layer: () => layer,
  })
}

/**
 * Granite 4: Mamba-2 blocks and a few of attention by `layer_types`; a shared feed-forward network in each,
 * beside experts where there are any (GraniteMoeHybridConfig).
 */
export function readGraniteHybrid(fields: ConfigFields): Architecture {
  const types = fields.texts('layer_types') ?? fields.texts('layers_block_type')
  const attention = readAttention(fields)
  const hasRecurrent = types?.some((type) => type === 'mamba') ?? true
  const recurrent = hasRecurrent
    ? mamba2(fields, fields.count('mamba_expand', 2) * embeddingLength(fields), true)
    : undefined
  const network = graniteNetwork(fields)
  return readDecoder(fields, {
    engineName: 'granitehybrid',
    modelType: 'granitemoehybrid',
    tiedByDefault: false,
    layer: (index) => {
      const type = types === undefined ? 'mamba' : types[index]
      if (type === undefined) throw invalid('layer_types', `no entry for block ${index}`)
      if (type === 'attention') return { attention, ...network, normCount: 2 }
      if (type !== 'mamba') throw invalid('layer_types', `"${type.slice(0, 40)}"`)
      return { ...(recurrent === undefined ? {} : { recurrent }), ...network, normCount: 2 }
    },
  })
}

function graniteNetwork(fields: ConfigFields): { feedForward: FeedForward } | { experts: Experts } {
  const count = fields.countOrZero('num_local_experts', 0)
  const sharedLength = fields.countOrZero('shared_intermediate_size', 1024)
  if (count === 0)
    return { feedForward: { length: sharedLength, gated: true, bias: false, fusedGateUp: false } }
  const experts = plainExperts(
    count,
    fields.count('num_experts_per_tok'),
    fields.count('intermediate_size'),
  )
  return { experts: { ...experts, sharedLength } }
}

/** LFM2's feed-forward length: two thirds, times a multiplier, rounded up (modeling_lfm2.py, Lfm2MLP). */
function adjustedLength(fields: ConfigFields): number {
  const length = fields.count(['intermediate_size', 'block_ff_dim'])
  if (!fields.boolean('block_auto_adjust_ff_dim', true)) return length
  const multiplier = fields.raw('block_ffn_dim_multiplier')
  const scaled =
    Math.trunc((2 * length) / 3) *
    (typeof multiplier === 'number' && multiplier > 0 && multiplier < 16 ? multiplier : 1)
  const multiple = fields.count('block_multiple_of', 256)
  return multiple * Math.ceil(Math.trunc(scaled) / multiple)
}

/** LFM2: gated short convolutions with a few blocks of attention among them (Lfm2Config). */
export function readLfm2(fields: ConfigFields): Architecture {
  const types = fields.texts('layer_types')
  const attentionBlocks = fields.counts('full_attn_idxs')
  if (types === undefined && attentionBlocks === undefined) throw invalid('layer_types', 'missing')
  const isAttention = (index: number) =>
    types === undefined
      ? attentionBlocks?.includes(index) === true
      : types[index] === 'full_attention'
  const attention = readAttention(fields, { headCountKvDefault: 8, queryKeyNorm: 'head' })
  const recurrent: Recurrent = {
    kind: 'short-convolution',
    convolutionLength: fields.count('conv_L_cache', 3),
    innerLength: embeddingLength(fields),
  }
  const isSparse = fields.has('num_experts')
  const dense: FeedForward = {
    length: isSparse ? fields.count('intermediate_size') : adjustedLength(fields),
    gated: true,
    bias: false,
    fusedGateUp: false,
  }
  const denseBlocks = isSparse
    ? fields.countOrZero('num_dense_layers', 2)
    : Number.POSITIVE_INFINITY
  const experts = isSparse
    ? {
        ...plainExperts(
          fields.count('num_experts'),
          fields.count('num_experts_per_tok'),
          fields.count('moe_intermediate_size'),
        ),
        routerBias: fields.boolean('use_expert_bias', true),
      }
    : undefined
  return readDecoder(fields, {
    engineName: isSparse ? 'lfm2moe' : 'lfm2',
    modelType: isSparse ? 'lfm2_moe' : 'lfm2',
    tiedByDefault: fields.boolean('tie_embedding', true),
    layer: (index) => ({
      ...(isAttention(index) ? { attention } : { recurrent }),
      ...(experts !== undefined && index >= denseBlocks ? { experts } : { feedForward: dense }),
      normCount: 2,
    }),
  })
}
