import { type ConfigFields, invalid } from './config-fields.ts'

/** Lists with one entry for each block; as a number some of these mean something else and are no list. */
const listsByLayer = [
  'activation_sparsity_pattern',
  'attention_layers',
  'attn_type_list',
  'block_types',
  'compress_ratios',
  'hybrid_layer_pattern',
  'indexer_types',
  'intermediate_size',
  'layer_types',
  'layers_block_type',
  'mixer_types',
  'mlp_layer_types',
  'moe_intermediate_size',
  'moe_layer_freq',
  'moe_topk',
  'num_attention_heads_per_layer',
  'num_shared_expert',
  'sliding_window',
  'sparse_attention_config.sparse_attention_freq',
  'sparse_attention_config.sparse_disable_index_value',
]

/** Lists that go on to the blocks that predict further tokens in published files (Step 3.5, DeepSeek V4, GLM-5.2). */
const withFurther: ReadonlySet<string> = new Set([
  'compress_ratios',
  'indexer_types',
  'layer_types',
])

/** Lists that name blocks, counted from 0. */
const namedLayers = [
  'full_attn_idxs',
  'gqa_layers',
  'local_layer_ids',
  'mlp_only_layers',
  'moe_layers',
  'moe_layers_enum',
]

/**
 * Refuses a config whose lists do not fit its depth, naming the field: a list by layer has as many entries as there are
 * blocks; a list that names blocks names each at most once and none that there is not.
 */
export function checkLayerLists(fields: ConfigFields, depth: number): void {
  const further = fields.countOrZero(['num_nextn_predict_layers', 'num_mtp_layers'], 0)
  for (const field of listsByLayer) {
    const list = valueAt(fields, field)
    const most = withFurther.has(field) ? depth + further : depth
    if (Array.isArray(list) && list.length !== depth && list.length !== most)
      throw invalid(field, `${list.length} entries for ${depth} blocks`)
  }
  for (const field of namedLayers)
    if (Array.isArray(fields.raw(field)))
      checkNames(fields.counts(field) ?? [], field, 0, depth + further)
}

function valueAt(fields: ConfigFields, path: string): unknown {
  const [first = '', second] = path.split('.')
  return second === undefined ? fields.raw(first) : fields.nested(first)?.raw(second)
}

/** Blocks from `first` on that a list names; throws where it names one twice or one that there is not. */
export function checkNames(
  list: readonly number[],
  field: string,
  first: number,
  depth: number,
): ReadonlySet<number> {
  const named = new Set<number>()
  for (const block of list) {
    if (block < first || block >= first + depth)
      throw invalid(field, `${block} is none of the ${depth} blocks from ${first} on`)
    if (named.has(block)) throw invalid(field, `${block} is named twice`)
    named.add(block)
  }
  return named
}

/**
 * Blocks with full attention of a Kimi config, counted from 1. Its class asserts that both lists are there
 * (configuration_kimi.py, KimiLinearConfig); together they name every block once.
 */
export function fullBlocks(linear: ConfigFields, depth: number): ReadonlySet<number> {
  const [full, delta] = ['full_attn_layers', 'kda_layers'].map((name) => {
    const field = `linear_attn_config.${name}`
    const list = linear.counts(name)
    if (list === undefined) throw invalid(field, 'missing')
    return checkNames(list, field, 1, depth)
  })
  if (full === undefined || delta === undefined) throw invalid('linear_attn_config', 'missing')
  for (let block = 1; block <= depth; block += 1) {
    if (full.has(block) && delta.has(block))
      throw invalid('linear_attn_config.kda_layers', `${block} is in full_attn_layers too`)
    if (!full.has(block) && !delta.has(block))
      throw invalid(
        'linear_attn_config.full_attn_layers',
        `block ${block} is in neither this list nor kda_layers`,
      )
  }
  return full
}
