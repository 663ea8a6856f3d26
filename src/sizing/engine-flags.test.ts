import { expect, it } from 'vitest'
import { machineOf } from '../../test/support/devices.ts'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { sizeModel } from './size-model.ts'

function sized(id: string, quantization: string, machine: string, more = {}) {
  const { flags, placement } = sizeModel({
    architecture: publishedShape(id),
    quantization,
    contextLength: 8_192,
    machine: machineOf(machine),
    ...more,
  })
  const value = (flag: string) => {
    const at = flags.indexOf(flag)
    return at < 0 ? undefined : flags[at + 1]
  }
  return { flags, placement, value }
}

it('leaves defaults out: context and flash attention alone without a machine', () => {
  const { flags } = sizeModel({
    architecture: publishedShape('qwen3-8b'),
    quantization: 'Q4_K_M',
    contextLength: 4_096,
  })
  expect(flags).toEqual(['--ctx-size', '4096', '--flash-attn', 'on'])
})

it('names every setting that differs from the defaults', () => {
  const { flags } = sizeModel({
    architecture: publishedShape('qwen3-8b'),
    quantization: 'Q4_K_M',
    contextLength: 4_096,
    parallel: 4,
    unifiedCache: true,
    kvCacheType: { keys: 'q8_0', values: 'q4_0' },
    batch: { logical: 1_024, physical: 256 },
  })
  expect(flags.join(' ')).toBe(
    '--ctx-size 4096 --parallel 4 --kv-unified --cache-type-k q8_0 --cache-type-v q4_0 --batch-size 1024 --ubatch-size 256 --flash-attn on',
  )
})

it('32 blocks on one card are 33 layers for llama.cpp, which counts the output', () => {
  expect(sized('llama-3.1-8b', 'Q4_K_M', 'rtx-4090').value('--n-gpu-layers')).toBe('33')
})

it('46 blocks of GLM-4.5-Air are 48: the output and the block that predicts further tokens count', () => {
  expect(sized('glm-4.5-air', 'Q4_K_M', 'h100-sxm-80gb').value('--n-gpu-layers')).toBe('48')
})

it('in part, one layer more than the blocks on the card, as layers are counted from the output', () => {
  const { placement, value } = sized('llama-3.3-70b', 'Q4_K_M', 'rtx-4090,ram=64gb')
  expect(placement?.kind).toBe('partial')
  expect(value('--n-gpu-layers')).toBe(String((placement?.acceleratorLayers ?? 0) + 1))
  expect(value('--tensor-split')).toBeUndefined()
})

it('two cards share all layers: the split sums to the layers on cards, the output with the last', () => {
  const { placement, value } = sized('qwen3-32b', 'Q6_K', 'rtx-4090 + rtx-3060-12gb')
  const split = value('--tensor-split')?.split(',').map(Number) ?? []
  const [large, small] = placement?.parts.map(({ layers }) => layers) ?? []
  expect(split).toEqual([large, (small ?? 0) + 1])
  expect(split[0] ?? 0).toBeLessThan(65)
  expect(value('--n-gpu-layers')).toBe('65')
})

it('a card that stays empty has its place in the split: 49,0', () => {
  const { value } = sized('gemma-3-12b', 'Q4_K_M', 'rtx-4090 + 1gb gpu')
  expect(value('--tensor-split')).toBe('49,0')
})

it('experts in RAM are as many blocks as the placement says', () => {
  const { placement, value } = sized('gpt-oss-120b', 'MXFP4', 'rtx-4090,ram=96gb')
  expect(value('--n-cpu-moe')).toBe(String(placement?.expertLayersInRam))
  expect(value('--n-gpu-layers')).toBe('37')
})

it('a CPU alone takes no layer to a card', () => {
  expect(sized('llama-3.1-8b', 'Q4_K_M', 'cpu,ram=16gb').value('--n-gpu-layers')).toBe('0')
})
