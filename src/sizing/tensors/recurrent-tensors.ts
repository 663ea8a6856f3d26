import type { Recurrent } from '../../facts/architecture.ts'
import type { NamedShape } from './attention-tensors.ts'

/** Tensors of a recurrent block, named as llama.cpp's converter does (gguf-py/gguf/constants.py, SSM_* and SHORTCONV_*). */
export function recurrentTensors(
  recurrent: Recurrent,
  embeddingLength: number,
  engineName?: string,
): NamedShape[] {
  switch (recurrent.kind) {
    case 'mamba1':
      return mamba1(recurrent, embeddingLength)
    case 'mamba2':
      return mamba2(recurrent, embeddingLength)
    case 'short-convolution':
      return [
        ['shortconv.conv', recurrent.convolutionLength, embeddingLength],
        ['shortconv.in_proj', embeddingLength, 3 * recurrent.innerLength],
        ['shortconv.out_proj', recurrent.innerLength, embeddingLength],
      ]
    case 'gated-delta-net':
      return gatedDeltaNet(recurrent, embeddingLength, engineName === 'qwen3next')
    case 'linear-attention':
      return linearAttention(recurrent, embeddingLength)
    case 'kimi-delta':
      return kimiDelta(recurrent, embeddingLength)
  }
}

function mamba1(
  {
    innerLength,
    stateLength,
    convolutionLength,
    timeStepRank,
    innerNorms,
    headCount,
  }: Extract<Recurrent, { kind: 'mamba1' }>,
  embeddingLength: number,
): NamedShape[] {
  const steps = headCount ?? innerLength
  return [
    ['ssm_in', embeddingLength, 2 * innerLength],
    ['ssm_conv1d', convolutionLength, innerLength],
    ...(headCount === undefined ? [['ssm_conv1d.bias', innerLength] as const] : []),
    ['ssm_x', innerLength, timeStepRank + 2 * stateLength],
    ['ssm_dt', timeStepRank, steps],
    ['ssm_dt.bias', steps],
    headCount === undefined ? ['ssm_a', stateLength, innerLength] : ['ssm_a', headCount],
    ['ssm_d', steps],
    ['ssm_out', innerLength, embeddingLength],
    ...(innerNorms
      ? ([
          ['ssm_dt_norm', timeStepRank],
          ['ssm_b_norm', stateLength],
          ['ssm_c_norm', stateLength],
        ] as const)
      : []),
  ]
}

/** Lightning attention (llama.cpp src/models/minimax-01.cpp). */
function linearAttention(
  { headCount, headLength, queryKeyNorm }: Extract<Recurrent, { kind: 'linear-attention' }>,
  embeddingLength: number,
): NamedShape[] {
  const inner = headCount * headLength
  return [
    ['attn_norm_2', inner],
    ['attn_qkv', embeddingLength, 3 * inner],
    ['attn_gate', embeddingLength, inner],
    ['attn_output', inner, embeddingLength],
    ...(queryKeyNorm
      ? ([
          ['attn_q_norm', headLength],
          ['attn_k_norm', headLength],
        ] as const)
      : []),
  ]
}

/** Gates of low rank beside queries, keys and values that pass a convolution each (src/models/kimi-linear.cpp). */
function kimiDelta(
  {
    headCount,
    headLength,
    convolutionLength,
    fullRankGates,
    fullRankOutputGate,
    flatDecay,
  }: Extract<Recurrent, { kind: 'kimi-delta' }>,
  embeddingLength: number,
): NamedShape[] {
  const inner = headCount * headLength
  const gate = (name: string): NamedShape[] =>
    fullRankGates
      ? [[`${name}_a`, embeddingLength, inner]]
      : [
          [`${name}_a`, embeddingLength, headLength],
          [`${name}_b`, headLength, inner],
        ]
  return [
    ['attn_q', embeddingLength, inner],
    ['attn_k', embeddingLength, inner],
    ['attn_v', embeddingLength, inner],
    ['ssm_conv1d_q', convolutionLength, 1, inner],
    ['ssm_conv1d_k', convolutionLength, 1, inner],
    ['ssm_conv1d_v', convolutionLength, 1, inner],
    ...gate('ssm_f'),
    ['ssm_beta', embeddingLength, headCount],
    flatDecay ? ['ssm_a', headCount] : ['ssm_a', 1, headCount],
    ['ssm_dt.bias', inner],
    ...(fullRankOutputGate ? ([['ssm_g', embeddingLength, inner]] as const) : gate('ssm_g')),
    ['ssm_norm', headLength],
    ['attn_output', inner, embeddingLength],
  ]
}

function mamba2(
  recurrent: Extract<Recurrent, { kind: 'mamba2' }>,
  embeddingLength: number,
): NamedShape[] {
  const { innerLength, stateLength, convolutionLength, headCount, groupCount } = recurrent
  const convolved = innerLength + 2 * groupCount * stateLength
  const projected = innerLength + convolved + headCount
  return [
    ['ssm_in', embeddingLength, projected],
    ...(recurrent.projectionBias
      ? [['ssm_in.bias', projected] as const, ['ssm_out.bias', embeddingLength] as const]
      : []),
    ['ssm_conv1d', convolutionLength, convolved],
    ...(recurrent.convolutionBias ? [['ssm_conv1d.bias', convolved] as const] : []),
    ['ssm_dt.bias', headCount],
    ['ssm_a', 1, headCount],
    ['ssm_d', 1, headCount],
    ...(recurrent.innerNorm ? [['ssm_norm', innerLength / groupCount, groupCount] as const] : []),
    ['ssm_out', innerLength, embeddingLength],
  ]
}

function gatedDeltaNet(
  {
    keyHeadCount,
    valueHeadCount,
    keyLength,
    valueLength,
    convolutionLength,
  }: Extract<Recurrent, { kind: 'gated-delta-net' }>,
  embeddingLength: number,
  joinsBetaAndAlpha: boolean,
): NamedShape[] {
  const keys = keyHeadCount * keyLength
  const values = valueHeadCount * valueLength
  return [
    ['attn_qkv', embeddingLength, 2 * keys + values],
    ['attn_gate', embeddingLength, values],
    // One matrix in Qwen3-Next, two from Qwen3.5 on (src/models/qwen3next.cpp, qwen35.cpp).
    ...(joinsBetaAndAlpha
      ? [['ssm_ba', embeddingLength, 2 * valueHeadCount] as const]
      : [
          ['ssm_beta', embeddingLength, valueHeadCount] as const,
          ['ssm_alpha', embeddingLength, valueHeadCount] as const,
        ]),
    ['ssm_conv1d', convolutionLength, 2 * keys + values],
    ['ssm_dt.bias', valueHeadCount],
    ['ssm_a', valueHeadCount],
    ['ssm_norm', valueLength],
    ['ssm_out', values, embeddingLength],
  ]
}
