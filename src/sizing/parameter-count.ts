import type { Architecture } from '../facts/architecture.ts'
import { tensorsOf } from './tensors/tensors-of.ts'

export interface ParameterCount {
  /** Of the main model: a tied head once, blocks that predict further tokens left out. */
  readonly total: number
  /** Of the blocks that predict further tokens (MTP). */
  readonly nextTokenPrediction: number
  /**
   * Read for one token by the three counting rules that vendors use; equal but for the embedding in dense models.
   * Vectors per layer and token belong to the embedding (Gemma 4 E2B is "2.3B effective" of 5.1B).
   */
  readonly active: number
  readonly activeWithoutEmbedding: number
  readonly activeWithoutEmbeddingAndHead: number
}

/** Tensors that the converter adds from the configuration: constants, not parameters. */
const constants = new Set(['rope_freqs', 'rope_factors_long', 'rope_factors_short'])

/** Parameters of a shape, as sums over its tensors. */
export function countParameters(architecture: Architecture): ParameterCount {
  let [total, nextTokenPrediction, active, embedding, head, perLayer] = [0, 0, 0, 0, 0, 0]
  for (const tensor of tensorsOf(architecture)) {
    if (constants.has(tensor.role) || tensor.unused) continue
    if (architecture.headIsCopy === true && tensor.role === 'output') continue
    const parameters = tensor.shape.reduce((product, length) => product * length, 1)
    if (tensor.notLoaded) {
      nextTokenPrediction += parameters
      continue
    }
    total += parameters
    const experts =
      tensor.layer === undefined ? undefined : architecture.layers[tensor.layer]?.experts
    const isRouted = experts !== undefined && tensor.role.includes('_exps')
    active += isRouted ? (parameters * experts.usedCount) / experts.count : parameters
    if (tensor.role === 'token_embd') embedding = parameters
    if (tensor.role === 'per_layer_token_embd') perLayer = parameters
    if (tensor.role === 'output') head = parameters
  }
  // A tied matrix is read as the head, so leaving out "the embedding" leaves out nothing.
  const withoutEmbedding =
    architecture.tiedEmbeddings || architecture.headIsCopy === true
      ? active - perLayer
      : active - perLayer - embedding
  return {
    total,
    nextTokenPrediction,
    active,
    activeWithoutEmbedding: withoutEmbedding,
    activeWithoutEmbeddingAndHead: active - perLayer - embedding - head,
  }
}
