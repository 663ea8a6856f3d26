import { describe, expect, it } from 'vitest'
import { machineOf } from '../../test/support/devices.ts'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { Random } from '../../test/support/random-shapes.ts'
import { GiB } from '../base/bytes.ts'
import type { Device } from '../facts/device.ts'
import { deviceSets } from './device-sets.ts'
import { largestParallel } from './largest-parallel.ts'
import { largestWhole } from './largest-whole.ts'
import { smallestQuantizationChange } from './quantization-change.ts'
import { sizedFits } from './size-model.ts'
import { acceleratorPools } from './usable-memory.ts'
import { weightsOf } from './weights.ts'

it('the largest whole number is found for every threshold and limit up to 70', () => {
  for (let limit = 0; limit <= 70; limit += 1)
    for (let threshold = 0; threshold <= 75; threshold += 1) {
      const expected = Math.min(limit, threshold)
      const found = largestWhole(limit, (value) => value <= threshold)
      expect(found).toBe(expected === 0 ? undefined : expected)
    }
})

describe('users at a time', () => {
  const request = {
    architecture: publishedShape('llama-3.1-8b'),
    quantization: 'Q4_K_M',
    machine: machineOf('rtx-4090'),
  }
  const fits = (parallel: number) =>
    sizedFits({ ...request, parallel, contextLength: 8192 * parallel })

  it('Llama 3.1 8B on 24 GB serves as many users of 8,192 tokens as a GiB each leaves room for, and not one more', () => {
    const count = largestParallel(request, 8192)
    expect(count).toBeGreaterThan(14)
    expect(count).toBeLessThan(19)
    expect(fits(count)).toBe(true)
    expect(fits(count + 1)).toBe(false)
  })

  it('is 0 where one does not fit, and 256 at most, as llama.cpp takes no more', () => {
    expect(largestParallel({ ...request, machine: machineOf('1gb gpu') }, 8192)).toBe(0)
    expect(largestParallel({ ...request, machine: machineOf('8x h200') }, 256)).toBe(256)
  })
})

describe('the smallest step in bits', () => {
  const request = {
    architecture: publishedShape('llama-3.3-70b'),
    quantization: 'Q4_K_M',
    contextLength: 8192,
  }

  it('70B on two cards of 24 GB fits as asked; on 40 GB a step of some bits lets it in, and none of more bytes does', () => {
    expect(smallestQuantizationChange({ ...request, machine: machineOf('2x rtx-4090') })).toBe(
      undefined,
    )
    const machine = machineOf('a100-40gb')
    const change = smallestQuantizationChange({ ...request, machine })
    expect(change?.quantization).toBe('Q4_0')
    const { architecture } = request
    const asked = weightsOf(architecture, 'Q4_K_M').fileBytes
    for (const quantization of ['Q4_K_S', 'Q4_1', 'IQ4_NL', 'IQ4_XS', 'Q3_K_L'] as const) {
      const { fileBytes } = weightsOf(architecture, quantization)
      if (fileBytes > (change?.fileBytes ?? 0) && fileBytes < asked)
        expect(sizedFits({ ...request, quantization, machine })).toBe(false)
    }
  })

  it('none lets 70B into 8 GB', () => {
    expect(
      smallestQuantizationChange({ ...request, machine: machineOf('8gb gpu') }),
    ).toBeUndefined()
  })
})

describe('sets of devices', () => {
  const card = (id: string, gib: number, bandwidth: number): Device => ({
    id,
    name: id,
    kind: 'gpu',
    memoryBytes: gib * GiB,
    bandwidthBytesPerSecond: bandwidth,
  })
  const offered = [card('a', 24, 1), card('b', 24, 2), card('c', 16, 1), card('d', 80, 3)].map(
    (device) => ({ device, isSingle: device.id === 'c' }),
  )

  it('are the fewest of each memory, by total and then by number, the quickest memory first', () => {
    const need = 40 * GiB
    const sets = deviceSets({
      devices: offered,
      limit: 5,
      fits: ({ devices }) =>
        devices.reduce((sum, { device, count }) => sum + count * device.memoryBytes, 0) >= need,
    })
    expect(sets.map(({ count, devices }) => [count, devices[0]?.id])).toEqual([
      [2, 'b'],
      [1, 'd'],
    ])
  })

  it('each holds the model, and one device fewer does not', () => {
    const architecture = publishedShape('qwen3-32b')
    const fits = (machine: Parameters<typeof sizedFits>[0]['machine']) =>
      sizedFits({ architecture, quantization: 'Q4_K_M', contextLength: 8192, machine })
    for (const { count, devices } of deviceSets({ devices: offered, limit: 9, fits })) {
      const [device] = devices
      if (device === undefined) throw new Error('empty')
      const machine = (many: number) => ({
        devices: [{ device, count: many }],
        origin: 'described' as const,
        assumptions: [],
      })
      expect(fits(machine(count))).toBe(true)
      if (count > 1) expect(fits(machine(count / 2))).toBe(false)
    }
  })
})

describe('what may be used of memory', () => {
  const usable = (text: string) => (acceleratorPools(machineOf(text))[0]?.usableBytes ?? 0) / GiB

  it('Apple: two thirds up to 32 GB, three quarters above; NVIDIA boards all but the system’s share', () => {
    expect(usable('m4-10c-24gb')).toBe(16)
    expect(usable('m3-max-64gb')).toBe(48)
    expect(usable('jetson-agx-orin-64gb')).toBe(56)
    expect(usable('rtx-4090')).toBe(23.5)
  })

  it('a computer that is seen: no more of unified memory than is free now', () => {
    const machine = machineOf('m3-max-64gb')
    const busy = { ...machine, origin: 'detected' as const, freeSystemMemoryBytes: 20 * GiB }
    expect((acceleratorPools(busy)[0]?.usableBytes ?? 0) / GiB).toBe(20)
  })

  it('100 random machines hold more the more memory they have', () => {
    const random = new Random(33)
    const request = {
      architecture: publishedShape('gpt-oss-20b'),
      quantization: 'MXFP4',
      contextLength: 16_384,
    }
    for (let round = 0; round < 100; round += 1) {
      const gib = random.whole(1, 40)
      const count = random.whole(1, 3)
      const fits = (more: number) =>
        sizedFits({ ...request, machine: machineOf(`${count}x ${gib + more}gb gpu`) })
      if (fits(0)) expect(fits(random.whole(1, 20))).toBe(true)
    }
  })
})
