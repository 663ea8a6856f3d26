import { expect, it } from 'vitest'
import { measureMemoryBandwidth } from './memory-bandwidth.ts'

it('measures between 0.5 and 2,000 GB/s, or nothing where memory is short', async () => {
  const rate = await measureMemoryBandwidth()
  if (rate === undefined) return
  expect(rate).toBeGreaterThan(0.5e9)
  expect(rate).toBeLessThan(2000e9)
})
