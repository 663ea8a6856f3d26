import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

const id = 'deepseek-v4-pro'

it('V4 Pro: the published count less the block that predicts further tokens, whose shape gives 25,840,145,979', () => {
  const embedding = 7168
  const experts = 3 * 385 * embedding * 3072 + 384 * embedding + 384
  const attention =
    1536 * (embedding + 128 * 512) + 512 * embedding + 65_536 * 1024 + 16_384 * embedding
  const mixing = 2 * (4 * embedding * 24 + 24 + 3) + 4 * embedding * 4 + 4 + 1
  const norms = 5 * embedding + 1536 + 512 + 128
  const further = experts + attention + 2 * embedding ** 2 + mixing + norms
  expect(further).toBe(25_840_145_979)
  expect(countParameters(publishedShape(id)).total).toBe(1_598_839_674_782 - further)
})

// DeepseekV4Config's defaults; quantized copies of V4 Flash without that block count so many values.
const flash = {
  ...publishedConfig(id),
  hidden_size: 4096,
  moe_intermediate_size: 2048,
  num_hidden_layers: 43,
  num_attention_heads: 64,
  q_lora_rank: 1024,
  n_routed_experts: 256,
  o_groups: 8,
  compress_ratios: [0, 0, ...Array.from({ length: 41 }, (_, index) => (index % 2 ? 128 : 4))],
}

it('V4 Flash has 284,334,567,511 parameters', () => {
  expect(countParameters(readArchitecture(flash)).total).toBe(284_334_567_511)
})

it('V4 Flash keeps a window in 43 blocks, a key for 4 positions in 21, for 128 in 20', () => {
  const { kvCache } = sizeModel({
    architecture: readArchitecture(flash),
    quantization: 'Q8_0',
    contextLength: 65_536,
  })
  expect(kvCache.slidingWindowBytes).toBe(43 * 768 * 512 * 2)
  expect(kvCache.fullAttentionBytes).toBe(21 * 16_384 * (512 + 128) * 2 + 20 * 512 * 512 * 2)
  const fine = 2 * 4 * (2 * 4) * 2 * (512 + 128)
  const coarse = 2 * 4 * 128 * 512
  expect(kvCache.recurrentBytes).toBe(21 * fine + 20 * coarse)
})

it('the first three blocks choose experts by a table and have no correction of the router', () => {
  const names = new Map(tensorsOf(publishedShape(id)).map(({ name, shape }) => [name, shape]))
  expect(names.get('blk.2.ffn_gate_tid2eid.weight')).toEqual([6, 129_280])
  expect(names.has('blk.2.exp_probs_b.bias')).toBe(false)
  expect(names.has('blk.3.exp_probs_b.bias')).toBe(true)
  expect(names.get('blk.2.attn_compressor_ape.weight')).toEqual([1024, 4])
  expect(names.get('blk.3.attn_compressor_ape.weight')).toEqual([512, 128])
})

it.each([
  ['compress_ratios', [4]],
  ['compress_ratios', Array(61).fill(7)],
  ['compress_ratios', undefined],
  ['o_groups', 48],
  ['num_key_value_heads', 8],
  ['q_lora_rank', 0],
])('refuses %s = %j, naming the field', (field, value) => {
  const config = { ...publishedConfig(id), [field]: value }
  expect(thrown(() => readArchitecture(config)).values.field).toBe(field)
})
