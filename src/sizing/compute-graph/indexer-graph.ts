import type { Attention } from '../../facts/architecture.ts'
import {
  bytesPerValue,
  contiguous,
  input,
  over,
  reshape,
  result,
  store,
  times,
  view,
} from './compute-graph.ts'
import type { GraphContext } from './graph-context.ts'
import { GraphTensor } from './graph-tensor.ts'

/** Positions that an indexer chooses for a token (DeepSeek V3.2 and GLM-5: index_topk). */
const mostChosen = 2048

/** Families that attend to chosen positions alone; others keep their indexer's keys and attend to all. */
const choosing = new Set(['deepseek32', 'glm-dsa'])

export function choosesPositions({ architecture }: GraphContext): boolean {
  return choosing.has(architecture.engineName ?? '')
}

/** Zeros for every chosen position of every token: an input of each block, there from the start. */
export function zerosOf(context: GraphContext, attention: Attention): GraphTensor {
  const chosen = Math.min(mostChosen, context.cellsOf(attention))
  return input([1, chosen, context.tokens / context.streams, context.streams])
}

/**
 * The mask of the positions that a block's indexer chooses, or that of an earlier one chose (src/models/deepseek32.cpp;
 * src/llama-graph.cpp, build_attn with top_k). Scores are one operation, as on every CPU.
 */
export function chosenMask(
  context: GraphContext,
  cur: GraphTensor,
  compressedQueries: GraphTensor,
  attention: Attention,
): GraphTensor {
  const { tokens, streams, settings } = context
  const cells = context.cellsOf(attention)
  const perStream = tokens / streams
  const zeros = over(zerosOf(context, attention))
  const chosen = chosenPositions(context, cur, compressedQueries, attention)
  const mask = context.maskOf(attention)
  const filled = over(mask)
  const rows = view(filled, [1, cells, perStream, streams])
  const [count] = chosen.lengths
  const written = new GraphTensor(
    'view',
    [1, cells, perStream, streams],
    [zeros, view(chosen, [count, perStream, streams, 1]), rows],
    settings.flashAttention ? bytesPerValue.f16 : bytesPerValue.f32,
    filled,
    false,
  )
  return over(view(written, [cells, perStream, 1, streams], true), mask)
}

function chosenPositions(
  context: GraphContext,
  cur: GraphTensor,
  compressedQueries: GraphTensor,
  attention: Attention,
): GraphTensor {
  const { graph, tokens, streams, positions } = context
  const { indexer } = attention
  if (indexer === undefined && context.chosenPositions !== undefined) return context.chosenPositions
  const { headCount, headLength } = indexer ?? { headCount: 1, headLength: 128 }
  const perStream = tokens / streams
  const cells = context.cellsOf(attention)
  const rotation = context.rotation(true, headLength)
  const keyRows = times(cur, headLength)
  const normed = over(over(result(keyRows.lengths, [keyRows])))
  const turnedKeys = over(reshape(normed, [headLength, 1, tokens, 1]), positions)
  const keys = result(turnedKeys.lengths, [rotation, turnedKeys])
  graph.expand(
    store(view(keys, [headLength, tokens, 1, 1]), context.cellNumbers('indexer keys', 1)),
  )
  const queryRows = times(compressedQueries, headLength * headCount)
  const turned = over(reshape(queryRows, [headLength, headCount, tokens, 1]), positions)
  const queries = result(turned.lengths, [rotation, turned])
  const weights = over(view(times(cur, headCount), [headCount, perStream, 1, streams], true))
  const scores = result(
    [cells, perStream, 1, streams],
    [
      view(queries, [headLength, headCount, perStream, streams]),
      weights,
      context.indexerMask(cells),
    ],
  )
  const count = Math.min(mostChosen, cells)
  const best = result([count, perStream, 1, streams], [scores], bytesPerValue.i32)
  context.chosenPositions = contiguous(best)
  return context.chosenPositions
}
