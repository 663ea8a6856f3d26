import type { Architecture, Layer } from '../facts/architecture.ts'
import { chooseType, dependsOnBlock } from './quantization/choose-type.ts'
import { headerBytes } from './quantization/header-bytes.ts'
import type { Deviation } from './quantization/own-recipes.ts'
import { deviationOf, type Quantization, readQuantization } from './quantization/quantization.ts'
import {
  type QuantizerState,
  type QuantizerView,
  quantizerView,
} from './quantization/quantizer-view.ts'
import {
  needsImportanceMatrix,
  type Recipe,
  recipes,
  usesImportanceMatrix,
} from './quantization/recipes.ts'
import { bytesOf, type TensorType } from './quantization/tensor-types.ts'
import type { Tensor } from './tensors/tensor.ts'
import { isLoadedAnyway } from './tensors/tensors-of.ts'
import { type WeightPlan, weightPlanOf } from './weight-plan.ts'

export interface Weights {
  /** The name that was asked for, in its usual spelling. */
  readonly quantization: string
  /** The quantizer's own recipe, or the one that a publisher's recipe starts from. */
  readonly recipe: Recipe
  /** A publisher's own recipe: bytes are estimates, and the file lies between low and high in four cases of five. */
  readonly isEstimate: boolean
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

/** The same by the name as it was asked for, where nothing was said about an importance matrix: no name is read twice. */
const knownAsWritten = new WeakMap<Architecture, Map<string, Weights>>()

/**
 * Weights of a shape under a recipe of llama.cpp's quantizer: every tensor gets the type that the quantizer gives it. A
 * publisher's own recipe (`UD-Q4_K_XL`, `Q6_K_L`, `IQ4_KSS`) starts from one of those and is an estimate. Where it is not
 * said whether there was an importance matrix, files of the types that are made with one are taken to have one, and the
 * interval covers both. Remembered per architecture object. Throws `unknown_quantization`.
 */
export function weightsOf(
  architecture: Architecture,
  quantization: string,
  importanceMatrix?: boolean,
): Weights {
  if (importanceMatrix !== undefined)
    return weightsReadAs(architecture, readQuantization(quantization), importanceMatrix)
  const asWritten = knownAsWritten.get(architecture) ?? new Map<string, Weights>()
  knownAsWritten.set(architecture, asWritten)
  const before = asWritten.get(quantization)
  if (before !== undefined) return before
  const made = weightsReadAs(architecture, readQuantization(quantization), undefined)
  asWritten.set(made.quantization, made)
  return made
}

function weightsReadAs(
  architecture: Architecture,
  read: Quantization,
  importanceMatrix: boolean | undefined,
): Weights {
  const key = `${read.name} ${importanceMatrix}`
  const ofArchitecture = known.get(architecture) ?? new Map<string, Weights>()
  known.set(architecture, ofArchitecture)
  const before = ofArchitecture.get(key)
  if (before !== undefined) return before
  const made = weightsUnder(architecture, read, importanceMatrix)
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
  /** Of the padded bytes, those that a publisher's own table changes. */
  variedBytes: number
}

const nothing: Sum = {
  bytes: 0,
  paddedBytes: 0,
  expertBytes: 0,
  encoderBytes: 0,
  variedBytes: 0,
}

/** One way in which a file of this name may have been made, with the quantizer's numbers as it passes through it. */
interface Making {
  readonly view: QuantizerView
  readonly state: QuantizerState
  readonly quantization: Quantization
  readonly deviation: Deviation
}

const routedByRole = new Map<string, boolean>()

function isRoutedExpert(role: string): boolean {
  const known = routedByRole.get(role) ?? role.includes('_exps')
  routedByRole.set(role, known)
  return known
}

const padded = (bytes: number) => Math.ceil(bytes / 32) * 32

function typeOf(tensor: Tensor, { view, state, quantization }: Making): TensorType {
  const chosen = chooseType(tensor, view, state)
  const ends = quantization.own?.endsType
  // What the quantizer's options for embedding and output set.
  const isEnd = ends !== undefined && (tensor.role === 'token_embd' || tensor.role === 'output')
  return isEnd ? ends : chosen
}

/**
 * The type that a file of this name usually has each tensor in. To be asked in the file's order, which the quantizer counts
 * by. Throws `unknown_quantization`.
 */
export function typeChooser(
  architecture: Architecture,
  quantization: string,
  importanceMatrix?: boolean,
): (tensor: Tensor) => TensorType {
  const read = readQuantization(quantization)
  const { usual } = viewsOf(architecture, read, importanceMatrix, weightPlanOf(architecture))
  const making: Making = {
    view: usual,
    state: { valueTensors: 0, downTensors: 0 },
    quantization: read,
    deviation: deviationOf(read, architecture),
  }
  return (tensor) => typeOf(tensor, making)
}

/** What a publisher's own table adds or saves lies in the blocks' matrices, but for experts that every file keeps as they came. */
function isVaried({ layer }: Tensor, type: TensorType, { view }: Making): boolean {
  if (layer === undefined || type === 'F32') return false
  return !(type === 'MXFP4' && view.hasMxfp4Experts)
}

function add(sum: Sum, tensor: Tensor, making: Making): number {
  const type = typeOf(tensor, making)
  const varied = isVaried(tensor, type, making)
  const plain = bytesOf(type, tensor.values)
  const bytes =
    varied && making.quantization.own !== undefined
      ? padded(plain * making.deviation.estimate)
      : plain
  sum.bytes += bytes
  sum.paddedBytes += padded(bytes)
  if (varied) sum.variedBytes += bytes
  if (isRoutedExpert(tensor.role)) sum.expertBytes += bytes
  if (tensor.isEncoder) sum.encoderBytes += bytes
  return bytes
}

/** Tensors whose type is the same in every block of a kind already summed, the others by themselves. */
interface BlockKind {
  readonly varying: readonly MovingTensor[]
  readonly fixed: Sum
}

/** How a file of this name is usually made, and how else: without or with an importance matrix, by the other mixture. */
function viewsOf(
  architecture: Architecture,
  { recipe, own }: Quantization,
  importanceMatrix: boolean | undefined,
  { valueTensorCount, outside }: WeightPlan,
): { usual: QuantizerView; others: readonly QuantizerView[] } {
  const matrix = needsImportanceMatrix(recipe) || (importanceMatrix ?? usesImportanceMatrix(recipe))
  const view = quantizerView(architecture, recipe, matrix, valueTensorCount)
  const others: QuantizerView[] = []
  if (importanceMatrix === undefined && dependsOnImportanceMatrix.has(recipe))
    others.push({ ...view, importanceMatrix: !matrix })
  const hasTable = outside.some(({ role }) => role === 'per_layer_token_embd')
  if (view.mixture === 'earlier' || hasTable)
    others.push({ ...view, mixture: view.mixture === 'earlier' ? 'current' : 'earlier' })
  if (recipe === 'NVFP4') others.push({ ...view, keepsAttention: true })
  if (!hasTable) return { usual: view, others }
  const withTable = { ...view, perLayerEmbeddingType: dynamicTableType(recipe) }
  return own?.family === 'dynamic'
    ? { usual: withTable, others: [...others, view] }
    : { usual: view, others: [...others, withTable] }
}

/** What unsloth's files have the table of vectors per layer in, by the sizes of Gemma 4 E2B. */
function dynamicTableType(recipe: Recipe): TensorType {
  if (/^(F|BF|Q8)/.test(recipe)) return recipes[recipe]
  if (/^Q[56]/.test(recipe)) return 'Q8_0'
  return /^(I?Q4|Q3)/.test(recipe) ? 'Q5_K' : 'Q4_K'
}

/** Recipes of which some tensors' types differ with an importance matrix, and that are made without one too. */
const dependsOnImportanceMatrix = new Set<Recipe>(['IQ4_NL', 'IQ4_XS', 'Q4_0', 'Q5_0'])

/** Everything in the file under one way of making it. */
function passThrough(
  architecture: Architecture,
  plan: WeightPlan,
  view: QuantizerView,
  quantization: Quantization,
  deviation: Deviation,
) {
  const state: QuantizerState = { valueTensors: 0, downTensors: 0 }
  const making: Making = { view, state, quantization, deviation }
  const total: Sum = { ...nothing }
  let [embeddingBytes, perLayerEmbeddingBytes, headBytes] = [0, 0, 0]
  for (const tensor of plan.outside) {
    const bytes = add(total, tensor, making)
    if (tensor.role === 'token_embd') embeddingBytes += bytes
    if (tensor.role === 'per_layer_token_embd') perLayerEmbeddingBytes += bytes
    if (tensor.role === 'output') headBytes += bytes
  }
  const outputBytes = total.bytes - embeddingBytes - perLayerEmbeddingBytes
  const before = addBlocks(total, architecture, plan, making)
  let loadedBytes = total.bytes
  for (const tensor of plan.further.flat()) {
    const bytes = add(total, tensor, making)
    if (isLoadedAnyway(architecture, tensor.role)) loadedBytes += bytes
  }
  if (loadsHeadTwice(architecture)) loadedBytes += embeddingBytes
  return {
    total,
    before,
    loadedBytes,
    embeddingBytes,
    perLayerEmbeddingBytes,
    headBytes,
    outputBytes,
  }
}

/** Not remembered. Low and high are computed when they are asked for: ranking a catalogue asks for few. */
export function weightsUnder(
  architecture: Architecture,
  quantization: Quantization,
  importanceMatrix: boolean | undefined,
): Weights {
  const plan = weightPlanOf(architecture)
  const deviation = deviationOf(quantization, architecture)
  const { usual, others } = viewsOf(architecture, quantization, importanceMatrix, plan)
  const sums = passThrough(architecture, plan, usual, quantization, deviation)
  const { total } = sums
  const header = headerBytes(architecture, plan.tensorCount)
  let interval: { low: number; high: number } | undefined
  const intervalOf = () => {
    interval ??= fileInterval(
      total,
      others.map(
        (view) => passThrough(architecture, plan, view, quantization, deviation).total.paddedBytes,
      ),
      // A head that is a copy is left out of files that the model's maker or a careful converter makes.
      architecture.headIsCopy === true ? sums.headBytes : 0,
      deviation,
    )
    return interval
  }
  return {
    quantization: quantization.name,
    recipe: quantization.recipe,
    isEstimate: quantization.own !== undefined || quantization.recipe === 'NVFP4',
    tensorBytes: total.bytes,
    loadedBytes: sums.loadedBytes,
    fileBytes: total.paddedBytes + header.estimate,
    get fileBytesLow() {
      return Math.floor(header.low + intervalOf().low)
    },
    get fileBytesHigh() {
      return Math.ceil(header.high + intervalOf().high)
    },
    ...sums.before,
    embeddingBytes: sums.embeddingBytes,
    encoderBytes: total.encoderBytes,
    perLayerEmbeddingBytes: sums.perLayerEmbeddingBytes,
    outputBytes: sums.outputBytes,
  }
}

/** Between which bounds the tensors lie: by the ways the file may have been made, and by what publishers' tables differ. */
function fileInterval(
  { paddedBytes, variedBytes }: Sum,
  otherwise: readonly number[],
  copyBytes: number,
  { estimate, low, high }: Deviation,
): { low: number; high: number } {
  return {
    low: Math.min(paddedBytes, ...otherwise) - copyBytes - (1 - low / estimate) * variedBytes,
    high: Math.max(paddedBytes, ...otherwise) + (high / estimate - 1) * variedBytes,
  }
}

/** Vectors per block and token make the engine keep the embedding apart from the head that is the same (src/models/gemma4.cpp). */
function loadsHeadTwice({ engineName, tiedEmbeddings }: Architecture): boolean {
  return tiedEmbeddings && (engineName === 'gemma3n' || engineName === 'gemma4')
}

/** Adds every block of the model itself to `total`; gives the sums before each block. */
function addBlocks(total: Sum, { layers }: Architecture, { ofLayer }: WeightPlan, making: Making) {
  const kinds = new Map<Layer, BlockKind>()
  for (const [layer, tensors] of ofLayer) kinds.set(layer, kindOf(tensors, making))
  const bytesBefore = new Float64Array(layers.length + 1)
  const expertsBefore = new Float64Array(layers.length + 1)
  const [bytesAtStart, expertsAtStart] = [total.bytes, total.expertBytes]
  for (let index = 0; index < layers.length; index += 1) {
    const layer = layers[index]
    const kind = layer === undefined ? undefined : kinds.get(layer)
    if (kind === undefined) continue
    total.bytes += kind.fixed.bytes
    total.paddedBytes += kind.fixed.paddedBytes
    total.expertBytes += kind.fixed.expertBytes
    total.encoderBytes += kind.fixed.encoderBytes
    total.variedBytes += kind.fixed.variedBytes
    for (const tensor of kind.varying) {
      tensor.layer = index
      add(total, tensor, making)
    }
    bytesBefore[index + 1] = total.bytes - bytesAtStart
    expertsBefore[index + 1] = total.expertBytes - expertsAtStart
  }
  return { bytesBefore, expertsBefore }
}

/** A tensor of a kind of block, in one block after another: tens of thousands of them would be made otherwise. */
interface MovingTensor extends Tensor {
  layer: number
}

function moving({ role, shape, values, notLoaded, isEncoder = false }: Tensor): MovingTensor {
  return { name: '', role, shape, values, notLoaded, isEncoder, layer: 0 }
}

/** Blocks that are one object differ only in tensors whose type depends on the block, so the others are chosen once. */
function kindOf(tensors: readonly Tensor[], making: Making): BlockKind {
  const fixed: Sum = { ...nothing }
  const varying: MovingTensor[] = []
  for (const tensor of tensors) {
    // The quantizer's running numbers only matter to tensors whose type depends on the block.
    if (dependsOnBlock(tensor, making.view)) varying.push(moving(tensor))
    else add(fixed, tensor, making)
  }
  return { varying, fixed }
}
