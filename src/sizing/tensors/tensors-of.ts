import type { Architecture, Experts, FeedForward, Layer } from '../../facts/architecture.ts'
import { attentionTensors, type NamedShape } from './attention-tensors.ts'
import { crossAttentionTensors, encoderDecoderTensors } from './encoder-decoder-tensors.ts'
import { recurrentTensors } from './recurrent-tensors.ts'
import type { Tensor } from './tensor.ts'

const known = new WeakMap<Architecture, readonly Tensor[]>()

/**
 * Every tensor of the GGUF file that llama.cpp's converter would write for this shape, in the file's order of blocks
 * (names and layouts: gguf-py/gguf/constants.py and conversion/ of llama.cpp). Remembered per architecture object.
 */
export function tensorsOf(architecture: Architecture): readonly Tensor[] {
  const before = known.get(architecture)
  if (before !== undefined) return before
  const blocks = allBlocks(architecture).flatMap((layer, index) =>
    blockTensors(architecture, layer, index),
  )
  const tensors = [...tensorsOutsideBlocks(architecture), ...blocks]
  known.set(architecture, tensors)
  return tensors
}

/** Blocks in the file's order: the model's own, then those that predict further tokens. */
function allBlocks({ layers, nextTokenPredictionLayers }: Architecture): readonly Layer[] {
  return nextTokenPredictionLayers.length === 0 ? layers : [...layers, ...nextTokenPredictionLayers]
}

/** Embedding, output, and what else belongs to no block. */
export function tensorsOutsideBlocks(architecture: Architecture): Tensor[] {
  const { embeddingLength, vocabularySize, norm } = architecture
  const shapes: NamedShape[] = [['token_embd', embeddingLength, vocabularySize]]
  if (architecture.embeddingNorm) {
    shapes.push(['token_embd_norm', embeddingLength])
    if (norm === 'layer') shapes.push(['token_embd_norm.bias', embeddingLength])
  }
  if (architecture.positionRows > 0)
    shapes.push(['position_embd', embeddingLength, architecture.positionRows])
  // LFM2's last norm has the name of one behind the embedding (gguf-py/gguf/constants.py, OUTPUT_NORM_LFM2).
  const lastNorm = architecture.engineName?.startsWith('lfm2') ? 'token_embd_norm' : 'output_norm'
  for (const role of architecture.encoderLayers.length > 0 ? lastNormsOfBoth : [lastNorm]) {
    if (norm !== 'none') shapes.push([role, embeddingLength])
    if (norm === 'layer') shapes.push([`${role}.bias`, embeddingLength])
  }
  if (!architecture.tiedEmbeddings)
    shapes.push(['output', embeddingLength, architecture.outputVocabularySize ?? vocabularySize])
  if (architecture.outputBias) shapes.push(['output.bias', vocabularySize])
  for (const { name, shape } of architecture.extraTensors) shapes.push([name, ...shape])
  return shapes.map((shape) => named(shape, undefined, false))
}

/** The last norms of encoder and decoder. */
const lastNormsOfBoth = ['enc.output_norm', 'dec.output_norm'] as const

/** Tensors of the block at an index, the encoder's of that index included; from the model's depth on it is one that predicts further tokens. */
export function blockTensors(architecture: Architecture, layer: Layer, index: number): Tensor[] {
  const predictsFurther = index >= architecture.layers.length
  const shapes = layerShapes(layer, architecture)
  if (predictsFurther) shapes.push(...furtherPrediction(layer, architecture))
  const unused = new Set(
    layer.extraTensors?.filter((extra) => extra.unused).map(({ name }) => name),
  )
  const encoder = architecture.encoderLayers[index]
  if (encoder !== undefined)
    return encoderDecoderTensors(layerShapes(encoder, architecture), shapes, index)
  return shapes.map((shape) => named(shape, index, predictsFurther, unused.has(shape[0])))
}

/**
 * Tensors of a block that predicts further tokens which the engine loads though it does not use them: those that it does not
 * insist on (src/models/hy-v3.cpp, step35.cpp, where they lack the flag that the others have).
 */
export function isLoadedAnyway({ engineName }: Architecture, role: string): boolean {
  if (engineName !== 'hy_v3' && engineName !== 'step35') return false
  return /^(ffn_(?!norm)|exp_probs_b|nextn\.(embed_tokens|shared_head))/.test(role)
}

function named(
  [role, ...shape]: NamedShape,
  layer: number | undefined,
  notLoaded: boolean,
  unused = false,
): Tensor {
  return new FileTensor(role, layer, shape, notLoaded, unused)
}

/** Its name is made when it is asked for: sizing a whole catalogue asks for none. */
class FileTensor implements Tensor {
  readonly role: string
  readonly layer: number | undefined
  readonly shape: readonly number[]
  readonly notLoaded: boolean
  readonly values: number
  readonly unused: boolean

  constructor(
    role: string,
    layer: number | undefined,
    shape: readonly number[],
    notLoaded: boolean,
    unused: boolean,
  ) {
    this.role = role
    this.layer = layer
    this.shape = shape
    this.notLoaded = notLoaded
    this.unused = unused
    let values = 1
    for (const length of shape) values *= length
    this.values = values
  }

  get name(): string {
    const stem = this.layer === undefined ? this.role : `blk.${this.layer}.${this.role}`
    return nameEndings.some((ending) => this.role.endsWith(ending)) ? stem : `${stem}.weight`
  }
}

/** Roles that are whole names: biases, scales, and the two vectors of a state space model that have no suffix. */
const nameEndings = ['.bias', '.scale', 'ssm_a', 'ssm_d']

const normRoles = ['attn_norm', 'ffn_norm', 'post_attention_norm', 'post_ffw_norm'] as const

function layerShapes(
  layer: Layer,
  { embeddingLength, norm, engineName }: Architecture,
): NamedShape[] {
  const shapes: NamedShape[] = []
  for (const role of layer.normNames ?? normRoles.slice(0, layer.normCount)) {
    shapes.push([role, embeddingLength])
    if (norm === 'layer') shapes.push([`${role}.bias`, embeddingLength])
  }
  if (layer.attention !== undefined)
    shapes.push(...attentionTensors(layer.attention, embeddingLength))
  if (layer.crossAttention !== undefined)
    shapes.push(...crossAttentionTensors(layer.crossAttention, embeddingLength))
  if (layer.recurrent !== undefined)
    shapes.push(...recurrentTensors(layer.recurrent, embeddingLength, engineName))
  if (layer.feedForward !== undefined)
    shapes.push(...feedForwardShapes(layer.feedForward, embeddingLength))
  if (layer.experts !== undefined) shapes.push(...expertShapes(layer.experts, embeddingLength))
  for (const { name, shape } of layer.extraTensors ?? []) shapes.push([name, ...shape])
  return shapes
}

function feedForwardShapes(
  { length, gated, bias, fusedGateUp }: FeedForward,
  embeddingLength: number,
): NamedShape[] {
  const upRows = gated && fusedGateUp ? 2 * length : length
  const shapes: NamedShape[] = []
  if (gated && !fusedGateUp) shapes.push(['ffn_gate', embeddingLength, length])
  shapes.push(['ffn_up', embeddingLength, upRows], ['ffn_down', length, embeddingLength])
  if (bias) {
    if (gated && !fusedGateUp) shapes.push(['ffn_gate.bias', length])
    shapes.push(['ffn_up.bias', upRows], ['ffn_down.bias', embeddingLength])
  }
  return shapes
}

function expertShapes(experts: Experts, embeddingLength: number): NamedShape[] {
  const { count, length, sharedLength } = experts
  const shapes: NamedShape[] = [['ffn_gate_inp', embeddingLength, count]]
  // gpt-oss has a bias inside the router, DeepSeek a correction added to its result: one value per expert either way.
  if (experts.routerBias)
    shapes.push([experts.bias ? 'ffn_gate_inp.bias' : 'exp_probs_b.bias', count])
  shapes.push(...routedShapes(experts, embeddingLength))
  if (experts.bias) {
    if (experts.gated) shapes.push(['ffn_gate_exps.bias', length, count])
    shapes.push(['ffn_up_exps.bias', length, count], ['ffn_down_exps.bias', embeddingLength, count])
  }
  if (sharedLength > 0) {
    if (experts.gated) shapes.push(['ffn_gate_shexp', embeddingLength, sharedLength])
    shapes.push(
      ['ffn_up_shexp', embeddingLength, sharedLength],
      ['ffn_down_shexp', sharedLength, embeddingLength],
    )
  }
  if (experts.sharedGate) shapes.push(['ffn_gate_inp_shexp', embeddingLength])
  return shapes
}

function routedShapes(experts: Experts, embeddingLength: number): NamedShape[] {
  const { count, length, latentLength } = experts
  const inside = latentLength ?? embeddingLength
  const down: NamedShape = ['ffn_down_exps', length, inside, count]
  if (experts.fusedGateUp) return [['ffn_gate_up_exps', inside, 2 * length, count], down]
  const up: NamedShape[] = [['ffn_up_exps', inside, length, count], down]
  if (experts.gated) up.unshift(['ffn_gate_exps', inside, length, count])
  if (latentLength !== undefined) {
    const name = experts.latentNorm ? 'ffn_routed' : 'ffn_latent'
    up.unshift(
      [`${name}_down`, embeddingLength, latentLength],
      [`${name}_up`, latentLength, embeddingLength],
    )
    if (experts.latentNorm) up.unshift([`${name}_norm`, latentLength])
  }
  return up
}

/** What a block that predicts further tokens has besides the usual (llama.cpp src/models/glm4-moe.cpp, nextn tensors). */
function furtherPrediction(
  { sharesEmbeddingAndHead, extraTensors }: Layer,
  { embeddingLength, vocabularySize }: Architecture,
): NamedShape[] {
  const copies: NamedShape[] = sharesEmbeddingAndHead
    ? []
    : [
        ['nextn.embed_tokens', embeddingLength, vocabularySize],
        ['nextn.shared_head_head', embeddingLength, vocabularySize],
      ]
  return [
    ['nextn.eh_proj', 2 * embeddingLength, embeddingLength],
    ...copies,
    ['nextn.enorm', embeddingLength],
    ['nextn.hnorm', embeddingLength],
    // Ling stores its last norm as the block's own (conversion/bailingmoe.py).
    ...(extraTensors?.some(({ name }) => name === 'layer_output_norm')
      ? []
      : [['nextn.shared_head_norm', embeddingLength] as const]),
  ]
}
