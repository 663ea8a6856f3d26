/** Lengths of a tensor in ggml order: row length first, four of them. */
export type Lengths = readonly [number, number, number, number]

/**
 * A tensor of the engine's graph without its values: what its allocator looks at. The last five fields are the allocator's
 * own notes, and as short-lived as the graph.
 */
export class GraphTensor {
  readonly lengths: Lengths
  readonly bytesPerValue: number
  readonly sources: readonly GraphTensor[]
  /** The tensor whose memory it shows, where it has none of its own. */
  readonly viewed: GraphTensor | undefined
  readonly kind: TensorKind
  /** Values lie one behind the other, as in a tensor of its own. */
  readonly isContiguous: boolean

  /** Read from outside when all is computed: neither freed nor written over. */
  isOutput = false
  isVisited = false
  isAllocated = false
  children = 0
  views = 0
  offset = 0

  constructor(
    kind: TensorKind,
    lengths: Lengths,
    sources: readonly GraphTensor[],
    bytesPerValue: number,
    viewed?: GraphTensor,
    isContiguous = true,
  ) {
    this.kind = kind
    this.lengths = lengths
    this.sources = sources
    this.bytesPerValue = bytesPerValue
    this.viewed = viewed
    this.isContiguous = isContiguous
  }

  get bytes(): number {
    const { lengths } = this
    return lengths[0] * lengths[1] * lengths[2] * lengths[3] * this.bytesPerValue
  }

  hasLayoutOf(other: GraphTensor): boolean {
    const { lengths: a } = this
    const { lengths: b } = other
    return (
      this.bytesPerValue === other.bytesPerValue &&
      this.isContiguous === other.isContiguous &&
      a[0] === b[0] &&
      a[1] === b[1] &&
      a[2] === b[2] &&
      a[3] === b[3]
    )
  }
}

/**
 * `leaf`: computed by nothing (an input), allocated before everything else. `result`: of an operation that needs memory of
 * its own. `overwriting`: of one that may write over a source of the same layout (ggml-alloc.c, ggml_op_can_inplace).
 * `view`: shows another's memory. `external`: written to memory from elsewhere, such as the caches.
 */
export type TensorKind = 'leaf' | 'result' | 'overwriting' | 'view' | 'external'
