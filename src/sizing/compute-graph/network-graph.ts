import type { Experts, FeedForward } from '../../facts/architecture.ts'
import {
  bytesPerValue,
  type ComputeGraph,
  contiguous,
  gated,
  over,
  reshape,
  result,
  rowsOf,
  times,
  view,
} from './compute-graph.ts'
import type { GraphTensor } from './graph-tensor.ts'

/** src/llama-graph.cpp, build_ffn */
export function network(
  cur: GraphTensor,
  { length, gated: isGated, bias, fusedGateUp }: FeedForward,
  embeddingLength: number,
  squares = false,
): GraphTensor {
  const biased = (tensor: GraphTensor) => (bias ? over(tensor) : tensor)
  let inside: GraphTensor
  if (isGated && fusedGateUp) {
    const both = biased(times(cur, 2 * length))
    const [, b, c, d] = both.lengths
    inside = result([length, b, c, d], [both])
  } else {
    const up = biased(times(cur, length))
    inside = isGated ? gated(biased(times(cur, length)), up) : activated(up, squares)
  }
  return biased(times(inside, embeddingLength))
}

/** The square of what is above zero takes two operations (Nemotron). */
function activated(tensor: GraphTensor, squares: boolean): GraphTensor {
  return squares ? over(over(tensor)) : over(tensor)
}

export interface Choosing {
  readonly squares: boolean
  readonly isSoftmax: boolean
  readonly normalizes: boolean
  readonly scales: boolean
  /** Weights are multiplied in front of the experts (Llama 4). */
  readonly weighsFirst: boolean
}

/** src/llama-graph.cpp, build_moe_ffn */
export function expertNetwork(
  graph: ComputeGraph,
  cur: GraphTensor,
  experts: Experts,
  { routerInput, choosing }: { readonly routerInput?: GraphTensor; readonly choosing: Choosing },
): GraphTensor {
  const [width, tokens] = cur.lengths
  const { usedCount, length } = experts
  const { selected, weights } = route(routerInput ?? cur, experts, choosing)
  graph.expand(weights)
  let inner = reshape(cur, [width, 1, tokens, 1])
  if (choosing.weighsFirst) inner = over(result([width, usedCount, tokens, 1], [inner]), weights)
  const each = (rows: number, from: GraphTensor) => {
    const product = result([rows, usedCount, tokens, 1], [from, selected])
    return experts.bias ? over(product, selected) : product
  }
  let inside: GraphTensor
  if (experts.fusedGateUp) {
    const both = each(2 * length, inner)
    const half = () => view(both, [length, usedCount, tokens, 1])
    inside = gated(half(), half())
  } else {
    const up = each(length, inner)
    inside = experts.gated ? gated(each(length, inner), up) : activated(up, choosing.squares)
  }
  const down = each(width, inside)
  const weighed = choosing.weighsFirst ? down : over(down, weights)
  graph.expand(weighed)
  return sumOfExperts(graph, weighed, usedCount)
}

function route(
  cur: GraphTensor,
  { count, usedCount, routerBias, bias }: Experts,
  { isSoftmax, normalizes, scales, weighsFirst }: Choosing,
): { selected: GraphTensor; weights: GraphTensor } {
  const tokens = cur.lengths[1]
  let logits = times(cur, count)
  if (routerBias && bias) logits = over(logits)
  const probabilities = isSoftmax && bias ? logits : over(logits)
  const corrected = routerBias && !bias ? over(probabilities) : probabilities
  const sorted = result(
    [count, tokens, 1, 1],
    [weighsFirst ? logits : corrected],
    bytesPerValue.i32,
  )
  const selected = view(sorted, [usedCount, tokens, 1, 1])
  let weights = rowsOf(reshape(probabilities, [1, count, tokens, 1]), selected)
  const flat = () => reshape(weights, [usedCount, tokens, 1, 1])
  const back = (tensor: GraphTensor) => reshape(tensor, [1, usedCount, tokens, 1])
  if (isSoftmax && bias) weights = back(over(flat()))
  if (normalizes) {
    const each = flat()
    weights = back(over(each, over(result([1, tokens, 1, 1], [each]))))
  }
  if (scales) weights = over(weights)
  return { selected, weights }
}

function sumOfExperts(graph: ComputeGraph, experts: GraphTensor, usedCount: number): GraphTensor {
  const [width, , tokens] = experts.lengths
  const each = Array.from({ length: usedCount }, () => {
    const one = view(experts, [width, tokens, 1, 1])
    graph.expand(one)
    return one
  })
  const [first, ...others] = each
  if (first === undefined || others.length === 0)
    return contiguous(first ?? experts, [width, tokens, 1, 1])
  let sum = first
  for (const one of others) {
    sum = over(sum, one)
    graph.expand(sum)
  }
  return sum
}
