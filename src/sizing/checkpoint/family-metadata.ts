import type { Architecture, Layer } from '../../facts/architecture.ts'
import type { MetadataEntries } from './metadata-entries.ts'

type FamilyRule = (
  metadata: MetadataEntries,
  architecture: Architecture,
  blocks: readonly Layer[],
) => void

/** Keys that one family alone needs. */
export function familyMetadata(
  metadata: MetadataEntries,
  architecture: Architecture,
  blocks: readonly Layer[],
): void {
  familyRules[metadata.engineName]?.(metadata, architecture, blocks)
}

const logitScale: FamilyRule = (metadata) => metadata.number('logit_scale', 0.0625)

const granite: FamilyRule = (metadata) => {
  for (const key of ['logit_scale', 'embedding_scale', 'residual_scale', 'attention.scale'])
    metadata.number(key, 1)
}

/** Read of every file of the family, those without a state space block included (conversion/granite.py). */
function idleStateSpace(metadata: MetadataEntries, { embeddingLength }: Architecture): void {
  for (const [key, value] of Object.entries({
    conv_kernel: 4,
    inner_size: 2 * embeddingLength,
    state_size: 128,
    time_step_rank: 32,
    group_count: 1,
  }))
    metadata.count(`ssm.${key}`, value)
}

/** Positions in several dimensions: how many of a head's turned pairs belong to each. */
const sections: FamilyRule = (metadata) =>
  metadata.counts('rope.dimension_sections', [16, 24, 24, 0])

/** Images are added behind the first blocks: three in every published model. */
const deepStack: FamilyRule = (metadata, architecture, blocks) => {
  sections(metadata, architecture, blocks)
  metadata.count('n_deepstack_layers', 3)
}

/** Vectors per block and token, all blocks' in one row; none in the models without. */
const perLayerEmbedding: FamilyRule = (metadata, { extraTensors, layers }) => {
  const row = extraTensors.find(({ name }) => name === 'per_layer_token_embd')?.shape[0] ?? 0
  metadata.count('embedding_length_per_layer_input', row / layers.length)
}

const residualStreams: FamilyRule = (metadata) => {
  metadata.count('hyper_connection.count', 4)
  metadata.count('hyper_connection.sinkhorn_iterations', 20)
  metadata.number('hyper_connection.epsilon', 1e-6)
  metadata.number('hyper_connection.magnitude', 1)
}

const deepseek4: FamilyRule = (metadata, architecture, blocks) => {
  residualStreams(metadata, architecture, blocks)
  const compressed = blocks.find(({ attention }) => attention?.compressed)?.attention?.compressed
  metadata.count('attention.output_group_count', compressed?.outputGroups ?? 0)
  metadata.count('attention.output_lora_rank', compressed?.outputRank ?? 0)
  metadata.number('attention.compress_rope_freq_base', 160_000)
  metadata.counts(
    'attention.compress_ratios',
    blocks.map(({ attention }) => attention?.compressed?.ratio ?? 0),
  )
  const byTable = blocks.filter(({ extraTensors }) =>
    extraTensors?.some(({ name }) => name === 'ffn_gate_tid2eid'),
  )
  metadata.count('hash_layer_count', byTable.length)
  metadata.numbers(
    'swiglu_clamp_exp',
    blocks.map(() => 10),
  )
}

const kimiK3: FamilyRule = (metadata) => {
  metadata.count('attn_res.block_size', 4)
  metadata.number('activation.situ_beta', 1)
  metadata.number('activation.situ_linear_beta', 1)
}

/** The first table of positions has one row of heads for every bucket (src/models/t5.cpp). */
const t5: FamilyRule = (metadata, { encoderLayers, layers }) => {
  const table = encoderLayers[0]?.extraTensors?.find(({ name }) => name === 'attn_rel_b')
  metadata.count('attention.relative_buckets_count', table?.shape[1] ?? 32)
  metadata.count('decoder_block_count', layers.length)
}

const pooledIndexer: FamilyRule = (metadata, architecture, blocks) => {
  residualStreams(metadata, architecture, blocks)
  const pooling = blocks
    .flatMap(({ extraTensors }) => extraTensors ?? [])
    .find(({ name }) => name === 'indexer_compressor_ape')
  metadata.count('attention.indexer.kpool', pooling?.shape[1] ?? 16)
}

const blockIndexer: FamilyRule = (metadata) => {
  metadata.count('attention.indexer.block_size', 128)
  metadata.count('attention.indexer.local_blocks', 1)
  metadata.count('attention.indexer.top_k', 16)
}

/** Coefficients of its activation, one per block. */
const apertus: FamilyRule = (metadata, _, blocks) => {
  for (const key of ['alpha_n', 'alpha_p', 'beta', 'eps'])
    metadata.plain(`xielu.${key}`, { type: 'float32', value: blocks.map(() => 0.5) })
}

const softCapping: FamilyRule = (metadata) => {
  metadata.number('attn_logit_softcapping', 50)
  metadata.number('final_logit_softcapping', 30)
}

const finalSoftCapping: FamilyRule = (metadata) => metadata.number('final_logit_softcapping', 30)

/** Read of every file of the family, those without experts included (src/models/deepseek2.cpp). */
const deepseek2: FamilyRule = (metadata, _, blocks) => {
  if (blocks.some(({ experts }) => experts !== undefined)) return
  metadata.count('expert_feed_forward_length', blocks[0]?.feedForward?.length ?? 0)
  metadata.count('expert_shared_count', 0)
  metadata.count('leading_dense_block_count', blocks.length)
}

/** Its dense network is as wide as the embedding by definition, so the length is that of the experts (src/models/arctic.cpp). */
const arctic: FamilyRule = (metadata, _, blocks) =>
  metadata.count('feed_forward_length', blocks[0]?.experts?.length ?? 0)

/** Gate and up count together (src/models/qwen.cpp, `n_ff/2`). */
const firstQwen: FamilyRule = (metadata, _, blocks) =>
  metadata.count('feed_forward_length', 2 * (blocks[0]?.feedForward?.length ?? 0))

const familyRules: Readonly<Record<string, FamilyRule>> = {
  apertus,
  arctic,
  'command-r': logitScale,
  cohere2: logitScale,
  cohere2moe: logitScale,
  'muse-glimmer': (metadata, architecture, blocks) => {
    logitScale(metadata, architecture, blocks)
    finalSoftCapping(metadata, architecture, blocks)
  },
  granite,
  granitemoe: granite,
  granitehybrid: (metadata, architecture, blocks) => {
    granite(metadata, architecture, blocks)
    if (blocks.every(({ recurrent }) => recurrent === undefined))
      idleStateSpace(metadata, architecture)
  },
  minicpm: (metadata) => {
    metadata.number('embedding_scale', 12)
    metadata.number('residual_scale', 0.25)
    metadata.number('logit_scale', 0.1)
  },
  'minimax-01': (metadata) => metadata.number('residual_scale', 3.5),
  qwen: firstQwen,
  qwen2vl: sections,
  qwen35: sections,
  qwen35moe: sections,
  qwen3vl: deepStack,
  qwen3vlmoe: deepStack,
  gemma2: softCapping,
  gemma3n: perLayerEmbedding,
  gemma4: (metadata, architecture, blocks) => {
    perLayerEmbedding(metadata, architecture, blocks)
    finalSoftCapping(metadata, architecture, blocks)
  },
  deepseek2,
  deepseek4,
  hy_v4: residualStreams,
  'glm5-next': pooledIndexer,
  'kimi-k3': kimiK3,
  'minimax-m3': blockIndexer,
  t5,
  gptneox: (metadata) => metadata.flag('use_parallel_residual', true),
  stablelm: (metadata) => metadata.flag('use_parallel_residual', false),
  dbrx: (metadata) => metadata.number('attention.clamp_kqv', 8),
  mpt: (metadata) => metadata.number('attention.max_alibi_bias', 8),
  jais: (metadata) => metadata.number('attention.max_alibi_bias', 8),
}
