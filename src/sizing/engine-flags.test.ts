import { expect, it } from 'vitest'
import { machineOf } from '../../test/support/devices.ts'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../test/support/random-shapes.ts'
import type { ForcedPlacement } from './placement-result.ts'
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

it('a placement that was asked for comes back as the flags that ask for it', () => {
  const { flags } = sizeModel({
    architecture: publishedShape('gpt-oss-120b'),
    quantization: 'MXFP4',
    contextLength: 8_192,
    machine: machineOf('2x rtx-3090,ram=96gb'),
    placement: {
      splitMode: 'layer',
      tensorSplit: [3, 1],
      gpuLayers: 30,
      kvOffload: false,
      cpuMoeLayers: 20,
      cpuTensors: ['ffn_gate_inp', 'attn_sinks'],
    },
  })
  expect(flags.slice(4).join(' ')).toBe(
    '--n-gpu-layers 30 --tensor-split 3,1 --n-cpu-moe 20 --override-tensor ffn_gate_inp=CPU,attn_sinks=CPU --no-kv-offload',
  )
})

it('one card of two by its number, and a split by tensors', () => {
  const flagsOf = (placement: ForcedPlacement) =>
    sizeModel({
      architecture: publishedShape('llama-3.1-8b'),
      quantization: 'Q4_K_M',
      contextLength: 8_192,
      machine: machineOf('2x rtx-3090,ram=64gb'),
      placement,
    }).flags.join(' ')
  expect(flagsOf({ splitMode: 'none', mainGpu: 1 })).toMatch(
    /--n-gpu-layers 33 --split-mode none --main-gpu 1$/,
  )
  expect(flagsOf({ splitMode: 'tensor' })).toMatch(/--n-gpu-layers 33 --split-mode tensor$/)
})

/** What llama.cpp would do with the flags of a placement. */
function asTold(flags: readonly string[]): ForcedPlacement {
  const value = (flag: string) => flags[flags.indexOf(flag) + 1]
  const has = (flag: string) => flags.includes(flag)
  return {
    gpuLayers: Number(value('--n-gpu-layers')),
    ...(has('--tensor-split')
      ? { tensorSplit: value('--tensor-split')?.split(',').map(Number) }
      : {}),
    ...(has('--n-cpu-moe') ? { cpuMoeLayers: Number(value('--n-cpu-moe')) } : {}),
  }
}

it('400 found placements, told to llama.cpp by their flags, lie where they were found', () => {
  const random = new Random(21)
  let several = 0
  for (let round = 0; round < 400; round += 1) {
    const request = {
      architecture: randomShape(random),
      quantization: random.pick(['Q4_K_M', 'Q8_0', 'F16']),
      contextLength: random.whole(256, 30_000),
      machine: machineOf(
        random.pick([
          '24gb gpu,ram=64gb',
          '2x 12gb gpu,ram=64gb',
          '4gb gpu + 16gb gpu,ram=32gb',
          '3x 2gb gpu,ram=128gb',
          '16gb gpu + 8gb gpu + 4gb gpu,ram=64gb',
        ]),
      ),
    }
    const found = sizeModel(request)
    if (found.placement === undefined || found.placement.kind === 'cpu') continue
    const told = sizeModel({ ...request, placement: asTold(found.flags) }).placement
    const shown = (placement: typeof told) =>
      placement?.parts
        .filter(({ device }) => device.kind !== 'cpu')
        .map(({ layers, weightBytes, kvCacheBytes }) => [layers, weightBytes, kvCacheBytes])
    expect(shown(told)).toEqual(shown(found.placement))
    if ((shown(told)?.length ?? 0) > 1) several += 1
  }
  expect(several).toBeGreaterThan(100)
})
