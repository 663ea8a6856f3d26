import { expect, it } from 'vitest'
import { publishedShape } from '../../test/support/published-shapes.ts'
import type { Architecture } from '../facts/architecture.ts'
import { repackedBytes } from './repacked-weights.ts'

/** Three blocks of Qwen3 0.6B: what files of them, really loaded on an EPYC with AVX-512, were repacked to. */
const whole = publishedShape('qwen3-0.6b')
const small: Architecture = { ...whole, layers: whole.layers.slice(0, 3) }

it.each([
  ['Q4_K_M', 24_182_784],
  ['Q4_0', 26_542_080],
  ['Q8_0', 0],
  ['F16', 0],
])('%s: as many bytes as the engine logs as CPU_REPACK', (quantization, bytes) => {
  expect(repackedBytes(small, quantization, false, ['avx2', 'avx512f'])).toBe(bytes)
})

it('repacks nothing without wide vectors, more types with tiles, fewer experts', () => {
  expect(repackedBytes(whole, 'Q4_K_M', false, ['sse42'])).toBe(0)
  expect(repackedBytes(whole, 'Q8_0', false, ['amx_int8', 'avx512f'])).toBeGreaterThan(0)
  const experts = publishedShape('qwen3-30b-a3b')
  const [wide, tiles] = [['avx512f'], ['amx_int8', 'avx512f']].map((sets) =>
    repackedBytes(experts, 'Q4_K_M', false, sets),
  )
  expect(tiles).toBeGreaterThan(wide ?? 0)
})
