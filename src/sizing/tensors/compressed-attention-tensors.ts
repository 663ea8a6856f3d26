import type { Attention } from '../../facts/architecture.ts'
import type { NamedShape } from './attention-tensors.ts'

/** Attention of DeepSeek V4 (llama.cpp src/models/deepseek4.cpp and conversion/deepseek.py, DeepseekV4Model). */
export function compressedTensors(
  attention: Attention,
  compressed: NonNullable<Attention['compressed']>,
  embeddingLength: number,
): NamedShape[] {
  const { headCount, keyLength, indexer } = attention
  const { ratio, queryRank, outputGroups, outputRank } = compressed
  const tensors: NamedShape[] = [
    ['attn_sinks', headCount],
    ['attn_q_a', embeddingLength, queryRank],
    ['attn_q_a_norm', queryRank],
    ['attn_q_b', queryRank, headCount * keyLength],
    ['attn_kv', embeddingLength, keyLength],
    ['attn_kv_a_norm', keyLength],
    ['attn_output_a', (headCount * keyLength) / outputGroups, outputRank * outputGroups],
    ['attn_output_b', outputGroups * outputRank, embeddingLength],
  ]
  if (ratio === 0) return tensors
  tensors.push(
    ...compressorTensors(
      'attn_compressor',
      keyLength,
      ratio,
      indexer !== undefined,
      embeddingLength,
    ),
  )
  if (indexer === undefined) return tensors
  return [
    ...tensors,
    ['indexer.proj', embeddingLength, indexer.headCount],
    ['indexer.attn_q_b', queryRank, indexer.headCount * indexer.headLength],
    ...compressorTensors('indexer_compressor', indexer.headLength, ratio, true, embeddingLength),
  ]
}

/** Compressors whose spans overlap work on two spans at once. */
function compressorTensors(
  name: string,
  length: number,
  ratio: number,
  overlaps: boolean,
  embeddingLength: number,
): NamedShape[] {
  const rows = overlaps ? 2 * length : length
  return [
    [`${name}_kv`, embeddingLength, rows],
    [`${name}_gate`, embeddingLength, rows],
    [`${name}_ape`, rows, ratio],
    [`${name}_norm`, length],
  ]
}
