import type { Attention } from '../../facts/architecture.ts'
import { compressedTensors } from './compressed-attention-tensors.ts'

/** Role and shape in ggml order; vectors have one length. */
export type NamedShape = readonly [role: string, ...shape: number[]]

/** Tensors of an attention block, without its norms of embedding length, named as llama.cpp's converter does. */
export function attentionTensors(attention: Attention, embeddingLength: number): NamedShape[] {
  if (attention.compressed !== undefined)
    return compressedTensors(attention, attention.compressed, embeddingLength)
  return attention.latent === undefined
    ? groupedQueryTensors(attention, embeddingLength)
    : latentTensors(attention, attention.latent, embeddingLength)
}

function groupedQueryTensors(attention: Attention, embeddingLength: number): NamedShape[] {
  const { headCount, headCountKv, keyLength, valueLength } = attention
  const queries = headCount * keyLength * (attention.outputGate ? 2 : 1)
  const keys = headCountKv * keyLength
  const values = headCountKv * valueLength
  const tensors: NamedShape[] = []
  const projections: readonly (readonly [string, number])[] = attention.fusedQueryKeyValue
    ? [['attn_qkv', queries + keys + values]]
    : [
        ['attn_q', queries],
        ...(attention.sharesCache
          ? []
          : attention.valuesAreKeys
            ? ([['attn_k', keys]] as const)
            : ([
                ['attn_k', keys],
                ['attn_v', values],
              ] as const)),
      ]
  for (const [role, rows] of projections) {
    if (role === 'attn_q' && attention.queryRank !== undefined)
      tensors.push(...queriesOfRank(attention.queryRank, rows, embeddingLength))
    else tensors.push([role, embeddingLength, rows])
    if (attention.queryKeyValueBias) tensors.push([`${role}.bias`, rows])
  }
  tensors.push(['attn_output', headCount * valueLength, embeddingLength])
  if (attention.outputBias) tensors.push(['attn_output.bias', embeddingLength])
  tensors.push(...queryKeyNorms(attention))
  if (attention.sinks) tensors.push(['attn_sinks', headCount])
  return tensors
}

function queriesOfRank(rank: number, rows: number, embeddingLength: number): NamedShape[] {
  return [
    ['attn_q_a', embeddingLength, rank],
    ['attn_q_a_norm', rank],
    ['attn_q_b', rank, rows],
  ]
}

function queryKeyNorms(attention: Attention): NamedShape[] {
  const { queryKeyNorm, sharesCache, headCount, headCountKv, keyLength } = attention
  if (queryKeyNorm === 'none') return []
  const shape = (heads: number): number[] => {
    if (queryKeyNorm === 'head') return [keyLength]
    return queryKeyNorm === 'full' ? [keyLength, heads] : [keyLength * heads]
  }
  const queries: NamedShape = ['attn_q_norm', ...shape(headCount)]
  return sharesCache ? [queries] : [queries, ['attn_k_norm', ...shape(headCountKv)]]
}

/** The key-value up-projection is stored split per head, keys transposed (llama.cpp conversion/deepseek.py). */
function latentTensors(
  { headCount, keyLength, valueLength, indexer }: Attention,
  { kvRank, ropeLength, queryRank, cachedAsHeads }: NonNullable<Attention['latent']>,
  embeddingLength: number,
): NamedShape[] {
  const queries: NamedShape[] =
    queryRank === undefined
      ? [['attn_q', embeddingLength, headCount * keyLength]]
      : [
          ['attn_q_a', embeddingLength, queryRank],
          ['attn_q_a_norm', queryRank],
          ['attn_q_b', queryRank, headCount * keyLength],
        ]
  return [
    ...queries,
    ['attn_kv_a_mqa', embeddingLength, kvRank + ropeLength],
    ['attn_kv_a_norm', kvRank],
    ...(cachedAsHeads
      ? ([['attn_kv_b', kvRank, headCount * (keyLength - ropeLength + valueLength)]] as const)
      : ([
          ['attn_k_b', keyLength - ropeLength, kvRank, headCount],
          ['attn_v_b', kvRank, valueLength, headCount],
        ] as const)),
    ['attn_output', headCount * valueLength, embeddingLength],
    ...indexerTensors(indexer, queryRank ?? embeddingLength, embeddingLength),
  ]
}

/** The heads that choose positions (llama.cpp src/models/deepseek32.cpp): a norm with bias over the one key. */
function indexerTensors(
  indexer: Attention['indexer'],
  queryRank: number,
  embeddingLength: number,
): NamedShape[] {
  if (indexer === undefined) return []
  const { headCount, headLength } = indexer
  return [
    ['indexer.k_norm', headLength],
    ['indexer.k_norm.bias', headLength],
    ['indexer.proj', embeddingLength, headCount],
    ['indexer.attn_k', embeddingLength, headLength],
    ['indexer.attn_q_b', queryRank, headCount * headLength],
  ]
}
