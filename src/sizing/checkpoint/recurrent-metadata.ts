import type { Layer, Recurrent } from '../../facts/architecture.ts'
import type { MetadataEntries } from './metadata-entries.ts'

/** What state space blocks, short convolutions and delta nets state. */
export function recurrentMetadata(metadata: MetadataEntries, blocks: readonly Layer[]): void {
  const recurrent = blocks.find((block) => block.recurrent !== undefined)?.recurrent
  if (recurrent === undefined) return
  metadata.flags(
    'attention.recurrent_layers',
    blocks.map((block) => block.recurrent !== undefined),
  )
  ofKind(metadata, recurrent)
}

function ofKind(metadata: MetadataEntries, recurrent: Recurrent): void {
  switch (recurrent.kind) {
    case 'short-convolution':
      metadata.count('shortconv.l_cache', recurrent.convolutionLength)
      break
    case 'kimi-delta':
      metadata.count('ssm.conv_kernel', recurrent.convolutionLength)
      metadata.count('kda.head_dim', recurrent.headLength)
      metadata.number('kda.gate_lower_bound', -5)
      break
    case 'linear-attention':
      break
    default:
      stateSpace(metadata, recurrent)
  }
}

type StateSpace = Extract<Recurrent, { kind: 'mamba1' | 'mamba2' | 'gated-delta-net' }>

/** Delta nets use the names of state space models for other things (conversion/qwen.py). */
function stateSpace(metadata: MetadataEntries, recurrent: StateSpace): void {
  metadata.count('ssm.conv_kernel', recurrent.convolutionLength)
  if (recurrent.kind === 'gated-delta-net') {
    metadata.count('ssm.inner_size', recurrent.valueHeadCount * recurrent.valueLength)
    metadata.count('ssm.state_size', recurrent.keyLength)
    metadata.count('ssm.time_step_rank', recurrent.valueHeadCount)
    metadata.count('ssm.group_count', recurrent.keyHeadCount)
    return
  }
  metadata.count('ssm.inner_size', recurrent.innerLength)
  metadata.count('ssm.state_size', recurrent.stateLength)
  metadata.count(
    'ssm.time_step_rank',
    recurrent.kind === 'mamba1'
      ? (recurrent.headCount ?? recurrent.timeStepRank)
      : recurrent.headCount,
  )
  metadata.count('ssm.group_count', recurrent.kind === 'mamba1' ? 0 : recurrent.groupCount)
}
