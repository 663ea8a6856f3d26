import { describe, expect, it } from 'vitest'
import { GiB } from '../src/base/bytes.ts'
import { locales } from '../src/base/locale.ts'
import { TouchstoneError } from '../src/base/touchstone-error.ts'
import { renderDocument } from '../src/interfaces/cli/render/render-document.ts'
import { createContext } from '../src/operations/context.ts'
import { size } from '../src/operations/pure/size.ts'
import { runOperation } from '../src/operations/run-operation.ts'

const context = await createContext({ locale: 'en' })
const ask = async (input: Parameters<typeof size.input.parse>[0]) =>
  size.run(size.input.parse(input), context)

/** The error that an input is answered with. */
async function refused(input: Record<string, unknown>): Promise<TouchstoneError> {
  try {
    await runOperation(size, input, context)
  } catch (thrown) {
    if (TouchstoneError.is(thrown)) return thrown
    throw thrown
  }
  throw new Error('was not refused')
}

describe('questions that size answers directly', () => {
  it('the longest context, the users at a time, and no smaller quantization where it fits', async () => {
    const answer = await ask({
      model: 'qwen3-8b',
      quantization: 'Q4_K_M',
      contextLength: 8192,
      devices: 'rtx-4090',
    })
    expect(answer.fit?.verdict).toBe('fits')
    expect(answer.largestContextLength).toBeGreaterThan(100_000)
    expect(answer.largestParallel).toBeGreaterThan(12)
    expect(answer.quantizationChange).toBeUndefined()
  })

  it('which quantization would let 70B into a Mac of 64 GB, and what limit of its graphics would', async () => {
    const answer = await ask({
      model: 'llama-3.3-70b',
      quantization: 'Q5_K_M',
      contextLength: 8192,
      devices: 'm3-max-64gb',
    })
    expect(answer.fit?.verdict).toBe('does-not-fit')
    expect(answer.quantizationChange?.quantization).toBe('Q5_K_S')
    expect(answer.wiredLimitMebibytes).toBe(56 * 1024)
    const raised = await ask({
      model: 'llama-3.3-70b',
      quantization: 'Q5_K_M',
      contextLength: 8192,
      devices: 'm3-max-64gb',
      placement: { unifiedLimitBytes: 56 * GiB },
    })
    expect(raised.fit?.verdict).not.toBe('does-not-fit')
  })

  it('which devices hold DeepSeek-R1: the smallest sets first, each of at least the memory it takes', async () => {
    const { deviceSets = [], totalBytes, machine, ramBytes } = await ask({ for: 'deepseek-r1' })
    expect(machine).toBeUndefined()
    expect(deviceSets.length).toBeGreaterThan(4)
    const totals = deviceSets.map(({ totalMemoryBytes }) => totalMemoryBytes)
    expect(totals).toEqual(totals.toSorted((a, b) => a - b))
    for (const { totalMemoryBytes, count, memoryBytes } of deviceSets) {
      expect(totalMemoryBytes).toBe(count * memoryBytes)
      expect(totalMemoryBytes).toBeGreaterThan(totalBytes)
    }
    expect(deviceSets.map(({ device }) => device)).toContain('m3-ultra-80c-512gb')
    expect(ramBytes).toBe(512 * GiB)
  })

  it('which cards serve Qwen3 32B with vLLM: none of 48 GB alone in BF16', async () => {
    const { deviceSets = [] } = await ask({
      for: 'qwen3-32b',
      engine: 'vllm',
      contextPerUser: 32_768,
    })
    for (const { count, memoryBytes } of deviceSets)
      expect(count * memoryBytes).toBeGreaterThan(66 * GiB)
  })
})

describe('vLLM and SGLang', () => {
  it('2 x A100 serve Qwen3 32B in BF16: some ten requests of 32,768 tokens', async () => {
    const answer = await ask({
      model: 'qwen3-32b',
      engine: 'vllm',
      devices: '2x a100-sxm-80gb',
      contextPerUser: 32_768,
      parallel: 8,
    })
    expect(answer).toMatchObject({ engine: 'vllm', quantization: 'BF16' })
    expect(answer.fit?.verdict).toBe('fits')
    expect(answer.serving?.maxConcurrency).toBeGreaterThan(9)
    expect(answer.serving?.maxConcurrency).toBeLessThan(12)
    expect(answer.flags.join(' ')).toBe(
      '--tensor-parallel-size 2 --pipeline-parallel-size 1 --max-model-len 32768 --max-num-seqs 8',
    )
    const { weights, kvCache, compute, totalBytes } = answer
    expect(totalBytes).toBe(weights.loadedBytes + kvCache.bytes + compute.bytes)
    const used = answer.devices?.reduce((sum, { usedBytes }) => sum + usedBytes, 0)
    expect(used).toBe(totalBytes)
  })

  it('too many users: FP8 would let them in', async () => {
    const answer = await ask({
      model: 'llama-3.3-70b',
      engine: 'vllm',
      devices: '4x h100-sxm-80gb',
      contextPerUser: 32_768,
      parallel: 20,
    })
    expect(answer.fit?.verdict).toBe('does-not-fit')
    expect(answer.quantizationChange?.quantization).toBe('FP8')
  })

  it('takes the format of the maker: FP8 of DeepSeek-R1, MXFP4 of gpt-oss', async () => {
    const formatOf = async (model: string) =>
      (await ask({ model, engine: 'sglang', devices: '8x h200' })).quantization
    expect(await formatOf('deepseek-r1')).toBe('FP8')
    expect(await formatOf('gpt-oss-120b')).toBe('MXFP4')
  })
})

describe('bad input is refused with the field', () => {
  const qwen = { model: 'qwen3-8b', devices: '2x rtx-3090,ram=64gb' }
  it.each([
    [{ ...qwen, contextLength: 2 ** 53 }, 'contextLength'],
    [{ ...qwen, contextLength: 0 }, 'contextLength'],
    [{ ...qwen, contextLength: 1.5 }, 'contextLength'],
    [{ ...qwen, parallel: 0 }, 'parallel'],
    [{ ...qwen, parallel: 257 }, 'parallel'],
    [{ ...qwen, kvCacheType: 'q9_9' }, 'kvCacheType.keys'],
    [{ ...qwen, engine: 'tgi' }, 'engine'],
    [{ ...qwen, placement: { splitMode: 'diagonal' } }, 'placement.splitMode'],
    [{ ...qwen, placement: { splitMode: 'row' } }, 'placement.splitMode'],
    [{ ...qwen, placement: { tensorSplit: '1,1,1' } }, 'placement.tensorSplit'],
    [{ ...qwen, placement: { tensorSplit: '1.1.1,2' } }, 'placement.tensorSplit'],
    [{ ...qwen, placement: { gpuLayers: -1 } }, 'placement.gpuLayers'],
    [{ ...qwen, placement: { cpuTensors: ['(x*)*'] } }, 'placement.cpuTensors'],
    [{ ...qwen, placement: { systemReserveBytes: -1 } }, 'placement.systemReserveBytes'],
    [{ ...qwen, engine: 'vllm', tensorParallel: 3 }, 'tensorParallel'],
    [{ ...qwen, engine: 'vllm', tensorParallel: 4 }, 'tensorParallel'],
    [{ ...qwen, engine: 'vllm', gpuMemoryUtilization: 1.1 }, 'gpuMemoryUtilization'],
    [{ ...qwen, engine: 'vllm', kvCacheType: 'q4_0' }, 'kvCacheType'],
    [{ model: 'qwen3-8b', engine: 'vllm', devices: 'cpu,ram=64gb' }, 'devices'],
    [
      { model: 'gpt-oss-20b', engine: 'vllm', quantization: 'AWQ', devices: 'h200' },
      'quantization',
    ],
    [{ model: 'qwen3-8b', for: 'qwen3-8b' }, 'for'],
    [{ for: 'qwen3-8b', devices: 'rtx-4090' }, 'devices'],
  ])('%o', async (input, field) => {
    const { code, values } = await refused(input)
    expect(code).toBe('invalid_input')
    expect(values.field).toBe(field)
  })

  it('a whole cache above 2^31 - 1 tokens, and a config without heads', async () => {
    const many = { ...qwen, contextPerUser: 2 ** 30, parallel: 4 }
    expect((await refused(many)).code).toBe('context_too_long')
    expect((await refused({ ...many, engine: 'vllm' })).code).toBe('context_too_long')
    const architecture = {
      model_type: 'llama',
      hidden_size: 4096,
      num_hidden_layers: 32,
      num_attention_heads: 0,
      intermediate_size: 14_336,
      vocab_size: 128_256,
      max_position_embeddings: 8192,
    }
    expect(await refused({ architecture, devices: 'rtx-4090' })).toMatchObject({
      code: 'invalid_architecture',
      values: { field: 'num_attention_heads' },
    })
  })

  it('an unknown quantization of either engine', async () => {
    expect((await refused({ ...qwen, quantization: 'Q4_K_XXL' })).code).toBe('unknown_quantization')
    expect((await refused({ ...qwen, engine: 'vllm', quantization: 'Q4_K_M' })).code).toBe(
      'unknown_quantization',
    )
  })
})

it.each([
  { model: 'qwen3-32b', devices: '2x rtx-3090,ram=64gb', quantization: 'Q6_K' },
  { model: 'llama-3.3-70b', devices: 'rtx-4090,ram=64gb', placement: { gpuLayers: 81 } },
  { model: 'llama-3.3-70b', devices: 'm3-max-64gb', quantization: 'Q5_K_M' },
  { model: 'gpt-oss-120b', devices: 'rtx-4090,ram=96gb' },
  { for: 'deepseek-r1' },
  { model: 'qwen3-32b', engine: 'vllm', devices: '2x a100-80gb', parallel: 200 },
  { model: 'deepseek-r1', engine: 'sglang', devices: '16x h100-80gb', expertParallel: true },
] as const)('%o is answered in three languages without a code or a hole left in', async (input) => {
  const answer = await ask(input)
  for (const locale of locales) {
    const text = renderDocument(size.present(answer, { locale }), {
      width: 100,
      paint: (line) => line,
    })
    expect(text).not.toMatch(/undefined|NaN|Infinity|\{\w+\}|size\.|placement\.|ollama\./)
    if (locale !== 'en') expect(text).not.toMatch(/\b(fits|missing|devices|requests)\b/)
  }
})

it('says of a size that its shape was fitted to the total, and nothing of the kind where it is proved', async () => {
  const doubted = await size.run({ model: 'stablelm-2-12b' }, context)
  expect(doubted.unproven).toContain('vocab_size')
  const served = { model: 'stablelm-2-12b', engine: 'vllm', devices: 'a100-80gb' } as const
  expect((await size.run(served, context)).unproven).toContain('vocab_size')
  expect((await size.run({ model: 'qwen3-8b' }, context)).unproven).toBeUndefined()
})
