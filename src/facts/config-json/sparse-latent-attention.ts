import type { Architecture, Attention, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readDecoder, readFeedForward } from './decoder.ts'
import { latentAttention, routedExperts } from './deepseek.ts'

interface LatentOptions {
  readonly engineName: string
  readonly modelType: string
  readonly denseBlocksDefault: number
  /** Attention of the block at an index; blocks behind the last predict further tokens. */
  readonly attention: (index: number) => Attention
  /** Blocks that predict further tokens come without copies of embedding and head. */
  readonly sharesEmbeddingAndHead?: true
  /** Published files came before the converter took these blocks. */
  readonly leftOutOfFiles?: true
}

/** Latent attention, first blocks dense, routed and shared experts behind them, and blocks that predict further tokens. */
function readLatentModel(fields: ConfigFields, options: LatentOptions): Architecture {
  const { attention } = options
  const denseBlocks = fields.countOrZero('first_k_dense_replace', options.denseBlocksDefault)
  const experts = { ...routedExperts(fields), routerBias: true }
  const sparse = (index: number): Layer => ({
    attention: attention(index),
    experts,
    normCount: 2,
  })
  const blockCount = fields.count('num_hidden_layers')
  const further = fields.countOrZero('num_nextn_predict_layers', 0)
  if (further > 16) throw invalid('num_nextn_predict_layers', `${further} are more than 16`)
  return readDecoder(fields, {
    engineName: options.engineName,
    modelType: options.modelType,
    tiedByDefault: false,
    layer: (index) =>
      index < denseBlocks
        ? { attention: attention(index), feedForward: readFeedForward(fields), normCount: 2 }
        : sparse(index),
    nextTokenPredictionLayers: Array.from({ length: further }, (_, index) => ({
      ...sparse(blockCount + index),
      ...(options.sharesEmbeddingAndHead ? { sharesEmbeddingAndHead: true as const } : {}),
      ...(options.leftOutOfFiles ? { leftOutOfFiles: true as const } : {}),
    })),
  })
}

/** GLM-4.7-Flash: the shape of DeepSeek V3, whose name llama.cpp gives it (conversion/glm.py, Glm4MoeLiteModel). */
export function readGlm4MoeLite(fields: ConfigFields): Architecture {
  const attention = latentAttention(fields)
  return readLatentModel(fields, {
    engineName: 'deepseek2',
    modelType: 'glm4_moe_lite',
    denseBlocksDefault: 1,
    attention: () => attention,
    leftOutOfFiles: true,
  })
}

/**
 * DeepSeek V3.2: an indexer in every block chooses the positions that latent attention reads (DeepSeek-V3.2-Exp
 * report, 2.1; llama.cpp src/models/deepseek32.cpp).
 */
export function readDeepseekV32(fields: ConfigFields): Architecture {
  const attention = { ...latentAttention(fields), indexer: indexerOf(fields) }
  return readLatentModel(fields, {
    engineName: 'deepseek32',
    modelType: 'deepseek_v32',
    denseBlocksDefault: 3,
    attention: () => attention,
  })
}

/**
 * GLM-5: DeepSeek V3.2's attention; from GLM-5.2 on some blocks reuse the choice of an earlier one, by `indexer_types`
 * (llama.cpp src/models/glm-dsa.cpp, conversion/glm.py).
 */
export function readGlmMoeDsa(fields: ConfigFields): Architecture {
  const shared = latentAttention(fields)
  const own = { ...shared, indexer: indexerOf(fields) }
  const types = fields.texts('indexer_types')
  const blockCount = fields.count('num_hidden_layers')
  if (types !== undefined && types.length < blockCount)
    throw invalid('indexer_types', `no entry for block ${types.length}`)
  return readLatentModel(fields, {
    engineName: 'glm-dsa',
    modelType: 'glm_moe_dsa',
    denseBlocksDefault: 3,
    attention: (index) => (types === undefined || types[index] !== 'shared' ? own : shared),
    // The count of GLM-5's checkpoint is exact without copies; GLM-4.5's and DeepSeek V3.2's are with them.
    sharesEmbeddingAndHead: true,
  })
}

function indexerOf(fields: ConfigFields): NonNullable<Attention['indexer']> {
  return { headCount: fields.count('index_n_heads'), headLength: fields.count('index_head_dim') }
}
