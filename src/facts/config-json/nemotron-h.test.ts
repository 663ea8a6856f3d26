import { expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { MiB } from '../../base/bytes.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

it.each([
  ['nemotron-h-56b', 56_324_350_464],
  ['nemotron-h-8b', 8_100_852_736],
  ['nemotron-nano-9b-v2', 8_888_227_328],
  ['nemotron-3-nano-4b', 3_973_556_832],
])('%s has %d parameters, as published', (id, total) => {
  expect(countParameters(publishedShape(id)).total).toBe(total)
})

it('Nemotron 3 Nano has the 31,577,937,344 published ones and 128 corrections of the router in 23 blocks', () => {
  const { total } = countParameters(publishedShape('nemotron-3-nano-30b-a3b'))
  expect(total).toBe(31_577_937_344 + 23 * 128)
})

it('Nemotron 3 Super with the block that predicts further tokens: the published count, and 512 corrections in 41', () => {
  const { total, nextTokenPrediction } = countParameters(publishedShape('nemotron-3-super-120b'))
  expect(total + nextTokenPrediction).toBe(123_611_012_096 + 41 * 512)
})

it('Nemotron 3 Super projects to 1,024 values around its experts and folds its draft head into block 88', () => {
  const shapes = new Map(
    tensorsOf(publishedShape('nemotron-3-super-120b')).map(({ name, shape }) => [name, shape]),
  )
  expect(shapes.get('blk.1.ffn_latent_down.weight')).toEqual([4096, 1024])
  expect(shapes.get('blk.1.ffn_up_exps.weight')).toEqual([1024, 2688, 512])
  expect(shapes.get('blk.88.attn_q.weight')).toEqual([4096, 4096])
  expect(shapes.get('blk.88.nextn.eh_proj.weight')).toEqual([8192, 4096])
  expect(shapes.has('blk.88.nextn.embed_tokens.weight')).toBe(false)
  expect(shapes.get('blk.0.ssm_a')).toEqual([1, 128])
})

it('Nano 9B keeps 16 KiB per token in 4 blocks and 27 states of 128 heads of 80 by 128', () => {
  const { kvCache } = sizeModel({
    architecture: publishedShape('nemotron-nano-9b-v2'),
    quantization: 'Q4_K_M',
    contextLength: 8192,
  })
  expect(kvCache.fullAttentionBytes / MiB).toBe(128)
  const convolved = 10_240 + 2 * 8 * 128
  expect(kvCache.recurrentBytes).toBe(27 * 4 * (3 * convolved + 10_240 * 128))
})

it('the length of layers_block_type is the number of blocks where no pattern is given', () => {
  const { hybrid_override_pattern, num_hidden_layers, ...config } = publishedConfig('nemotron-h-8b')
  const words = { M: 'mamba', '-': 'mlp', '*': 'attention' }
  const layers_block_type = [...String(hybrid_override_pattern)].map(
    (sign) => words[sign as keyof typeof words],
  )
  const { total } = countParameters(readArchitecture({ ...config, layers_block_type }))
  expect([layers_block_type.length, total]).toEqual([num_hidden_layers, 8_100_852_736])
})

it.each([
  ['hybrid_override_pattern', 'M-X'],
  ['hybrid_override_pattern', 'M-M'],
  ['hybrid_override_pattern', 'M'.repeat(2000)],
  ['hybrid_override_pattern', 52],
  ['hybrid_override_pattern', undefined],
  ['n_groups', 7],
  ['mamba_num_heads', 0],
  ['num_key_value_heads', 0],
])('refuses %s = %j', (field, value) => {
  const { code } = thrown(() =>
    readArchitecture({ ...publishedConfig('nemotron-h-8b'), [field]: value }),
  )
  expect(code).toBe('invalid_architecture')
})
