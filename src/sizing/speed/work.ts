import type { Architecture, Attention, Layer } from '../../facts/architecture.ts'
import type { Tensor } from '../tensors/tensor.ts'

/** A tensor as it lies in memory: where it belongs, how many values and bytes. */
export interface WeightBytes {
  readonly tensor: Pick<Tensor, 'role' | 'layer' | 'shape' | 'notLoaded' | 'unused' | 'isEncoder'>
  readonly bytes: number
}

/** Attention layers that read their caches alike. Counts may be fractions when work is shared out. */
export interface AttentionWork {
  readonly layers: number
  /** Positions read at most; undefined reads the whole depth. */
  readonly window: number | undefined
  /** Cached values per position and layer. */
  readonly keyValues: number
  readonly valueValues: number
  /** Multiply-adds per query token and visible position: scores and weighted sum over all heads. */
  readonly multiplyAddsPerPosition: number
}

/**
 * What one device must do for one token, from the shape alone: independent of depth, cache type and batch,
 * so that it can be computed once per model and quantization.
 */
export interface Work {
  readonly layers: number
  /** Weights that lie here and are loaded. */
  readonly weightBytes: number
  /** Weights read for one decoded token: every dense one, active experts by their share, one row of the embedding. */
  readonly weightBytesPerToken: number
  /** Of `weightBytesPerToken`, those of routed experts. */
  readonly expertBytesPerToken: number
  /** Of `weightBytes`, those of routed experts. */
  readonly expertBytes: number
  /** Multiply-adds of matrices per token, without the head. */
  readonly multiplyAddsPerToken: number
  /** Of those, the ones of routed experts. */
  readonly expertMultiplyAdds: number
  /** Multiply-adds of the head: every decoded token, only the last one of a prompt. */
  readonly headMultiplyAdds: number
  readonly headBytes: number
  /** Routed experts: chosen over all (1 for dense models). */
  readonly expertShare: number
  readonly attention: readonly AttentionWork[]
  /** Recurrent state, read and written for every token. */
  readonly stateBytes: number
  /** Blocks with routed experts: their kernels are smaller and more. */
  readonly expertLayers: number
}

const headRoles = new Set(['output', 'token_embd'])

/**
 * Work of the given tensors of a model. `weights` are the tensors that lie on the device, with their bytes in the
 * chosen quantization; blocks are those named by them. A head that is tied to the embedding reads the whole matrix.
 */
export function workOf(architecture: Architecture, weights: readonly WeightBytes[]): Work {
  const blocks = new Set<number>()
  const sum = {
    weightBytes: 0,
    weightBytesPerToken: 0,
    expertBytesPerToken: 0,
    expertBytes: 0,
    multiplyAddsPerToken: 0,
    expertMultiplyAdds: 0,
    headMultiplyAdds: 0,
    headBytes: 0,
  }
  for (const { tensor, bytes } of weights) {
    if (tensor.notLoaded || tensor.unused) continue
    if (tensor.layer !== undefined) blocks.add(tensor.layer)
    sum.weightBytes += bytes
    const values = tensor.shape.reduce((product, length) => product * length, 1)
    const read = readPerToken(architecture, tensor)
    sum.weightBytesPerToken += bytes * read.share
    if (read.kind === 'expert') {
      sum.expertBytes += bytes
      sum.expertBytesPerToken += bytes * read.share
      sum.expertMultiplyAdds += values * read.share
    }
    if (read.kind === 'head') {
      sum.headMultiplyAdds += values
      sum.headBytes += bytes
    } else if (tensor.shape.length > 1 && read.kind !== 'row')
      sum.multiplyAddsPerToken += values * read.share
  }
  const layers = [...blocks]
    .map((index) => architecture.layers[index])
    .filter((layer) => layer !== undefined)
  return {
    ...sum,
    layers: layers.length,
    expertShare: expertShareOf(layers),
    expertLayers: layers.filter((layer) => layer.experts !== undefined).length,
    attention: attentionOf(layers),
    stateBytes: layers.reduce((bytes, layer) => bytes + stateBytesOf(layer), 0),
  }
}

interface Read {
  readonly kind: 'all' | 'expert' | 'head' | 'row'
  readonly share: number
}

function readPerToken(architecture: Architecture, tensor: WeightBytes['tensor']): Read {
  if (tensor.isEncoder) return { kind: 'all', share: 0 }
  if (tensor.layer === undefined && headRoles.has(tensor.role)) {
    if (tensor.role === 'output' || architecture.tiedEmbeddings) return { kind: 'head', share: 1 }
    return { kind: 'row', share: 1 / Math.max(1, tensor.shape[1] ?? 1) }
  }
  if (tensor.role === 'position_embd' || tensor.role === 'per_layer_token_embd')
    return { kind: 'row', share: 1 / Math.max(1, tensor.shape[1] ?? 1) }
  const experts =
    tensor.layer === undefined ? undefined : architecture.layers[tensor.layer]?.experts
  if (experts !== undefined && tensor.role.includes('_exps'))
    return { kind: 'expert', share: experts.usedCount / experts.count }
  return { kind: 'all', share: 1 }
}

function expertShareOf(layers: readonly Layer[]): number {
  for (const { experts } of layers)
    if (experts !== undefined) return experts.usedCount / experts.count
  return 1
}

function attentionOf(layers: readonly Layer[]): AttentionWork[] {
  const groups = new Map<string, { layers: number; work: AttentionWork }>()
  for (const { attention } of layers) {
    if (attention === undefined) continue
    const work = attentionWork(attention)
    const key = `${work.window} ${work.keyValues} ${work.valueValues} ${work.multiplyAddsPerPosition}`
    const group = groups.get(key) ?? { layers: 0, work }
    group.layers += 1
    groups.set(key, group)
  }
  return [...groups.values()].map((group) => ({ ...group.work, layers: group.layers }))
}

/** With latent attention llama.cpp caches and reads one latent vector per position (llama.cpp src/llama-kv-cache.cpp). */
function attentionWork(attention: Attention): AttentionWork {
  const { headCount, headCountKv, keyLength, valueLength, latent, compressed, kind, window } =
    attention
  const latentLength = latent === undefined ? 0 : latent.kvRank + latent.ropeLength
  return {
    layers: 1,
    window: kind === 'full' ? undefined : window,
    keyValues: latent === undefined ? headCountKv * keyLength : latentLength,
    valueValues: latent === undefined && compressed === undefined ? headCountKv * valueLength : 0,
    multiplyAddsPerPosition:
      headCount * (latent === undefined ? keyLength + valueLength : latentLength + latent.kvRank),
  }
}

/** State in F32, as llama.cpp keeps it; convolution windows included. */
function stateBytesOf({ recurrent }: Layer): number {
  if (recurrent === undefined) return 0
  switch (recurrent.kind) {
    case 'mamba1':
      return 4 * recurrent.innerLength * (recurrent.stateLength + recurrent.convolutionLength - 1)
    case 'mamba2': {
      const convolved = recurrent.innerLength + 2 * recurrent.groupCount * recurrent.stateLength
      return (
        4 *
        (recurrent.innerLength * recurrent.stateLength +
          convolved * (recurrent.convolutionLength - 1))
      )
    }
    case 'short-convolution':
      return 4 * recurrent.innerLength * (recurrent.convolutionLength - 1)
    case 'gated-delta-net': {
      const { keyHeadCount, valueHeadCount, keyLength, valueLength, convolutionLength } = recurrent
      const convolved = 2 * keyHeadCount * keyLength + valueHeadCount * valueLength
      return 4 * (valueHeadCount * keyLength * valueLength + convolved * (convolutionLength - 1))
    }
    case 'linear-attention':
      return 4 * recurrent.headCount * recurrent.headLength ** 2
    case 'kimi-delta': {
      const { headCount, headLength, convolutionLength } = recurrent
      return (
        4 * (headCount * headLength ** 2 + 3 * headCount * headLength * (convolutionLength - 1))
      )
    }
  }
}

/** A share of the work, as when the layers are split over devices: everything in proportion. */
export function shareOfWork(work: Work, share: number): Work {
  return {
    layers: work.layers * share,
    weightBytes: work.weightBytes * share,
    weightBytesPerToken: work.weightBytesPerToken * share,
    expertBytesPerToken: work.expertBytesPerToken * share,
    expertBytes: work.expertBytes * share,
    multiplyAddsPerToken: work.multiplyAddsPerToken * share,
    expertMultiplyAdds: work.expertMultiplyAdds * share,
    headMultiplyAdds: work.headMultiplyAdds * share,
    headBytes: work.headBytes * share,
    expertShare: work.expertShare,
    attention: work.attention.map((group) => ({ ...group, layers: group.layers * share })),
    stateBytes: work.stateBytes * share,
    expertLayers: work.expertLayers * share,
  }
}

/** Two parts of the work of one model, done on the same device. */
export function addWork(a: Work, b: Work): Work {
  return {
    layers: a.layers + b.layers,
    weightBytes: a.weightBytes + b.weightBytes,
    weightBytesPerToken: a.weightBytesPerToken + b.weightBytesPerToken,
    expertBytesPerToken: a.expertBytesPerToken + b.expertBytesPerToken,
    expertBytes: a.expertBytes + b.expertBytes,
    multiplyAddsPerToken: a.multiplyAddsPerToken + b.multiplyAddsPerToken,
    expertMultiplyAdds: a.expertMultiplyAdds + b.expertMultiplyAdds,
    headMultiplyAdds: a.headMultiplyAdds + b.headMultiplyAdds,
    headBytes: a.headBytes + b.headBytes,
    expertShare: Math.min(a.expertShare, b.expertShare),
    attention: [...a.attention, ...b.attention],
    stateBytes: a.stateBytes + b.stateBytes,
    expertLayers: a.expertLayers + b.expertLayers,
  }
}
