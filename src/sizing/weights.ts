import type { Architecture, Layer } from '../facts/architecture.ts'
import { furtherBlocks } from './further-blocks.ts'
import { layerGroups } from './layer-groups.ts'
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
import { blockTensors, tensorsOutsideBlocks } from './tensors/tensors-of.ts'

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
  /** Of the encoder of an encoder-decoder model: read for a prompt, not for a generated token. */
  readonly encoderBytes: number
  /** Vectors per layer and token (Gemma 4 E2B): looked up in RAM like the embedding, never multiplied. */
  readonly perLayerEmbeddingBytes: number
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
  encoderBytes: number
}

const routedByRole = new Map<string, boolean>()

function isRoutedExpert(role: string): boolean {
  const known = routedByRole.get(role) ?? role.includes('_exps')
  routedByRole.set(role, known)
  return known
}

function add(sum: Sum, tensor: Tensor, view: QuantizerView, state: QuantizerState): number {
  const bytes = bytesOf(chooseType(tensor, view, state), tensor.values)
  sum.bytes += bytes
  sum.paddedBytes += Math.ceil(bytes / 32) * 32
  if (isRoutedExpert(tensor.role)) sum.expertBytes += bytes
  if (tensor.isEncoder) sum.encoderBytes += bytes
  return bytes
}

/** What of a shape every recipe shares: the tensors of each kind of block, in the order in which the file has them. */
interface Plan {
  readonly outside: readonly Tensor[]
  /** By block object; for blocks that predict further tokens their own list. */
  readonly ofLayer: ReadonlyMap<Layer, readonly Tensor[]>
  readonly further: readonly (readonly Tensor[])[]
  /** Tensors of "attention values" in the whole file. */
  readonly valueTensorCount: number
  readonly tensorCount: number
}

const knownPlans = new WeakMap<Architecture, Plan>()

function planOf(architecture: Architecture): Plan {
  const before = knownPlans.get(architecture)
  if (before !== undefined) return before
  const { layers } = architecture
  const ofLayer = new Map<Layer, readonly Tensor[]>()
  for (const [index, layer] of layers.entries())
    if (!ofLayer.has(layer)) ofLayer.set(layer, blockTensors(architecture, layer, index))
  const further = furtherBlocks(architecture).map((layer, index) =>
    blockTensors(architecture, layer, layers.length + index),
  )
  const outside = tensorsOutsideBlocks(architecture)
  let [valueTensorCount, tensorCount] = [0, outside.length]
  const count = (tensors: readonly Tensor[], times: number) => {
    valueTensorCount += times * tensors.filter(isValueTensor).length
    tensorCount += times * tensors.length
  }
  for (const [layer, times] of layerGroups(architecture)) count(ofLayer.get(layer) ?? [], times)
  for (const tensors of further) count(tensors, 1)
  const plan = { outside, ofLayer, further, valueTensorCount, tensorCount }
  knownPlans.set(architecture, plan)
  return plan
}

/** Tensors whose type is the same in every block of a kind already summed, the others by themselves. */
interface BlockKind {
  readonly varying: readonly Tensor[]
  readonly fixed: Sum
}

/** Blocks that are one object differ only in tensors whose type depends on the block, so the others are chosen once. */
function quantize(architecture: Architecture, recipe: Recipe, importanceMatrix: boolean): Weights {
  const plan = planOf(architecture)
  const view = quantizerView(architecture, recipe, importanceMatrix, plan.valueTensorCount)
  const state: QuantizerState = { valueTensors: 0, downTensors: 0 }
  const total: Sum = { bytes: 0, paddedBytes: 0, expertBytes: 0, encoderBytes: 0 }
  let [embeddingBytes, perLayerEmbeddingBytes] = [0, 0]
  for (const tensor of plan.outside) {
    const bytes = add(total, tensor, view, state)
    if (tensor.role === 'token_embd') embeddingBytes += bytes
    if (tensor.role === 'per_layer_token_embd') perLayerEmbeddingBytes += bytes
  }
  const outsideBytes = total.bytes
  const { bytesBefore, expertsBefore } = addBlocks(total, architecture, plan, view, state)
  let loadedBytes = total.bytes
  for (const tensor of plan.further.flat()) {
    const bytes = add(total, tensor, view, state)
    if (!tensor.notLoaded) loadedBytes += bytes
  }
  if (loadsHeadTwice(architecture)) loadedBytes += embeddingBytes
  const header = headerBytes(architecture.vocabularySize, plan.tensorCount)
  return {
    recipe,
    tensorBytes: total.bytes,
    loadedBytes,
    fileBytes: total.paddedBytes + header.estimate,
    fileBytesLow: total.paddedBytes + header.low,
    fileBytesHigh: total.paddedBytes + header.high,
    bytesBefore,
    expertsBefore,
    embeddingBytes,
    encoderBytes: total.encoderBytes,
    perLayerEmbeddingBytes,
    outputBytes: outsideBytes - embeddingBytes - perLayerEmbeddingBytes,
  }
}

/** Vectors per block and token make the engine keep the embedding apart from the head that is the same (src/models/gemma4.cpp). */
function loadsHeadTwice({ engineName, tiedEmbeddings }: Architecture): boolean {
  return tiedEmbeddings && (engineName === 'gemma3n' || engineName === 'gemma4')
}

/** Adds every block of the model itself to `total`; gives the sums before each block. */
function addBlocks(
  total: Sum,
  { layers }: Architecture,
  { ofLayer }: Plan,
  view: QuantizerView,
  state: QuantizerState,
) {
  const kinds = new Map<Layer, BlockKind>()
  for (const [layer, tensors] of ofLayer) kinds.set(layer, kindOf(tensors, view))
  const bytesBefore = new Float64Array(layers.length + 1)
  const expertsBefore = new Float64Array(layers.length + 1)
  const [bytesAtStart, expertsAtStart] = [total.bytes, total.expertBytes]
  for (const [index, layer] of layers.entries()) {
    const kind = kinds.get(layer)
    if (kind === undefined) continue
    total.bytes += kind.fixed.bytes
    total.paddedBytes += kind.fixed.paddedBytes
    total.expertBytes += kind.fixed.expertBytes
    total.encoderBytes += kind.fixed.encoderBytes
    for (const tensor of kind.varying) add(total, at(tensor, index), view, state)
    bytesBefore[index + 1] = total.bytes - bytesAtStart
    expertsBefore[index + 1] = total.expertBytes - expertsAtStart
  }
  return { bytesBefore, expertsBefore }
}

/** The same tensor in another block. */
function at(tensor: Tensor, index: number): Tensor {
  if (tensor.layer === index) return tensor
  const { role, shape, values, notLoaded, isEncoder = false } = tensor
  return { name: '', role, shape, values, notLoaded, isEncoder, layer: index }
}

function kindOf(tensors: readonly Tensor[], view: QuantizerView): BlockKind {
  const fixed: Sum = { bytes: 0, paddedBytes: 0, expertBytes: 0, encoderBytes: 0 }
  const varying: Tensor[] = []
  // The running numbers of the state only matter to tensors whose type depends on the block.
  const unused: QuantizerState = { valueTensors: 0, downTensors: 0 }
  for (const tensor of tensors) {
    if (dependsOnBlock(tensor, view.recipe)) varying.push(tensor)
    else add(fixed, tensor, view, unused)
  }
  return { varying, fixed }
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
