import type { Architecture, FeedForward, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import {
  embeddingLength,
  readAttention,
  readDecoder,
  readFeedForward,
  ropeFactorTensors,
} from './decoder.ts'
import { plainExperts } from './llama.ts'

/** Up and down without a gate; four times the embedding where the config does not say. */
function plainNetwork(fields: ConfigFields, name: string, bias: boolean): FeedForward {
  return {
    length: fields.count(name, 4 * embeddingLength(fields)),
    gated: false,
    bias,
    fusedGateUp: false,
  }
}

/** BLOOM: ALiBi, so no positions; a norm behind the embedding; biases everywhere (BloomConfig). */
export function readBloom(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, {
      fusedQueryKeyValue: true,
      queryKeyValueBias: true,
      outputBias: true,
    }),
    feedForward: plainNetwork(fields, 'n_inner', true),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'bloom',
    modelType: 'bloom',
    tiedByDefault: true,
    contextDefault: 2048,
    norm: 'layer',
    embeddingNorm: true,
    layer: () => layer,
  })
}

/** GPT-NeoX and Pythia (GPTNeoXConfig). */
export function readGptNeox(fields: ConfigFields): Architecture {
  const bias = fields.boolean('attention_bias', true)
  const layer: Layer = {
    attention: readAttention(fields, {
      fusedQueryKeyValue: true,
      queryKeyValueBias: bias,
      outputBias: bias,
    }),
    feedForward: plainNetwork(fields, 'intermediate_size', true),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'gptneox',
    modelType: 'gpt_neox',
    tiedByDefault: false,
    contextDefault: 2048,
    norm: 'layer',
    layer: () => layer,
  })
}

/** GPT-2 (GPT2Config): a learned table of positions. */
export function readGpt2(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, {
      fusedQueryKeyValue: true,
      queryKeyValueBias: true,
      outputBias: true,
    }),
    feedForward: plainNetwork(fields, 'n_inner', true),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'gpt2',
    modelType: 'gpt2',
    tiedByDefault: true,
    norm: 'layer',
    positionRows: fields.count(['n_positions', 'max_position_embeddings'], 1024),
    contextDefault: 1024,
    layer: () => layer,
  })
}

/** StarCoder and SantaCoder (GPTBigCodeConfig): GPT-2 with one key-value head. */
export function readGptBigCode(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, {
      headCountKvDefault: fields.boolean('multi_query', true) ? 1 : fields.count('n_head'),
      fusedQueryKeyValue: true,
      queryKeyValueBias: true,
      outputBias: true,
    }),
    feedForward: plainNetwork(fields, 'n_inner', true),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'starcoder',
    modelType: 'gpt_bigcode',
    tiedByDefault: true,
    norm: 'layer',
    positionRows: fields.count('n_positions', 1024),
    contextDefault: 1024,
    layer: () => layer,
  })
}

/** OPT (OPTConfig): a table of positions with two rows for padding. llama.cpp has no such architecture. */
export function readOpt(fields: ConfigFields): Architecture {
  const length = embeddingLength(fields)
  if (fields.count('word_embed_proj_dim', length) !== length)
    throw invalid('word_embed_proj_dim', 'OPT with a projected embedding (350M) is not read')
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyValueBias: true, outputBias: true }),
    feedForward: plainNetwork(fields, 'ffn_dim', true),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'opt',
    tiedByDefault: true,
    contextDefault: 2048,
    norm: 'layer',
    positionRows: fields.count('max_position_embeddings', 2048) + 2,
    layer: () => layer,
  })
}

/** StableLM and StableLM 2 (StableLmConfig); side by side behind one norm in the 12B. */
export function readStablelm(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, {
      queryKeyValueBias: fields.boolean('use_qkv_bias', false),
      queryKeyNorm: fields.boolean('qk_layernorm', false) ? 'full' : 'none',
    }),
    feedForward: readFeedForward(fields),
    normCount: fields.boolean('use_parallel_residual', false) ? 1 : 2,
  }
  return readDecoder(fields, {
    engineName: 'stablelm',
    modelType: 'stablelm',
    tiedByDefault: false,
    contextDefault: 4096,
    norm: 'layer',
    layer: () => layer,
  })
}

/** Phi-1 and Phi-2 (PhiConfig): side by side behind one norm, biases everywhere, at the head too. */
export function readPhi(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, { queryKeyValueBias: true, outputBias: true }),
    feedForward: plainNetwork(fields, 'intermediate_size', true),
    normCount: 1,
  }
  return readDecoder(fields, {
    engineName: 'phi2',
    modelType: 'phi',
    tiedByDefault: false,
    contextDefault: 2048,
    norm: 'layer',
    outputBias: true,
    layer: () => layer,
  })
}

/** Phi-3.5-MoE: sixteen experts, two of them per token (PhimoeConfig). */
export function readPhimoe(fields: ConfigFields): Architecture {
  const bias = fields.boolean('attention_bias', false)
  const attention = readAttention(fields, {
    headCountKvDefault: 8,
    queryKeyValueBias: bias,
    outputBias: bias,
  })
  const layer: Layer = {
    attention,
    experts: plainExperts(
      fields.count('num_local_experts', 16),
      fields.count('num_experts_per_tok', 2),
      fields.count('intermediate_size'),
    ),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'phimoe',
    modelType: 'phimoe',
    tiedByDefault: false,
    norm: 'layer',
    outputBias: fields.boolean('lm_head_bias', false),
    layer: () => layer,
    extraTensors: ropeFactorTensors(fields, attention.keyLength),
  })
}

/** ChatGLM-6B, the first: biases everywhere, a network without a gate, the head tied. llama.cpp has no such architecture. */
export function readFirstChatglm(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, {
      fusedQueryKeyValue: true,
      queryKeyValueBias: true,
      outputBias: true,
    }),
    feedForward: plainNetwork(fields, 'inner_hidden_size', true),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'chatglm',
    tiedByDefault: true,
    contextNames: ['max_sequence_length'],
    norm: 'layer',
    layer: () => layer,
  })
}

/** Phi-3-small: gate and up in one tensor, biases everywhere, the head tied. llama.cpp has no such architecture. */
export function readPhi3small(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, {
      fusedQueryKeyValue: true,
      queryKeyValueBias: true,
      outputBias: true,
    }),
    feedForward: {
      length: fields.count('ff_intermediate_size'),
      gated: true,
      bias: true,
      fusedGateUp: true,
    },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: undefined,
    modelType: 'phi3small',
    tiedByDefault: true,
    norm: 'layer',
    layer: () => layer,
  })
}

/** StarCoder 2 (Starcoder2Config); llama.cpp keeps every position. */
export function readStarcoder2(fields: ConfigFields): Architecture {
  const bias = fields.boolean('use_bias', true)
  const layer: Layer = {
    attention: readAttention(fields, {
      headCountKvDefault: 2,
      queryKeyValueBias: bias,
      outputBias: bias,
    }),
    feedForward: plainNetwork(fields, 'intermediate_size', bias),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'starcoder2',
    modelType: 'starcoder2',
    tiedByDefault: true,
    contextDefault: 4096,
    norm: 'layer',
    layer: () => layer,
  })
}

/** MPT (MptConfig): ALiBi; norms without biases, so they count as the other kind does. */
export function readMpt(fields: ConfigFields): Architecture {
  const ratio = fields.raw('expansion_ratio') ?? 4
  const length = typeof ratio === 'number' ? ratio * embeddingLength(fields) : Number.NaN
  if (!Number.isInteger(length) || length < 1 || length > 1 << 20)
    throw invalid('expansion_ratio', 'no whole length of the network')
  const layer: Layer = {
    attention: readAttention(fields, {
      headCountKvDefault: attentionHeadsKv(fields),
      fusedQueryKeyValue: true,
    }),
    feedForward: { length, gated: false, bias: false, fusedGateUp: false },
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'mpt',
    modelType: 'mpt',
    tiedByDefault: true,
    contextDefault: fields.count('max_seq_len', 2048),
    layer: () => layer,
  })
}

function attentionHeadsKv(fields: ConfigFields): number {
  return (
    fields.nested('attn_config')?.count('kv_n_heads', fields.count('n_heads')) ??
    fields.count('n_heads')
  )
}
