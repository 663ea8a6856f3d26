import type { Attention, Layer, Recurrent } from '../../facts/architecture.ts'
import { type AttentionStyle, groupedAttention } from './attention-graph.ts'
import { contiguous, gated, over, reshape, rowsOf, times } from './compute-graph.ts'
import type { GraphContext } from './graph-context.ts'
import type { GraphStyle } from './graph-style.ts'
import type { GraphTensor } from './graph-tensor.ts'
import { latentAttention } from './latent-attention-graph.ts'
import { expertNetwork, network } from './network-graph.ts'
import { normed } from './norm-graph.ts'
import { recurrentMixing } from './recurrent-graph.ts'

interface Place {
  readonly index: number
  /** Goes on with the rows that give logits alone. */
  readonly isLast: boolean
}

const usualNorms = ['attn_norm', 'ffn_norm', 'post_attention_norm', 'post_ffw_norm'] as const
const namesBehindAttention = ['post_attention_norm', 'attn_output_norm']
const namesBehindNetwork = ['post_ffw_norm', 'layer_output_norm']

/** One block: attention or a recurrent half, then the network, with their norms and sums. */
export function block(
  context: GraphContext,
  style: GraphStyle,
  inputOfBlock: GraphTensor,
  layer: Layer,
  place: Place,
): GraphTensor {
  const { architecture } = context
  const names = normNames(layer)
  const has = (name: string) => names.includes(name)
  const norm = (tensor: GraphTensor) => normed(tensor, architecture, style)
  const chosen = (tensor: GraphTensor) =>
    place.isLast ? rowsOf(tensor, context.outputNumbers) : tensor
  const hasNetwork = layer.feedForward !== undefined || layer.experts !== undefined
  const hasMixing = layer.attention !== undefined || layer.recurrent !== undefined
  // DeciLM leaves a block out that has no network, and sums nothing where there is no attention (src/models/deci.cpp).
  const isDeci = architecture.engineName === 'deci'
  if (isDeci && !hasNetwork) return chosen(inputOfBlock)
  if (layer.attention !== undefined && layer.recurrent !== undefined)
    return sideBySide(context, style, inputOfBlock, layer, place)
  const first = has('attn_norm') && hasMixing ? norm(inputOfBlock) : inputOfBlock
  // Nemotron-H's blocks are one thing each: a network alone is mixed in as attention is elsewhere.
  const isSingle = names.length === 1 && !style.isParallel && !(hasMixing && hasNetwork)
  if (isSingle && !isDeci) {
    const made = hasMixing
      ? mixed(context, style, first, layer, place)
      : further(context, style, norm(inputOfBlock), layer)
    return over(chosen(made), chosen(inputOfBlock))
  }
  const second = has('attn_norm_2') ? norm(inputOfBlock) : first
  let cur = hasMixing ? mixed(context, style, second, layer, place) : first
  cur = chosen(cur)
  const residual = chosen(inputOfBlock)
  if (style.isParallel && architecture.engineName !== 'stablelm') {
    const inside = has('ffn_norm') ? norm(residual) : chosen(first)
    const made = further(context, style, inside, layer)
    return style.isParallel === 'attention first'
      ? over(over(made, cur), residual)
      : over(over(made, residual), cur)
  }
  if (style.normsBehind || has('attn_output_norm'))
    if (namesBehindAttention.some(has)) cur = norm(cur)
  if (style.scalesResidual) cur = over(cur)
  const middle = !hasMixing
    ? cur
    : style.sumsOnto.attention
      ? over(residual, cur)
      : over(cur, residual)
  cur = middle
  if (style.isParallel) cur = chosen(first)
  else if (has('ffn_norm')) cur = norm(middle)
  else if (!style.normsBehind && has('post_attention_norm')) cur = norm(middle)
  cur = further(context, style, cur, layer, middle)
  if (namesBehindNetwork.some(has)) cur = norm(cur)
  if (style.scalesResidual) cur = over(cur)
  cur = style.sumsOnto.network ? over(middle, cur) : over(cur, middle)
  return perLayer(context, cur, norm)
}

/** Some families have a norm of embedding length among their own tensors (gpt-oss, DeciLM). */
function normNames({ normNames: own, normCount, extraTensors = [] }: Layer): readonly string[] {
  const names = own ?? usualNorms.slice(0, normCount)
  const further = extraTensors.filter(({ name }) => usualNorms.some((usual) => usual === name))
  return further.length === 0 ? names : [...names, ...further.map(({ name }) => name)]
}

/** src/models/gemma4.cpp, behind the network */
function perLayer(
  context: GraphContext,
  cur: GraphTensor,
  norm: (tensor: GraphTensor) => GraphTensor,
): GraphTensor {
  const { perLayerInput, architecture } = context
  if (perLayerInput === undefined) return cur
  const own = perLayerInput()
  const made = times(over(over(times(cur, own.lengths[0])), own), architecture.embeddingLength)
  return over(over(cur, norm(made)))
}

/** Attention and state space model read the same input at the same time (src/models/falcon-h1.cpp). */
function sideBySide(
  context: GraphContext,
  style: GraphStyle,
  inputOfBlock: GraphTensor,
  layer: Layer,
  place: Place,
): GraphTensor {
  const { architecture } = context
  const norm = () => normed(inputOfBlock, architecture, style)
  const attended = mixed(context, style, norm(), { attention: layer.attention }, place)
  const scanned = mixed(context, style, norm(), { recurrent: layer.recurrent }, place)
  let sum = over(over(attended, scanned), inputOfBlock)
  if (place.isLast) sum = rowsOf(sum, context.outputNumbers)
  const made = further(context, style, normed(sum, architecture, style), layer)
  return over(made, sum)
}

function mixed(
  context: GraphContext,
  style: GraphStyle,
  cur: GraphTensor,
  {
    attention,
    recurrent,
    extraTensors,
  }: {
    readonly attention?: Attention | undefined
    readonly recurrent?: Recurrent | undefined
    readonly extraTensors?: Layer['extraTensors']
  },
  { index }: Place,
): GraphTensor {
  if (attention === undefined)
    return recurrent === undefined ? cur : recurrentMixing(context, cur, recurrent)
  const gateRows = extraTensors?.find(({ name }) => name === 'attn_gate')?.shape[1]
  const gate = (out: GraphTensor) =>
    gateRows === undefined ? out : gatedHeads(out, over(times(cur, gateRows)), attention.headCount)
  if (attention.latent !== undefined)
    return latentAttention(context, cur, attention, attention.latent, (out) =>
      gateRows === attention.headCount ? contiguous(gate(out)) : gate(out),
    )
  const attentionStyle: AttentionStyle = {
    turns: style.turns(attention, index),
    normsBehind: style.normsQueriesBehind,
    scalesQueries: style.scalesQueries,
    normsHaveMean: style.normsHaveMean,
    normsTurned: style.normsTurned,
  }
  const hasSubNorm = extraTensors?.some(({ name }) => name === 'attn_sub_norm') === true
  return groupedAttention(context, cur, attention, attentionStyle, (out) =>
    hasSubNorm ? over(over(out)) : gate(out),
  )
}

/** A gate for every head, or for every value (src/models/laguna.cpp). */
function gatedHeads(out: GraphTensor, gate: GraphTensor, headCount: number): GraphTensor {
  const [width, tokens] = out.lengths
  if (gate.lengths[0] !== headCount) return over(out, gate)
  const heads = reshape(out, [width / headCount, headCount, tokens, 1])
  return reshape(over(heads, reshape(gate, [1, headCount, tokens, 1])), [width, tokens, 1, 1])
}

function further(
  context: GraphContext,
  style: GraphStyle,
  cur: GraphTensor,
  { feedForward, experts, extraTensors }: Layer,
  before = cur,
): GraphTensor {
  const { graph, architecture } = context
  const { embeddingLength } = architecture
  if (feedForward !== undefined && experts === undefined) {
    if (!extraTensors?.some(({ name }) => name === 'ffn_sub_norm'))
      return network(cur, feedForward, embeddingLength, style.squares)
    const inside = gated(times(cur, feedForward.length), times(cur, feedForward.length))
    return times(over(over(inside)), embeddingLength)
  }
  if (experts === undefined) return cur
  if (architecture.engineName === 'gemma4' && feedForward !== undefined) {
    const dense = over(over(network(cur, feedForward, embeddingLength)))
    const logits = over(over(over(before)))
    const routed = expertNetwork(graph, over(over(before)), experts, {
      routerInput: logits,
      choosing: style.choosing(experts),
    })
    return over(dense, over(over(routed)))
  }
  const isLatent = experts.latentLength !== undefined
  const inner = isLatent ? times(cur, experts.latentLength ?? 0) : cur
  let routed = expertNetwork(graph, inner, experts, {
    ...(isLatent ? { routerInput: cur } : {}),
    choosing: style.choosing(experts),
  })
  if (isLatent) routed = times(routed, embeddingLength)
  if (feedForward !== undefined)
    return over(over(network(cur, feedForward, embeddingLength), routed))
  if (experts.sharedLength === 0) return routed
  const shared = network(
    cur,
    { length: experts.sharedLength, gated: experts.gated, bias: false, fusedGateUp: false },
    embeddingLength,
    style.squares,
  )
  if (!experts.sharedGate) return over(routed, shared)
  const scores = times(cur, 1)
  const gate = architecture.engineName === 'qwen2moe' ? over(over(scores), scores) : over(scores)
  return over(routed, over(shared, gate))
}
