import type { Device } from '../../facts/device.ts'
import { architectureKey, deviceClass, type DeviceClass } from './device-class.ts'
import { type QuantizationFamily, quantizationFamily } from './quantization-family.ts'
import type { SpeedModel } from './speed-model.ts'
import type { AttentionWork, Work } from './work.ts'

/** Everything besides the work that decides how long a device takes. */
export interface Settings {
  /** Label of the quantization: `Q4_K_M`. */
  readonly quantization: string
  /** Bytes per cached key and value. */
  readonly keyBytes: number
  readonly valueBytes: number
  readonly flashAttention: boolean
  /** Conversations decoded in one step. */
  readonly parallel: number
  /** Tokens that one pass over the weights takes in prefill (llama.cpp's `--ubatch-size`). */
  readonly physicalBatch: number
  /** Engine or backend variants that only measurements name; predictions are for llama.cpp itself. */
  readonly variants?: readonly string[]
}

/** What is known of a device, resolved to the keys of the coefficients. */
export interface DeviceTerms {
  readonly deviceClass: DeviceClass
  readonly architecture: string | undefined
  readonly bandwidth: number
  readonly flops: number
  readonly flopsKnown: boolean
  /** CPUs: vendor and widest instruction set, as keys; their cores, which do not add up fully. */
  readonly processor: readonly string[]
  readonly cores: number | undefined
}

type Coefficients = SpeedModel['coefficients']

/** Sum of the coefficients of `name` alone and with each key. */
function sumOf(coefficients: Coefficients, name: string, keys: readonly (string | undefined)[]): number {
  let sum = coefficients[name] ?? 0
  for (const key of keys) if (key !== undefined) sum += coefficients[`${name}:${key}`] ?? 0
  return sum
}

/**
 * FP32 operations per core and second at 3 GHz by the widest instruction set (two fused multiply-add units; AVX without
 * FMA half of that). A scale, not a fact about a chip: the fit corrects it.
 */
const coreFlops: readonly (readonly [string, number])[] = [
  ['amx', 192e9],
  ['avx512', 192e9],
  ['avx2', 96e9],
  ['avx', 48e9],
  ['neon', 48e9],
]

const leastFlopsPerByte = 4

/** Terms of a device; undefined without a bandwidth, as nothing can be said then. */
export function deviceTerms(device: Device, model: SpeedModel): DeviceTerms | undefined {
  const bandwidth = device.bandwidthBytesPerSecond
  if (bandwidth === undefined || !(bandwidth > 0)) return undefined
  const named = deviceClass(device)
  const stated = device.fp16FlopsPerSecond
  // Some chips state FP16 at a token rate (Pascal, 1/64 of FP32) and multiply otherwise: no measure of them.
  const usable = stated !== undefined && stated > leastFlopsPerByte * bandwidth ? stated : undefined
  const flops = named === 'cpu' ? cpuFlops(device) : usable
  const flopsPerByte = model.flopsPerByte[named] ?? model.flopsPerByte['other'] ?? 50
  return {
    deviceClass: named,
    architecture: architectureKey(device),
    bandwidth,
    flops: flops ?? bandwidth * flopsPerByte,
    flopsKnown: flops !== undefined,
    processor: named === 'cpu' ? [`cpu/${device.vendor ?? 'other'}`, `cpu/${widestSet(device)}`] : [],
    cores: named === 'cpu' ? device.physicalCores : undefined,
  }
}

function cpuFlops(device: Device): number | undefined {
  if (device.physicalCores === undefined) return undefined
  const widest = widestSet(device)
  return device.physicalCores * (coreFlops.find(([name]) => name === widest)?.[1] ?? 24e9)
}

function widestSet(device: Device): string {
  const sets = device.instructionSets?.join(' ').toLowerCase() ?? 'avx2'
  return coreFlops.find(([name]) => sets.includes(name))?.[0] ?? 'sse'
}

interface Keys {
  readonly all: readonly (string | undefined)[]
  readonly withFamily: readonly (string | undefined)[]
  readonly withAttention: readonly (string | undefined)[]
}

function keysOf(terms: DeviceTerms, settings: Settings): Keys {
  const { deviceClass: named, architecture } = terms
  const family: QuantizationFamily | undefined = quantizationFamily(settings.quantization)
  const kind = named === 'cpu' ? 'cpu' : 'gpu'
  const variants = settings.variants ?? []
  const architectureOf = architecture === undefined ? undefined : `${named}/${architecture}`
  const all = [named, architectureOf, ...terms.processor, ...variants.map((variant) => `${kind}/${variant}`)]
  return {
    all,
    withFamily: family === undefined ? all : [...all, `${kind}/${family}`, `${named}/${family}`],
    withAttention: [...all, settings.flashAttention ? 'flash' : `${kind}/plain`],
  }
}

/** Positions that a query at `depth` sees in this group of layers. */
function visible(group: AttentionWork, depth: number): number {
  return group.window === undefined ? depth : Math.min(depth, group.window)
}

/** Where the cost per layer is stated: devices with more bandwidth also start their kernels sooner. */
const referenceBandwidth = 5e11

/**
 * Seconds of one decoding step at `depth` cached positions: weights and caches over the bandwidth, unpacking where
 * the processor is the weaker side, and launches per layer.
 */
export function decodeSeconds(work: Work, terms: DeviceTerms, settings: Settings, depth: number, model: SpeedModel): number {
  const { coefficients } = model
  const keys = keysOf(terms, settings)
  const bandwidth = reachedBandwidth(terms, keys, coefficients)
  const touched = 1 - (1 - work.expertShare) ** settings.parallel
  const expertBytes = work.expertShare < 1 ? (work.expertBytesPerToken * touched) / work.expertShare : 0
  const expertFactor = Math.exp(-sumOf(coefficients, 'expert', keys.all))
  const weightSeconds = (work.weightBytesPerToken - work.expertBytesPerToken + expertBytes * expertFactor) / bandwidth
  const operations = 2 * (work.multiplyAddsPerToken + work.headMultiplyAdds) * settings.parallel
  const unpackSeconds = operations / (reachedFlops(terms, coefficients) * Math.exp(sumOf(coefficients, 'unpack', keys.withFamily)))
  let cacheBytes = 2 * work.stateBytes
  for (const group of work.attention)
    cacheBytes += group.layers * visible(group, depth) * (group.keyValues * settings.keyBytes + group.valueValues * settings.valueBytes)
  const cacheSeconds =
    (cacheBytes * settings.parallel) / (terms.bandwidth * share(sumOf(coefficients, 'cache', keys.withAttention)))
  const quicker = sumOf(coefficients, 'layer-size', [terms.deviceClass]) * Math.log(terms.bandwidth / referenceBandwidth)
  const layerSeconds = work.layers * Math.exp(sumOf(coefficients, 'layer', keys.all) + quicker) * 1e-6
  const routingSeconds = work.expertLayers * Math.exp(sumOf(coefficients, 'routing', keys.all)) * 1e-6
  return softMax(weightSeconds, unpackSeconds) + cacheSeconds + layerSeconds + routingSeconds
}

/** Bandwidth that weights are read with. CPUs with many channels reach less of theirs. */
function reachedBandwidth(terms: DeviceTerms, keys: Keys, coefficients: Coefficients): number {
  const wide = terms.deviceClass === 'cpu' ? sumOf(coefficients, 'channels', []) * Math.log(terms.bandwidth / 5e10) : 0
  return terms.bandwidth * share(sumOf(coefficients, 'bandwidth', keys.withFamily) + wide)
}

/** Arithmetic, for CPUs at the scale of 8 cores: further ones add less (slower kinds of cores, heat, distance). */
function reachedFlops(terms: DeviceTerms, coefficients: Coefficients): number {
  if (terms.cores === undefined) return terms.flops
  return terms.flops * (terms.cores / 8) ** sumOf(coefficients, 'cores', [])
}

/** No device moves more than its bandwidth: the efficiency is a logistic function, always below 1. */
function share(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

/** Overlapping work: the longer side, a little more where both are alike. */
function softMax(a: number, b: number): number {
  return (a ** 4 + b ** 4) ** 0.25
}

/**
 * Seconds to take in a prompt after `depth` cached positions: matrices at the device's arithmetic with a cost per pass
 * that small batches and thinly spread experts feel, attention's quadratic part, and reading the weights once per pass.
 */
export function prefillSeconds(
  work: Work,
  terms: DeviceTerms,
  settings: Settings,
  promptTokens: number,
  depth: number,
  model: SpeedModel,
): number {
  const { coefficients } = model
  const keys = keysOf(terms, settings)
  const arithmetic = reachedFlops(terms, coefficients)
  const flops = arithmetic * Math.exp(sumOf(coefficients, 'matrix', keys.withFamily))
  const bandwidth = reachedBandwidth(terms, keys, coefficients)
  const tile = Math.exp(sumOf(coefficients, 'tile', [terms.deviceClass]))
  const expertTile = work.expertShare < 1 ? tile / work.expertShare : tile
  const denseAdds = work.multiplyAddsPerToken - work.expertMultiplyAdds
  const passes = Math.ceil(promptTokens / settings.physicalBatch)
  const tokens = promptTokens / passes
  const expertTouched = work.expertShare < 1 ? 1 - (1 - work.expertShare) ** tokens : 1
  const readBytes = work.weightBytesPerToken - work.expertBytesPerToken + work.expertBytes * expertTouched
  const matrixSeconds =
    (2 * (denseAdds * (tokens + tile) + work.expertMultiplyAdds * Math.exp(-sumOf(coefficients, 'expert-matrix', keys.all)) * (tokens + expertTile))) /
    flops
  const perPass =
    matrixSeconds +
    readBytes / bandwidth +
    (2 * work.headMultiplyAdds) / flops / passes +
    work.layers * Math.exp(sumOf(coefficients, 'prefill-layer', keys.all)) * 1e-6
  let attentionAdds = 0
  const meanDepth = depth + promptTokens / 2
  for (const group of work.attention)
    attentionAdds += group.layers * group.multiplyAddsPerPosition * visible(group, meanDepth) * promptTokens
  const attentionFlops = arithmetic * Math.exp(sumOf(coefficients, 'attention', keys.withAttention))
  return passes * perPass + (2 * attentionAdds) / attentionFlops
}
