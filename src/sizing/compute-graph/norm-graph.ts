import type { Architecture } from '../../facts/architecture.ts'
import { over, result } from './compute-graph.ts'
import type { GraphStyle } from './graph-style.ts'
import type { GraphTensor } from './graph-tensor.ts'

/** src/llama-graph.cpp, build_norm: RMS norms may lie where their source did, norms with a mean may not. */
export function normed(
  cur: GraphTensor,
  { norm }: Architecture,
  { normsHaveMean }: GraphStyle,
): GraphTensor {
  const first = normsHaveMean ? result(cur.lengths, [cur]) : over(cur)
  if (norm === 'none') return first
  return norm === 'layer' ? over(over(first)) : over(first)
}
