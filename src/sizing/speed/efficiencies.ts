import type { DeviceTerms } from './device-terms.ts'
import { quantizationFamily } from './quantization-family.ts'
import type { SpeedModel } from './speed-model.ts'

type Coefficients = SpeedModel['coefficients']

/** What decides the efficiencies besides the device. */
export interface EfficiencySettings {
  readonly quantization: string
  readonly flashAttention: boolean
  /** Engine variants and backends that only measurements name; predictions are for llama.cpp itself. */
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
  /** Seconds per layer and step, in decoding and in each pass of a prompt; of routing, per layer with experts; per step. */
  readonly layerSeconds: number
  readonly prefillLayerSeconds: number
  readonly routingSeconds: number
  readonly stepSeconds: number
  /** How much slower experts are read and multiplied than dense matrices. */
  readonly expertFactor: number
  readonly expertMatrixFactor: number
  /** Tokens whose cost a pass has besides its own: small batches do not fill the units. */
  readonly tileTokens: number
  /** The same for each expert of a pass. */
  readonly expertTileTokens: number
}

export const efficiencyNames = [
  'bandwidth',
  'cache',
  'unpack',
  'matrix',
  'attention',
  'layer',
  'prefill-layer',
  'routing',
  'step',
  'expert',
  'expert-matrix',
  'tile',
  'expert-tile',
] as const
export type EfficiencyName = (typeof efficiencyNames)[number]

/** A coefficient and what it is multiplied with. */
export type EfficiencyTerm = readonly [key: string, factor: number]

/** Where the cost per layer is stated: devices with more bandwidth also start their kernels sooner. */
const referenceBandwidth = 5e11
/** Beyond what consumer cards have, more bandwidth comes from more memory chips, not from quicker launches. */
const quickestBandwidth = 1e12
/** Two channels of DDR4-3200. */
const referenceChannels = 5e10

/**
 * The linear predictors of the efficiencies: from what all devices share down to the device itself, so that what was
 * measured little stays near what its parents say.
 * @public
 */
export function efficiencyTerms(
  terms: DeviceTerms,
  settings: EfficiencySettings,
): Record<EfficiencyName, EfficiencyTerm[]> {
  const { deviceClass, bandwidth, cores, lineage, itself } = terms
  const isCpu = deviceClass === 'cpu'
  const kind = isCpu ? 'cpu' : 'gpu'
  const classes = deviceClass === 'amd-unified' ? ['amd', 'amd-unified'] : [deviceClass]
  const among = (detail: string) =>
    [...new Set([kind, ...classes])].map((one) => `${one}/${detail}`)
  const family = quantizationFamily(settings.quantization)
  const families = family === undefined ? [] : among(family)
  const variants = (settings.variants ?? []).flatMap(among)
  const own = [...lineage, ...variants]
  const attention = settings.flashAttention ? 'flash' : `${kind}/plain`
  // q
  const sum = (name: EfficiencyName, keys: readonly string[]): EfficiencyTerm[] => [
    [name, 1],
    ...keys.map((key): EfficiencyTerm => [`${name}:${key}`, 1]),
  ]
  const ownCores: EfficiencyTerm[] = cores === undefined ? [] : [['cores', Math.log(cores / 8)]]
  const speedier = terms.isUnified
    ? 0
    : Math.log(Math.min(bandwidth, quickestBandwidth) / referenceBandwidth)
  return {
    bandwidth: [
      ...sum('bandwidth', [...own, ...families, itself]),
      ...(isCpu ? channelTerms(terms) : [saturationTerm(bandwidth)]),
    ],
    cache: sum('cache', [...own, attention]),
    unpack: [...sum('unpack', [...own, ...families]), ...ownCores],
    matrix: [...sum('matrix', [...own, ...families, itself]), ...ownCores],
    attention: [...sum('attention', [...own, attention]), ...ownCores],
    layer: [
      ...sum('layer', isCpu ? own : [...own, itself]),
      ['layer-size', speedier],
      [`layer-size:${deviceClass}`, speedier],
    ],
    'prefill-layer': sum('prefill-layer', own),
    routing: sum('routing', lineage),
    step: sum('step', [...classes, ...variants]),
    expert: sum('expert', lineage),
    'expert-matrix': sum('expert-matrix', lineage),
    tile: [...sum('tile', classes), ['tile-units', Math.log(terms.flops / 2e13)]],
    'expert-tile': sum('expert-tile', classes),
  }
}

/** Processors with more channels reach less of them, those with more cores per channel more. */
function channelTerms({ bandwidth, cores }: DeviceTerms): EfficiencyTerm[] {
  const channels: EfficiencyTerm = ['channels', Math.log(bandwidth / referenceChannels)]
  return cores === undefined
    ? [channels]
    : [channels, ['cores-bandwidth', Math.log((cores / 8) * (referenceChannels / bandwidth))]]
}

/** One token keeps too few bytes in flight for stacked memory. */
function saturationTerm(bandwidth: number): EfficiencyTerm {
  return ['saturation', Math.max(0, Math.log(bandwidth / quickestBandwidth))]
}

/** Efficiencies from the linear predictors: logistic for shares of the bandwidth (never above it), exponential for the rest. @public */
export function efficienciesFrom(
  sums: Readonly<Record<EfficiencyName, number>>,
  { bandwidth, flops }: Pick<DeviceTerms, 'bandwidth' | 'flops'>,
): Efficiencies {
  return {
    weightRate: bandwidth * logistic(sums.bandwidth),
    cacheRate: bandwidth * logistic(sums.cache),
    unpackRate: flops * Math.exp(sums.unpack),
    matrixRate: flops * Math.exp(sums.matrix),
    attentionRate: flops * Math.exp(sums.attention),
    layerSeconds: 1e-6 * Math.exp(sums.layer),
    prefillLayerSeconds: 1e-6 * Math.exp(sums['prefill-layer']),
    routingSeconds: 1e-6 * Math.exp(sums.routing),
    stepSeconds: 1e-6 * Math.exp(sums.step),
    expertFactor: Math.exp(-sums.expert),
    expertMatrixFactor: Math.exp(-sums['expert-matrix']),
    tileTokens: Math.exp(sums.tile),
    expertTileTokens: Math.exp(sums['expert-tile']),
  }
}

/** Efficiencies of a device under the coefficients of a fitted model; missing ones are 0. */
export function efficienciesOf(
  terms: DeviceTerms,
  settings: EfficiencySettings,
  coefficients: Coefficients,
): Efficiencies {
  const named = efficiencyTerms(terms, settings)
  const sumOf = (name: EfficiencyName) =>
    named[name].reduce((sum, [key, factor]) => sum + factor * (coefficients[key] ?? 0), 0)
  return efficienciesFrom(
    {
      bandwidth: sumOf('bandwidth'),
      cache: sumOf('cache'),
      unpack: sumOf('unpack'),
      matrix: sumOf('matrix'),
      attention: sumOf('attention'),
      layer: sumOf('layer'),
      'prefill-layer': sumOf('prefill-layer'),
      routing: sumOf('routing'),
      step: sumOf('step'),
      expert: sumOf('expert'),
      'expert-matrix': sumOf('expert-matrix'),
      tile: sumOf('tile'),
      'expert-tile': sumOf('expert-tile'),
    },
    terms,
  )
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}
