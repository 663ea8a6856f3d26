import { expect, it } from 'vitest'
import type { Refusal } from './gates.ts'
import { nearness } from './nearness.ts'

const refusal = (from: number, to: number): Refusal => ({
  binding: 'memory',
  code: 'refused.memory',
  values: {},
  smallestChange: [{ field: 'usableMemoryBytes', from, to }],
})

it('takes eight points for each doubling that a model asks for', () => {
  expect(nearness(refusal(16, 32), 60)).toBe(52)
  expect(nearness(refusal(16, 16), 60)).toBe(60)
  expect(nearness(refusal(32, 8), 60)).toBe(44)
})

it('puts what no change lifts last', () => {
  expect(nearness({ ...refusal(1, 1), smallestChange: [] }, 90)).toBe(Number.NEGATIVE_INFINITY)
})
