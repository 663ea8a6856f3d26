import type { GraphTensor } from './graph-tensor.ts'

interface FreeBlock {
  offset: number
  size: number
}

/**
 * Bytes that ggml's graph allocator reserves for a graph on one device (ggml/src/ggml-alloc.c, ggml_gallocr_alloc_graph_impl
 * and ggml_dyn_tallocr_*): inputs first, then every tensor in the order of computation, in the best fitting hole or behind
 * the last one; freed behind its last use, written over where the operation allows it. `largestBefore` is what the nodes in
 * front of the watched one need.
 */
export function reservedBytes(
  leaves: readonly GraphTensor[],
  nodes: readonly GraphTensor[],
  { alignment, watchedNode }: { readonly alignment: number; readonly watchedNode: number },
): { readonly largest: number; readonly largestBefore: number } {
  const space = new Space(alignment)
  for (const leaf of leaves) space.allocate(leaf)
  for (const node of nodes) {
    if (node.viewed !== undefined) node.viewed.views += 1
    for (const source of node.sources) source.children += 1
  }
  let largestBefore = 0
  let index = 0
  for (const node of nodes) {
    if (index === watchedNode) largestBefore = space.largest
    space.allocate(node)
    for (const source of node.sources) space.used(source)
    index += 1
  }
  return { largest: space.largest, largestBefore }
}

class Space {
  largest = 0
  readonly #alignment: number
  /** By offset; the last one has no end. */
  readonly #free: FreeBlock[] = [{ offset: 0, size: Number.POSITIVE_INFINITY }]

  constructor(alignment: number) {
    this.#alignment = alignment
  }

  allocate(tensor: GraphTensor): void {
    if (tensor.isAllocated || tensor.kind === 'external' || tensor.kind === 'view') return
    tensor.isAllocated = true
    if (tensor.kind === 'overwriting' && this.#takeOver(tensor)) return
    tensor.offset = this.#take(this.#padded(tensor.bytes))
  }

  /** One use of a tensor is over: its memory is free if it was the last. */
  used(source: GraphTensor): void {
    source.children -= 1
    if (source.children > 0 || source.views > 0) return
    const { viewed } = source
    if (viewed === undefined) {
      if (source.isAllocated) this.#release(source)
      return
    }
    viewed.views -= 1
    if (viewed.views === 0 && viewed.children === 0 && viewed.isAllocated) this.#release(viewed)
  }

  #takeOver(tensor: GraphTensor): boolean {
    for (const source of tensor.sources) {
      // Views are never allocated themselves, so none is written over.
      if (source.isOutput || !source.isAllocated || source.children !== 1 || source.views !== 0)
        continue
      if (!tensor.hasLayoutOf(source)) continue
      tensor.offset = source.offset
      source.isAllocated = false
      return true
    }
    return false
  }

  #padded(bytes: number): number {
    return Math.ceil(bytes / this.#alignment) * this.#alignment
  }

  #take(size: number): number {
    const last = this.#free.length - 1
    let best = last
    let bestSize = Number.POSITIVE_INFINITY
    for (let index = 0; index < last; index += 1) {
      const block = this.#free[index]
      if (block !== undefined && block.size >= size && block.size <= bestSize) {
        best = index
        bestSize = block.size
      }
    }
    const block = this.#free[best]
    if (block === undefined) return 0
    const { offset } = block
    block.offset += size
    block.size -= size
    if (block.size === 0) this.#free.splice(best, 1)
    this.largest = Math.max(this.largest, offset + size)
    return offset
  }

  /** In the allocator's own order of looking: holes of no size, which it also keeps, hinder others from growing together. */
  #release(tensor: GraphTensor): void {
    if (tensor.isOutput) return
    tensor.isAllocated = false
    const size = this.#padded(tensor.bytes)
    const { offset } = tensor
    for (let index = 0; index < this.#free.length; index += 1) {
      const block = this.#free[index]
      if (block === undefined) break
      if (block.offset + block.size === offset) {
        block.size += size
        const next = this.#free[index + 1]
        if (next !== undefined && block.offset + block.size === next.offset) {
          block.size += next.size
          this.#free.splice(index + 1, 1)
        }
        return
      }
      if (offset + size === block.offset) {
        block.offset = offset
        block.size += size
        const previous = this.#free[index - 1]
        if (previous !== undefined && previous.offset + previous.size === block.offset) {
          previous.size += block.size
          this.#free.splice(index, 1)
        }
        return
      }
    }
    let at = 0
    while (at < this.#free.length && (this.#free[at]?.offset ?? 0) < offset) at += 1
    this.#free.splice(at, 0, { offset, size })
  }
}
