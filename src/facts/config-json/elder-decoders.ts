import type { Architecture, Attention, FeedForward, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readAttention, readDecoder, readFeedForward } from './decoder.ts'

/** Up and down without a gate, four times as wide as the embedding where the config does not say. */
function plainNetwork(fields: ConfigFields, name: string): FeedForward {
  return {
    length: fields.count(name, 4 * embeddingLength(fields)),
    gated: false,
    bias: true,
    fusedGateUp: false,
  }
}

/**
 * GPT-J: both halves of a block side by side behind one norm, a head with a bias (GPTJConfig). llama.cpp has no such
 * architecture.
 */
export const readGptj = (fields: ConfigFields) => readSideBySide(fields, 'gptj', false)

/** CodeGen: GPT-J with queries, keys and values in one tensor (CodeGenConfig). llama.cpp has no such architecture. */
export const readCodegen = (fields: ConfigFields) => readSideBySide(fields, 'codegen', true)

function readSideBySide(
  fields: ConfigFields,
  modelType: string,
  fusedQueryKeyValue: boolean,
): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, { fusedQueryKeyValue }),
    feedForward: plainNetwork(fields, 'n_inner'),
    normCount: 1,
  }
  return readDecoder(fields, {
    engineName: undefined,
    modelType,
    tiedByDefault: false,
    vocabularyDefault: 50_400,
    contextDefault: 2048,
    norm: 'layer',
    outputBias: true,
    layer: () => layer,
  })
}

/**
 * GPT-Neo: full and windowed blocks in turn, which `attention_types` spells out (GPTNeoConfig). llama.cpp has no such
 * architecture.
 */
export function readGptNeo(fields: ConfigFields): Architecture {
  const heads = fields.count(['num_heads', 'num_attention_heads'])
  const depth = fields.count(['num_layers', 'num_hidden_layers'])
  const attention = readAttention(fields.with('num_attention_heads', heads), { outputBias: true })
  const window = fields.count('window_size', 256)
  const kinds = neoKinds(fields, depth)
  const layer = (index: number): Layer => ({
    attention:
      kinds(index) === 'local' ? { ...attention, kind: 'sliding', window } : { ...attention },
    feedForward: plainNetwork(fields, 'intermediate_size'),
    normCount: 2,
  })
  return readDecoder(fields.with('num_hidden_layers', depth), {
    engineName: undefined,
    modelType: 'gpt_neo',
    tiedByDefault: true,
    vocabularyDefault: 50_257,
    contextDefault: 2048,
    norm: 'layer',
    positionRows: fields.count('max_position_embeddings', 2048),
    layer,
  })
}

/** `[[["global", "local"], 12]]`: these kinds twelve times; or `attention_layers`, one for each block. */
function neoKinds(fields: ConfigFields, depth: number): (index: number) => string {
  const listed = fields.texts('attention_layers')
  if (listed !== undefined) return (index) => String(listed[index])
  const first: unknown = Array.isArray(fields.raw('attention_types'))
    ? fields.raw('attention_types')
    : [[['global', 'local'], 12]]
  const pattern: unknown = Array.isArray(first) && first.length === 1 ? first[0]?.[0] : undefined
  if (!Array.isArray(pattern) || pattern.length < 1 || pattern.length > 64)
    throw invalid('attention_types', 'no one list of kinds with a count')
  const times: unknown = Array.isArray(first) ? first[0]?.[1] : undefined
  if (fields.has('attention_types') && pattern.length * Number(times) !== depth)
    throw invalid('attention_types', `${pattern.length} times ${String(times)} for ${depth} blocks`)
  return (index) => String(pattern[index % pattern.length])
}

/**
 * Persimmon, and the text part of Fuyu: norms with biases on queries and keys (PersimmonConfig). llama.cpp no longer has
 * such an architecture.
 */
export function readPersimmon(fields: ConfigFields): Architecture {
  const attention: Attention = readAttention(fields, {
    fusedQueryKeyValue: true,
    queryKeyValueBias: true,
    outputBias: true,
    queryKeyNorm: fields.boolean('qk_layernorm', true) ? 'head' : 'none',
  })
  const biases = ['attn_q_norm.bias', 'attn_k_norm.bias']
  const layer: Layer = {
    attention,
    feedForward: plainNetwork(fields, 'intermediate_size'),
    normCount: 2,
    ...(attention.queryKeyNorm === 'none'
      ? {}
      : { extraTensors: biases.map((name) => ({ name, shape: [attention.keyLength] })) }),
  }
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'persimmon',
    tiedByDefault: false,
    contextDefault: 16_384,
    norm: 'layer',
    layer: () => layer,
  })
}

/**
 * CodeShell, which its own config calls kclgpt: rotary positions, `num_query_groups` key-value heads, the head tied
 * (modeling_codeshell.py of WisdomShell/codeshell; llama.cpp src/models/codeshell.cpp).
 */
export function readCodeshell(fields: ConfigFields): Architecture {
  const grouped = fields.boolean('group_query_attention', true)
  const heads = fields.count(['n_head', 'num_attention_heads'])
  const layer: Layer = {
    attention: readAttention(fields, {
      headCountKvDefault: grouped ? fields.count('num_query_groups') : heads,
      fusedQueryKeyValue: true,
      queryKeyValueBias: true,
      outputBias: true,
    }),
    feedForward: plainNetwork(fields, 'n_inner'),
    normCount: 2,
  }
  const isRotary = (fields.text('position_embedding_type') ?? 'rope') === 'rope'
  return readDecoder(fields, {
    engineName: isRotary ? 'codeshell' : undefined,
    modelType: 'codeshell',
    tiedByDefault: true,
    contextDefault: 8192,
    norm: 'layer',
    positionRows: isRotary ? 0 : fields.count('n_positions', 8192),
    layer: () => layer,
  })
}

/**
 * Refact 1.6B: ALiBi, one key-value head, a network whose length is worked out of the embedding's (llama.cpp
 * conversion/refact.py).
 */
export function readRefact(fields: ConfigFields): Architecture {
  const wanted = Math.floor((2 * 4 * embeddingLength(fields)) / 3)
  const layer: Layer = {
    attention: readAttention(fields, { headCountKvDefault: 1 }),
    feedForward: {
      length: 256 * Math.ceil(wanted / 256),
      gated: true,
      bias: false,
      fusedGateUp: false,
    },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'refact',
    modelType: 'gpt_refact',
    tiedByDefault: true,
    layer: () => layer,
  })
}

/** Orion 14B: Llama with layer norms (OrionConfig; llama.cpp src/models/orion.cpp). */
export function readOrion(fields: ConfigFields): Architecture {
  const bias = fields.boolean('attention_bias', false)
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyValueBias: bias, outputBias: bias }),
    feedForward: readFeedForward(fields),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'orion',
    modelType: 'orion',
    tiedByDefault: false,
    contextNames: ['max_sequence_length', 'model_max_length'],
    norm: 'layer',
    layer: () => layer,
  })
}
