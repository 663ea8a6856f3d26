import type {
  Architecture,
  Attention,
  Experts,
  FeedForward,
  Layer,
  Recurrent,
} from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { readAttention, readDecoder } from './decoder.ts'
import { plainExperts } from './llama.ts'

type BlockKind = 'mamba' | 'attention' | 'network' | 'experts'

const kindOfSign: Readonly<Record<string, BlockKind>> = {
  M: 'mamba',
  '*': 'attention',
  '-': 'network',
  E: 'experts',
}
const kindOfWord: Readonly<Record<string, BlockKind>> = {
  mamba: 'mamba',
  linear_attention: 'mamba',
  attention: 'attention',
  full_attention: 'attention',
  mlp: 'network',
  moe: 'experts',
}

/**
 * Nemotron-H, Nemotron Nano 2 and Nemotron 3 (NemotronHConfig; llama.cpp src/models/nemotron-h.cpp and
 * conversion/nemotron.py): every block is one thing behind one norm, Mamba-2, attention, a plain network or experts, by
 * `hybrid_override_pattern` or `layers_block_type`.
 */
export function readNemotronH(fields: ConfigFields): Architecture {
  const kinds = blockKinds(fields)
  const parts = new Map<BlockKind, Layer>()
  const layerOf = (kind: BlockKind): Layer => {
    const layer = parts.get(kind) ?? makeLayer(fields, kind)
    parts.set(kind, layer)
    return layer
  }
  const hasExperts = fields.has('num_experts_per_tok')
  return readDecoder(fields.with('num_hidden_layers', kinds.length), {
    engineName: hasExperts ? 'nemotron_h_moe' : 'nemotron_h',
    modelType: 'nemotron_h',
    tiedByDefault: false,
    layer: (index) => {
      const kind = kinds[index]
      if (kind === undefined) throw invalid('layers_block_type', `no entry for block ${index}`)
      return layerOf(kind)
    },
    nextTokenPredictionLayers: hasExperts ? furtherLayers(fields) : [],
  })
}

function blockKinds(fields: ConfigFields): readonly BlockKind[] {
  const signs = patternOf(fields)
  const name = signs === undefined ? 'layers_block_type' : 'hybrid_override_pattern'
  const entries = signs === undefined ? fields.texts(name) : [...signs]
  if (entries === undefined || entries.length === 0) throw invalid(name, 'missing')
  const known = signs === undefined ? kindOfWord : kindOfSign
  const kinds = entries.map((entry) => {
    const kind = Object.hasOwn(known, entry) ? known[entry] : undefined
    if (kind === undefined) throw invalid(name, `"${entry.slice(0, 40)}"`)
    return kind
  })
  if (fields.has('num_hidden_layers') && fields.count('num_hidden_layers') !== kinds.length)
    throw invalid(name, `${kinds.length} entries for ${fields.count('num_hidden_layers')} blocks`)
  return kinds
}

/** The whole pattern: longer than the words that `text` gives. */
function patternOf(fields: ConfigFields): string | undefined {
  const pattern = fields.raw('hybrid_override_pattern')
  if (pattern === undefined) return undefined
  if (typeof pattern !== 'string' || pattern.length > 1024)
    throw invalid('hybrid_override_pattern', 'no text of at most 1024 signs')
  return pattern
}

function makeLayer(fields: ConfigFields, kind: BlockKind): Layer {
  switch (kind) {
    case 'mamba':
      return { recurrent: mamba2(fields), normCount: 1 }
    case 'attention':
      return { attention: attentionOf(fields), normCount: 1 }
    case 'network':
      return { feedForward: plainNetwork(fields), normCount: 1 }
    case 'experts':
      return { experts: expertsOf(fields), normCount: 1 }
  }
}

/** `mamba_num_heads` times `mamba_head_dim` are the inner values; `expand` is not used (modeling_nemotron_h.py). */
function mamba2(fields: ConfigFields): Recurrent {
  const headCount = fields.count('mamba_num_heads')
  const innerLength = headCount * fields.count('mamba_head_dim')
  const groupCount = fields.count('n_groups', 8)
  if (innerLength % groupCount !== 0)
    throw invalid('n_groups', `${innerLength} does not divide over ${groupCount} groups`)
  return {
    kind: 'mamba2',
    innerLength,
    stateLength: fields.count('ssm_state_size', 128),
    convolutionLength: fields.count('conv_kernel', 4),
    headCount,
    groupCount,
    convolutionBias: fields.boolean('use_conv_bias', true),
    projectionBias: fields.boolean('mamba_proj_bias', fields.boolean('use_bias', false)),
    innerNorm: true,
  }
}

function attentionOf(fields: ConfigFields): Attention {
  const bias = fields.boolean('attention_bias', false)
  return readAttention(fields, {
    headCountKvDefault: 8,
    headLengthDefault: fields.count('attention_head_dim', 128),
    queryKeyValueBias: bias,
    outputBias: bias,
  })
}

/** Up, squared ReLU, down: no gate. */
function plainNetwork(fields: ConfigFields): FeedForward {
  return {
    length: fields.count('intermediate_size'),
    gated: false,
    bias: fields.boolean('mlp_bias', false),
    fusedGateUp: false,
  }
}

function expertsOf(fields: ConfigFields): Experts {
  const shared = fields.countOrZero('n_shared_experts', 1)
  return {
    ...plainExperts(
      fields.count('n_routed_experts'),
      fields.count('num_experts_per_tok'),
      fields.count('moe_intermediate_size'),
    ),
    gated: false,
    routerBias: true,
    sharedLength: shared === 0 ? 0 : fields.count('moe_shared_expert_intermediate_size'),
    ...(fields.has('moe_latent_size') ? { latentLength: fields.count('moe_latent_size') } : {}),
  }
}

/** The converter folds attention and experts of the draft head into one block (conversion/nemotron.py, `_mtp_bid`). */
function furtherLayers(fields: ConfigFields): Layer[] {
  const count = fields.countOrZero('num_nextn_predict_layers', 0)
  if (count > 1) throw invalid('num_nextn_predict_layers', `${count} are more than 1`)
  if (count === 0) return []
  return [
    {
      attention: attentionOf(fields),
      experts: expertsOf(fields),
      normCount: 2,
      normNames: ['attn_norm', 'post_attention_norm'],
      sharesEmbeddingAndHead: true,
    },
  ]
}
