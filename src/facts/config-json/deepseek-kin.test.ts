import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { readArchitecture } from './read-config.ts'

it.each([
  ['youtu-llm-2b', 1_961_560_064],
  ['mistral-small-4-119b-2603', 118_972_826_624],
  // With one correction of the router for each expert, which Transformers does not count: 48 times 128.
  ['solar-open-100b', 102_651_793_408 + 48 * 128],
  // And 60 times 192, and the norm that the class leaves out.
  ['a.x-k1', 518_983_059_456 + 60 * 192],
])('%s has %i parameters', (id, total) => {
  expect(countParameters(publishedShape(id)).total).toBe(total)
})

it('Mistral Small 4 keeps its own shape inside the class of the third', () => {
  const text_config = publishedConfig('mistral-small-4-119b-2603')
  const { engineName } = readArchitecture({ model_type: 'mistral3', text_config })
  expect(engineName).toBe('mistral4')
})

it.each([
  ['youtu-llm-2b', 'kv_lora_rank', 0],
  ['youtu-llm-2b', 'intermediate_size', undefined],
  ['solar-open-100b', 'n_routed_experts', 1.5],
  ['solar-open-100b', 'num_attention_heads', 60],
  ['a.x-k1', 'moe_intermediate_size', '2048'],
])('refuses %s with %s = %s', (id, field, value) => {
  const config = { ...publishedConfig(id), [field]: value }
  expect(thrown(() => readArchitecture(config))).toMatchObject({ code: 'invalid_architecture' })
})
