import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Device } from '../../facts/device.ts'
import { predictSpeed, type SpeedInput } from './predict-speed.ts'
import { speedModelSchema } from './speed-model.ts'
import { shareOfWork, type Work } from './work.ts'

const model = speedModelSchema.parse(JSON.parse(readFileSync('data/speed/model.json', 'utf8')))

/** Llama-3.1-8B in Q4_K_M: 4.92 GB of which 0.3 GB are the embedding, 8 KV heads of 128 in 32 layers. */
const llama8b: Work = {
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

/** Qwen3-30B-A3B in Q4_K_M: 128 experts of which 8 work. */
const qwen30b: Work = {
  layers: 48,
  weightBytes: 18.6e9,
  weightBytesPerToken: 2.05e9,
  expertBytesPerToken: 1.08e9,
  expertBytes: 17.3e9,
  multiplyAddsPerToken: 2.7e9,
  expertMultiplyAdds: 1.8e9,
  headMultiplyAdds: 0.31e9,
  headBytes: 0.255e9,
  expertShare: 8 / 128,
  attention: [
    {
      layers: 48,
      window: undefined,
      keyValues: 512,
      valueValues: 512,
      multiplyAddsPerPosition: 8192,
    },
  ],
  stateBytes: 0,
  expertLayers: 48,
}

const rtx3090: Device = {
  id: 'rtx-3090',
  name: 'GeForce RTX 3090',
  kind: 'gpu',
  vendor: 'nvidia',
  architecture: 'Ampere',
  memoryBytes: 24 * 2 ** 30,
  bandwidthBytesPerSecond: 936.2e9,
  fp16FlopsPerSecond: 35.6e12,
}
const m3Max: Device = {
  id: 'm3-max',
  name: 'Apple M3 Max',
  kind: 'unified',
  vendor: 'apple',
  architecture: 'M3',
  memoryBytes: 64 * 2 ** 30,
  bandwidthBytesPerSecond: 400e9,
  fp16FlopsPerSecond: 14.2e12,
}
const desktopCpu: Device = {
  id: 'cpu',
  name: 'AMD Ryzen 7 5800X',
  kind: 'cpu',
  vendor: 'amd',
  memoryBytes: 32 * 2 ** 30,
  bandwidthBytesPerSecond: 51.2e9,
  physicalCores: 8,
  instructionSets: ['avx2'],
}

function predict(device: Device, work: Work = llama8b, more: Partial<SpeedInput> = {}) {
  const prediction = predictSpeed(
    { quantization: 'Q4_K_M', parts: [{ device, work }], ...more },
    model,
  )
  if (prediction === undefined) throw new Error('no prediction')
  return prediction
}

describe('predicted speed', () => {
  it('holds what was measured for Llama 8B Q4_K_M: RTX 3090 about 110, M3 Max about 50, Ryzen 5800X about 8 tokens/s', () => {
    const measured: [Device, number][] = [
      [rtx3090, 111],
      [m3Max, 50],
      [desktopCpu, 8],
    ]
    for (const [device, rate] of measured) {
      const { low, high, basis } = predict(device).decodeTokensPerSecond
      expect(low).toBeLessThan(rate)
      expect(high).toBeGreaterThan(rate)
      expect(basis).toBe('calibrated')
    }
  })

  it('never decodes faster than the bandwidth allows: 936 GB/s over 4.62 GB is 203 tokens/s', () => {
    expect(predict(rtx3090).decodeTokensPerSecond.estimate).toBeLessThan(936.2 / 4.62)
  })

  it('slows with depth, less with a q8_0 cache, and not beyond a sliding window', () => {
    const at = (depth: number, more: Partial<SpeedInput> = {}) =>
      predict(rtx3090, llama8b, { depth, ...more }).decodeTokensPerSecond.estimate
    expect(at(8192)).toBeLessThan(0.95 * at(0))
    expect(at(8192)).toBeGreaterThan(0.7 * at(0))
    expect(at(32768, { kvCacheType: { keys: 'q8_0', values: 'q8_0' } })).toBeGreaterThan(
      1.1 * at(32768),
    )
    const sliding: Work = {
      ...llama8b,
      attention: llama8b.attention.map((group) => ({ ...group, window: 1024 })),
    }
    const deep = predict(rtx3090, sliding, { depth: 65536 }).decodeTokensPerSecond.estimate
    expect(deep).toBeCloseTo(
      predict(rtx3090, sliding, { depth: 8192 }).decodeTokensPerSecond.estimate,
      6,
    )
  })

  it('reads only the chosen experts: 30B with 3B active decodes faster than the dense 8B', () => {
    expect(predict(m3Max, qwen30b).decodeTokensPerSecond.estimate).toBeGreaterThan(
      predict(m3Max).decodeTokensPerSecond.estimate,
    )
  })

  it('adds seconds of split devices: half on the CPU lies far nearer to the CPU than to the card', () => {
    const half = shareOfWork(llama8b, 0.5)
    const split = predictSpeed(
      {
        quantization: 'Q4_K_M',
        parts: [
          { device: rtx3090, work: half },
          { device: desktopCpu, work: half },
        ],
      },
      model,
    )
    const [card, cpu] = [
      predict(rtx3090).decodeTokensPerSecond.estimate,
      predict(desktopCpu).decodeTokensPerSecond.estimate,
    ]
    const harmonic = 2 / (1 / card + 1 / cpu)
    expect(split?.decodeTokensPerSecond.estimate).toBeGreaterThan(0.95 * harmonic)
    expect(split?.decodeTokensPerSecond.estimate).toBeLessThan(1.02 * harmonic)
  })

  it('gains nothing for one user from a second card, and prefill gains from the pipeline', () => {
    const half = shareOfWork(llama8b, 0.5)
    const input: SpeedInput = {
      quantization: 'Q4_K_M',
      parts: [
        { device: rtx3090, work: half },
        { device: rtx3090, work: half },
      ],
      promptTokens: 4096,
    }
    const two = predictSpeed(input, model)
    const one = predict(rtx3090, llama8b, { promptTokens: 4096 })
    expect(two?.decodeTokensPerSecond.estimate).toBeLessThan(one.decodeTokensPerSecond.estimate)
    expect(two?.prefillTokensPerSecond.estimate).toBeGreaterThan(
      1.5 * one.prefillTokensPerSecond.estimate,
    )
  })

  it('shares weights between users: 8 together make at least 3 times what one makes', () => {
    const together = 8 * predict(rtx3090, llama8b, { parallel: 8 }).decodeTokensPerSecond.estimate
    expect(together).toBeGreaterThan(3 * predict(rtx3090).decodeTokensPerSecond.estimate)
  })

  it('counts prefill and the first token: the time to it is at least the prompt over the prefill rate', () => {
    const prediction = predict(rtx3090, llama8b, { promptTokens: 2048 })
    const prefillMs = (1000 * 2048) / prediction.prefillTokensPerSecond.estimate
    expect(prediction.timeToFirstTokenMs).toBeGreaterThan(prefillMs)
    expect(prediction.timeToFirstTokenMs).toBeLessThan(prefillMs + 50)
  })

  it('says roofline and widens for a class nobody measured, and nothing without a bandwidth', () => {
    const npu: Device = {
      id: 'npu',
      name: 'Ascend 910B',
      kind: 'npu',
      vendor: 'huawei',
      memoryBytes: 64 * 2 ** 30,
      bandwidthBytesPerSecond: 1.6e12,
    }
    const { basis, low, high } = predict(npu).decodeTokensPerSecond
    expect(basis).toBe('roofline')
    const known = predict(rtx3090).decodeTokensPerSecond
    expect(high / low).toBeGreaterThan(known.high / known.low)
    const { bandwidthBytesPerSecond: _, ...blind } = rtx3090
    expect(
      predictSpeed({ quantization: 'Q4_K_M', parts: [{ device: blind, work: llama8b }] }, model),
    ).toBeUndefined()
    expect(predictSpeed({ quantization: 'Q4_K_M', parts: [] }, model)).toBeUndefined()
    expect(
      predictSpeed(
        {
          quantization: 'Q4_K_M',
          parts: [{ device: rtx3090, work: llama8b }],
          kvCacheType: { keys: 'q3_9', values: 'f16' },
        },
        model,
      ),
    ).toBeUndefined()
  })

  it('keeps low below the estimate and high above it for every class and both rates', () => {
    for (const device of [rtx3090, m3Max, desktopCpu])
      for (const rate of [
        predict(device).decodeTokensPerSecond,
        predict(device).prefillTokensPerSecond,
      ]) {
        expect(rate.low).toBeLessThan(rate.estimate)
        expect(rate.high).toBeGreaterThan(rate.estimate)
      }
  })

  it('splits experts from the rest: parts without a block of their own are finite, and each hop costs', () => {
    const dense: Work = { ...qwen30b, weightBytes: 1.3e9, expertBytes: 0, expertBytesPerToken: 0 }
    const experts: Work = {
      ...shareOfWork(qwen30b, 0),
      weightBytes: qwen30b.expertBytes,
      weightBytesPerToken: qwen30b.expertBytesPerToken,
      expertBytes: qwen30b.expertBytes,
      expertBytesPerToken: qwen30b.expertBytesPerToken,
      multiplyAddsPerToken: qwen30b.expertMultiplyAdds,
      expertMultiplyAdds: qwen30b.expertMultiplyAdds,
      expertLayers: 48,
    }
    const input: SpeedInput = {
      quantization: 'Q4_K_M',
      parts: [
        { device: rtx3090, work: { ...dense, weightBytesPerToken: 0.97e9 } },
        { device: desktopCpu, work: experts },
      ],
    }
    const [once, often] = [1, 96].map((hops) => predictSpeed({ ...input, hops }, model))
    for (const rate of [once?.decodeTokensPerSecond, once?.prefillTokensPerSecond]) {
      expect(Number.isFinite(rate?.estimate)).toBe(true)
      expect(rate?.low).toBeLessThan(rate?.high ?? 0)
    }
    const seconds = (one: typeof once) => 1 / (one?.decodeTokensPerSecond.estimate ?? Number.NaN)
    expect(1000 * (seconds(often) - seconds(once))).toBeCloseTo(95 * 0.02065, 2)
  })

  it('fetches weights from RAM for long prompts: half of 8B on the card reads 512 tokens faster than the processor multiplies them', () => {
    const half = shareOfWork(llama8b, 0.5)
    const parts = [
      { device: rtx3090, work: half },
      { device: desktopCpu, work: half },
    ]
    const at = (promptTokens: number) =>
      predictSpeed({ quantization: 'Q4_K_M', parts, promptTokens }, model)?.prefillTokensPerSecond
        .estimate ?? 0
    const processor = predict(desktopCpu).prefillTokensPerSecond.estimate
    expect(at(512)).toBeGreaterThan(5 * processor)
    // 2.5 GB over 12.6 GB/s take 0.2 s of each pass.
    expect(at(512)).toBeLessThan(512 / 0.2)
    expect(at(16)).toBeLessThan(at(512) / 5)
  })
})
