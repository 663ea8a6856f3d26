import { expect, it } from 'vitest'
import { publishedConfig } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { readArchitecture } from './read-config.ts'

type Fields = Record<string, unknown>

/** The config of a model with one list changed, at a path of field names. */
function changed(id: string, path: string, change: (list: unknown[]) => unknown): Fields {
  const at = (fields: Fields, [name = '', ...rest]: string[]): Fields => ({
    ...fields,
    [name]:
      rest.length === 0 ? change(fields[name] as unknown[]) : at(fields[name] as Fields, rest),
  })
  return at(publishedConfig(id) as Fields, path.split('.'))
}

const byLayer = [
  ['laguna', 'mlp_layer_types'],
  ['laguna', 'num_attention_heads_per_layer'],
  ['mimo-v2-flash', 'hybrid_layer_pattern'],
  ['mimo-v2-flash', 'moe_layer_freq'],
  ['minimax-m3', 'text_config.moe_layer_freq'],
  ['minimax-m3', 'text_config.sparse_attention_config.sparse_attention_freq'],
  ['minicpm-sala', 'mixer_types'],
  ['glm-5.2', 'indexer_types'],
  ['gpt-oss-20b', 'layer_types'],
  ['step-3.5-flash', 'layer_types'],
  ['deepseek-v4-flash', 'compress_ratios'],
  ['gemma-3n-e2b', 'text_config.activation_sparsity_pattern'],
  ['nemotron-h-8b', 'hybrid_override_pattern'],
  ['llama-3.3-nemotron-super-49b', 'block_configs'],
] as const

it.each(byLayer)('%s with %s cut to 5 entries, or with some too many, is refused', (id, path) => {
  const field = path.replace('text_config.', '')
  const cut = changed(id, path, (list) => list.slice(0, 5))
  expect(thrown(() => readArchitecture(cut))).toMatchObject({
    code: 'invalid_architecture',
    values: { field },
  })
  const long = changed(id, path, (list) =>
    typeof list === 'string' ? `${list}M` : [...list, ...list.slice(0, 2)],
  )
  expect(thrown(() => readArchitecture(long)).values.field).toBe(field)
})

const kimi = [
  ['kimi-k3', 'text_config.linear_attn_config'],
  ['kimi-linear-48b-a3b', 'linear_attn_config'],
] as const

it.each(kimi)('%s has every block in one of both lists, or it is refused', (id, path) => {
  const named = (name: string, change: (list: unknown[]) => unknown) =>
    thrown(() => readArchitecture(changed(id, `${path}.${name}`, change))).values.field
  const [full, delta] = ['linear_attn_config.full_attn_layers', 'linear_attn_config.kda_layers']
  expect(named('full_attn_layers', () => [4, 8])).toBe(full)
  expect(named('full_attn_layers', (list) => list.slice(0, -1))).toBe(full)
  expect(named('kda_layers', (list) => list.slice(0, -1))).toBe(full)
  expect(named('kda_layers', (list) => [...list, 4])).toBe(delta)
  expect(named('kda_layers', (list) => [...list, 1])).toBe(delta)
  expect(named('kda_layers', (list) => [...list, 94])).toBe(delta)
  expect(named('kda_layers', () => undefined)).toBe(delta)
})

it.each([
  ['lfm2-8b-a1b', 'full_attn_idxs', [2, 2]],
  ['lfm2-8b-a1b', 'full_attn_idxs', [24]],
  ['solar-open2-250b', 'gqa_layers', [0, 48]],
  ['qwen3-30b-a3b', 'mlp_only_layers', [-1]],
  ['step-3.5-flash', 'moe_layers_enum', '3,4,4'],
  ['step-3.5-flash', 'moe_layers_enum', '3,48'],
  ['step-3.5-flash', 'moe_layers_enum', '3,,5'],
])('%s with %s = %j names a block twice or one that there is not', (id, field, list) => {
  expect(thrown(() => readArchitecture(changed(id, field, () => list))).values.field).toBe(field)
})
