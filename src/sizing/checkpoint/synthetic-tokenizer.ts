import type { MetadataValue } from '../../facts/gguf/write-gguf-header.ts'

/**
 * `none`: llama.cpp makes as many dummy tokens as `vocab_size` says (src/llama-vocab.cpp, `no_vocab`), and what it
 * allocates is the same. `words`: a byte-pair vocabulary of the true size, so that text can be taken in and given out.
 */
export type SyntheticTokenizer = 'none' | 'words'

type Entry = readonly [key: string, value: MetadataValue]

export function tokenizerMetadata(vocabularySize: number, kind: SyntheticTokenizer): Entry[] {
  if (kind === 'none') return [['tokenizer.ggml.model', { type: 'string', value: 'no_vocab' }]]
  const words = Array.from({ length: vocabularySize }, (_, index) => `w${index}`)
  const normal = 1
  return [
    ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
    ['tokenizer.ggml.pre', { type: 'string', value: 'default' }],
    ['tokenizer.ggml.tokens', { type: 'string', value: words }],
    ['tokenizer.ggml.token_type', { type: 'int32', value: words.map(() => normal) }],
    ['tokenizer.ggml.merges', { type: 'string', value: ['w 0'] }],
    ['tokenizer.ggml.bos_token_id', { type: 'uint32', value: 0 }],
    ['tokenizer.ggml.eos_token_id', { type: 'uint32', value: Math.min(1, vocabularySize - 1) }],
  ]
}
