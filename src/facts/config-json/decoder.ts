import type { Architecture, Attention, ExtraTensor, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { checkLayerLists } from './layer-lists.ts'

/** Blocks that any published model has, with room for the deepest (126 for Llama 3.1 405B). */
const blocksMax = 1024

/** Makes the block at an index; equal blocks are merged into one object afterwards. */
export type LayerMaker = (index: number) => Layer

export interface DecoderOptions {
  readonly engineName: string | undefined
  readonly modelType: string
  readonly layer: LayerMaker
  /** transformers' default of `tie_word_embeddings` for the class; `PretrainedConfig` itself says true. */
  readonly tiedByDefault: boolean
  readonly vocabularyDefault?: number
  readonly contextDefault?: number
  /** Further names of the field that states the context. */
  readonly contextNames?: readonly string[]
  readonly norm?: Architecture['norm']
  readonly nextTokenPredictionLayers?: readonly Layer[]
  readonly outputBias?: boolean
  readonly embeddingNorm?: boolean
  readonly positionRows?: number
  readonly extraTensors?: readonly ExtraTensor[]
}

/** The parts that every decoder shares: blocks in order, vocabulary, context, tied head. */
export function readDecoder(fields: ConfigFields, options: DecoderOptions): Architecture {
  const blockCount = fields.count(['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers'])
  if (blockCount > blocksMax)
    throw invalid('num_hidden_layers', `${blockCount} is more than ${blocksMax}`)
  checkLayerLists(fields, blockCount)
  const layers = shareEqual(Array.from({ length: blockCount }, (_, index) => options.layer(index)))
  for (const { experts } of new Set(layers))
    if (experts !== undefined && experts.usedCount > experts.count)
      throw invalid('num_experts_per_tok', `${experts.usedCount} of ${experts.count} experts`)
  return {
    engineName: options.engineName,
    modelType: options.modelType,
    vocabularySize: fields.count('vocab_size', options.vocabularyDefault),
    embeddingLength: embeddingLength(fields),
    contextLength: fields.count(
      ['max_position_embeddings', 'n_positions', 'seq_length', ...(options.contextNames ?? [])],
      options.contextDefault,
    ),
    tiedEmbeddings: fields.boolean('tie_word_embeddings', options.tiedByDefault),
    layers,
    nextTokenPredictionLayers: shareEqual(options.nextTokenPredictionLayers ?? []),
    norm: options.norm ?? 'rms',
    positionRows: options.positionRows ?? 0,
    outputBias: options.outputBias ?? false,
    embeddingNorm: options.embeddingNorm ?? false,
    encoderLayers: [],
    otherTowersParameters: undefined,
    extraTensors: options.extraTensors ?? [],
  }
}

export function embeddingLength(fields: ConfigFields): number {
  return fields.count(['hidden_size', 'n_embd', 'd_model'])
}

/** Equal blocks become the same object, so that sizing can group them by identity. */
function shareEqual(layers: readonly Layer[]): Layer[] {
  const known = new Map<string, Layer>()
  const seen = new Map<Layer, Layer>()
  return layers.map((layer) => {
    const before = seen.get(layer)
    if (before !== undefined) return before
    const key = JSON.stringify(layer)
    const first = known.get(key) ?? layer
    known.set(key, first)
    seen.set(layer, first)
    return first
  })
}

export interface AttentionOptions {
  readonly headCountKvDefault?: number
  readonly headLengthDefault?: number
  readonly queryKeyValueBias?: boolean
  readonly outputBias?: boolean
  readonly queryKeyNorm?: Attention['queryKeyNorm']
  readonly fusedQueryKeyValue?: boolean
  readonly sinks?: boolean
}

/** Grouped-query attention over all positions. Heads must divide evenly over their key-value heads. */
export function readAttention(fields: ConfigFields, options: AttentionOptions = {}): Attention {
  const headCount = fields.count(['num_attention_heads', 'n_head', 'n_heads'])
  const headCountKv = fields.count('num_key_value_heads', options.headCountKvDefault ?? headCount)
  if (headCount % headCountKv !== 0)
    throw invalid('num_key_value_heads', `${headCount} heads do not divide over ${headCountKv}`)
  const headLength = fields.count(
    'head_dim',
    options.headLengthDefault ?? wholeHeadLength(fields, headCount),
  )
  return {
    kind: 'full',
    headCount,
    headCountKv,
    keyLength: headLength,
    valueLength: headLength,
    queryKeyValueBias: options.queryKeyValueBias ?? false,
    outputBias: options.outputBias ?? false,
    queryKeyNorm: options.queryKeyNorm ?? 'none',
    sinks: options.sinks ?? false,
    outputGate: false,
    sharesCache: false,
    fusedQueryKeyValue: options.fusedQueryKeyValue ?? false,
  }
}

function wholeHeadLength(fields: ConfigFields, headCount: number): number {
  if (fields.has('head_dim')) return 1
  const length = embeddingLength(fields) / headCount
  if (!Number.isInteger(length))
    throw invalid('head_dim', `hidden_size does not divide over ${headCount} heads`)
  return length
}

/** Which blocks keep only a window: by `layer_types` where the config lists them, else by the family's pattern. */
export function isSliding(
  fields: ConfigFields,
  index: number,
  pattern: (index: number) => boolean,
): boolean {
  const types = fields.texts('layer_types')
  if (types === undefined) return pattern(index)
  const type = types[index]
  if (type === undefined) throw invalid('layer_types', `no entry for block ${index}`)
  return type !== 'full_attention'
}

/** The dense feed-forward network of `intermediate_size`. */
export function readFeedForward(
  fields: ConfigFields,
  name = 'intermediate_size',
): NonNullable<Layer['feedForward']> {
  return {
    length: fields.count(name),
    gated: true,
    bias: fields.boolean('mlp_bias', false),
    fusedGateUp: false,
  }
}

/** The frequency factors that llama.cpp's converter stores for Llama 3.1's rope scaling: half a head of F32 values. */
export function ropeFactorTensors(fields: ConfigFields, headLength: number): ExtraTensor[] {
  const scaling = fields.nested('rope_scaling') ?? fields.nested('rope_parameters')
  const type = scaling?.text('rope_type') ?? scaling?.text('type')
  if (type === 'llama3') return [{ name: 'rope_freqs', shape: [Math.floor(headLength / 2)] }]
  if (type === 'longrope' || type === 'su') {
    const factors = scaling?.raw('long_factor')
    if (factors !== undefined && (!Array.isArray(factors) || factors.length > headLength))
      throw invalid('rope_scaling.long_factor', `no list of at most ${headLength} numbers`)
    const length = factors?.length ?? Math.floor(headLength / 2)
    return ['rope_factors_long', 'rope_factors_short'].map((name) => ({ name, shape: [length] }))
  }
  return []
}
