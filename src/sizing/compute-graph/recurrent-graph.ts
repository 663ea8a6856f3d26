import type { Recurrent } from '../../facts/architecture.ts'
import { contiguous, gated, over, reshape, result, store, times, view } from './compute-graph.ts'
import type { GraphContext } from './graph-context.ts'
import type { GraphTensor } from './graph-tensor.ts'

type Of<Kind extends Recurrent['kind']> = Extract<Recurrent, { kind: Kind }>

/** A block's recurrent half, its output projection included (src/models/mamba-base.cpp, delta-net-base.cpp, lfm2.cpp). */
export function recurrentMixing(
  context: GraphContext,
  cur: GraphTensor,
  recurrent: Recurrent,
): GraphTensor {
  switch (recurrent.kind) {
    case 'mamba1':
      return firstMamba(context, cur, recurrent)
    case 'mamba2':
      return secondMamba(context, cur, recurrent)
    case 'short-convolution':
      return shortConvolution(context, cur, recurrent)
    case 'gated-delta-net':
      return gatedDeltaNet(context, cur, recurrent)
    case 'kimi-delta':
      return kimiDelta(context, cur, recurrent)
    case 'linear-attention':
      return times(cur, context.architecture.embeddingLength)
  }
}

/** Rows of the states of all sequences (src/llama-graph.cpp, build_rs). */
function states(context: GraphContext, length: number): GraphTensor {
  const rows = result(
    [length, context.sequences, 1, 1],
    [view(context.stateNumbers, [context.sequences, 1, 1, 1])],
  )
  context.graph.expand(rows)
  // States of sequences that the batch does not have: none of them, but a tensor nevertheless.
  context.graph.expand(store(result([length, 0, 1, 1], [view(context.stateNumbers, [0, 1, 1, 1])])))
  return rows
}

/** Values of the last positions in front of those of the batch, and the newest of them kept. */
function convolved(
  context: GraphContext,
  cur: GraphTensor,
  channels: number,
  convolutionLength: number,
  past = reshape(states(context, (convolutionLength - 1) * channels), [
    convolutionLength - 1,
    channels,
    context.sequences,
    1,
  ]),
): GraphTensor {
  const { graph, sequences, tokensPerSequence } = context
  const turned = view(cur, [tokensPerSequence, channels, sequences, 1])
  const joined = result(
    [convolutionLength - 1 + tokensPerSequence, channels, sequences, 1],
    [past, turned],
  )
  graph.expand(store(view(joined, [convolutionLength - 1, channels, sequences, 1])))
  return result([channels, tokensPerSequence, sequences, 1], [joined])
}

function firstMamba(context: GraphContext, cur: GraphTensor, recurrent: Of<'mamba1'>): GraphTensor {
  const { graph, sequences, tokensPerSequence, tokens, architecture } = context
  const { innerLength, stateLength, convolutionLength, timeStepRank, innerNorms } = recurrent
  const past = reshape(states(context, (convolutionLength - 1) * innerLength), [
    convolutionLength - 1,
    innerLength,
    sequences,
    1,
  ])
  const both = times(
    reshape(cur, [cur.lengths[0], tokensPerSequence, sequences, 1]),
    2 * innerLength,
  )
  const half = () => view(both, [innerLength, tokensPerSequence, sequences, 1])
  const x = over(over(convolved(context, half(), innerLength, convolutionLength, past)))
  const parts = times(x, timeStepRank + 2 * stateLength)
  const normed = (tensor: GraphTensor) => (innerNorms ? over(over(tensor)) : tensor)
  const step = view(parts, [timeStepRank, tokensPerSequence, sequences, 1])
  const state = () => normed(view(parts, [stateLength, 1, tokensPerSequence, sequences]))
  const [b, c] = [state(), state()]
  const steps = over(times(innerNorms ? normed(step) : contiguous(step), innerLength))
  const scanned = scan(
    context,
    reshape(x, [1, innerLength, tokensPerSequence, sequences]),
    [steps, b, c],
    innerLength * stateLength,
  )
  const y = over(view(scanned, [innerLength, tokensPerSequence, sequences, 1]), over(x))
  const out = times(gated(contiguous(half()), y), architecture.embeddingLength)
  void graph
  return reshape(out, [architecture.embeddingLength, tokens, 1, 1])
}

/** ggml_ssm_scan: outputs of all tokens and behind them the new states. */
function scan(
  context: GraphContext,
  x: GraphTensor,
  others: readonly GraphTensor[],
  stateValues: number,
): GraphTensor {
  const { graph, sequences } = context
  const [a, b, c, d] = x.lengths
  const numbers = view(context.stateNumbers, [sequences, 1, 1, 1])
  const scanned = result(
    [a * b * c * d + stateValues * sequences, 1, 1, 1],
    [x, ...others, numbers],
  )
  graph.expand(scanned)
  graph.expand(store(result([stateValues, 0, 1, 1], [view(context.stateNumbers, [0, 1, 1, 1])])))
  graph.expand(store(view(scanned, [stateValues, sequences, 1, 1])))
  return scanned
}

function secondMamba(
  context: GraphContext,
  cur: GraphTensor,
  recurrent: Of<'mamba2'>,
): GraphTensor {
  const { sequences, tokensPerSequence, tokens, architecture } = context
  const { innerLength, stateLength, convolutionLength, headCount, groupCount } = recurrent
  const channels = innerLength + 2 * groupCount * stateLength
  const past = reshape(states(context, (convolutionLength - 1) * channels), [
    convolutionLength - 1,
    channels,
    sequences,
    1,
  ])
  const projected = times(cur, innerLength + channels + headCount)
  const all = reshape(projected, [projected.lengths[0], tokensPerSequence, sequences, 1])
  const perHead = [innerLength / headCount, headCount, tokensPerSequence, sequences] as const
  const z = view(all, perHead)
  const mixed = over(
    over(
      convolved(
        context,
        view(all, [channels, tokensPerSequence, sequences, 1]),
        channels,
        convolutionLength,
        past,
      ),
    ),
  )
  const x = view(mixed, perHead)
  const state = () => view(mixed, [stateLength, groupCount, tokensPerSequence, sequences])
  const [b, c] = [state(), state()]
  const steps = over(contiguous(view(all, [headCount, tokensPerSequence, sequences, 1])))
  const scanned = scan(context, x, [steps, b, c], innerLength * stateLength)
  const y = over(view(scanned, perHead), over(x))
  let made = gated(contiguous(z), y)
  if (recurrent.innerNorm)
    made = over(
      over(reshape(made, [innerLength / groupCount, groupCount, tokensPerSequence, sequences])),
    )
  return times(reshape(made, [innerLength, tokens, 1, 1]), architecture.embeddingLength)
}

function shortConvolution(
  context: GraphContext,
  cur: GraphTensor,
  { innerLength, convolutionLength }: Of<'short-convolution'>,
): GraphTensor {
  const { sequences, tokensPerSequence, tokens, architecture } = context
  const three = times(
    reshape(cur, [cur.lengths[0], tokensPerSequence, sequences, 1]),
    3 * innerLength,
  )
  const part = () => view(three, [innerLength, tokensPerSequence, sequences, 1])
  const [b, c, x] = [part(), part(), part()]
  const product = over(b, x)
  const made = over(c, convolved(context, product, innerLength, convolutionLength))
  return reshape(times(made, architecture.embeddingLength), [
    architecture.embeddingLength,
    tokens,
    1,
    1,
  ])
}

/** The whole net in one operation, where the device has it, as every CPU has (ggml_gated_delta_net). */
function fusedNet(
  context: GraphContext,
  sources: readonly GraphTensor[],
  { heads, length }: { readonly heads: number; readonly length: number },
): GraphTensor {
  const { graph, sequences, tokens } = context
  const values = length * heads * tokens + length * length * heads * sequences
  const made = result([values, 1, 1, 1], sources)
  graph.expand(store(view(made, [length * length * heads, sequences, 1, 1])))
  return view(made, [length, heads, context.tokensPerSequence, sequences])
}

function gatedDeltaNet(
  context: GraphContext,
  cur: GraphTensor,
  {
    keyHeadCount,
    valueHeadCount,
    keyLength,
    valueLength,
    convolutionLength,
  }: Of<'gated-delta-net'>,
): GraphTensor {
  const { graph, sequences, tokensPerSequence, tokens, architecture } = context
  graph.expand(cur)
  const channels = 2 * keyHeadCount * keyLength + valueHeadCount * valueLength
  const values = valueHeadCount * valueLength
  const mixed = reshape(times(cur, channels), [channels, tokensPerSequence, sequences, 1])
  const z = times(cur, values)
  const perHead = (tensor: GraphTensor) =>
    reshape(tensor, [1, valueHeadCount, tokensPerSequence, sequences])
  const { beta, alpha } = betaAndAlpha(context, cur, valueHeadCount)
  const decay = perHead(over(over(alpha)))
  const inner = convolved(context, mixed, channels, convolutionLength)
  const state = reshape(states(context, valueLength * valueLength * valueHeadCount), [
    valueLength,
    valueLength,
    valueHeadCount,
    sequences,
  ])
  const turned = over(inner)
  const key = () =>
    unitLength(view(turned, [keyLength, keyHeadCount, tokensPerSequence, sequences]))
  // Every value head its own copy of the queries and keys (src/models/qwen3next.cpp).
  const copied = (tensor: GraphTensor) =>
    architecture.engineName === 'qwen3next' && keyHeadCount !== valueHeadCount
      ? reshape(result([keyLength, valueHeadCount, tokensPerSequence, sequences], [tensor]), [
          keyLength,
          valueHeadCount,
          tokensPerSequence,
          sequences,
        ])
      : tensor
  const [q, k] = [copied(key()), copied(key())]
  const v = view(turned, [valueLength, valueHeadCount, tokensPerSequence, sequences])
  const out = fusedNet(context, [q, k, v, decay, beta, state], {
    heads: valueHeadCount,
    length: valueLength,
  })
  const gate = over(reshape(z, [valueLength, valueHeadCount, tokensPerSequence, sequences]))
  const normed = over(over(over(out)), gate)
  return reshape(
    times(reshape(normed, [values, tokensPerSequence, sequences, 1]), architecture.embeddingLength),
    [architecture.embeddingLength, tokens, 1, 1],
  )
}

/** One product cut in two in Qwen3-Next, two from Qwen3.5 on. */
function betaAndAlpha(
  { architecture, tokensPerSequence, sequences }: GraphContext,
  cur: GraphTensor,
  heads: number,
): { beta: GraphTensor; alpha: GraphTensor } {
  const perToken = [heads, tokensPerSequence, sequences, 1] as const
  const perHead = (tensor: GraphTensor) => reshape(tensor, [1, heads, tokensPerSequence, sequences])
  if (architecture.engineName !== 'qwen3next')
    return {
      beta: over(perHead(times(cur, heads))),
      alpha: over(reshape(times(cur, heads), perToken)),
    }
  const both = reshape(times(cur, 2 * heads), [2 * heads, tokensPerSequence, sequences, 1])
  const half = () => contiguous(view(both, perToken))
  return { beta: perHead(over(half())), alpha: over(half()) }
}

/** src/models/models.h, build_gdn_l2_norm */
function unitLength(tensor: GraphTensor): GraphTensor {
  return over(over(tensor))
}

function kimiDelta(
  context: GraphContext,
  cur: GraphTensor,
  recurrent: Of<'kimi-delta'>,
): GraphTensor {
  const { graph, sequences, tokensPerSequence, tokens, architecture } = context
  const { headCount, headLength, convolutionLength } = recurrent
  const inner = headCount * headLength
  if (architecture.engineName !== 'bailingmoe3') graph.expand(cur)
  const past = states(context, 3 * (convolutionLength - 1) * inner)
  const perHead = [headLength, headCount, tokensPerSequence, sequences] as const
  const convolvedPart = () => {
    const before = view(past, [convolutionLength - 1, inner, sequences, 1])
    const projected = reshape(times(cur, inner), [inner, tokensPerSequence, sequences, 1])
    return reshape(over(convolved(context, projected, inner, convolutionLength, before)), perHead)
  }
  const [q, k, v] = [convolvedPart(), convolvedPart(), convolvedPart()]
  const decayOf = recurrent.fullRankGates ? times(cur, inner) : times(times(cur, headLength), inner)
  const perToken = [headLength, headCount, tokens, 1] as const
  // Bounded below by a sigmoid where gates are of full rank (src/models/bailingmoe3.cpp, kimi-k3.cpp).
  const bounded = recurrent.flatDecay || recurrent.fullRankGates
  const decay = reshape(
    bounded
      ? over(over(over(reshape(over(decayOf), perToken))))
      : over(reshape(over(over(decayOf)), perToken)),
    perHead,
  )
  const beta = over(reshape(times(cur, headCount), [1, headCount, tokensPerSequence, sequences]))
  const state = reshape(states(context, headLength * headLength * headCount), [
    headLength,
    headLength,
    headCount,
    sequences,
  ])
  const out = contiguous(
    fusedNet(context, [unitLength(q), unitLength(k), v, decay, beta, state], {
      heads: headCount,
      length: headLength,
    }),
  )
  const isFull = recurrent.fullRankGates || recurrent.fullRankOutputGate
  const gate = over(
    reshape(isFull ? times(cur, inner) : times(times(cur, headLength), inner), [
      headLength,
      headCount,
      tokens,
      1,
    ]),
  )
  const normed = over(over(over(reshape(out, [headLength, headCount, tokens, 1]))), gate)
  return times(contiguous(normed, [inner, tokens, 1, 1]), architecture.embeddingLength)
}
