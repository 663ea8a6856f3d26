import type { Architecture } from '../../facts/architecture.ts'
import { furtherBlocks } from '../further-blocks.ts'
import type { Recipe } from './recipes.ts'
import type { TensorType } from './tensor-types.ts'

/**
 * Until early 2026 the quantizer knew values and joined queries, keys and values apart, and took only the embedding for
 * the head of a tied model; now it treats `attn_qkv` and `attn_kv_b` like values and the table of vectors per layer like
 * the head (src/llama-quant.cpp, tensor_category, before which llama_tensor_get_type looked for names one by one).
 */
export type Mixture = 'current' | 'earlier'

/** What the quantizer knows of a model besides the tensor at hand. */
export interface QuantizerView {
  readonly recipe: Recipe
  readonly importanceMatrix: boolean
  readonly mixture: Mixture
  readonly engineName: string | undefined
  readonly isFalcon: boolean
  /** Its maker publishes the experts in MXFP4, and every file keeps them so (conversion/gpt_oss.py). */
  readonly hasMxfp4Experts: boolean
  /** Query heads per key-value head of the first block, which is the one that the quantizer asks; 0 without attention. */
  readonly groupedQueries: number
  readonly expertCount: number
  readonly tied: boolean
  readonly blockCount: number
  /** Tensors that count as "attention values" in the file. */
  readonly valueTensorCount: number
  readonly is70B: boolean
  /** Set by a publisher for the table of vectors per layer (Gemma 3n and 4), by an option of the quantizer. */
  readonly perLayerEmbeddingType?: TensorType
  /** NVFP4: only the networks are in it, and attention has 16 bits, as some makers leave it. */
  readonly keepsAttention: boolean
}

/** Running numbers of the quantizer as it passes through the file in its order. */
export interface QuantizerState {
  valueTensors: number
  downTensors: number
}

export function quantizerView(
  architecture: Architecture,
  recipe: Recipe,
  importanceMatrix: boolean,
  valueTensorCount: number,
): QuantizerView {
  const first = askedAttention(architecture)
  return {
    recipe,
    importanceMatrix,
    mixture: usualMixture(architecture),
    engineName: architecture.engineName,
    isFalcon: architecture.engineName === 'falcon',
    hasMxfp4Experts: architecture.modelType === 'gpt_oss',
    groupedQueries: first === undefined ? 0 : Math.floor(first.headCount / first.headCountKv),
    expertCount: Math.max(0, ...architecture.layers.map(({ experts }) => experts?.count ?? 0)),
    tied: architecture.tiedEmbeddings,
    blockCount: architecture.layers.length + furtherBlocks(architecture).length,
    valueTensorCount,
    is70B: is70B(architecture),
    keepsAttention: false,
  }
}

/**
 * Files are made when a model comes out, so those of families with joined queries, keys and values in their attention
 * (Falcon, Phi, GLM-4: all before 2026) and of Gemma 3n are of the earlier mixture; delta nets, which have a tensor of that
 * name too, mostly came later.
 */
function usualMixture({ layers, engineName }: Architecture): Mixture {
  const isEarlier =
    engineName === 'gemma3n' ||
    engineName === 'minicpm3' ||
    layers.some(({ attention }) => attention?.fusedQueryKeyValue === true)
  return isEarlier ? 'earlier' : 'current'
}

/** What llama.cpp calls 70B by the number of blocks (src/models/llama.cpp:28, qwen2.cpp:14, deci.cpp:8, olmo.cpp:10, jais2.cpp:8). */
const blocksOf70B: Readonly<Record<string, number>> = {
  llama: 80,
  qwen2: 80,
  deci: 80,
  olmo: 80,
  jais2: 68,
}

function is70B({ engineName = '', layers }: Architecture): boolean {
  if (!Object.hasOwn(blocksOf70B, engineName) || blocksOf70B[engineName] !== layers.length)
    return false
  // The first Llama of 80 blocks has no shared heads and is 65B.
  const attention = layers[0]?.attention
  return engineName !== 'llama' || attention?.headCount !== attention?.headCountKv
}

/**
 * The quantizer asks the first block for its head counts. Files of delta nets and of MiniMax-Text-01 state one count for all blocks, those of
 * other hybrids state 0 for blocks without attention (conversion/qwen.py against conversion/granite.py).
 */
function askedAttention({ layers }: Architecture): Architecture['layers'][number]['attention'] {
  const [first] = layers
  const kind = first?.recurrent?.kind
  if (kind !== 'gated-delta-net' && kind !== 'linear-attention') return first?.attention
  return layers.find(({ attention }) => attention !== undefined)?.attention
}
