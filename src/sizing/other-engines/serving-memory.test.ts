import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { shippedDevices } from '../../../test/support/devices.ts'
import { publishedShape } from '../../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../../test/support/random-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { GiB } from '../../base/bytes.ts'
import type { Device } from '../../facts/device.ts'
import { deviceOf } from '../../facts/devices/device-database.ts'
import { stageLengths, usualParallelism } from './parallelism.ts'
import { type ServingRequest, servingEngines, servingMemory } from './serving-memory.ts'
import { noPadding, shardedWeights } from './sharded-weights.ts'

const rowSchema = z.strictObject({
  source: z.string(),
  engine: z.enum(servingEngines),
  model: z.string(),
  format: z.string(),
  tensor: z.number(),
  pipeline: z.number(),
  expert: z.boolean().optional(),
  device: z.string().optional(),
  totalGib: z.number().optional(),
  memoryShare: z.number().optional(),
  contextLength: z.number().optional(),
  weightGib: z.number().optional(),
  kvCacheGib: z.number().optional(),
  kvTokens: z.number().optional(),
  concurrency: z.number().optional(),
  isBeforeV1: z.boolean().optional(),
  note: z.string().optional(),
})
type Row = z.output<typeof rowSchema>

/** Start-up logs of vLLM and SGLang that people published. */
const rows = z
  .array(rowSchema)
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../../test/recordings/vllm/startup-logs.json', import.meta.url),
        'utf8',
      ),
    ),
  )

function deviceFor({ device, totalGib }: Row): Device {
  const record = device === undefined ? undefined : shippedDevices.resolve(device).record
  const known = record === undefined ? undefined : deviceOf(record)
  const base = known ?? { id: 'card', name: 'card', kind: 'gpu', memoryBytes: 80 * GiB }
  return totalGib === undefined ? base : { ...base, usableBytes: totalGib * GiB }
}

function predicted(row: Row) {
  const { engine, model, format, tensor, pipeline, expert = false, contextLength = 32_768 } = row
  return servingMemory({
    engine,
    architecture: publishedShape(model),
    format,
    device: deviceFor(row),
    parallelism: { tensor, pipeline, expert },
    contextLength,
    memoryShare: row.memoryShare,
  })
}

const label = ({ model, format, engine, tensor, pipeline }: Row) =>
  `${model} ${format} on ${tensor} x ${pipeline} (${engine})`

describe('published start-up logs', () => {
  it.each(rows.filter(({ weightGib }) => weightGib !== undefined).map((row) => [label(row), row]))(
    'weights of %s: within 0.3 per cent, AWQ, which Marlin repacks, within 2',
    (_, row) => {
      const off = predicted(row).weightBytes / GiB / (row.weightGib ?? 0) - 1
      expect(Math.abs(off)).toBeLessThan(row.format === 'AWQ' ? 0.02 : 0.003)
    },
  )

  it('tokens that a logged cache holds: all within 1.2 per cent, all but one of 14 within half of one', () => {
    // The one states the cache of one worker; the engine takes the least of all four.
    const errors = rows.flatMap((row) => {
      const { kvCacheGib, kvTokens } = row
      if (kvCacheGib === undefined || kvTokens === undefined) return []
      return [Math.abs((kvCacheGib * GiB) / predicted(row).cache.bytesPerToken / kvTokens - 1)]
    })
    expect(errors.length).toBeGreaterThanOrEqual(14)
    expect(errors.filter((error) => error >= 0.005)).toHaveLength(1)
    expect(Math.max(...errors)).toBeLessThan(0.012)
  })

  it.each(
    rows
      .filter(
        (row) =>
          row.engine === 'vllm' &&
          row.isBeforeV1 !== true &&
          row.memoryShare !== undefined &&
          row.kvCacheGib !== undefined,
      )
      .map((row) => [label(row), row]),
  )('memory left for the cache of %s: within what the overhead is said to vary', (_, row) => {
    const { kvCacheBytes, overheadBytes, overheadBytesLow, overheadBytesHigh } = predicted(row)
    const logged = (row.kvCacheGib ?? 0) * GiB
    expect(logged).toBeLessThanOrEqual(kvCacheBytes + overheadBytes - overheadBytesLow)
    expect(logged).toBeGreaterThanOrEqual(kvCacheBytes + overheadBytes - overheadBytesHigh)
  })

  it('logged requests at a time are tokens by context: 4.57 of 32,768 for 149,712', () => {
    for (const { concurrency, kvTokens, contextLength } of rows)
      if (concurrency !== undefined && kvTokens !== undefined && contextLength !== undefined)
        expect(kvTokens / contextLength).toBeCloseTo(concurrency, 1)
  })
})

const card = (gib: number): Device => ({
  id: 'card',
  name: 'card',
  kind: 'gpu',
  memoryBytes: gib * GiB,
})

function serving(id: string, changed: Partial<ServingRequest> = {}) {
  return servingMemory({
    engine: 'vllm',
    architecture: publishedShape(id),
    format: 'BF16',
    device: card(80),
    parallelism: { tensor: 1, pipeline: 1, expert: false },
    contextLength: 32_768,
    ...changed,
  })
}

describe('sharing out', () => {
  it('8 key-value heads on 16 devices are kept twice: as much per token as on 8', () => {
    const perToken = (tensor: number) =>
      serving('llama-3.3-70b', { parallelism: { tensor, pipeline: 1, expert: false } }).cache
        .bytesPerToken
    expect(perToken(1)).toBe(80 * 2 * 8 * 128 * 2)
    expect(perToken(8)).toBe(perToken(1) / 8)
    expect(perToken(16)).toBe(perToken(8))
  })

  it('a latent vector is kept on every device: DeepSeek-R1 takes 61 x 576 x 2 bytes per token on 1 and on 8', () => {
    for (const tensor of [1, 8])
      expect(
        serving('deepseek-r1', {
          format: 'FP8',
          parallelism: { tensor, pipeline: 1, expert: false },
        }).cache.bytesPerToken,
      ).toBe(61 * 576 * 2)
  })

  it('FP8 halves the cache of a token', () => {
    const half = serving('qwen3-8b').cache.bytesPerToken
    expect(serving('qwen3-8b', { kvCacheType: 'fp8' }).cache.bytesPerToken).toBe(half / 2)
  })

  it('stages as vLLM cuts them: 61 blocks in 4 are 15, 15, 16 and 15; 28 in 8 are 3, then 4 times 4 before the last', () => {
    expect(stageLengths(61, 4)).toEqual([15, 15, 16, 15])
    expect(stageLengths(28, 8)).toEqual([3, 3, 3, 4, 4, 4, 4, 3])
  })

  it('2 x A100 hold Qwen3 32B in BF16 and serve 6 to 9 requests of 32,768 tokens; one serves fewer than one', () => {
    const { record } = shippedDevices.resolve('a100-sxm-80gb')
    const device = deviceOf(record) ?? card(80)
    const two = serving('qwen3-32b', {
      device,
      parallelism: { tensor: 2, pipeline: 1, expert: false },
    })
    expect(two.maxConcurrency).toBeGreaterThan(6)
    expect(two.maxConcurrency).toBeLessThan(13)
    expect(serving('qwen3-32b', { device }).maxConcurrency).toBeLessThan(2)
  })

  it('a window of 128 keeps itself and a batch: gpt-oss-20b takes 12 of 24 layers per token', () => {
    const { cache } = serving('gpt-oss-20b', { format: 'MXFP4' })
    expect(cache.bytesPerToken).toBe(12 * 2 * 8 * 64 * 2)
  })
})

it('300 random shapes: what the devices of all stages hold is the whole and what stands twice, never less', () => {
  const random = new Random(3)
  for (let round = 0; round < 300; round += 1) {
    const architecture = randomShape(random)
    const whole = shardedWeights(
      architecture,
      'BF16',
      { tensor: 1, pipeline: 1, expert: false },
      noPadding,
    )
    const tensor = random.pick([1, 2, 4])
    const pipeline = random.whole(1, Math.min(4, architecture.layers.length))
    const expert = random.next() < 0.5
    const stages = shardedWeights(architecture, 'BF16', { tensor, pipeline, expert }, noPadding)
    const blocks = stages.flatMap((stage) => stage.blocks)
    expect(blocks).toEqual(architecture.layers)
    const all = stages.reduce((sum, { bytes }) => sum + tensor * bytes, 0)
    expect(all).toBeGreaterThanOrEqual((whole[0]?.bytes ?? 0) * 0.999_999)
    expect(stages[0]?.bytes).toBeLessThanOrEqual((whole[0]?.bytes ?? 0) * 1.000_001)
  }
})

it('200 random shapes: more context, fewer requests; more memory, more requests', () => {
  const random = new Random(4)
  for (let round = 0; round < 200; round += 1) {
    const architecture = randomShape(random)
    const concurrency = (contextLength: number, gib: number) =>
      servingMemory({
        engine: random.pick(servingEngines),
        architecture,
        format: 'BF16',
        device: card(gib),
        parallelism: usualParallelism(architecture, 2),
        contextLength,
        memoryShare: 0.9,
      })
    const context = random.whole(64, 100_000)
    const [base, longer, larger] = [
      concurrency(context, 40),
      concurrency(2 * context, 40),
      concurrency(context, 48),
    ]
    if (base.cache.bytesPerRequest > 0)
      expect(longer.cache.bytesPerRequest).toBeGreaterThanOrEqual(base.cache.bytesPerRequest)
    expect(larger.deviceBytes).toBeGreaterThan(base.deviceBytes)
    expect(base.maxConcurrency).toBeGreaterThanOrEqual(0)
    expect(Number.isSafeInteger(base.kvCacheTokens)).toBe(true)
  }
})

describe('what the engines refuse is refused, with the field', () => {
  it('32 heads do not go by 3', () => {
    const { code, values } = thrown(() =>
      serving('llama-3.1-8b', { parallelism: { tensor: 3, pipeline: 1, expert: false } }),
    )
    expect([code, values.field, values.problem]).toEqual([
      'invalid_input',
      'tensorParallel',
      '32 % 3 ≠ 0',
    ])
  })

  it('32 blocks do not make 33 stages', () => {
    const { values } = thrown(() =>
      serving('llama-3.1-8b', { parallelism: { tensor: 1, pipeline: 33, expert: false } }),
    )
    expect([values.field, values.problem]).toEqual(['pipelineParallel', '33 > 32'])
  })

  it('Q4_K_M is no format of safetensors, q4_0 no cache type of theirs', () => {
    expect(thrown(() => serving('llama-3.1-8b', { format: 'Q4_K_M' })).code).toBe(
      'unknown_quantization',
    )
    const { values } = thrown(() => serving('llama-3.1-8b', { kvCacheType: 'q4_0' }))
    expect(values.field).toBe('kvCacheType')
  })
})
