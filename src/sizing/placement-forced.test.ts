import { describe, expect, it } from 'vitest'
import { machineOf } from '../../test/support/devices.ts'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../test/support/random-shapes.ts'
import { thrown } from '../../test/support/thrown.ts'
import { MiB } from '../base/bytes.ts'
import { modelBytes } from './model-bytes.ts'
import { placeForced } from './placement-forced.ts'
import type { ForcedPlacement, Placement } from './placement-result.ts'
import { completeSettings, type EngineSettingsInput } from './settings.ts'
import { tensorBytes } from './tensor-bytes.ts'
import { weightsOf } from './weights.ts'

function place(
  id: string,
  quantization: string,
  machine: string,
  forced: ForcedPlacement = {},
  settings: Partial<EngineSettingsInput> = {},
) {
  const complete = completeSettings({ contextLength: 8192, ...settings })
  const model = modelBytes(publishedShape(id), quantization, false, complete)
  return placeForced(model, machineOf(machine), forced)
}

const mebibytes = (bytes: number) => Math.round((100 * bytes) / MiB) / 100
const accelerators = (placement: Placement | undefined) =>
  placement?.parts.filter(({ device }) => device.kind !== 'cpu') ?? []

/** llama.cpp's logs of Meta-Llama-3-8B Q4_K_M, 8,192 tokens, without flash attention, over equal cards (XiongjieDai, GPU-Benchmarks-on-LLM-Inference). */
describe('Llama 3 8B over equal cards, as logged', () => {
  it.each([
    [2, [2113.28, 2290.21], 640.01],
    [4, [1130.62, 982.66, 982.66, 1307.55], 640.01],
    [6, [764.06, 616.09, 733.12, 616.09, 733.12, 940.99], 640.01],
    [8, [647.03, 483.59, 483.59, 499.06, 483.59, 499.06, 499.06, 808.49], 640.01],
  ])(
    '%i: weights to the hundredth of a mebibyte, compute within 4 per cent',
    (count, weights, compute) => {
      const { placement } = place(
        'llama-3-8b',
        'Q4_K_M',
        `${count}x rtx-4090,ram=64gb`,
        {},
        {
          flashAttention: false,
        },
      )
      const cards = accelerators(placement)
      expect(placement?.isPipelined).toBe(true)
      // Of eight, the log has two neighbours the other way round.
      const inOrder = (list: readonly number[]) =>
        count === 8 ? list.toSorted((a, b) => a - b) : list
      const logged = inOrder(weights)
      for (const [at, bytes] of inOrder(cards.map((card) => card.weightBytes)).entries())
        expect(Math.abs(bytes / MiB - (logged[at] ?? 0))).toBeLessThan(0.011)
      for (const { computeBytes } of cards)
        expect(Math.abs(computeBytes / MiB / compute - 1)).toBeLessThan(0.04)
      expect(mebibytes(placement?.parts.at(-1)?.weightBytes ?? 0)).toBe(281.81)
      // CUDA_Host: four masks of 16 MiB and the hidden values of 8, and some kibibytes of positions; the logits apart.
      const inputs = (placement?.parts.at(-1)?.computeBytes ?? 0) - 4 * 128_256
      expect(mebibytes(inputs)).toBeCloseTo(72.02, 1)
    },
  )
})

describe('what is asked for is what is laid out', () => {
  it('20 layers on the card are the output and the last 19 blocks of 32', () => {
    const { placement, fits } = place('llama-3.1-8b', 'Q4_K_M', 'rtx-4090,ram=64gb', {
      gpuLayers: 20,
    })
    expect(fits).toBe(true)
    expect(placement).toMatchObject({ kind: 'partial', acceleratorLayers: 19, isPipelined: false })
    expect(placement?.parts.map(({ layers }) => layers)).toEqual([19, 13])
  })

  it('one layer is the output alone, none is the processor', () => {
    const one = place('llama-3.1-8b', 'Q4_K_M', 'rtx-4090,ram=64gb', { gpuLayers: 1 })
    expect(one.placement?.parts.map(({ layers }) => layers)).toEqual([0, 32])
    expect(one.placement?.parts[0]?.weightBytes).toBeGreaterThan(0)
    const zero = place('llama-3.1-8b', 'Q4_K_M', 'rtx-4090,ram=64gb', { gpuLayers: 0 })
    expect(zero.placement?.kind).toBe('cpu')
    expect(zero.placement?.parts[0]?.usedBytes).toBe(0)
  })

  it('without offload of the cache all of it lies in RAM', () => {
    const { placement } = place('llama-3.1-8b', 'Q4_K_M', '2x rtx-3090,ram=64gb', {
      kvOffload: false,
    })
    expect(placement?.isPipelined).toBe(false)
    expect(placement?.parts.map(({ kvCacheBytes }) => kvCacheBytes / MiB)).toEqual([0, 0, 1024])
  })

  it('3 to 1 puts 25 of 33 layers on the first card: what is below 0.75 of them', () => {
    const { placement } = place('llama-3.1-8b', 'Q4_K_M', '2x rtx-3090,ram=64gb', {
      tensorSplit: [3, 1],
    })
    expect(placement?.parts.slice(0, 2).map(({ layers }) => layers)).toEqual([25, 7])
  })

  it('experts of the first 10 blocks of gpt-oss-120b in RAM are 10 of 36 of all, as a pattern says it too', () => {
    const machine = 'h100-sxm-80gb,ram=128gb'
    const byCount = place('gpt-oss-120b', 'MXFP4', machine, { cpuMoeLayers: 10 })
    expect(byCount.placement).toMatchObject({ kind: 'experts-in-ram', expertLayersInRam: 10 })
    expect(byCount.placement?.parts[1]?.expertShare).toBeCloseTo(10 / 36, 6)
    const byPattern = place('gpt-oss-120b', 'MXFP4', machine, {
      cpuTensors: ['blk\\.[0-9]\\.ffn_(up|down|gate)_exps'],
    })
    expect(byPattern.placement?.parts.map(({ weightBytes }) => weightBytes)).toEqual(
      byCount.placement?.parts.map(({ weightBytes }) => weightBytes),
    )
  })

  it('tensor split halves weights and cache of two equal cards', () => {
    const { placement } = place('llama-3.1-8b', 'Q4_K_M', '2x rtx-3090,ram=64gb', {
      splitMode: 'tensor',
    })
    const [first, second] = accelerators(placement)
    expect(placement?.isPipelined).toBe(false)
    expect(Math.abs((first?.kvCacheBytes ?? 0) - (second?.kvCacheBytes ?? 1))).toBeLessThan(64)
    expect((first?.weightBytes ?? 0) / (second?.weightBytes ?? 1)).toBeCloseTo(1, 5)
  })

  it('a single card by its number holds all', () => {
    const { placement } = place('llama-3.1-8b', 'Q4_K_M', 'rtx-3060-12gb + rtx-3090,ram=64gb', {
      splitMode: 'none',
      mainGpu: 1,
    })
    expect(accelerators(placement).map(({ name, layers }) => [name, layers])).toEqual([
      ['rtx-3090', 32],
    ])
  })

  it('70B on one card of 24 GB does not fit, and by how much is said', () => {
    const { placement, fits, shortfallBytes } = place(
      'llama-3.3-70b',
      'Q4_K_M',
      'rtx-4090,ram=64gb',
    )
    expect(fits).toBe(false)
    const [card] = placement?.parts ?? []
    expect(shortfallBytes).toBe(Math.ceil((card?.usedBytes ?? 0) - (card?.usableBytes ?? 0)))
  })
})

it('the list of tensors sums to what the sums say', () => {
  for (const [id, quantization] of [
    ['llama-3.1-8b', 'Q4_K_M'],
    ['gpt-oss-20b', 'MXFP4'],
    ['glm-4.5-air', 'IQ2_XS'],
    ['deepseek-r1', 'Q4_K_M'],
  ] as const) {
    const architecture = publishedShape(id)
    const weights = weightsOf(architecture, quantization)
    const sum = tensorBytes(architecture, weights.recipe, undefined).reduce(
      (total, [, bytes]) => total + bytes,
      0,
    )
    expect(sum).toBe(weights.loadedBytes)
  }
})

it('300 random requests: no byte is lost or stands twice but for a tied head', () => {
  const random = new Random(9)
  for (let round = 0; round < 300; round += 1) {
    const architecture = randomShape(random)
    const settings = completeSettings({ contextLength: random.whole(1, 60_000) })
    const model = modelBytes(architecture, random.pick(['Q4_K_M', 'Q8_0']), false, settings)
    const count = random.whole(1, 4)
    const maybe = <T>(value: T) => (random.next() < 0.5 ? value : undefined)
    const forced: ForcedPlacement = {
      splitMode: maybe(random.pick(['none', 'layer', 'tensor'])),
      gpuLayers: maybe(random.whole(0, 70)),
      tensorSplit: maybe(Array.from({ length: count }, () => random.whole(1, 9))),
      kvOffload: random.pick([true, false]),
      cpuMoeLayers: maybe(random.whole(0, 70)),
      cpuTensors: maybe(random.pick([['ffn_up'], ['attn_.*weight', 'exps']])),
    }
    const { placement, fits, shortfallBytes } = placeForced(
      model,
      machineOf(`${count}x 24gb gpu,ram=64gb`),
      forced,
    )
    const sum = (of: (part: Placement['parts'][number]) => number) =>
      placement?.parts.reduce((total, part) => total + of(part), 0) ?? 0
    const { loadedBytes, embeddingBytes } = model.weights
    const hasHead = architecture.tiedEmbeddings && forced.gpuLayers !== 0
    const weights = sum(({ weightBytes }) => weightBytes)
    expect(weights).toBeCloseTo(loadedBytes + (hasHead ? embeddingBytes : 0), 0)
    expect(sum(({ kvCacheBytes }) => kvCacheBytes)).toBeCloseTo(model.kvCache.bytes, 0)
    expect(sum(({ layers }) => layers)).toBe(architecture.layers.length)
    expect(fits).toBe(shortfallBytes === 0)
  }
})

describe('what llama.cpp refuses is refused, with the field', () => {
  const refused = (forced: ForcedPlacement, machine = '2x rtx-3090,ram=64gb', settings = {}) => {
    const { code, values } = thrown(() =>
      place('llama-3.1-8b', 'Q4_K_M', machine, forced, settings),
    )
    expect(code).toBe('invalid_input')
    return values.field
  }

  it.each([
    [{ splitMode: 'row' }, 'placement.splitMode'],
    [{ tensorSplit: [1, 1, 1] }, 'placement.tensorSplit'],
    [{ tensorSplit: [0, 0] }, 'placement.tensorSplit'],
    [{ splitMode: 'none', mainGpu: 2 }, 'placement.mainGpu'],
    [{ cpuTensors: ['(a+)+$'] }, 'placement.cpuTensors'],
    [{ cpuTensors: ['(a)\\1'] }, 'placement.cpuTensors'],
    [{ cpuTensors: ['['] }, 'placement.cpuTensors'],
    [{ cpuTensors: ['.*.*.*.*x'] }, 'placement.cpuTensors'],
    [{ cpuTensors: ['a?a?a?a?aaaa'] }, 'placement.cpuTensors'],
    [{ cpuTensors: ['(?=a)'] }, 'placement.cpuTensors'],
    [{ cpuTensors: ['x'.repeat(201)] }, 'placement.cpuTensors'],
  ] as const)('%o', (forced, field) => {
    expect(refused(forced)).toBe(field)
  })

  it('tensor split needs flash attention, layers on a card need a card', () => {
    expect(refused({ splitMode: 'tensor' }, undefined, { flashAttention: false })).toBe(
      'placement.splitMode',
    )
    expect(refused({ gpuLayers: 10 }, 'cpu,ram=64gb')).toBe('placement.gpuLayers')
  })
})
