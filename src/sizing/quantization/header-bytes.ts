import type { Architecture } from '../../facts/architecture.ts'

/** How a vocabulary lies in a file: pieces with a score each, pieces with one merge rule each, or with every pair of pieces that makes one. */
export type TokenizerKind = 'scored' | 'merged' | 'paired'

/**
 * Bytes per token with low and high, from the headers of llama.cpp's models/ggml-vocab-*.gguf (e.g. llama-spm 22.6 of
 * 32,000; gpt-2 35.2; qwen2 39.0; command-r 42.5; llama-bpe 61.0; gemma-4 60.2) and of published files. Each token has its
 * text behind 8 bytes of length and 4 bytes of type, a scored one 4 bytes more; each merge some 16 to 20 bytes; vocabularies
 * taken over from tiktoken have two merges and more per token, because every pair that makes a piece is one.
 */
const bytesPerToken: Readonly<Record<TokenizerKind, readonly [number, number, number]>> = {
  scored: [22.6, 20.5, 29.5],
  merged: [35.1, 34, 43],
  paired: [61.5, 59.5, 66],
}
/** Vocabularies of pairs that are known, by size: Llama 3, Tekken, o200k, Gemma 4. */
const bytesPerTokenOfPaired: Readonly<Record<number, number>> = {
  128256: 60.9,
  131072: 63.9,
  201088: 64.5,
  262144: 60.2,
}
/** Scored and merged pieces of vocabularies above 110,000 tokens are longer: gemma-2 23.5, gemma-3 24.5; qwen2 39.0. */
const largeVocabulary = 110_000
const bytesPerTokenOfLarge: Readonly<Record<TokenizerKind, number>> = {
  scored: 24.2,
  merged: 39,
  paired: 62.5,
}

/** Families whose converter writes a scored vocabulary (conversion/: _set_vocab_sentencepiece, _set_vocab_llama_hf). */
const scoredFamilies = new Set([
  'gemma',
  'gemma2',
  'gemma3',
  'gemma3n',
  't5',
  'ernie4_5',
  'ernie4_5-moe',
  'jamba',
  'internlm2',
  'baichuan',
  'minicpm',
  'minicpm3',
  'orion',
  'plamo',
  'grok',
  'phi3small',
])
/** Families that share their engine name with others: vocabularies up to this size are Llama 2's. */
const smallSentencePiece = 33_000
const sharedNames = new Set(['llama', 'phi3', 'phimoe', 'mistral3', 'arcee', 'deci', 'bitnet'])
/** Families with vocabularies from tiktoken, whatever their size; Gemma 4 has all pairs as well. */
const pairedFamilies = new Set(['gpt-oss', 'llama4', 'glm4', 'glm4moe', 'glm-dsa', 'gemma4'])
/** Sizes that are one vocabulary wherever they occur: Llama 3 and the GLM of 2024 and of 2026. */
const pairedSizes = new Set([128_256, 151_552, 154_880])
/** Tekken, of Mistral and Nemotron-H, is of the same size as Falcon 3's vocabulary, which has one merge per token. */
const tekkenSize = 131_072
const tekkenFamilies = /^m|^nemotron_h/

export function tokenizerKind({
  engineName = '',
  vocabularySize,
  modelType,
}: Pick<Architecture, 'engineName' | 'vocabularySize' | 'modelType'>): TokenizerKind {
  if (pairedFamilies.has(engineName) || pairedSizes.has(vocabularySize)) return 'paired'
  if (vocabularySize === tekkenSize && tekkenFamilies.test(modelType)) return 'paired'
  if (scoredFamilies.has(engineName)) return 'scored'
  return vocabularySize <= smallSentencePiece && sharedNames.has(engineName) ? 'scored' : 'merged'
}

/** Name, type, shape and offset of a tensor: 24 bytes, 8 for each dimension, and a name of some twenty letters. */
const bytesPerTensor = 60
/** Everything else: names, numbers, a chat template. */
const [otherBytes, otherBytesLow, otherBytesHigh] = [12_000, 2000, 40_000]

/** Bytes before the tensors, estimated from the vocabulary: the tokenizer is nearly all of it. */
export function headerBytes(
  architecture: Architecture,
  tensorCount: number,
): { estimate: number; low: number; high: number } {
  const { vocabularySize } = architecture
  const kind = tokenizerKind(architecture)
  const [usual, low, high] = bytesPerToken[kind]
  const known = kind === 'paired' ? bytesPerTokenOfPaired[vocabularySize] : undefined
  const perToken = known ?? (vocabularySize > largeVocabulary ? bytesPerTokenOfLarge[kind] : usual)
  const tensors = bytesPerTensor * tensorCount
  return {
    estimate: Math.round(perToken * vocabularySize) + tensors + otherBytes,
    low: Math.round(low * vocabularySize) + tensors + otherBytesLow,
    high: Math.round(high * vocabularySize) + tensors + otherBytesHigh,
  }
}
