import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { sizeModel } from './size-model.ts'

const recorded = z
  .object({
    engine: z.string(),
    rows: z.array(
      z.tuple([z.string(), z.number(), z.number(), z.boolean(), z.number(), z.number()]),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../test/recordings/allocator/contexts.json', import.meta.url),
        'utf8',
      ),
    ),
  )

/** What the engine's own allocator gives, and what the closed form does, of weights, caches and buffers together. */
const cells = recorded.rows.map(
  ([model, contextLength, parallel, flashAttention, weights, rest]) => {
    const size = sizeModel({
      architecture: publishedShape(model),
      quantization: 'F16',
      contextLength: contextLength * parallel,
      parallel,
      flashAttention,
      batch: { logical: 512, physical: 512 },
    })
    const context = size.kvCache.bytes + size.compute.bytes + size.outputBytes
    // gpt-oss was recorded with F16 experts, which no published file has: its caches and buffers alone are held.
    const ours = (model.startsWith('gpt-oss') ? weights : size.weights.loadedBytes) + context
    return {
      name: `${model}, ${parallel} x ${contextLength}${flashAttention ? '' : ', no flash attention'}`,
      off: ours / (weights + rest) - 1,
      cacheFits: size.kvCache.bytes < rest,
      weightsOff: size.weights.loadedBytes / weights - 1,
      model,
    }
  },
)

it(`holds ${cells.length} cells of ${new Set(cells.map(({ model }) => model)).size} models against the allocator of ${recorded.engine}`, () => {
  expect(cells.length).toBeGreaterThanOrEqual(160)
  const within = (limit: number) =>
    cells.filter(({ off }) => Math.abs(off) <= limit).length / cells.length
  const worst = cells
    .toSorted((a, b) => Math.abs(b.off) - Math.abs(a.off))
    .slice(0, 5)
    .map(({ name, off }) => `${name}: ${(off * 100).toFixed(2)} %`)
  // Measured: 92.3 and 98.2 %; what is further off is Gemma 4, whose tied head the engine loads twice, and Nemotron-H.
  expect(within(0.01), worst.join('; ')).toBeGreaterThanOrEqual(0.92)
  expect(within(0.06), worst.join('; ')).toBe(1)
})

it('weights are exact to 0.01 % but for models whose head the engine loads twice, and gpt-oss', () => {
  const off = new Set(
    cells.filter(({ weightsOff }) => Math.abs(weightsOff) > 1e-4).map(({ model }) => model),
  )
  expect([...off].sort()).toEqual([
    'ai21-jamba2-mini',
    'gemma-4-26b-a4b',
    'gemma-4-31b',
    'gpt-oss-20b',
  ])
})

it('never gives caches more than caches and buffers together take', () => {
  expect(cells.filter(({ cacheFits }) => !cacheFits)).toEqual([])
})
