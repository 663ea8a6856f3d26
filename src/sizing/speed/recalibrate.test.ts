import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Device } from '../../facts/device.ts'
import type { MeasuredFigure, Measurement } from '../../facts/measurement.ts'
import { type Observation, observationsOf } from './observation.ts'
import { predictSpeed, type SpeedInput, type SpeedPrediction } from './predict-speed.ts'
import { recalibrate, recalibrationOf } from './recalibrate.ts'
import { speedModelSchema } from './speed-model.ts'
import { shareOfWork, type Work } from './work.ts'

const model = speedModelSchema.parse(JSON.parse(readFileSync('data/speed/model.json', 'utf8')))

/** Llama-3.1-8B in Q4_K_M. */
const eight: Work = {
  layers: 32,
  weightBytes: 4.91e9,
  weightBytesPerToken: 4.62e9,
  expertBytesPerToken: 0,
  expertBytes: 0,
  multiplyAddsPerToken: 6.98e9,
  expertMultiplyAdds: 0,
  headMultiplyAdds: 0.525e9,
  headBytes: 0.43e9,
  expertShare: 1,
  attention: [
    {
      layers: 32,
      window: undefined,
      keyValues: 1024,
      valueValues: 1024,
      multiplyAddsPerPosition: 8192,
    },
  ],
  stateBytes: 0,
  expertLayers: 0,
}
/** About a dense 14B: the same in 1.8 times the size. */
const fourteen: Work = { ...shareOfWork(eight, 1.8), expertShare: 1 }

const cpu: Device = {
  id: 'processor-of-today',
  name: 'AMD Ryzen 7 5800X',
  kind: 'cpu',
  vendor: 'amd',
  memoryBytes: 32 * 2 ** 30,
  bandwidthBytesPerSecond: 51.2e9,
  physicalCores: 8,
  instructionSets: ['avx2'],
}
const card: Device = {
  id: 'card-of-today',
  name: 'GeForce RTX 3090',
  kind: 'gpu',
  vendor: 'nvidia',
  architecture: 'Ampere',
  memoryBytes: 24 * 2 ** 30,
  bandwidthBytesPerSecond: 936.2e9,
  fp16FlopsPerSecond: 35.6e12,
}

const inputOf = (work: Work, device: Device = cpu, more: Partial<SpeedInput> = {}): SpeedInput => ({
  quantization: 'Q4_K_M',
  parts: [{ device, work }],
  ...more,
})

function predicted(input: SpeedInput): SpeedPrediction {
  const speed = predictSpeed(input, model)
  if (speed === undefined) throw new Error('no prediction')
  return speed
}

const present = { when: '2026-11-29T12:00:00.000Z', release: 'v0.5.0', backend: 'cpu' } as const

/** A record of the 8B that ran at `times` what was predicted. */
function record(times: number, more: Partial<Measurement> = {}): Measurement {
  const speed = predicted(inputOf(eight))
  const figure = (rate: number) => ({
    tokensPerSecond: rate * times,
    low: rate * times * 0.98,
    high: rate * times * 1.02,
  })
  return {
    schemaVersion: 1,
    when: '2026-11-29T11:00:00.000Z',
    program: '0.1.0',
    method: 'measured',
    machine: {
      fingerprint: '0123456789abcdef',
      platform: 'linux',
      architecture: 'x64',
      instructionSets: ['avx2'],
      memoryBytes: 32 * 2 ** 30,
      gpus: [],
    },
    engine: {
      engine: 'llama.cpp',
      release: 'v0.5.0',
      binding: 'node-llama-cpp 3.22.1',
      backend: 'cpu',
      devices: [],
    },
    model: 'llama-3.1-8b',
    totalParams: 8_030_261_312,
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
      { kind: 'decode', depth: 0, ...figure(speed.decodeTokensPerSecond.estimate) },
      { kind: 'prefill', promptTokens: 512, ...figure(speed.prefillTokensPerSecond.estimate) },
    ],
    noise: { decodeSpread: 0.02, voidRuns: 0, isNoisy: false },
    reductions: [],
    ...more,
  }
}

const inputOfFigure = (figure: MeasuredFigure): SpeedInput =>
  inputOf(
    eight,
    cpu,
    figure.kind === 'decode' ? { depth: figure.depth } : { promptTokens: figure.promptTokens },
  )

const observed = (one: Measurement): Observation[] =>
  observationsOf(one, inputOfFigure, model, present)

function recalibrated(one: Measurement, input: SpeedInput): SpeedPrediction {
  return recalibrate(predicted(input), input, recalibrationOf(observed(one), model), model)
}

const width = ({ low, high }: { low: number; high: number }) => high / low

describe('recalibration', () => {
  it('says measured, or twin, for what ran, at what it ran at', () => {
    const input = inputOf(eight)
    const before = predicted(input).decodeTokensPerSecond
    const measured = recalibrated(record(0.7), input).decodeTokensPerSecond
    expect(measured.basis).toBe('measured')
    expect(measured.estimate / (0.7 * before.estimate)).toBeCloseTo(1, 1)
    expect(width(measured)).toBeLessThan(1.1)
    const twin = recalibrated(record(0.7, { method: 'twin' }), input).decodeTokensPerSecond
    expect(twin.basis).toBe('twin')
    expect(width(twin)).toBeGreaterThan(width(measured))
  })

  it('moves the 14B with the 8B that ran at 70 %, and tightens it', () => {
    const input = inputOf(fourteen)
    const before = predicted(input)
    const now = recalibrated(record(0.7), input)
    for (const kind of ['decodeTokensPerSecond', 'prefillTokensPerSecond'] as const) {
      expect(now[kind].estimate).toBeLessThan(0.9 * before[kind].estimate)
      expect(now[kind].estimate).toBeGreaterThan(0.65 * before[kind].estimate)
      expect(width(now[kind])).toBeLessThan(width(before[kind]))
      expect(now[kind].basis).toBe('calibrated')
    }
    expect(width(now.decodeTokensPerSecond)).toBeLessThan(0.8 * width(before.decodeTokensPerSecond))
    expect(now.timeToFirstTokenMs).toBeGreaterThan(before.timeToFirstTokenMs)
  })

  it('leaves the card as it was when only the processor was measured', () => {
    const input = inputOf(fourteen, card)
    expect(recalibrated(record(0.5), input).decodeTokensPerSecond.estimate).toBeCloseTo(
      predicted(input).decodeTokensPerSecond.estimate,
      6,
    )
  })

  it('lets older records, foreign builds and other backends count less', () => {
    const input = inputOf(fourteen)
    const moved = (more: Partial<Measurement>) =>
      recalibrated(record(0.7, more), input).decodeTokensPerSecond
    const fresh = moved({})
    const old = moved({ when: '2022-11-29T11:00:00.000Z' })
    const foreign = moved({ engine: { ...record(1).engine, release: 'v0.4.0' } })
    const elsewhere = moved({ engine: { ...record(1).engine, backend: 'vulkan' } })
    for (const one of [old, foreign, elsewhere]) {
      expect(one.estimate).toBeGreaterThan(fresh.estimate)
      expect(width(one)).toBeGreaterThan(width(fresh))
    }
    expect(elsewhere.estimate).toBeGreaterThan(foreign.estimate)
    expect(width(old)).toBeGreaterThan(width(foreign))
  })

  it('gets surer with every record and never breaks on many equal ones', () => {
    const input = inputOf(fourteen)
    const many = Array.from({ length: 100 }, () => observed(record(0.8))).flat()
    const now = recalibrate(predicted(input), input, recalibrationOf(many, model), model)
    const one = recalibrated(record(0.8), input)
    expect(width(now.decodeTokensPerSecond)).toBeLessThanOrEqual(
      width(one.decodeTokensPerSecond) + 1e-9,
    )
    expect(Number.isFinite(now.decodeTokensPerSecond.estimate)).toBe(true)
    expect(now.decodeTokensPerSecond.low).toBeGreaterThan(0)
  })

  it('changes nothing without records, and takes none that cannot be predicted', () => {
    const input = inputOf(fourteen)
    const speed = predicted(input)
    expect(recalibrate(speed, input, recalibrationOf([], model), model)).toEqual(speed)
    expect(observationsOf(record(1), () => undefined, model, present)).toEqual([])
  })
})
