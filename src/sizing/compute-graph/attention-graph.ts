import type { Attention } from '../../facts/architecture.ts'
import { type TensorType, tensorTypes } from '../quantization/tensor-types.ts'
import { contiguous, over, reshape, result, store, times, view } from './compute-graph.ts'
import type { GraphContext } from './graph-context.ts'
import type { GraphTensor } from './graph-tensor.ts'

export interface AttentionStyle {
  /** Queries and keys are turned by their positions. */
  readonly turns: boolean
  /** Norms of queries and keys come behind the turning (Llama 4, Hunyuan). */
  readonly normsBehind?: boolean
  readonly scalesQueries?: boolean
  readonly normsHaveMean?: boolean
  readonly normsTurned?: boolean
}

interface Projections extends Heads {
  /** Beside the queries in one matrix (Qwen3-Next). */
  readonly gate?: GraphTensor
}

interface Heads {
  readonly queries: GraphTensor
  readonly keys: GraphTensor | undefined
  readonly values: GraphTensor | undefined
}

/** Attention with grouped queries, its output projection included (src/llama-graph.cpp, build_qkv and build_attn). */
export function groupedAttention(
  context: GraphContext,
  cur: GraphTensor,
  attention: Attention,
  style: AttentionStyle,
  behind: (out: GraphTensor) => GraphTensor,
): GraphTensor {
  const { gate, ...projections } = projected(context, cur, attention)
  const heads = turned(context, projections, attention, style)
  const attended = attend(context, attention, heads)
  const out = behind(gate === undefined ? attended : over(attended, over(gate)))
  const { embeddingLength } = context.architecture
  const product = times(out, embeddingLength)
  return attention.outputBias ? over(product) : product
}

function projected(context: GraphContext, cur: GraphTensor, attention: Attention): Projections {
  const { headCount, headCountKv, keyLength, valueLength, queryKeyValueBias } = attention
  const { tokens } = context
  const biased = (tensor: GraphTensor) => (queryKeyValueBias ? over(tensor) : tensor)
  const shapes = [
    [keyLength, headCount],
    [keyLength, headCountKv],
    [valueLength, headCountKv],
  ] as const
  if (attention.fusedQueryKeyValue) {
    const rows = headCount * keyLength + headCountKv * (keyLength + valueLength)
    const all = biased(times(cur, rows))
    const [queries, keys, values] = shapes.map(([length, count]) =>
      view(all, [length, count, tokens, 1]),
    )
    return { queries: queries ?? all, keys, values }
  }
  if (attention.outputGate) {
    const both = times(cur, 2 * headCount * keyLength)
    const half = () => view(both, [keyLength, headCount, tokens, 1])
    return {
      queries: half(),
      keys: reshape(times(cur, keyLength * headCountKv), [keyLength, headCountKv, tokens, 1]),
      values: reshape(times(cur, valueLength * headCountKv), [valueLength, headCountKv, tokens, 1]),
      gate: contiguous(half(), [keyLength * headCount, tokens, 1, 1]),
    }
  }
  const isNormedWhole = attention.queryKeyNorm === 'joined'
  const [queries, keys, values] = shapes.map(([length, count], index) => {
    const flat = biased(times(cur, length * count))
    const normed = isNormedWhole && index < 2 ? over(over(flat)) : flat
    return reshape(normed, [length, count, tokens, 1])
  })
  if (attention.sharesCache) return { queries: queries ?? cur, keys: undefined, values: undefined }
  return { queries: queries ?? cur, keys, values }
}

function turned(
  { positions, architecture, attentionScale }: GraphContext,
  { queries, keys, values }: Heads,
  { queryKeyNorm }: Attention,
  {
    turns,
    normsBehind = false,
    scalesQueries = false,
    normsHaveMean = false,
    normsTurned = false,
  }: AttentionStyle,
): Heads {
  const hasNorms = queryKeyNorm === 'head' || queryKeyNorm === 'full'
  const first = (tensor: GraphTensor) =>
    normsHaveMean ? result(tensor.lengths, [tensor]) : over(tensor)
  const normed = (tensor: GraphTensor) => (hasNorms ? over(first(tensor)) : tensor)
  const turn = (tensor: GraphTensor) => {
    if (!turns) return tensor
    return normsTurned ? over(over(tensor, positions)) : over(tensor, positions)
  }
  const both = (tensor: GraphTensor) => (normsBehind ? normed(turn(tensor)) : turn(normed(tensor)))
  const made = both(queries)
  return {
    queries: scaledQueries(made, turns, scalesQueries, attentionScale),
    keys: keys === undefined ? undefined : both(keys),
    values:
      normsValues.has(architecture.engineName ?? '') && values !== undefined
        ? over(values)
        : values,
  }
}

/** By a constant, or where positions do not turn them by how far along they are (Llama 4). */
function scaledQueries(
  queries: GraphTensor,
  turns: boolean,
  scales: boolean,
  attentionScale: GraphTensor | undefined,
): GraphTensor {
  if (scales) return over(queries)
  return turns || attentionScale === undefined ? queries : over(queries, attentionScale)
}

/** Values have a norm without weights (src/models/gemma4.cpp). */
const normsValues = new Set(['gemma3n', 'gemma4'])

/** From queries, keys and values to the joined heads; keys and values go into the cache on the way. */
export function attend(context: GraphContext, attention: Attention, heads: Heads): GraphTensor {
  const { graph, settings, architecture } = context
  const { queries, keys, values, spread } = spreadOut(context, attention, heads)
  const { headCountKv, keyLength, valueLength } = attention
  graph.expand(queries)
  const isWindowed = attention.kind !== 'full'
  const order = isWindowed ? [keys, values] : [values, keys]
  for (const tensor of order) if (tensor !== undefined) graph.expand(tensor)
  const name = isWindowed ? 'window' : 'full'
  if (keys !== undefined)
    graph.expand(
      store(
        view(keys, [keyLength * headCountKv, context.tokens, 1, 1]),
        context.cellNumbers(`${name} keys`, 1),
      ),
    )
  if (values !== undefined) {
    const width = valueLength * headCountKv
    if (settings.flashAttention)
      graph.expand(
        store(
          view(values, [width, context.tokens, 1, 1]),
          context.cellNumbers(`${name} values`, 1),
        ),
      )
    else {
      const flat = values.isContiguous
        ? reshape(values, [width, context.tokens, 1, 1])
        : contiguous(values, [width, context.tokens, 1, 1])
      const widest = largestValueWidth(architecture.layers)
      graph.expand(
        store(
          reshape(flat, [1, width * context.tokens, 1, 1]),
          context.cellNumbers(`${name} values`, widest),
        ),
      )
    }
  }
  return spread(weighedValues(context, attention, queries))
}

/** Values of quantized caches are spread over each other by a rotation first (src/llama-kv-cache.cpp, attn_rot_k). */
function spreadOut(
  context: GraphContext,
  { keyLength, valueLength }: Attention,
  { queries, keys, values }: Heads,
): Heads & { spread: (out: GraphTensor) => GraphTensor } {
  const { keyType, valueType } = context.settings
  const spreadBy = (length: number, isKey: boolean) => (tensor: GraphTensor) => {
    const size = isKey ? largestPower(length) : 64
    const [a, b, c, d] = tensor.lengths
    const flat = [size, (a * b * c * d) / size, 1, 1] as const
    const rows = tensor.isContiguous ? reshape(tensor, flat) : contiguous(tensor, flat)
    return reshape(result(flat, [context.rotation(isKey, size), rows]), tensor.lengths)
  }
  const isSpread = (type: TensorType, length: number) =>
    tensorTypes[type].blockLength > 1 && length % 64 === 0
  const ofKeys = isSpread(keyType, keyLength) ? spreadBy(keyLength, true) : undefined
  const ofValues = isSpread(valueType, valueLength) ? spreadBy(valueLength, false) : undefined
  return {
    queries: ofKeys?.(queries) ?? queries,
    keys: keys === undefined ? undefined : (ofKeys?.(keys) ?? keys),
    values: values === undefined ? undefined : (ofValues?.(values) ?? values),
    spread: (out) => ofValues?.(out) ?? out,
  }
}

/** The largest of 64, 128, 256 … that divides a length. */
function largestPower(length: number): number {
  let power = 64
  while (length % (2 * power) === 0) power *= 2
  return power
}

function largestValueWidth(layers: GraphContext['architecture']['layers']): number {
  let widest = 0
  for (const { attention } of layers)
    if (attention !== undefined)
      widest = Math.max(widest, attention.headCountKv * attention.valueLength)
  return widest
}

/** src/llama-graph.cpp, build_attn_mha */
function weighedValues(
  context: GraphContext,
  attention: Attention,
  queries: GraphTensor,
): GraphTensor {
  const { graph, settings, tokens, streams } = context
  const { headCount, valueLength } = attention
  const perStream = tokens / streams
  const cells = context.cellsOf(attention)
  const mask = context.maskOf(attention)
  const [keyLength] = queries.lengths
  const split = view(queries, [keyLength, headCount, perStream, streams])
  const permuted = view(split, [keyLength, perStream, headCount, streams])
  if (settings.flashAttention) {
    const out = result([valueLength, headCount, perStream, streams], [permuted, mask])
    const joined = reshape(out, [valueLength * headCount, tokens, 1, 1])
    graph.expand(joined)
    return joined
  }
  let scores = result([cells, perStream, headCount, streams], [permuted])
  if (softCaps.has(context.architecture.engineName ?? '')) scores = over(over(over(scores)))
  const weights = over(scores, mask)
  const weighed = result([valueLength, perStream, headCount, streams], [weights])
  const back = view(weighed, [valueLength, headCount, perStream, streams])
  const joined = contiguous(back, [valueLength * headCount, tokens, 1, 1])
  graph.expand(joined)
  return joined
}

const softCaps = new Set(['gemma2', 'grok'])
