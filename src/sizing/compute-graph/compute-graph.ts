import { GraphTensor, type Lengths } from './graph-tensor.ts'

const [f32, f16, i32, i64] = [4, 2, 4, 8]
export const bytesPerValue = { f32, f16, i32, i64 } as const

/**
 * The engine's graph as it is built: operations by ggml's names and shapes (ggml/src/ggml.c), tensors put in order when
 * something asks for their result, as ggml_build_forward_expand does. Weights and caches are left out: they lie elsewhere.
 */
export class ComputeGraph {
  readonly leaves: GraphTensor[] = []
  readonly nodes: GraphTensor[] = []

  /** Takes a tensor and what it is made of into the order of computation. */
  expand(tensor: GraphTensor): void {
    if (tensor.isVisited) return
    tensor.isVisited = true
    for (const source of tensor.sources) this.expand(source)
    if (tensor.kind === 'leaf') this.leaves.push(tensor)
    else this.nodes.push(tensor)
  }
}

export function input(lengths: Lengths, valueBytes: number = f32): GraphTensor {
  return new GraphTensor('leaf', lengths, [], valueBytes)
}

/** The result of an operation with memory of its own. */
export function result(
  lengths: Lengths,
  sources: readonly GraphTensor[],
  valueBytes: number = f32,
): GraphTensor {
  return new GraphTensor('result', lengths, sources, valueBytes)
}

/** Norms without mean, sums, products, activations, rotations: the result may lie where the first or another source did. */
export function over(first: GraphTensor, second?: GraphTensor): GraphTensor {
  const sources = second === undefined ? [first] : [first, second]
  return new GraphTensor('overwriting', first.lengths, sources, first.bytesPerValue)
}

/** The product with a matrix of weights of so many rows. */
export function times(cur: GraphTensor, rows: number): GraphTensor {
  const { lengths } = cur
  return result([rows, lengths[1], lengths[2], lengths[3]], [cur])
}

export function view(
  of: GraphTensor,
  lengths: Lengths,
  isContiguous = false,
  ...others: GraphTensor[]
): GraphTensor {
  return new GraphTensor(
    'view',
    lengths,
    [of, ...others],
    of.bytesPerValue,
    of.viewed ?? of,
    isContiguous,
  )
}

/** Same values, other lengths. */
export function reshape(of: GraphTensor, lengths: Lengths): GraphTensor {
  return view(of, lengths, true)
}

/** A copy whose values lie one behind the other. */
export function contiguous(of: GraphTensor, lengths: Lengths = of.lengths): GraphTensor {
  return result(lengths, [of], of.bytesPerValue)
}

/** Rows of a tensor by their numbers. */
export function rowsOf(of: GraphTensor, numbers: GraphTensor): GraphTensor {
  const [a, b, c] = numbers.lengths
  return result([of.lengths[0], a, b, c], [of, numbers])
}

/** Writes into a cache. */
export function store(...sources: GraphTensor[]): GraphTensor {
  return new GraphTensor('external', [0, 0, 0, 0], sources, f32)
}

/** Two halves of a network multiplied, one of them through an activation (ggml_glu). */
export function gated(gate: GraphTensor, up: GraphTensor): GraphTensor {
  return result(gate.lengths, [gate, up])
}
