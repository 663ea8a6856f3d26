import { describe, expect, it } from 'vitest'
import type { Architecture, Attention, Layer } from '../../facts/architecture.ts'
import { type WeightBytes, workOf } from './work.ts'

const attention: Attention = {
  kind: 'full',
  headCount: 32,
  headCountKv: 8,
  keyLength: 128,
  valueLength: 128,
  queryKeyValueBias: false,
  outputBias: false,
  queryKeyNorm: 'none',
  sinks: false,
  outputGate: false,
  sharesCache: false,
  fusedQueryKeyValue: false,
}
const dense: Layer = { attention, normCount: 2 }
const sparse: Layer = {
  attention: { ...attention, kind: 'sliding', window: 1024 },
  experts: {
    count: 64,
    usedCount: 4,
    length: 1024,
    gated: true,
    bias: false,
    routerBias: false,
    sharedLength: 0,
    sharedGate: false,
  },
  normCount: 2,
}

function architecture(layers: Layer[], tiedEmbeddings: boolean): Architecture {
  return {
    engineName: 'llama',
    modelType: 'llama',
    vocabularySize: 1000,
    embeddingLength: 100,
    contextLength: 4096,
    tiedEmbeddings,
    layers,
    nextTokenPredictionLayers: [],
    norm: 'rms',
    positionRows: 0,
    outputBias: false,
    embeddingNorm: false,
    encoderLayers: [],
    otherTowersParameters: undefined,
    extraTensors: [],
  }
}

const tensor = (
  role: string,
  layer: number | undefined,
  shape: number[],
  bytes: number,
  notLoaded = false,
): WeightBytes => ({
  tensor: { role, layer, shape, notLoaded },
  bytes,
})

describe('work of a token', () => {
  it('reads one row of the embedding and all of a separate head', () => {
    const work = workOf(architecture([dense], false), [
      tensor('token_embd', undefined, [100, 1000], 200_000),
      tensor('output', undefined, [100, 1000], 200_000),
      tensor('attn_q', 0, [100, 4096], 800_000),
    ])
    expect(work.weightBytes).toBe(1_200_000)
    expect(work.weightBytesPerToken).toBe(200 + 200_000 + 800_000)
    expect(work.headMultiplyAdds).toBe(100_000)
    expect(work.multiplyAddsPerToken).toBe(409_600)
  })

  it('reads the whole embedding where the head is tied to it', () => {
    const work = workOf(architecture([dense], true), [
      tensor('token_embd', undefined, [100, 1000], 200_000),
    ])
    expect(work.weightBytesPerToken).toBe(200_000)
  })

  it('reads 4 of 64 experts, keeps all, and leaves out what is not loaded', () => {
    const work = workOf(architecture([sparse], false), [
      tensor('ffn_up_exps', 0, [100, 1024, 64], 6_400_000),
      tensor('ffn_gate_inp', 0, [100, 64], 12_800),
      tensor('ffn_up_exps', 1, [100, 1024, 64], 6_400_000, true),
    ])
    expect(work.weightBytes).toBe(6_412_800)
    expect(work.expertBytesPerToken).toBe(400_000)
    expect(work.weightBytesPerToken).toBe(412_800)
    expect(work.expertShare).toBe(1 / 16)
    expect(work.layers).toBe(1)
  })

  it('groups attention by what it reads: 2 full layers of 8 KV heads and 1 sliding layer', () => {
    const weights = [0, 1, 2].map((layer) => tensor('attn_q', layer, [100, 4096], 1))
    const { attention: groups } = workOf(architecture([dense, dense, sparse], false), weights)
    expect(groups).toEqual([
      {
        layers: 2,
        window: undefined,
        keyValues: 1024,
        valueValues: 1024,
        multiplyAddsPerPosition: 8192,
      },
      {
        layers: 1,
        window: 1024,
        keyValues: 1024,
        valueValues: 1024,
        multiplyAddsPerPosition: 8192,
      },
    ])
  })

  it('caches one latent vector of 576 values with latent attention, and no values', () => {
    const latent: Layer = {
      attention: {
        ...attention,
        headCount: 128,
        latent: { kvRank: 512, ropeLength: 64, queryRank: 1536 },
      },
      normCount: 2,
    }
    const { attention: groups } = workOf(architecture([latent], false), [
      tensor('attn_kv_b', 0, [512, 100], 1),
    ])
    expect(groups[0]).toMatchObject({
      keyValues: 576,
      valueValues: 0,
      multiplyAddsPerPosition: 128 * (576 + 512),
    })
  })
})
