import { expect, it } from 'vitest'
import type { Machine } from '../facts/device.ts'
import type { Measurement } from '../facts/measurement.ts'
import { speedInput } from '../sizing/placed-speed.ts'
import { sizeModel } from '../sizing/size-model.ts'
import { predictSpeed } from '../sizing/speed/predict-speed.ts'
import { recalibrate } from '../sizing/speed/recalibrate.ts'
import { createContext } from './context.ts'
import { learnFrom } from './measured-speeds.ts'

const context = await createContext({ locale: 'en' })
const { catalogue, speedModel } = context
const machine: Machine = {
  devices: [],
  origin: 'detected',
  systemMemoryBytes: 32 * 1024 ** 3,
  freeSystemMemoryBytes: 30 * 1024 ** 3,
  systemBandwidthBytesPerSecond: 60e9,
  cpu: {
    id: 'cpu',
    name: 'EPYC',
    kind: 'cpu',
    memoryBytes: 32 * 1024 ** 3,
    bandwidthBytesPerSecond: 60e9,
    physicalCores: 8,
    instructionSets: ['avx2', 'avx512'],
  },
  assumptions: [],
}
const now = '2026-11-29T15:00:00Z'

function inputFor(model: string) {
  const size = sizeModel({
    architecture: catalogue.requireArchitecture(catalogue.resolve(model)),
    quantization: 'Q4_K_M',
    contextLength: 4096,
    machine,
  })
  if (size.placement === undefined) throw new Error(`${model} does not fit`)
  return speedInput(size.model, size.settings, size.placement, { depth: 0, promptTokens: 512 })
}

function predicted(model: string) {
  const speed = predictSpeed(inputFor(model), speedModel)
  if (speed === undefined) throw new Error(`${model} has no speed`)
  return speed
}

function measurement(model: string, share: number): Measurement {
  const rate = predicted(model).decodeTokensPerSecond.estimate * share
  return {
    schemaVersion: 1,
    when: '2026-11-29T14:00:00Z',
    program: '0.1.0',
    method: 'twin',
    machine: {
      fingerprint: '0123456789abcdef',
      platform: 'linux',
      architecture: 'x64',
      instructionSets: [],
      memoryBytes: 1,
      gpus: [],
    },
    engine: {
      engine: 'llama.cpp',
      release: 'v0.5.0',
      binding: 'node-llama-cpp 3.22.1',
      backend: 'cpu',
      devices: [],
    },
    model,
    totalParams: catalogue.resolve(model).totalParams ?? 1,
    quantization: 'Q4_K_M',
    settings: {
      threads: 8,
      physicalBatch: 512,
      flashAttention: true,
      kvCacheType: { keys: 'f16', values: 'f16' },
      memoryMapped: true,
      gpuLayers: 0,
    },
    figures: [
      { kind: 'decode', depth: 0, tokensPerSecond: rate, low: rate * 0.97, high: rate * 1.03 },
    ],
    noise: { decodeSpread: 0.01, voidRuns: 0, isNoisy: false },
    reductions: [],
  }
}

it('moves and tightens the prediction of a 14B by what an 8B measured, and gives the 8B its basis', () => {
  const known = { catalogue, speedModel }
  const learned = learnFrom([measurement('qwen3-8b', 0.8)], machine, '0123456789abcdef', known, now)
  if (learned === undefined) throw new Error('nothing learned')
  const after = (model: string) =>
    recalibrate(predicted(model), inputFor(model), learned, speedModel).decodeTokensPerSecond
  const [before, larger] = [predicted('qwen3-14b').decodeTokensPerSecond, after('qwen3-14b')]
  expect(larger.estimate / before.estimate).toBeGreaterThan(0.78)
  expect(larger.estimate / before.estimate).toBeLessThan(0.9)
  expect(larger.high / larger.low).toBeLessThan(0.9 * (before.high / before.low))
  expect(after('qwen3-8b').basis).toBe('twin')
})

it('learns nothing from another machine, a disturbed run, another shape, or another backend', () => {
  const known = { catalogue, speedModel }
  const one = measurement('qwen3-8b', 0.8)
  const learn = (measurement: Measurement, fingerprint = '0123456789abcdef') =>
    learnFrom([measurement], machine, fingerprint, known, now)
  expect(learn(one, 'fedcba9876543210')).toBeUndefined()
  expect(learn({ ...one, totalParams: 1e9 })).toBeUndefined()
  expect(learn({ ...one, noise: { ...one.noise, isNoisy: true } })).toBeUndefined()
  expect(learn({ ...one, model: 'no-such-model' })).toBeUndefined()
  expect(learn({ ...one, engine: { ...one.engine, backend: 'cuda' } })).toBeUndefined()
})
