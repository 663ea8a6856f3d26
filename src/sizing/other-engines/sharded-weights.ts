import type { Architecture, Layer } from '../../facts/architecture.ts'
import type { Tensor } from '../tensors/tensor.ts'
import { blockTensors, tensorsOutsideBlocks } from '../tensors/tensors-of.ts'
import {
  type CheckpointFormat,
  checkpointTensorBytes,
  isRoutedExpert,
} from './checkpoint-format.ts'
import { type Parallelism, stageLengths } from './parallelism.ts'

/** Weights on one device of a stage. */
export interface StageWeights {
  readonly blocks: readonly Layer[]
  readonly bytes: number
}

/**
 * What every device of each stage loads, as vLLM and SGLang cut it: columns and rows of matrices over the devices that
 * share them, key and value heads no finer than whole heads, norms, routers and the down projections of latent attention
 * on each, the vocabulary padded to 64 rows. Blocks that predict further tokens are not loaded.
 */
export function shardedWeights(
  architecture: Architecture,
  format: CheckpointFormat,
  parallelism: Parallelism,
  padding: ExpertPadding,
): readonly StageWeights[] {
  const { layers } = architecture
  const ofLayer = new Map<Layer, number>()
  for (const [index, layer] of layers.entries())
    if (!ofLayer.has(layer) || architecture.encoderLayers.length > 0)
      ofLayer.set(
        layer,
        sum(blockTensors(architecture, layer, index), (tensor) =>
          shardBytes(tensor, layer, format, parallelism, padding),
        ),
      )
  let from = 0
  const lengths = stageLengths(layers.length, parallelism.pipeline)
  return lengths.map((length, stage) => {
    const blocks = layers.slice(from, from + length)
    from += length
    const isFirst = stage === 0
    const isLast = stage === lengths.length - 1
    return {
      blocks,
      bytes:
        sum(blocks, (layer) => ofLayer.get(layer) ?? 0) +
        outsideBytes(architecture, parallelism, isFirst, isLast) +
        rotaryTableBytes(architecture, blocks) +
        (isFirst ? 2 * (architecture.otherTowersParameters ?? 0) : 0),
    }
  })
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  let total = 0
  for (const item of items) total += of(item)
  return total
}

/** MXFP4 kernels take rows and columns of the experts in multiples; the weights are padded to them when they are loaded. */
export interface ExpertPadding {
  readonly hiddenMultiple: number
  readonly lengthMultiple: number
}

export const noPadding: ExpertPadding = { hiddenMultiple: 1, lengthMultiple: 1 }

/** Marlin, which vLLM takes before Hopper: hidden values to 256, length to 128 (layers/quantization/mxfp4.py). */
export const marlinPadding: ExpertPadding = { hiddenMultiple: 256, lengthMultiple: 128 }

/** Triton on Hopper: 64.38 GiB logged for gpt-oss-120b are what 256 in one direction gives. */
export const tritonPadding: ExpertPadding = { hiddenMultiple: 256, lengthMultiple: 1 }

const replicated =
  /(_norm$|_norm\.bias$|^ffn_gate_inp|^exp_probs_b|^attn_q_a$|^attn_kv_a_mqa$|^attn_kv$|^indexer\.|^ffn_norm|^ssm_a$|^ssm_d$|output\.bias$)/

function shardBytes(
  tensor: Tensor,
  layer: Layer,
  format: CheckpointFormat,
  { tensor: ways, expert }: Parallelism,
  padding: ExpertPadding,
): number {
  const bytes = checkpointTensorBytes(tensor, format)
  const { role } = tensor
  if (isRoutedExpert(tensor)) {
    const count = layer.experts?.count ?? 1
    const share = expert ? Math.ceil(count / ways) / count : 1 / ways
    return bytes * share * (format === 'MXFP4' ? padded(layer, tensor, ways, padding) : 1)
  }
  if (replicated.test(role)) return bytes
  const { attention } = layer
  if (attention !== undefined && attention.latent === undefined) {
    const { headCount, headCountKv, keyLength, valueLength } = attention
    const kept = Math.max(1, headCountKv / ways) / headCountKv
    if (/^attn_[kv](\.bias)?$/.test(role)) return bytes * kept
    if (/^attn_qkv(\.bias)?$/.test(role)) {
      const keysAndValues = headCountKv * (keyLength + valueLength)
      const all = headCount * keyLength + keysAndValues
      return bytes * ((keysAndValues / all) * kept + (1 - keysAndValues / all) / ways)
    }
  }
  return bytes / ways
}

/** How much larger an expert becomes by padding, as its kernel cuts it. */
function padded(
  layer: Layer,
  { shape, role }: Tensor,
  ways: number,
  { hiddenMultiple, lengthMultiple }: ExpertPadding,
): number {
  const length = layer.experts?.length ?? 0
  if (length === 0 || role.endsWith('.bias')) return 1
  const hidden = shape[0] === length ? (shape[1] ?? 1) : (shape[0] ?? 1)
  const up = (value: number, multiple: number) => (Math.ceil(value / multiple) * multiple) / value
  return up(hidden, hiddenMultiple) * up(length / ways, lengthMultiple)
}

/** vLLM pads the rows of embedding and head (layers/vocab_parallel_embedding.py, DEFAULT_VOCAB_PADDING_SIZE). */
const vocabularyPadding = 64

function outsideBytes(
  architecture: Architecture,
  { tensor: ways, pipeline }: Parallelism,
  isFirst: boolean,
  isLast: boolean,
): number {
  const { vocabularySize, tiedEmbeddings } = architecture
  const grown = (Math.ceil(vocabularySize / vocabularyPadding) * vocabularyPadding) / vocabularySize
  let bytes = 0
  for (const tensor of tensorsOutsideBlocks(architecture)) {
    const isEmbedding = tensor.role === 'token_embd'
    const isHead = tensor.role === 'output'
    // A tied head needs the embedding on the last stage too.
    const here = isEmbedding
      ? isFirst || (isLast && tiedEmbeddings && pipeline > 1)
      : isHead || tensor.role.startsWith('output') || tensor.role.startsWith('dec.')
        ? isLast
        : isFirst
    if (!here) continue
    bytes += isEmbedding || isHead ? (2 * tensor.values * grown) / ways : 2 * tensor.values
  }
  return bytes
}

/** Sines and cosines of every trained position, which each device holds once (vllm layers/rotary_embedding/base.py). */
function rotaryTableBytes({ contextLength }: Architecture, blocks: readonly Layer[]): number {
  const lengths = blocks.map(({ attention }) =>
    attention === undefined ? 0 : (attention.latent?.ropeLength ?? attention.keyLength),
  )
  return 2 * contextLength * Math.max(0, ...lengths)
}
