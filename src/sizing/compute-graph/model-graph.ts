import type { Architecture } from '../../facts/architecture.ts'
import type { Cells } from '../kv-cache.ts'
import type { EngineSettings } from '../settings.ts'
import { block } from './block-graph.ts'
import {
  bytesPerValue,
  input,
  over,
  reshape,
  result,
  rowsOf,
  times,
  view,
} from './compute-graph.ts'
import { GraphContext } from './graph-context.ts'
import { type GraphStyle, styleOf } from './graph-style.ts'
import type { GraphTensor } from './graph-tensor.ts'
import { choosesPositions, zerosOf } from './indexer-graph.ts'
import { normed } from './norm-graph.ts'
import { shortenedLayers } from './shortened-layers.ts'

/** The graph of a batch through the whole model as llama.cpp 0.5.0 builds it (src/llama-graph.cpp, src/models/*.cpp). */
export function modelGraph(
  architecture: Architecture,
  settings: EngineSettings,
  cells: Cells,
  { isWhole = false }: { readonly isWhole?: boolean } = {},
): GraphContext {
  const context = new GraphContext(architecture, settings, cells)
  const { graph } = context
  const style = styleOf(architecture)
  const { inputs, stacked } = embedded(context, style)
  let cur = inputs
  const layers = isWhole
    ? architecture.layers.map((layer, index) => ({ layer, index }))
    : shortenedLayers(architecture, style)
  for (const [at, { layer, index }] of layers.entries()) {
    if (at === layers.length - 1) leftOut(context, layers.length)
    cur = block(context, style, cur, layer, {
      index,
      isLast: style.choosesOutputs === 'in last block' && at === layers.length - 1,
    })
    if (index < style.stackedInputs) cur = over(cur, stacked())
  }
  if (style.choosesOutputs === 'before norm')
    cur = rowsOf(architecture.engineName === 'gemma3n' ? cur : kept(cur), context.outputNumbers)
  cur = kept(normed(cur, architecture, style))
  if (style.choosesOutputs === 'behind norm') cur = kept(rowsOf(cur, context.outputNumbers))
  graph.expand(cur)
  context.nodesBeforeLogits = graph.nodes.length
  cur = times(cur, architecture.outputVocabularySize ?? architecture.vocabularySize)
  if (architecture.outputBias) cur = over(cur)
  for (let step = 0; step < style.stepsBehindLogits; step += 1) cur = over(cur)
  graph.expand(kept(cur))
  return context
}

/** Inputs of the blocks that were left out are there until those would be over. */
function leftOut(context: GraphContext, kept: number): void {
  const { layers } = context.architecture
  const attention = layers[0]?.attention
  if (attention === undefined || !choosesPositions(context)) return
  for (let count = layers.length - kept; count > 0; count -= 1)
    context.waitingLeaf(zerosOf(context, attention))
  context.passLeaves()
}

/** Embeddings, logits and what drafts of further tokens begin with (src/llama-graph.cpp, set_outputs). */
function kept(tensor: GraphTensor): GraphTensor {
  tensor.isOutput = true
  return tensor
}

function embedded(
  context: GraphContext,
  style: GraphStyle,
): { inputs: GraphTensor; stacked: () => GraphTensor } {
  const { graph, tokens, architecture } = context
  const { embeddingLength } = architecture
  const width = embeddingLength * (1 + style.stackedInputs)
  const tokenNumbers = input([tokens, 1, 1, 1], bytesPerValue.i32)
  let cur = result([embeddingLength, tokens, 1, 1], [tokenNumbers])
  if (style.stackedInputs > 0) cur = result([width, tokens, 1, 1], [cur])
  graph.expand(cur)
  // Vectors of images go the same way, so memory for them is there from the start (build_inp_embd).
  graph.expand(input([width, tokens, 1, 1]))
  const whole = cur
  const stacked = () => view(whole, [embeddingLength, tokens, 1, 1])
  if (style.stackedInputs > 0) cur = stacked()
  graph.expand(cur)
  if (style.scalesEmbedding) cur = over(cur)
  if (style.scalesResidual) graph.expand(cur)
  if (style.normsEmbedding) cur = over(cur)
  if (architecture.positionRows > 0)
    cur = over(cur, result([embeddingLength, tokens, 1, 1], [context.positions]))
  if (architecture.embeddingNorm) cur = normed(cur, architecture, style)
  perLayerInputs(context, cur)
  return { inputs: cur, stacked }
}

/** Vectors per block and token, all blocks' at once (src/models/gemma4.cpp, build_inp_per_layer). */
function perLayerInputs(context: GraphContext, cur: GraphTensor): void {
  const { graph, tokens, architecture } = context
  const row = architecture.extraTensors.find(({ name }) => name === 'per_layer_token_embd')
    ?.shape[0]
  if (row === undefined) return
  const depth = architecture.layers.length
  const numbers = input([tokens, 1, 1, 1], bytesPerValue.i32)
  const looked = over(
    reshape(result([row, tokens, 1, 1], [numbers]), [row / depth, depth, tokens, 1]),
  )
  graph.expand(looked)
  const projected = over(over(reshape(over(times(cur, row)), [row / depth, depth, tokens, 1])))
  const sum = over(over(projected, looked))
  const all = result([row / depth, tokens, depth, 1], [view(sum, [row / depth, tokens, depth, 1])])
  context.perLayerInput = () => view(all, [row / depth, tokens, 1, 1], true)
}
