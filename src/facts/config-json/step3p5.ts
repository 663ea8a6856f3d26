import type { Architecture, Attention, Experts, ExtraTensor, Layer } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import {
  embeddingLength,
  isSliding,
  readAttention,
  readDecoder,
  readFeedForward,
  ropeFactorTensors,
} from './decoder.ts'
import { checkNames } from './layer-lists.ts'
import { plainExperts } from './llama.ts'

/** Blocks that published models add to predict further tokens are three. */
const furtherMax = 16

/**
 * Step 3.5 and 3.7 Flash, the text part: three windowed blocks with more query heads to a full one, one output gate per
 * head, experts from the fourth block on (Step3p7TextConfig with the names of the published files as its aliases;
 * llama.cpp src/models/step35.cpp and conversion/step3.py, which counts blocks that predict further tokens with
 * `layer_types`).
 */
export function readStep3p5(fields: ConfigFields): Architecture {
  const full = attentionOf(fields, fields)
  const other = fields.nested('attention_other_setting')
  const sliding: Attention = {
    ...attentionOf(slidingFields(fields), other ?? fields),
    kind: 'sliding',
    window: fields.count('sliding_window'),
  }
  const depth = fields.count('num_hidden_layers')
  const hasExperts = expertBlocks(fields, depth)
  const experts = expertsOf(fields)
  const makeLayer = (index: number, ...extra: ExtraTensor[]): Layer => {
    const attention = isSliding(fields, index, () => false) ? sliding : full
    const extraTensors = [...gate(fields, attention), ...extra]
    const rest = hasExperts(index) ? { experts } : { feedForward: readFeedForward(fields) }
    return { attention, ...rest, normCount: 2, extraTensors }
  }
  return readDecoder(fields, {
    engineName: 'step35',
    modelType: 'step3p5',
    tiedByDefault: false,
    vocabularyDefault: 128_815,
    contextDefault: 128_000,
    contextNames: ['max_seq_len'],
    layer: makeLayer,
    extraTensors: ropeFactorTensors(fields, full.keyLength),
    nextTokenPredictionLayers: furtherLayers(fields, (index, ...extra) =>
      makeLayer(depth + index, ...extra),
    ),
  })
}

/** The published files say groups for key-value heads. */
function attentionOf(fields: ConfigFields, counts: ConfigFields): Attention {
  return readAttention(
    fields.with(
      'num_key_value_heads',
      counts.count(['num_key_value_heads', 'num_attention_groups'], 8),
    ),
    { headLengthDefault: 128, queryKeyNorm: 'head' },
  )
}

/** Windowed blocks have as many query heads as `attention_other_setting` says. */
function slidingFields(fields: ConfigFields): ConfigFields {
  const heads = fields.count('num_attention_heads')
  const other = fields.nested('attention_other_setting')
  const own = fields.count(
    'num_sliding_attention_heads',
    other?.count('num_attention_heads') ?? heads,
  )
  return fields.with('num_attention_heads', own)
}

function gate(fields: ConfigFields, { headCount }: Attention): ExtraTensor[] {
  return fields.boolean('use_head_wise_attn_gate', true)
    ? [{ name: 'attn_gate', shape: [embeddingLength(fields), headCount] }]
    : []
}

function expertsOf(fields: ConfigFields): Experts {
  return {
    ...plainExperts(
      fields.count(['moe_num_experts', 'n_routed_experts', 'num_experts'], 288),
      fields.count(['moe_top_k', 'num_experts_per_tok'], 8),
      fields.count('moe_intermediate_size', 1280),
    ),
    routerBias: fields.boolean('use_moe_router_bias', true),
    sharedLength: fields.countOrZero(['share_expert_dim', 'share_expert_dims'], 1280),
  }
}

/** `moe_layers_enum` lists them, as text ("3,4,5") or numbers; without it they begin at the fourth. */
export function expertBlocks(fields: ConfigFields, depth: number): (index: number) => boolean {
  const listed = fields.raw('moe_layers_enum')
  if (listed === undefined) return (index) => index >= 3 && index < depth
  const isText = typeof listed === 'string'
  if (isText && (listed.length > 8192 || !/^\d+(\s*,\s*\d+)*$/.test(listed.trim())))
    throw invalid('moe_layers_enum', 'no list of blocks')
  const numbers = isText ? listed.split(',').map(Number) : fields.counts('moe_layers_enum')
  const further = fields.countOrZero(['num_nextn_predict_layers', 'num_mtp_layers'], 0)
  const blocks = checkNames(numbers ?? [], 'moe_layers_enum', 0, depth + further)
  return (index) => blocks.has(index)
}

/** They read the model's own embedding but have a head of their own (conversion/step3.py, shared_head). */
function furtherLayers(
  fields: ConfigFields,
  layer: (index: number, ...extra: ExtraTensor[]) => Layer,
): Layer[] {
  const count = fields.countOrZero(['num_nextn_predict_layers', 'num_mtp_layers'], 0)
  if (count > furtherMax)
    throw invalid('num_nextn_predict_layers', `${count} are more than ${furtherMax}`)
  const shape = [embeddingLength(fields), fields.count('vocab_size', 128_815)]
  return Array.from({ length: count }, (_, index) => ({
    ...layer(index, { name: 'nextn.shared_head_head', shape }),
    sharesEmbeddingAndHead: true,
  }))
}
