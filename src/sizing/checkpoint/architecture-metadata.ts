import type { Architecture, Layer } from '../../facts/architecture.ts'
import type { MetadataValue } from '../../facts/gguf/write-gguf-header.ts'
import { furtherBlocks } from '../further-blocks.ts'
import { attentionMetadata } from './attention-metadata.ts'
import { expertsMetadata } from './experts-metadata.ts'
import { familyMetadata } from './family-metadata.ts'
import { MetadataEntries } from './metadata-entries.ts'
import { recurrentMetadata } from './recurrent-metadata.ts'

/**
 * The keys that llama.cpp reads of a shape (src/llama-model.cpp, load_hparams, and load_arch_hparams of each
 * src/models/*.cpp), as its converter writes them. What an architecture object does not say and memory does not depend on
 * has a plain value: scales, epsilons, the base of rotary positions.
 */
export function architectureMetadata(
  architecture: Architecture,
  engineName: string,
): readonly (readonly [string, MetadataValue])[] {
  const metadata = new MetadataEntries(engineName)
  const further = furtherBlocks(architecture)
  const blocks: readonly Layer[] = [...architecture.layers, ...further]
  metadata.general('architecture', { type: 'string', value: engineName })
  metadata.general('type', { type: 'string', value: 'model' })
  metadata.general('name', { type: 'string', value: architecture.modelType })
  metadata.count('block_count', blocks.length)
  metadata.count('context_length', architecture.contextLength)
  metadata.count('embedding_length', architecture.embeddingLength)
  metadata.count('vocab_size', architecture.vocabularySize)
  if (further.length > 0) metadata.count('nextn_predict_layers', further.length)
  metadata.byBlock('feed_forward_length', networkLengths(blocks))
  epsilons(metadata)
  attentionMetadata(metadata, architecture, blocks)
  expertsMetadata(metadata, blocks)
  recurrentMetadata(metadata, blocks)
  familyMetadata(metadata, architecture, blocks)
  return metadata.entries()
}

/**
 * Families read one epsilon or the other, by the kind of their norm and not by whether it has biases; North alone takes
 * its kind from which of the two is there (src/models/cohere2moe.cpp).
 */
function epsilons(metadata: MetadataEntries): void {
  metadata.number('attention.layer_norm_epsilon', 1e-5)
  if (metadata.engineName !== 'cohere2moe')
    metadata.number('attention.layer_norm_rms_epsilon', 1e-5)
}

/**
 * One length where the dense blocks agree, and that of the experts where none is dense; blocks with no network at all
 * say so by 0 (DeciLM, Nemotron-H).
 */
function networkLengths(blocks: readonly Layer[]): number[] {
  const dense = blocks.find(({ feedForward }) => feedForward !== undefined)?.feedForward?.length
  return blocks.map(({ feedForward, experts }) => {
    if (feedForward !== undefined) return feedForward.length
    return experts === undefined ? 0 : (dense ?? experts.length)
  })
}
