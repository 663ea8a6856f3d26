import type { Attention } from '../../facts/architecture.ts'

/** Role and shape in ggml order; vectors have one length. */
export type NamedShape = readonly [role: string, ...shape: number[]]

/** Tensors of an attention block, without its norms of embedding length, named as llama.cpp's converter does. */
export function attentionTensors(attention: Attention, embeddingLength: number): NamedShape[] {
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
          : ([
              ['attn_k', keys],
              ['attn_v', values],
            ] as const)),
      ]
  for (const [role, rows] of projections) {
    tensors.push([role, embeddingLength, rows])
    if (attention.queryKeyValueBias) tensors.push([`${role}.bias`, rows])
  }
  tensors.push(['attn_output', headCount * valueLength, embeddingLength])
  if (attention.outputBias) tensors.push(['attn_output.bias', embeddingLength])
  if (attention.queryKeyNorm === 'head')
    tensors.push(['attn_q_norm', keyLength], ['attn_k_norm', keyLength])
  if (attention.queryKeyNorm === 'full')
    tensors.push(['attn_q_norm', keyLength, headCount], ['attn_k_norm', keyLength, headCountKv])
  if (attention.sinks) tensors.push(['attn_sinks', headCount])
  return tensors
}

/** The key-value up-projection is stored split per head, keys transposed (llama.cpp conversion/deepseek.py). */
function latentTensors(
  { headCount, keyLength, valueLength }: Attention,
  { kvRank, ropeLength, queryRank }: NonNullable<Attention['latent']>,
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
    ['attn_k_b', keyLength - ropeLength, kvRank, headCount],
    ['attn_v_b', kvRank, valueLength, headCount],
    ['attn_output', headCount * valueLength, embeddingLength],
  ]
}
