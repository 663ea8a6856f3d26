import type { Architecture } from '../facts/architecture.ts'
import { chooseType, type QuantizerState, quantizerView } from './quantization/choose-type.ts'
import { type Recipe, readRecipe } from './quantization/recipes.ts'
import { bytesOf, type TensorType } from './quantization/tensor-types.ts'
import type { Tensor } from './tensors/tensor.ts'
import { tensorsOf } from './tensors/tensors-of.ts'

/** A tensor with the type and the bytes that a recipe gives it. */
export interface QuantizedTensor {
  readonly tensor: Tensor
  readonly type: TensorType
  readonly bytes: number
}

export interface Weights {
  readonly recipe: Recipe
  readonly tensors: readonly QuantizedTensor[]
  /** Of all tensors in the file. */
  readonly tensorBytes: number
  /** Without tensors that plain decoding does not load (MTP). */
  readonly loadedBytes: number
  /** File: tensors, each padded to 32 bytes, and the header with the tokenizer, which is estimated. */
  readonly fileBytes: number
  readonly fileBytesLow: number
  readonly fileBytesHigh: number
  /** Loaded bytes of each block, and of what lies outside the blocks. */
  readonly layerBytes: readonly number[]
  readonly embeddingBytes: number
  readonly outputBytes: number
  /** Routed experts' share of each block. */
  readonly expertBytes: readonly number[]
}

const known = new WeakMap<Architecture, Map<string, Weights>>()

/**
 * Weights of a shape under a recipe of llama.cpp's quantizer, tensor by tensor. Remembered per architecture object.
 * Throws `unknown_quantization`.
 */
export function weightsOf(
  architecture: Architecture,
  quantization: string,
  importanceMatrix = false,
): Weights {
  const recipe = readRecipe(quantization)
  const key = importanceMatrix ? `${recipe} imatrix` : recipe
  const ofArchitecture = known.get(architecture) ?? new Map<string, Weights>()
  known.set(architecture, ofArchitecture)
  const before = ofArchitecture.get(key)
  if (before !== undefined) return before
  const made = quantize(architecture, recipe, importanceMatrix)
  ofArchitecture.set(key, made)
  return made
}

function quantize(architecture: Architecture, recipe: Recipe, importanceMatrix: boolean): Weights {
  const all = tensorsOf(architecture)
  const view = quantizerView(architecture, recipe, importanceMatrix, all)
  const state: QuantizerState = { valueTensors: 0, downTensors: 0 }
  const tensors = all.map((tensor) => {
    const type = chooseType(tensor, view, state)
    return { tensor, type, bytes: bytesOf(type, valuesOf(tensor)) }
  })
  return summarize(architecture, recipe, tensors)
}

function valuesOf({ shape }: Tensor): number {
  let values = 1
  for (const length of shape) values *= length
  return values
}

function summarize(
  architecture: Architecture,
  recipe: Recipe,
  tensors: readonly QuantizedTensor[],
): Weights {
  const layerBytes = architecture.layers.map(() => 0)
  const expertBytes = architecture.layers.map(() => 0)
  let [tensorBytes, paddedBytes, loadedBytes, embeddingBytes, outputBytes] = [0, 0, 0, 0, 0]
  for (const { tensor, bytes } of tensors) {
    tensorBytes += bytes
    paddedBytes += Math.ceil(bytes / 32) * 32
    if (tensor.notLoaded) continue
    loadedBytes += bytes
    if (tensor.layer !== undefined) {
      layerBytes[tensor.layer] = (layerBytes[tensor.layer] ?? 0) + bytes
      if (tensor.role.includes('_exps'))
        expertBytes[tensor.layer] = (expertBytes[tensor.layer] ?? 0) + bytes
    } else if (tensor.role === 'token_embd') embeddingBytes += bytes
    else outputBytes += bytes
  }
  const header = headerBytes(architecture.vocabularySize, tensors.length)
  return {
    recipe,
    tensors,
    tensorBytes,
    loadedBytes,
    fileBytes: paddedBytes + header.estimate,
    fileBytesLow: paddedBytes + header.low,
    fileBytesHigh: paddedBytes + header.high,
    layerBytes,
    embeddingBytes,
    outputBytes,
    expertBytes,
  }
}

/**
 * The header holds every token's text (8 bytes of length and some 7 of text), its type (4), for BPE the merges (8 and
 * some 11 each, nearly one per token), or its score (4), and some 80 bytes per tensor. Between a tokenizer without
 * merges and one with long texts lies a factor of two and a half.
 */
function headerBytes(
  vocabularySize: number,
  tensorCount: number,
): { estimate: number; low: number; high: number } {
  const perTensor = 80 * tensorCount + 16_384
  return {
    estimate: 38 * vocabularySize + perTensor,
    low: 20 * vocabularySize + perTensor,
    high: 52 * vocabularySize + perTensor,
  }
}
