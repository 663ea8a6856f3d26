import type { Attention } from '../../facts/architecture.ts'
import { attend } from './attention-graph.ts'
import {
  bytesPerValue,
  contiguous,
  over,
  reshape,
  result,
  store,
  times,
  view,
} from './compute-graph.ts'
import type { GraphContext } from './graph-context.ts'
import type { GraphTensor } from './graph-tensor.ts'
import { choosesPositions, chosenMask } from './indexer-graph.ts'

type Latent = NonNullable<Attention['latent']>

/** Multi-head latent attention, its output projection included (src/models/deepseek2.cpp). */
export function latentAttention(
  context: GraphContext,
  cur: GraphTensor,
  attention: Attention,
  latent: Latent,
  gate: (out: GraphTensor) => GraphTensor,
): GraphTensor {
  const { positions, tokens, architecture } = context
  const { headCount, keyLength } = attention
  const { kvRank, ropeLength, queryRank } = latent
  const reduced = queryRank === undefined ? cur : over(over(times(cur, queryRank)))
  const chosen = choosesPositions(context)
    ? chosenMask(context, cur, reduced, attention)
    : undefined
  const flat = times(reduced, headCount * keyLength)
  const queries = reshape(flat, [keyLength, headCount, tokens, 1])
  const compressed = times(cur, kvRank + ropeLength)
  const turnedKey = over(view(compressed, [ropeLength, 1, tokens, 1]), positions)
  const normed = over(over(view(compressed, [kvRank, tokens, 1, 1])))
  if (latent.cachedAsHeads)
    return gate(asHeads(context, attention, latent, { queries, normed, turnedKey }))
  const nope = view(view(queries, [keyLength - ropeLength, headCount, tokens, 1]), [
    keyLength - ropeLength,
    tokens,
    headCount,
    1,
  ])
  const absorbed = view(times(nope, kvRank), [kvRank, headCount, tokens, 1])
  const turned = over(view(queries, [ropeLength, headCount, tokens, 1]), positions)
  const whole = result([kvRank + ropeLength, headCount, tokens, 1], [absorbed, turned])
  const values = reshape(normed, [kvRank, 1, tokens, 1])
  const keys = result([kvRank + ropeLength, 1, tokens, 1], [values, turnedKey])
  const out = attendLatent(context, attention, latent, { queries: whole, values, keys }, chosen)
  return times(gate(out), architecture.embeddingLength)
}

/** Keys and values are made of the vector before they are cached (src/models/minicpm3.cpp). */
function asHeads(
  context: GraphContext,
  attention: Attention,
  { ropeLength }: Latent,
  made: {
    readonly queries: GraphTensor
    readonly normed: GraphTensor
    readonly turnedKey: GraphTensor
  },
): GraphTensor {
  const { tokens, positions, architecture } = context
  const { headCount, keyLength, valueLength } = attention
  const nopeLength = keyLength - ropeLength
  const both = times(made.normed, headCount * (nopeLength + valueLength))
  const values = contiguous(view(both, [valueLength, headCount, tokens, 1]))
  const turned = over(view(made.queries, [ropeLength, headCount, tokens, 1]), positions)
  const queries = result(
    [keyLength, headCount, tokens, 1],
    [view(made.queries, [nopeLength, headCount, tokens, 1]), turned],
  )
  const repeated = result([ropeLength, headCount, tokens, 1], [made.turnedKey])
  const keys = result(
    [keyLength, headCount, tokens, 1],
    [view(both, [nopeLength, headCount, tokens, 1]), repeated],
  )
  return times(
    attend(context, { ...attention, headCountKv: headCount }, { queries, keys, values }),
    architecture.embeddingLength,
  )
}

function attendLatent(
  context: GraphContext,
  attention: Attention,
  { kvRank, ropeLength }: Latent,
  {
    queries,
    values,
    keys,
  }: { readonly queries: GraphTensor; readonly values: GraphTensor; readonly keys: GraphTensor },
  chosen: GraphTensor | undefined,
): GraphTensor {
  const { graph, tokens, streams, settings } = context
  const { headCount, valueLength } = attention
  for (const tensor of [queries, values, keys]) graph.expand(tensor)
  const width = kvRank + ropeLength
  graph.expand(store(view(keys, [width, tokens, 1, 1]), context.cellNumbers('latent keys', 1)))
  const perStream = tokens / streams
  const cells = context.cellsOf(attention)
  const mask = chosen ?? context.maskOf(attention)
  const permuted = view(view(queries, [width, headCount, perStream, streams]), [
    width,
    perStream,
    headCount,
    streams,
  ])
  if (settings.flashAttention) {
    const out = result([kvRank, headCount, perStream, streams], [permuted, mask])
    const decompressed = times(view(out, [kvRank, perStream, headCount, streams]), valueLength)
    const joined = reshape(
      contiguous(view(decompressed, [valueLength, headCount, perStream, streams])),
      [valueLength * headCount, tokens, 1, 1],
    )
    graph.expand(joined)
    return joined
  }
  const weights = over(result([cells, perStream, headCount, streams], [permuted]), mask)
  const turnedValues = result([cells, kvRank, 1, streams], [], bytesPerValue.f16)
  const weighed = times(
    result([kvRank, perStream, headCount, streams], [turnedValues, weights]),
    valueLength,
  )
  const joined = contiguous(view(weighed, [valueLength, headCount, perStream, streams]), [
    valueLength * headCount,
    tokens,
    1,
    1,
  ])
  graph.expand(joined)
  return joined
}
