import { expect, it } from 'vitest'
import { machineOf } from '../../test/support/devices.ts'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { ollamaSettings } from './ollama-settings.ts'
import { type SizeRequest, sizeModel } from './size-model.ts'

function settingsOf(id: string, quantization: string, more: Partial<SizeRequest> = {}) {
  const { settings, placement, model } = sizeModel({
    architecture: publishedShape(id),
    quantization,
    contextLength: 32_768,
    machine: machineOf('rtx-4090,ram=96gb'),
    ...more,
  })
  return ollamaSettings(settings, placement, model.furtherBlockCount)
}

it('one sequence on one card: context, all 33 layers, flash attention', () => {
  expect(settingsOf('llama-3.1-8b', 'Q4_K_M')).toEqual({
    environment: { OLLAMA_FLASH_ATTENTION: '1' },
    parameters: { num_ctx: 32_768, num_gpu: 33 },
    gaps: [],
  })
})

it('num_ctx is of one of four users, as Ollama multiplies it; the cache type has a variable', () => {
  const { environment, parameters } = settingsOf('llama-3.1-8b', 'Q4_K_M', {
    parallel: 4,
    kvCacheType: 'q8_0',
  })
  expect(parameters.num_ctx).toBe(8192)
  expect(environment).toMatchObject({ OLLAMA_NUM_PARALLEL: '4', OLLAMA_KV_CACHE_TYPE: 'q8_0' })
})

it('two cards are spread over, the processor takes no layer', () => {
  expect(
    settingsOf('qwen3-32b', 'Q6_K', { machine: machineOf('2x rtx-3090') }).environment,
  ).toHaveProperty('OLLAMA_SCHED_SPREAD', '1')
  expect(
    settingsOf('llama-3.1-8b', 'Q4_K_M', { machine: machineOf('cpu,ram=32gb') }).parameters.num_gpu,
  ).toBe(0)
})

it('what Ollama cannot be told is named: experts in RAM, keys and values apart, one cache for all', () => {
  expect(settingsOf('gpt-oss-120b', 'MXFP4').gaps).toEqual(['experts'])
  expect(
    settingsOf('llama-3.1-8b', 'Q4_K_M', {
      kvCacheType: { keys: 'q8_0', values: 'f16' },
      parallel: 2,
      unifiedCache: true,
      batch: { logical: 4096, physical: 1024 },
      placement: { kvOffload: false, cpuTensors: ['ffn_up'], splitMode: 'none', tensorSplit: [1] },
    }).gaps,
  ).toEqual([
    'cacheType',
    'unifiedCache',
    'batch',
    'tensorSplit',
    'splitMode',
    'tensors',
    'kvOffload',
  ])
})
