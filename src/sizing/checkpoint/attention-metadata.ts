import type { Architecture, Attention, Layer } from '../../facts/architecture.ts'
import type { MetadataEntries } from './metadata-entries.ts'
import { rotatedLength } from './rotated-length.ts'

/** Head counts, lengths, ranks and windows. */
export function attentionMetadata(
  metadata: MetadataEntries,
  architecture: Architecture,
  blocks: readonly Layer[],
): void {
  const attentions = blocks.flatMap(({ attention }) => attention ?? [])
  const full = attentions.find(({ kind }) => kind === 'full') ?? attentions[0]
  headCounts(metadata, blocks, attentions)
  if (full === undefined) return
  lengths(metadata, full, architecture)
  const sliding = attentions.find(({ kind }) => kind !== 'full')
  if (sliding !== undefined) windows(metadata, blocks, sliding, full)
  ranks(metadata, full)
  indexers(metadata, architecture, attentions)
  const sharing = architecture.layers.filter(({ attention }) => attention?.sharesCache).length
  if (sharing > 0) metadata.count('attention.shared_kv_layers', sharing)
}

/** Families that name blocks without attention by themselves, and state one count for all (conversion/qwen.py, minimax.py). */
function statesOneCount(blocks: readonly Layer[]): boolean {
  return blocks.some(
    ({ recurrent }) =>
      recurrent?.kind === 'gated-delta-net' || recurrent?.kind === 'linear-attention',
  )
}

/** Those whose blocks without attention have no query heads either (conversion/deci.py, plamo.py). */
const withoutQueryHeads = new Set(['deci', 'plamo2'])

function headCounts(
  metadata: MetadataEntries,
  blocks: readonly Layer[],
  attentions: readonly Attention[],
): void {
  const [first] = attentions
  if (first === undefined) {
    metadata.count('attention.head_count', 0)
    return
  }
  const isBare = withoutQueryHeads.has(metadata.engineName)
  metadata.byBlock(
    'attention.head_count',
    blocks.map(({ attention }) => attention?.headCount ?? (isBare ? 0 : first.headCount)),
  )
  const none = statesOneCount(blocks) ? keyValueHeads(first) : 0
  metadata.byBlock(
    'attention.head_count_kv',
    blocks.map(({ attention }) => (attention === undefined ? none : keyValueHeads(attention))),
  )
}

/** Latent vectors are one head that all queries share, but where heads are made of them before they are cached. */
function keyValueHeads({ latent, headCount, headCountKv }: Attention): number {
  if (latent === undefined) return headCountKv
  return latent.cachedAsHeads ? headCount : 1
}

function lengths(
  metadata: MetadataEntries,
  attention: Attention,
  { extraTensors }: Architecture,
): void {
  const { latent, keyLength, valueLength } = attention
  // Where frequencies have factors, there is one for every pair of turned values (Phi-3 and its kin).
  const factors = extraTensors.find(({ name }) => name === 'rope_factors_long')?.shape[0]
  metadata.count(
    'rope.dimension_count',
    factors === undefined ? rotatedLength(metadata.engineName, attention) : 2 * factors,
  )
  if (latent === undefined || latent.cachedAsHeads) {
    metadata.count('attention.key_length', keyLength)
    metadata.count('attention.value_length', valueLength)
    return
  }
  metadata.count('attention.key_length', latent.kvRank + latent.ropeLength)
  metadata.count('attention.value_length', latent.kvRank)
  metadata.count('attention.key_length_mla', keyLength)
  metadata.count('attention.value_length_mla', valueLength)
}

function windows(
  metadata: MetadataEntries,
  blocks: readonly Layer[],
  sliding: Attention,
  full: Attention,
): void {
  // Llama 4 has its chunks fixed, and takes a stated window for the absence of chunks (src/models/llama4.cpp).
  if (sliding.kind === 'sliding') metadata.count('attention.sliding_window', sliding.window ?? 0)
  metadata.flags(
    'attention.sliding_window_pattern',
    blocks.map(({ attention }) => attention !== undefined && attention.kind !== 'full'),
  )
  if (sliding.latent !== undefined) return
  if (full.kind === 'full' || sliding.keyLength !== full.keyLength) {
    metadata.count('attention.key_length_swa', sliding.keyLength)
    metadata.count('attention.value_length_swa', sliding.valueLength)
    metadata.count('rope.dimension_count_swa', rotatedLength(metadata.engineName, sliding))
  }
}

function ranks(metadata: MetadataEntries, { latent, compressed, queryRank }: Attention): void {
  const rank = latent?.queryRank ?? compressed?.queryRank ?? queryRank
  if (rank !== undefined) metadata.count('attention.q_lora_rank', rank)
  if (latent !== undefined) metadata.count('attention.kv_lora_rank', latent.kvRank)
}

/** Positions that indexers choose: DeepSeek V3.2's, which shapes do not depend on. */
const chosenPositions = 2048

function indexers(
  metadata: MetadataEntries,
  { layers }: Architecture,
  attentions: readonly Attention[],
): void {
  const indexer = attentions.find((attention) => attention.indexer !== undefined)?.indexer
  if (indexer === undefined) return
  metadata.count('attention.indexer.head_count', indexer.headCount)
  metadata.count('attention.indexer.key_length', indexer.headLength)
  metadata.count('attention.indexer.top_k', chosenPositions)
  metadata.flags(
    'attention.indexer.types',
    layers.map(({ attention }) => attention?.indexer !== undefined),
  )
}
