import { expect, it } from 'vitest'
import { type Measurement, measurementSchema } from './measurement.ts'

const measurement: Measurement = {
  schemaVersion: 1,
  when: '2026-11-29T14:00:00.000Z',
  program: '0.1.0',
  method: 'twin',
  machine: {
    fingerprint: '0123456789abcdef',
    platform: 'linux',
    architecture: 'x64',
    cpu: 'AMD EPYC',
    physicalCores: 2,
    instructionSets: ['avx2'],
    memoryBytes: 24 * 1024 ** 3,
    gpus: [],
  },
  engine: {
    engine: 'llama.cpp',
    release: 'v0.5.0',
    binding: 'node-llama-cpp 3.22.1',
    backend: 'cpu',
    devices: [],
  },
  model: 'qwen3-8b',
  totalParams: 8_190_735_360,
  quantization: 'Q4_K_M',
  settings: {
    threads: 2,
    physicalBatch: 512,
    flashAttention: true,
    kvCacheType: { keys: 'f16', values: 'f16' },
    memoryMapped: true,
    gpuLayers: 0,
  },
  figures: [
    { kind: 'decode', depth: 0, tokensPerSecond: 7, low: 6.8, high: 7.2 },
    { kind: 'prefill', promptTokens: 512, tokensPerSecond: 40, low: 39, high: 41 },
  ],
  noise: { decodeSpread: 0.02, prefillSpread: 0.01, voidRuns: 0, isNoisy: false, load: 0.4 },
  reductions: [{ code: 'experts-reduced', values: { from: 256, to: 32 } }],
}

it('takes a whole record and refuses fields that nobody stated, rates of zero and dates without a time', () => {
  expect(measurementSchema.parse(measurement)).toEqual(measurement)
  const refused = [
    { ...measurement, hostname: 'anna-laptop' },
    { ...measurement, machine: { ...measurement.machine, user: 'anna' } },
    { ...measurement, when: '2026-11-29' },
    { ...measurement, figures: [{ ...measurement.figures[0], tokensPerSecond: 0 }] },
    { ...measurement, figures: [] },
    { ...measurement, schemaVersion: 2 },
  ]
  for (const one of refused) expect(measurementSchema.safeParse(one).success).toBe(false)
})
