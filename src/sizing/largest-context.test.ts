import { expect, it } from 'vitest'
import { machineOf } from '../../test/support/devices.ts'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../test/support/random-shapes.ts'
import { GiB } from '../base/bytes.ts'
import type { Machine } from '../facts/device.ts'
import { largestContext } from './largest-context.ts'
import { sizedFits } from './size-model.ts'

it('Llama 3.1 8B Q4_K_M on 12 GB: fits at the answer and not at 256 tokens more', () => {
  const request = {
    architecture: publishedShape('llama-3.1-8b'),
    quantization: 'Q4_K_M',
    machine: machineOf('rtx-3060-12gb'),
  }
  const longest = largestContext(request, 131_072) ?? 0
  expect(longest % 256).toBe(0)
  expect(longest).toBeGreaterThan(40_000)
  expect(longest).toBeLessThan(64_000)
  expect(sizedFits({ ...request, contextLength: longest })).toBe(true)
  expect(sizedFits({ ...request, contextLength: longest + 256 })).toBe(false)
})

it('gives the limit, rounded down to 256, where everything fits, and nothing where not even 256 tokens do', () => {
  const architecture = publishedShape('llama-3.2-1b')
  const request = { architecture, quantization: 'Q4_K_M', machine: machineOf('rtx-4090') }
  expect(largestContext(request, 131_072)).toBe(131_072)
  expect(largestContext(request, 1_000)).toBe(768)
  const small = { ...request, machine: machineOf('1gb gpu') }
  expect(largestContext(small, 131_072)).toBeUndefined()
})

it('is exact for 60 random shapes on random cards, in RAM too and with several sequences', () => {
  const random = new Random(6)
  let bounded = 0
  for (let round = 0; round < 60; round += 1) {
    const machine: Machine = {
      devices: [
        {
          device: { id: 'a', name: 'a', kind: 'gpu', memoryBytes: random.whole(2, 40) * GiB },
          count: random.whole(1, 2),
        },
      ],
      ...(random.next() < 0.5 ? { systemMemoryBytes: random.whole(2, 32) * GiB } : {}),
      origin: 'described',
      assumptions: [],
    }
    const architecture = randomShape(random)
    const request = {
      architecture,
      quantization: 'Q4_K_M',
      machine,
      parallel: random.whole(1, 3),
    }
    const limit = 1_048_576
    const longest = largestContext(request, limit)
    if (longest === undefined) expect(sizedFits({ ...request, contextLength: 256 })).toBe(false)
    else {
      expect(sizedFits({ ...request, contextLength: longest })).toBe(true)
      if (longest < limit) {
        bounded += 1
        expect(sizedFits({ ...request, contextLength: longest + 256 })).toBe(false)
      }
    }
  }
  expect(bounded).toBeGreaterThan(10)
})
