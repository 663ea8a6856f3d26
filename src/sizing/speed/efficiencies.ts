import type { DeviceTerms } from './device-terms.ts'
import { quantizationFamily } from './quantization-family.ts'
import type { SpeedModel } from './speed-model.ts'

type Coefficients = SpeedModel['coefficients']

/** What decides the efficiencies besides the device. */
export interface EfficiencySettings {
  readonly quantization: string
  readonly flashAttention: boolean
  /** Engine variants that only measurements name; predictions are for llama.cpp itself. */
  readonly variants?: readonly string[]
}

/** What a device reaches with a family of quantizations: rates per second, seconds, factors. */
export interface Efficiencies {
  /** Bytes per second that weights and caches are read with. */
  readonly weightRate: number
  readonly cacheRate: number
  /** Operations per second while unpacking for single tokens, in matrices of a prompt, and in its attention. */
  readonly unpackRate: number
  readonly matrixRate: number
  readonly attentionRate: number
  /** Seconds per layer and step, in decoding and in each pass of a prompt; of routing, per layer with experts. */
  readonly layerSeconds: number
  readonly prefillLayerSeconds: number
  readonly routingSeconds: number
  /** How much slower experts are read and multiplied than dense matrices. */
  readonly expertFactor: number
  readonly expertMatrixFactor: number
  /** Tokens whose cost a pass has besides its own: small batches do not fill the units. */
  readonly tileTokens: number
}

/** Sum of the coefficient of `name` alone and those with each key; a missing one is 0. */
function sumOf(
  coefficients: Coefficients,
  name: string,
  keys: readonly (string | undefined)[],
): number {
  let sum = coefficients[name] ?? 0
  for (const key of keys) if (key !== undefined) sum += coefficients[`${name}:${key}`] ?? 0
  return sum
}

/** Where the cost per layer is stated: devices with more bandwidth also start their kernels sooner. */
const referenceBandwidth = 5e11
/** Beyond what consumer cards have, more bandwidth comes from more memory chips, not from quicker launches. */
const quickestBandwidth = 1e12

/** Efficiencies of a device: logistic for shares of the bandwidth (never above it), exponential for the rest. */
export function efficienciesOf(
  terms: DeviceTerms,
  settings: EfficiencySettings,
  coefficients: Coefficients,
): Efficiencies {
  const { deviceClass, architecture, bandwidth, cores } = terms
  const family = quantizationFamily(settings.quantization)
  const kind = deviceClass === 'cpu' ? 'cpu' : 'gpu'
  const all = [
    deviceClass,
    architecture === undefined ? undefined : `${deviceClass}/${architecture}`,
    ...terms.processor,
    ...(settings.variants ?? []).map((variant) => `${kind}/${variant}`),
  ]
  const withFamily =
    family === undefined ? all : [...all, `${kind}/${family}`, `${deviceClass}/${family}`]
  const withAttention = [...all, settings.flashAttention ? 'flash' : `${kind}/plain`]
  const sum = (name: string, keys: readonly (string | undefined)[]) =>
    sumOf(coefficients, name, keys)
  // CPUs with many channels reach less of their bandwidth; cores beyond 8 add less (slower kinds of cores, heat, distance).
  const channels = deviceClass === 'cpu' ? sum('channels', []) * Math.log(bandwidth / 5e10) : 0
  const flops = cores === undefined ? terms.flops : terms.flops * (cores / 8) ** sum('cores', [])
  const quicker =
    sum('layer-size', [deviceClass]) *
    Math.log(Math.min(bandwidth, quickestBandwidth) / referenceBandwidth)
  return {
    weightRate: bandwidth * logistic(sum('bandwidth', withFamily) + channels),
    cacheRate: bandwidth * logistic(sum('cache', withAttention)),
    unpackRate: flops * Math.exp(sum('unpack', withFamily)),
    matrixRate: flops * Math.exp(sum('matrix', withFamily)),
    attentionRate: flops * Math.exp(sum('attention', withAttention)),
    layerSeconds: 1e-6 * Math.exp(sum('layer', all) + quicker),
    prefillLayerSeconds: 1e-6 * Math.exp(sum('prefill-layer', all)),
    routingSeconds: 1e-6 * Math.exp(sum('routing', [deviceClass])),
    expertFactor: Math.exp(-sum('expert', [deviceClass])),
    expertMatrixFactor: Math.exp(-sum('expert-matrix', [deviceClass])),
    tileTokens: Math.exp(sum('tile', [deviceClass])),
  }
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}
