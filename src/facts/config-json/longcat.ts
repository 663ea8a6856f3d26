import type { Architecture, Experts, ExtraTensor, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readDecoder } from './decoder.ts'
import { latentAttention } from './deepseek.ts'
import { plainExperts } from './llama.ts'

/**
 * LongCat-Flash (LongcatFlashConfig): every layer has two of latent attention and two dense networks, with experts beside
 * the first network, so that it is read as two blocks. Some of the experts that a router can choose do nothing and have no
 * weights. llama.cpp has no such architecture.
 */
export function readLongcatFlash(fields: ConfigFields): Architecture {
  const layers = fields.count(['num_layers', 'num_hidden_layers'])
  const attention = latentAttention(fields)
  const feedForward = {
    length: fields.count(['ffn_hidden_size', 'intermediate_size']),
    gated: true,
    bias: false,
    fusedGateUp: false,
  }
  const none = fields.countOrZero('zero_expert_num', 0)
  const dense: Layer = { attention, feedForward, normCount: 2 }
  const first: Layer = {
    ...dense,
    experts: expertsOf(fields, none),
    extraTensors: routerOfNone(embeddingLength(fields), none),
  }
  const shape = readDecoder(fields.with('num_hidden_layers', 2 * layers), {
    engineName: undefined,
    modelType: 'longcat_flash',
    tiedByDefault: false,
    contextDefault: 131_072,
    layer: (index) => (index % 2 === 0 ? first : dense),
  })
  return shape
}

/** Of the experts that a token is given, those that do nothing have their share. */
function expertsOf(fields: ConfigFields, none: number): Experts {
  const count = fields.count('n_routed_experts')
  const used = fields.count(['moe_topk', 'num_experts_per_tok'])
  return {
    ...plainExperts(
      count,
      (used * count) / (count + none),
      fields.count(['expert_ffn_hidden_size', 'moe_intermediate_size']),
    ),
    routerBias: true,
  }
}

/** Rows of the router for the experts that do nothing. */
function routerOfNone(embedding: number, none: number): ExtraTensor[] {
  return none === 0
    ? []
    : [
        { name: 'ffn_gate_inp_none', shape: [embedding, none] },
        { name: 'exp_probs_b_none.bias', shape: [none] },
      ]
}

/**
 * LongCat-Flash-Lite: besides the embedding, tables of vectors for runs of two and more tokens, each as long as its share
 * of the embedding, with a matrix each (longcat_flash_ngram.py of vLLM 0.33). `m` rows and 2i + 1 more in the i-th.
 */
export function readLongcatNgram(fields: ConfigFields): Architecture {
  const shape = readLongcatFlash(fields)
  const tables = fields.count('emb_split_num', 4) * (fields.count('emb_neighbor_num', 4) - 1)
  if (tables < 1 || tables > 256) throw invalid('emb_neighbor_num', `${tables} tables`)
  const length = Math.floor(shape.embeddingLength / tables)
  const rows = fields.count('ngram_vocab_size_ratio') * shape.vocabularySize
  return {
    ...shape,
    modelType: 'longcat_flash_ngram',
    extraTensors: [
      { name: 'per_layer_token_embd', shape: [length, tables * rows + tables * tables] },
      { name: 'ngram_proj', shape: [length, shape.embeddingLength, tables] },
    ],
  }
}
