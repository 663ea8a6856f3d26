import { describe, expect, it } from 'vitest'
import { machineOf } from '../../test/support/devices.ts'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../test/support/random-shapes.ts'
import { GiB } from '../base/bytes.ts'
import type { Device, Machine } from '../facts/device.ts'
import { modelBytes } from './model-bytes.ts'
import { fitsOn, placeModel } from './placement.ts'
import type { Placement } from './placement-result.ts'
import { completeSettings } from './settings.ts'

function modelOf(id: string, quantization: string, contextLength: number) {
  const settings = completeSettings({ contextLength })
  return modelBytes(publishedShape(id), quantization, false, settings)
}

function place(id: string, quantization: string, contextLength: number, machine: string) {
  return placeModel(modelOf(id, quantization, contextLength), machineOf(machine)).placement
}

const layersOf = (placement: Placement | undefined) => placement?.parts.map(({ layers }) => layers)

describe('situations', () => {
  it('Llama 3.1 8B Q4_K_M lies whole on one RTX 4090: 32 of 32 blocks', () => {
    const placement = place('llama-3.1-8b', 'Q4_K_M', 8_192, 'rtx-4090,ram=64gb')
    expect(placement).toMatchObject({ kind: 'gpu', acceleratorLayers: 32, expertLayersInRam: 0 })
    expect(layersOf(placement)).toEqual([32])
  })

  it('Qwen3 32B Q6_K over 24 and 12 GB: all 64 blocks, each card filled to about the same share', () => {
    const placement = place('qwen3-32b', 'Q6_K', 8_192, 'rtx-4090 + rtx-3060-12gb')
    expect(placement?.kind).toBe('gpu')
    const [large, small] = placement?.parts ?? []
    expect((large?.layers ?? 0) + (small?.layers ?? 0)).toBe(64)
    expect(large?.layers).toBeGreaterThan(small?.layers ?? 64)
    const shares = placement?.parts.map(({ usedBytes, usableBytes }) => usedBytes / usableBytes)
    expect(Math.abs((shares?.[0] ?? 0) - (shares?.[1] ?? 1))).toBeLessThan(0.08)
  })

  it('gpt-oss-120b on a 24 GB card with 96 GB of RAM: as few blocks of experts in RAM as fit, one fewer does not', () => {
    const model = modelOf('gpt-oss-120b', 'MXFP4', 8_192)
    const machine = machineOf('rtx-4090,ram=96gb')
    const placement = placeModel(model, machine).placement
    expect(placement).toMatchObject({ kind: 'experts-in-ram', acceleratorLayers: 36 })
    const count = placement?.expertLayersInRam ?? 0
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(36)
    const [card] = placement?.parts ?? []
    const { expertsBefore } = model.weights
    const oneBlock = (expertsBefore[count] ?? 0) - (expertsBefore[count - 1] ?? 0)
    expect((card?.usedBytes ?? 0) + oneBlock).toBeGreaterThan(card?.usableBytes ?? 0)
    expect(placement?.parts.reduce((sum, { expertShare }) => sum + expertShare, 0)).toBeCloseTo(1)
  })

  it('Llama 3.3 70B Q4_K_M on 24 GB of card and 64 of RAM: in part, one block more would not fit the card', () => {
    const model = modelOf('llama-3.3-70b', 'Q4_K_M', 8_192)
    const placement = placeModel(model, machineOf('rtx-4090,ram=64gb')).placement
    expect(placement?.kind).toBe('partial')
    const [ram, card] = placement?.parts ?? []
    expect((ram?.layers ?? 0) + (card?.layers ?? 0)).toBe(80)
    expect(card?.layers).toBe(placement?.acceleratorLayers)
    const first = ram?.layers ?? 0
    const { bytesBefore } = model.weights
    const next =
      (bytesBefore[first] ?? 0) -
      (bytesBefore[first - 1] ?? 0) +
      (model.cacheBefore[first] ?? 0) -
      (model.cacheBefore[first - 1] ?? 0)
    expect((card?.usedBytes ?? 0) + next).toBeGreaterThan(card?.usableBytes ?? 0)
  })

  it('a CPU alone holds everything in RAM, no block on an accelerator', () => {
    const placement = place('llama-3.1-8b', 'Q4_K_M', 8_192, 'cpu,ram=16gb')
    expect(placement).toMatchObject({ kind: 'cpu', acceleratorLayers: 0 })
    expect(layersOf(placement)).toEqual([32])
  })

  it('64 GB of unified memory hold Qwen3 32B whole, and RAM beside it is not counted twice', () => {
    const machine = machineOf('m3-max-64gb')
    const { placement, usableBytes } = placeModel(modelOf('qwen3-32b', 'Q4_K_M', 8_192), machine)
    expect(placement).toMatchObject({ kind: 'unified', acceleratorLayers: 64 })
    expect(usableBytes).toBe(48 * GiB)
  })

  it('DeepSeek-R1 Q4_K_M fits 8 cards of 141 GB and none of 8 GB with 16 GB of RAM', () => {
    const model = modelOf('deepseek-r1', 'Q4_K_M', 8_192)
    expect(placeModel(model, machineOf('8x h200-sxm')).placement?.parts).toHaveLength(8)
    const short = placeModel(model, machineOf('rtx-4060,ram=16gb'))
    expect(short.placement).toBeUndefined()
    expect(short.usableBytes).toBe((7.5 + 14) * GiB)
    expect(short.shortfallBytes / GiB).toBeCloseTo(377.5 - 21.5, 0)
  })

  it('a 1 GB card behind a 24 GB one stays empty instead of forbidding the larger one', () => {
    const small = machineOf('rtx-4090 + 1gb gpu')
    const { placement } = placeModel(modelOf('gemma-3-12b', 'Q4_K_M', 8_192), small)
    expect(placement?.kind).toBe('gpu')
    expect(layersOf(placement)).toEqual([48, 0])
    expect(placement?.parts[1]?.usedBytes).toBe(0)
  })

  it('a 1 GB card in front of a 24 GB one stays empty too', () => {
    const small = machineOf('1gb gpu + rtx-4090')
    const { placement } = placeModel(modelOf('gemma-3-12b', 'Q4_K_M', 8_192), small)
    expect(placement?.parts[0]?.usedBytes).toBeLessThanOrEqual(0.5 * GiB)
    expect(layersOf(placement)?.reduce((sum, layers) => sum + layers, 0)).toBe(48)
  })
})

function randomMachine(random: Random): Machine {
  const card = (kind: Device['kind'], index: number): Device => ({
    id: `${kind}-${index}`,
    name: kind,
    kind,
    memoryBytes: Math.round(random.next() * random.pick([2, 16, 100]) * GiB) + 1,
  })
  const isUnified = random.next() < 0.15
  const devices = isUnified
    ? [{ device: card('unified', 0), count: 1 }]
    : Array.from({ length: random.whole(1, 4) }, (_, index) => ({
        device: card('gpu', index),
        count: random.whole(1, 3),
      }))
  const hasRam = !isUnified && random.next() < 0.7
  return {
    devices,
    ...(hasRam ? { systemMemoryBytes: random.whole(1, 128) * GiB } : {}),
    origin: 'described',
    assumptions: [],
  }
}

it('600 random models on random machines: nothing is lost, nothing stands twice, no place is overfilled', () => {
  const random = new Random(5)
  const kinds = new Map<string, number>()
  for (let round = 0; round < 600; round += 1) {
    const architecture = randomShape(random)
    const settings = completeSettings({ contextLength: random.whole(1, 60_000) })
    const quantization = random.pick(['Q4_K_M', 'Q8_0', 'F16'])
    const model = modelBytes(architecture, quantization, false, settings)
    const machine = randomMachine(random)
    const { placement, shortfallBytes } = placeModel(model, machine)
    expect(fitsOn(model, machine)).toBe(placement !== undefined)
    expect(shortfallBytes > 0).toBe(placement === undefined)
    kinds.set(placement?.kind ?? 'none', (kinds.get(placement?.kind ?? 'none') ?? 0) + 1)
    if (placement === undefined) continue
    const { parts, kind } = placement
    const sum = (of: (part: Placement['parts'][number]) => number) =>
      parts.reduce((total, part) => total + of(part), 0)
    for (const part of parts) {
      expect(part.usedBytes).toBe(part.weightBytes + part.kvCacheBytes + part.computeBytes)
      expect(part.usedBytes).toBeLessThanOrEqual(part.usableBytes)
      expect(part.layers).toBeGreaterThanOrEqual(0)
    }
    expect(sum(({ layers }) => layers)).toBe(architecture.layers.length)
    expect(sum(({ kvCacheBytes }) => kvCacheBytes)).toBe(model.kvCache.bytes)
    // A tied head is copied to the device while the embedding stays in RAM, which is no part without one.
    const { loadedBytes, embeddingBytes } = model.weights
    const copies = architecture.tiedEmbeddings ? embeddingBytes : 0
    const inRam = kind === 'experts-in-ram' || kind === 'partial' ? 0 : embeddingBytes
    expect(sum(({ weightBytes }) => weightBytes)).toBe(
      kind === 'cpu' ? loadedBytes : loadedBytes + copies - inRam,
    )
    if ((model.weights.expertsBefore.at(-1) ?? 0) > 0)
      expect(sum(({ expertShare }) => expertShare)).toBeCloseTo(1)
  }
  expect([...kinds.keys()].sort()).toEqual(
    ['cpu', 'experts-in-ram', 'gpu', 'none', 'partial', 'unified'].sort(),
  )
})
