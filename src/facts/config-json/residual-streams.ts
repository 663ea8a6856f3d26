import type { Architecture, Attention, ExtraTensor, Layer, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readDecoder, readFeedForward } from './decoder.ts'
import { latentAttention, routedExperts } from './deepseek.ts'
import { mixingTensors } from './deepseek-v4.ts'

/**
 * GLM-5.3 Flash, the text part: three blocks of delta attention to one of latent attention with an indexer whose keys are
 * pooled, residual streams mixed as in DeepSeek V4 (Glm5NextTextConfig; llama.cpp src/models/glm5-next.cpp).
 */
export function readGlm5Next(fields: ConfigFields): Architecture {
  const embedding = embeddingLength(fields)
  const pool = fields.count('index_kpool', 16)
  const indexer = { ...indexerOf(fields), pooled: true } as const
  const attention = { ...latentWithoutRope(fields), indexer }
  const recurrent: Recurrent = {
    kind: 'kimi-delta',
    headCount: fields.count('linear_num_heads', attention.headCount),
    headLength: fields.count('linear_head_dim', 128),
    convolutionLength: fields.count('linear_conv_kernel_dim', 4),
    flatDecay: true,
  }
  const mixing = mixingTensors(embedding, fields.count('hc_mult', 4))
  const pooling = [
    { name: 'indexer_compressor_ape', shape: [indexer.headLength, pool] },
    { name: 'indexer_compressor_gate', shape: [embedding, indexer.headLength] },
  ]
  const experts = { ...routedExperts(fields), routerBias: true }
  const isDense = denseBlocks(fields, 3)
  const isLinear = linearBlocks(fields)
  return readDecoder(fields, {
    engineName: 'glm5-next',
    modelType: 'glm5_next',
    tiedByDefault: false,
    layer: (index): Layer => ({
      ...(isLinear(index) ? { recurrent } : { attention }),
      ...(isDense(index) ? { feedForward: readFeedForward(fields) } : { experts }),
      normCount: 2,
      extraTensors: isLinear(index) ? mixing : [...mixing, ...pooling],
    }),
  })
}

/** `qk_rope_head_dim` may be 0: no part of a key is turned. */
function latentWithoutRope(fields: ConfigFields): Attention {
  const rope = fields.countOrZero('qk_rope_head_dim', 64)
  const { latent, ...attention } = latentAttention(fields.with('qk_rope_head_dim', 64))
  if (latent === undefined) throw invalid('kv_lora_rank', 'missing')
  return {
    ...attention,
    keyLength: attention.keyLength - 64 + rope,
    latent: { ...latent, ropeLength: rope },
  }
}

/** Three of four without a list. */
function linearBlocks(fields: ConfigFields): (index: number) => boolean {
  const types = fields.texts('layer_types')
  if (types === undefined) return (index) => (index + 1) % 4 !== 0
  return (index) => {
    const type = types[index]
    if (type === undefined) throw invalid('layer_types', `no entry for block ${index}`)
    return type === 'linear_attention'
  }
}

/** By `mlp_layer_types`, else the first `first_k_dense_replace`. */
function denseBlocks(fields: ConfigFields, otherwise: number): (index: number) => boolean {
  const types = fields.texts('mlp_layer_types')
  const first = fields.countOrZero('first_k_dense_replace', otherwise)
  if (types === undefined) return (index) => index < first
  return (index) => {
    const type = types[index]
    if (type === undefined) throw invalid('mlp_layer_types', `no entry for block ${index}`)
    return type === 'dense'
  }
}

/**
 * Hy4 (HYV4Config; llama.cpp src/models/hy-v4.cpp, conversion/hy_v4.py): latent attention with sinks and a gate of full
 * width, an indexer in the blocks that do not share that of an earlier one, residual streams whose mixing has no stream to
 * stream part. The converter leaves out the blocks that predict further tokens.
 */
export function readHyV4(fields: ConfigFields): Architecture {
  const embedding = embeddingLength(fields)
  const streams = fields.count('hc_mult', 4)
  const shared = latentAttention(fields)
  const own = { ...shared, indexer: indexerOf(fields) }
  const extraTensors: ExtraTensor[] = [
    { name: 'attn_sinks', shape: [shared.headCount] },
    { name: 'attn_gate', shape: [embedding, shared.headCount * shared.valueLength] },
    ...independentMixing(embedding, streams),
  ]
  const experts = { ...routedExperts(fields), routerBias: true }
  const isDense = denseBlocks(fields, 1)
  const hasIndexer = indexerBlocks(fields)
  return readDecoder(fields, {
    engineName: 'hy_v4',
    modelType: 'hy_v4',
    tiedByDefault: false,
    layer: (index): Layer => ({
      attention: hasIndexer(index) ? own : shared,
      ...(isDense(index) ? { feedForward: readFeedForward(fields) } : { experts }),
      normCount: 2,
      extraTensors,
    }),
    extraTensors: [
      { name: 'output_hc_fn', shape: [streams * embedding, streams] },
      { name: 'output_hc_base', shape: [streams] },
      { name: 'output_hc_scale', shape: [1] },
    ],
  })
}

/** `indexer_types`; without it the first, the second and every fourth behind it (HYV4Config). */
function indexerBlocks(fields: ConfigFields): (index: number) => boolean {
  const types = fields.texts('indexer_types')
  if (types === undefined) return (index) => index === 0 || (index - 1) % 4 === 0
  return (index) => {
    const type = types[index]
    if (type === undefined) throw invalid('indexer_types', `no entry for block ${index}`)
    return type === 'full'
  }
}

function independentMixing(embedding: number, streams: number): ExtraTensor[] {
  return ['attn', 'ffn'].flatMap((half) => [
    { name: `hc_${half}_fn`, shape: [streams * embedding, 2 * streams] },
    { name: `hc_${half}_base`, shape: [2 * streams] },
    { name: `hc_${half}_scale`, shape: [2] },
  ])
}

function indexerOf(fields: ConfigFields): NonNullable<Attention['indexer']> {
  return {
    headCount: fields.count('index_n_heads', 32),
    headLength: fields.count('index_head_dim', 128),
  }
}
