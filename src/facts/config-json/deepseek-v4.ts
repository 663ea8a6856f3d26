import type { Architecture, Attention, ExtraTensor, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readDecoder } from './decoder.ts'
import { routedExperts } from './deepseek.ts'

/** Positions that one compressed key stands for: with an indexer, and without (llama.cpp src/models/deepseek4.cpp). */
const [fineRatio, coarseRatio] = [4, 128]

/**
 * DeepSeek V4: compressed attention by `compress_ratios`, several residual streams mixed before and behind every half
 * (`hc_mult`), first blocks whose experts a table chooses by token (DeepseekV4Config; llama.cpp src/models/deepseek4.cpp
 * and conversion/deepseek.py, which leaves out the blocks that predict further tokens).
 */
export function readDeepseekV4(fields: ConfigFields): Architecture {
  const blockCount = fields.count('num_hidden_layers')
  const embedding = embeddingLength(fields)
  const streams = fields.count('hc_mult', 4)
  const experts = routedExperts(fields)
  const tableBlocks = fields.countOrZero('num_hash_layers', 3)
  const table: ExtraTensor = {
    name: 'ffn_gate_tid2eid',
    shape: [experts.usedCount, fields.count('vocab_size')],
  }
  const mixing = mixingTensors(embedding, streams)
  const ratios = compressRatios(fields, blockCount)
  const attention = new Map(ratios.map((ratio) => [ratio, attentionOf(fields, ratio)]))
  const layer = (index: number): Layer => {
    const own = attention.get(ratios[index] ?? -1)
    if (own === undefined) throw invalid('compress_ratios', `no entry for block ${index}`)
    const byTable = index < tableBlocks
    return {
      attention: own,
      experts: { ...experts, routerBias: !byTable },
      normCount: 2,
      extraTensors: byTable ? [...mixing, table] : mixing,
    }
  }
  return readDecoder(fields, {
    engineName: 'deepseek4',
    modelType: 'deepseek_v4',
    tiedByDefault: false,
    layer,
    extraTensors: [
      { name: 'output_hc_fn', shape: [streams * embedding, streams] },
      { name: 'output_hc_base', shape: [streams] },
      { name: 'output_hc_scale', shape: [1] },
    ],
  })
}

function compressRatios(fields: ConfigFields, blockCount: number): readonly number[] {
  const ratios = fields.counts('compress_ratios')
  if (ratios === undefined) throw invalid('compress_ratios', 'missing')
  if (ratios.length < blockCount)
    throw invalid('compress_ratios', `${ratios.length} entries for ${blockCount} blocks`)
  const strange = ratios.find(
    (ratio) => ratio !== 0 && ratio !== fineRatio && ratio !== coarseRatio,
  )
  if (strange !== undefined)
    throw invalid('compress_ratios', `${strange} is none of 0, ${fineRatio}, ${coarseRatio}`)
  return ratios
}

function attentionOf(fields: ConfigFields, ratio: number): Attention {
  const headCount = fields.count('num_attention_heads')
  if (fields.count('num_key_value_heads', 1) !== 1)
    throw invalid('num_key_value_heads', 'all heads share one key')
  const length = fields.count('head_dim', 512)
  const outputGroups = fields.count('o_groups')
  if ((headCount * length) % outputGroups !== 0)
    throw invalid('o_groups', `${headCount} heads do not divide over ${outputGroups} groups`)
  return {
    kind: 'sliding',
    window: fields.count('sliding_window', 128),
    headCount,
    headCountKv: 1,
    keyLength: length,
    valueLength: length,
    compressed: {
      ratio,
      queryRank: fields.count('q_lora_rank'),
      outputGroups,
      outputRank: fields.count('o_lora_rank'),
    },
    ...(ratio === fineRatio
      ? {
          indexer: {
            headCount: fields.count('index_n_heads', 64),
            headLength: fields.count('index_head_dim', 128),
          },
        }
      : {}),
    queryKeyValueBias: false,
    outputBias: false,
    queryKeyNorm: 'none',
    sinks: true,
    outputGate: false,
    sharesCache: false,
    fusedQueryKeyValue: false,
  }
}

/** Weights that mix the residual streams before and behind attention and experts: in, out, and stream to stream. */
export function mixingTensors(embedding: number, streams: number): ExtraTensor[] {
  const mixes = (2 + streams) * streams
  return ['attn', 'ffn'].flatMap((half) => [
    { name: `hc_${half}_fn`, shape: [streams * embedding, mixes] },
    { name: `hc_${half}_base`, shape: [mixes] },
    { name: `hc_${half}_scale`, shape: [3] },
  ])
}
