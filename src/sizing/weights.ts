import type { Architecture, Layer } from '../facts/architecture.ts'
import {
  chooseType,
  dependsOnBlock,
  isValueTensor,
  type QuantizerState,
  type QuantizerView,
  quantizerView,
} from './quantization/choose-type.ts'
import { type Recipe, readRecipe } from './quantization/recipes.ts'
import { bytesOf } from './quantization/tensor-types.ts'
import type { Tensor } from './tensors/tensor.ts'
import { allBlocks, blockTensors, tensorsOutsideBlocks } from './tensors/tensors-of.ts'

export interface Weights {
  readonly recipe: Recipe
  /** Of all tensors in the file. */
  readonly tensorBytes: number
  /** Without tensors that plain decoding does not load (MTP). */
  readonly loadedBytes: number
  /** File: tensors, each padded to 32 bytes, and the header with the tokenizer, which is estimated. */
  readonly fileBytes: number
  readonly fileBytesLow: number
  readonly fileBytesHigh: number
  /** Loaded bytes of the first n blocks, for n from 0 to all of them. */
  readonly bytesBefore: Float64Array
  /** Of those, the routed experts'. */
  readonly expertsBefore: Float64Array
  readonly embeddingBytes: number
  /** What lies outside the blocks besides the embedding: the head, the last norm. */
  readonly outputBytes: number
}

const known = new WeakMap<Architecture, Map<string, Weights>>()

/**
 * Weights of a shape under a recipe of llama.cpp's quantizer: every tensor gets the type that the quantizer gives it.
 * Remembered per architecture object. Throws `unknown_quantization`.
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

/** Sums over tensors. */
interface Sum {
  bytes: number
  /** Each tensor padded to 32 bytes, as the file has it. */
  paddedBytes: number
  /** Of `bytes`, routed experts. */
  expertBytes: number
}

function add(sum: Sum, tensor: Tensor, view: QuantizerView, state: QuantizerState): number {
  const bytes = bytesOf(chooseType(tensor, view, state), tensor.values)
  sum.bytes += bytes
  sum.paddedBytes += Math.ceil(bytes / 32) * 32
  if (tensor.role.includes('_exps')) sum.expertBytes += bytes
  return bytes
}

/** A kind of block: its tensors, those whose type is the same in every such block already summed. */
interface BlockKind {
  readonly tensors: readonly Tensor[]
  readonly varying: readonly Tensor[]
  readonly fixed: Sum
}

/** Blocks that are one object differ only in tensors whose type depends on the block, so the others are chosen once. */
function quantize(architecture: Architecture, recipe: Recipe, importanceMatrix: boolean): Weights {
  const blocks = allBlocks(architecture)
  const tensorsByLayer = new Map<Layer, readonly Tensor[]>()
  for (const [index, layer] of architecture.layers.entries())
    if (!tensorsByLayer.has(layer))
      tensorsByLayer.set(layer, blockTensors(architecture, layer, index))
  const valueTensors = blocks.reduce(
    (count, layer) => count + (tensorsByLayer.get(layer)?.filter(isValueTensor).length ?? 0),
    0,
  )
  const view = quantizerView(architecture, recipe, importanceMatrix, valueTensors)
  const state: QuantizerState = { valueTensors: 0, downTensors: 0 }
  const outside = sumOutside(architecture, view, state)
  const kinds = new Map<Layer, BlockKind>()
  for (const [layer, tensors] of tensorsByLayer) kinds.set(layer, kindOf(tensors, view))
  const total: Sum = { ...outside.sum }
  let loadedBytes = outside.sum.bytes
  let tensorCount = outside.tensorCount
  const bytesBefore = new Float64Array(architecture.layers.length + 1)
  const expertsBefore = new Float64Array(architecture.layers.length + 1)
  for (const [index, layer] of blocks.entries()) {
    const isLoaded = index < architecture.layers.length
    const kind = isLoaded
      ? kinds.get(layer)
      : kindOf(blockTensors(architecture, layer, index), view)
    if (kind === undefined) continue
    const sum: Sum = { ...kind.fixed }
    for (const tensor of kind.varying) add(sum, at(tensor, index), view, state)
    tensorCount += kind.tensors.length
    total.bytes += sum.bytes
    total.paddedBytes += sum.paddedBytes
    if (!isLoaded) continue
    loadedBytes += sum.bytes
    bytesBefore[index + 1] = (bytesBefore[index] ?? 0) + sum.bytes
    expertsBefore[index + 1] = (expertsBefore[index] ?? 0) + sum.expertBytes
  }
  const header = headerBytes(architecture.vocabularySize, tensorCount)
  return {
    recipe,
    tensorBytes: total.bytes,
    loadedBytes,
    fileBytes: total.paddedBytes + header.estimate,
    fileBytesLow: total.paddedBytes + header.low,
    fileBytesHigh: total.paddedBytes + header.high,
    bytesBefore,
    expertsBefore,
    embeddingBytes: outside.embeddingBytes,
    outputBytes: outside.sum.bytes - outside.embeddingBytes,
  }
}

function at(tensor: Tensor, index: number): Tensor {
  const { name, role, shape, values, notLoaded } = tensor
  return tensor.layer === index ? tensor : { name, role, shape, values, notLoaded, layer: index }
}

function kindOf(tensors: readonly Tensor[], view: QuantizerView): BlockKind {
  const fixed: Sum = { bytes: 0, paddedBytes: 0, expertBytes: 0 }
  const varying: Tensor[] = []
  // The running numbers of the state only matter to tensors whose type depends on the block.
  const unused: QuantizerState = { valueTensors: 0, downTensors: 0 }
  for (const tensor of tensors) {
    if (dependsOnBlock(tensor, view.recipe)) varying.push(tensor)
    else add(fixed, tensor, view, unused)
  }
  return { tensors, varying, fixed }
}

function sumOutside(architecture: Architecture, view: QuantizerView, state: QuantizerState) {
  const sum: Sum = { bytes: 0, paddedBytes: 0, expertBytes: 0 }
  const tensors = tensorsOutsideBlocks(architecture)
  let embeddingBytes = 0
  for (const tensor of tensors) {
    const bytes = add(sum, tensor, view, state)
    if (tensor.role === 'token_embd') embeddingBytes += bytes
  }
  return { sum, embeddingBytes, tensorCount: tensors.length }
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
