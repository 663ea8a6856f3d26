import type { Architecture } from '../architecture.ts'

/**
 * Some checkpoints store the output matrix although it is the embedding matrix (Qwen3 0.6B and 1.7B, Falcon 40B), and
 * GGUF files made of them have it too: 13 to 20 % of a small file. Their published count is larger than the model by
 * exactly that matrix, and the engine loads both.
 */
export function withStoredHead(
  architecture: Architecture,
  totalParams: number | undefined,
  storedParams: number | undefined,
): Architecture {
  const { tiedEmbeddings, embeddingLength, vocabularySize } = architecture
  if (!tiedEmbeddings || totalParams === undefined || storedParams === undefined)
    return architecture
  return storedParams - totalParams === embeddingLength * vocabularySize
    ? { ...architecture, tiedEmbeddings: false, headIsCopy: true }
    : architecture
}
