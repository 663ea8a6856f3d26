import type { Architecture, Attention, Layer } from '../architecture.ts'
import type { ConfigFields } from './config-fields.ts'
import {
  embeddingLength,
  isSliding,
  readAttention,
  readDecoder,
  readFeedForward,
  ropeFactorTensors,
} from './decoder.ts'
import { plainExperts } from './llama.ts'

interface KinOptions {
  readonly modelType: string
  /** llama.cpp's name of the architecture, where its converter takes the class. */
  readonly engineName?: string
  readonly tiedByDefault?: boolean
  readonly contextDefault?: number
  readonly contextNames?: readonly string[]
  readonly attention?: Partial<Attention>
  readonly headLengthDefault?: number
}

/** Blocks as in Llama under a name of their own. */
function readKin(fields: ConfigFields, options: KinOptions): Architecture {
  const bias = fields.boolean('attention_bias', false)
  const { headLengthDefault } = options
  const attention: Attention = {
    ...readAttention(fields, headLengthDefault === undefined ? {} : { headLengthDefault }),
    queryKeyValueBias: bias,
    outputBias: bias,
    ...options.attention,
  }
  const layer: Layer = { attention, feedForward: readFeedForward(fields), normCount: 2 }
  const { contextDefault, contextNames } = options
  return readDecoder(fields, {
    engineName: options.engineName,
    modelType: options.modelType,
    tiedByDefault: options.tiedByDefault ?? false,
    layer: () => layer,
    extraTensors: ropeFactorTensors(fields, attention.keyLength),
    ...(contextDefault === undefined ? {} : { contextDefault }),
    ...(contextNames === undefined ? {} : { contextNames }),
  })
}

/** XVERSE 7B to 65B (llama.cpp src/models/xverse.cpp). */
export const readXverse = (fields: ConfigFields) =>
  readKin(fields, { modelType: 'xverse', engineName: 'xverse', contextNames: ['model_max_length'] })

/**
 * Solar Pro Preview (SolarForCausalLM of vLLM 0.33): inputs of earlier blocks are added again to later ones, which takes
 * two numbers per place and no weights. llama.cpp has no such architecture.
 */
export const readSolar = (fields: ConfigFields) => readKin(fields, { modelType: 'solar' })

/** The first InternLM: `bias` is that of all four projections. llama.cpp's converter does not take it. */
export function readInternlm1(fields: ConfigFields): Architecture {
  const bias = fields.boolean('bias', true)
  return readKin(fields, {
    modelType: 'internlm',
    contextDefault: 2048,
    attention: { queryKeyValueBias: bias, outputBias: bias },
  })
}

/** Aquila and Aquila 2. llama.cpp's converter does not take them. */
export const readAquila = (fields: ConfigFields) =>
  readKin(fields, { modelType: 'aquila', contextDefault: 2048 })

/** IQuest-Coder (llama.cpp conversion/llama.py). */
export const readIquestCoder = (fields: ConfigFields) =>
  readKin(fields, { modelType: 'iquestcoder', engineName: 'llama' })

/** KORMo: Qwen2 to llama.cpp (conversion/qwen.py), though without biases. */
export const readKormo = (fields: ConfigFields) =>
  readKin(fields, { modelType: 'kormo', engineName: 'qwen2' })

/** Helium (HeliumConfig). llama.cpp's converter does not take it. */
export const readHelium = (fields: ConfigFields) =>
  readKin(fields, { modelType: 'helium', contextDefault: 4096, headLengthDefault: 128 })

/** Apriel 5B. llama.cpp's converter does not take it. */
export const readApriel = (fields: ConfigFields) =>
  readKin(fields, { modelType: 'apriel', headLengthDefault: 128 })

/** Maincoder: norms on queries and keys (llama.cpp src/models/maincoder.cpp). */
export const readMaincoder = (fields: ConfigFields) =>
  readKin(fields, {
    modelType: 'maincoder',
    engineName: 'maincoder',
    tiedByDefault: true,
    attention: { queryKeyNorm: 'head' },
  })

/** GLM-4-9B and GLM-Edge in transformers' own form (GlmConfig; llama.cpp conversion/chatglm.py). */
export function readGlm(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, {
      headLengthDefault: 128,
      headCountKvDefault: 2,
      queryKeyValueBias: fields.boolean('attention_bias', true),
    }),
    feedForward: { ...readFeedForward(fields), fusedGateUp: true },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'chatglm',
    modelType: 'glm',
    tiedByDefault: false,
    contextDefault: 131_072,
    layer: () => layer,
  })
}

/** Mellum 2: experts only, three windowed blocks to a full one (MellumConfig; llama.cpp src/models/mellum.cpp). */
export function readMellum(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, {
    headLengthDefault: 128,
    headCountKvDefault: 4,
    queryKeyNorm: 'head',
  })
  const window =
    fields.boolean('use_sliding_window', true) && fields.has('sliding_window')
      ? fields.count('sliding_window')
      : undefined
  const experts = plainExperts(
    fields.count(['num_experts', 'num_local_experts'], 64),
    fields.count('num_experts_per_tok', 8),
    fields.count('moe_intermediate_size', 896),
  )
  return readDecoder(fields, {
    engineName: 'mellum',
    modelType: 'mellum',
    tiedByDefault: false,
    contextDefault: 131_072,
    layer: (index) => ({
      attention:
        window !== undefined && isSliding(fields, index, (at) => (at + 1) % 4 !== 0)
          ? { ...attention, kind: 'sliding', window }
          : attention,
      experts,
      normCount: 2,
    }),
  })
}

/**
 * Arctic: beside the experts a network as wide as the embedding, each behind its own norm (llama.cpp
 * src/models/arctic.cpp, which knows no block without experts).
 */
export function readArctic(fields: ConfigFields): Architecture {
  const frequency = fields.count('moe_layer_frequency', 1)
  const attention = readAttention(fields)
  const length = fields.count('intermediate_size')
  const experts = plainExperts(
    fields.count('num_local_experts', 128),
    fields.count('num_experts_per_tok', 2),
    length,
  )
  const layer: Layer = {
    attention,
    feedForward: { ...readFeedForward(fields), length: embeddingLength(fields) },
    experts,
    normCount: arcticNorms.length,
    normNames: arcticNorms,
  }
  return readDecoder(fields, {
    engineName: frequency === 1 ? 'arctic' : undefined,
    modelType: 'arctic',
    tiedByDefault: false,
    layer: (index) =>
      (index + 1) % frequency === 0
        ? layer
        : { attention, feedForward: readFeedForward(fields), normCount: 2 },
  })
}

const arcticNorms = ['attn_norm', 'ffn_norm', 'ffn_norm_exps'] as const

/**
 * BitNet b1.58 (BitNetConfig; llama.cpp src/models/bitnet.cpp): Llama with a norm before each half's last matrix. llama.cpp
 * reads the head from the embedding.
 */
export function readBitnet(fields: ConfigFields): Architecture {
  const feedForward = { ...readFeedForward(fields), bias: false }
  const layer: Layer = {
    attention: readAttention(fields),
    feedForward,
    normCount: 2,
    extraTensors: [
      { name: 'attn_sub_norm', shape: [embeddingLength(fields)] },
      { name: 'ffn_sub_norm', shape: [feedForward.length] },
    ],
  }
  return readDecoder(fields, {
    engineName: 'bitnet',
    modelType: 'bitnet',
    tiedByDefault: true,
    layer: () => layer,
  })
}
