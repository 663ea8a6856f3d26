import type { Experts, Layer } from '../../facts/architecture.ts'
import type { MetadataEntries } from './metadata-entries.ts'

/** src/llama-hparams.h, llama_expert_gating_func_type */
const [softmax, sigmoid, rootOfSoftplus] = [1, 2, 4]

/** Counts, lengths and the way of choosing of routed experts. */
export function expertsMetadata(metadata: MetadataEntries, blocks: readonly Layer[]): void {
  const first = blocks.findIndex(({ experts }) => experts !== undefined)
  const experts = blocks[first]?.experts
  if (experts === undefined) return
  metadata.count('expert_count', experts.count)
  metadata.byBlock(
    'expert_used_count',
    blocks.map((block) => block.experts?.usedCount ?? experts.usedCount),
  )
  metadata.byBlock(
    'expert_feed_forward_length',
    blocks.map((block) => block.experts?.length ?? experts.length),
  )
  shared(metadata, experts)
  if (experts.latentLength !== undefined) {
    metadata.count('moe_latent_size', experts.latentLength)
    metadata.count('expert_latent_length', experts.latentLength)
  }
  metadata.count('leading_dense_block_count', first)
  metadata.count('interleave_moe_layer_step', interleaving(metadata.engineName, blocks))
  metadata.count('expert_gating_func', gating(metadata.engineName, experts))
  metadata.flag('expert_weights_norm', true)
  metadata.number('expert_weights_scale', 2.5)
}

function shared(metadata: MetadataEntries, { sharedLength, length }: Experts): void {
  if (sharedLength > 0) metadata.count('expert_shared_feed_forward_length', sharedLength)
  const count = sharedLength / length
  metadata.count('expert_shared_count', Number.isInteger(count) ? count : 1)
}

/** Llama 4 counts from the first block with experts, others from every block. */
function interleaving(engineName: string, blocks: readonly Layer[]): number {
  if (engineName !== 'llama4') return 1
  return blocks.findIndex(({ experts }) => experts !== undefined) + 1
}

/** Routers with a correction added to their result work on sigmoids (DeepSeek V3 and what follows it). */
function gating(engineName: string, { routerBias, bias }: Experts): number {
  if (engineName === 'deepseek4') return rootOfSoftplus
  if (engineName.startsWith('ernie')) return softmax
  return routerBias && !bias ? sigmoid : softmax
}
