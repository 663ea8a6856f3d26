import type { Device } from '../../facts/device.ts'
import { cacheBytesPerValue, quantizationFamily } from './quantization-family.ts'
import { type DeviceTerms, decodeSeconds, deviceTerms, prefillSeconds, type Settings } from './seconds-on-device.ts'
import type { SpeedModel } from './speed-model.ts'
import type { Work } from './work.ts'

export interface SpeedPart {
  readonly device: Device
  /** What of the model lies here (`workOf`, `shareOfWork`). */
  readonly work: Work
}

export interface SpeedInput {
  /** Label as in file names: `Q4_K_M`. */
  readonly quantization: string
  /** Devices in the order in which a token passes them; several of the same stand one by one. */
  readonly parts: readonly SpeedPart[]
  /** Seconds for a token's activations to reach the next part; 20 µs (PCIe) where it is not said. */
  readonly linkSeconds?: number
  /** Positions already in the cache; 0 by default. */
  readonly depth?: number
  /** Tokens of the prompt whose prefill is predicted; 512 by default. */
  readonly promptTokens?: number
  /** Types of the cache; `f16` by default. */
  readonly kvCacheType?: { readonly keys: string; readonly values: string }
  readonly flashAttention?: boolean
  /** llama.cpp's `--ubatch-size`; 512 by default. */
  readonly physicalBatch?: number
  /** Conversations decoded together; the rate is that of one of them. */
  readonly parallel?: number
  readonly variants?: readonly string[]
}

/** A rate with its 80 % interval and how it is known. */
export interface Rate {
  readonly estimate: number
  readonly low: number
  readonly high: number
  readonly basis: 'measured' | 'twin' | 'calibrated' | 'roofline'
}

export interface SpeedPrediction {
  readonly decodeTokensPerSecond: Rate
  readonly prefillTokensPerSecond: Rate
  /** Prefill of the prompt and the first decoded token, for the estimate. */
  readonly timeToFirstTokenMs: number
}

const defaultLinkSeconds = 20e-6

/**
 * Decode and prefill rates of a model placed on devices, from bytes and operations per token and fitted efficiencies.
 * Undefined where the bandwidth of a device that holds weights, or the cache type, is unknown. Devices work one after
 * the other (llama.cpp's layer split), so their seconds add up.
 */
export function predictSpeed(input: SpeedInput, model: SpeedModel): SpeedPrediction | undefined {
  const parts: { work: Work; terms: DeviceTerms; calibrated: boolean }[] = []
  for (const { device, work } of input.parts) {
    if (work.weightBytes === 0 && work.attention.length === 0) continue
    const terms = deviceTerms(device, model)
    if (terms === undefined) return undefined
    parts.push({ work, terms, calibrated: model.spreads[terms.deviceClass] !== undefined })
  }
  const settings = settingsOf(input)
  if (parts.length === 0 || settings === undefined) return undefined
  const depth = input.depth ?? 0
  const promptTokens = Math.max(1, input.promptTokens ?? 512)
  const linkSeconds = (parts.length - 1) * (input.linkSeconds ?? defaultLinkSeconds)
  const decode = parts.map(({ work, terms }) => decodeSeconds(work, terms, settings, depth, model))
  const prefill = parts.map(({ work, terms }) => prefillSeconds(work, terms, settings, promptTokens, depth, model))
  const decodeStep = total(decode) + linkSeconds
  const prefillTime = total(prefill) + linkSeconds
  const calibrated = parts.every((part) => part.calibrated)
  const rate = (kind: 'decode' | 'prefill', seconds: readonly number[], tokens: number, whole: number): Rate => {
    const { low, high } = halfWidths(kind, parts, seconds, input, model)
    const estimate = tokens / whole
    return {
      estimate,
      low: estimate * Math.exp(-low),
      high: estimate * Math.exp(high),
      basis: calibrated ? 'calibrated' : 'roofline',
    }
  }
  return {
    decodeTokensPerSecond: rate('decode', decode, 1, decodeStep),
    prefillTokensPerSecond: rate('prefill', prefill, promptTokens, prefillTime),
    timeToFirstTokenMs: 1000 * (prefillTime + decodeStep),
  }
}

function settingsOf(input: SpeedInput): Settings | undefined {
  const keyBytes = cacheBytesPerValue(input.kvCacheType?.keys ?? 'f16')
  const valueBytes = cacheBytesPerValue(input.kvCacheType?.values ?? 'f16')
  if (keyBytes === undefined || valueBytes === undefined) return undefined
  return {
    quantization: input.quantization,
    keyBytes,
    valueBytes,
    flashAttention: input.flashAttention ?? true,
    parallel: Math.max(1, input.parallel ?? 1),
    physicalBatch: Math.max(1, input.physicalBatch ?? 512),
    ...(input.variants === undefined ? {} : { variants: input.variants }),
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/**
 * Half-widths of the 80 % interval in logarithms. Errors of the parts are taken to go together (one engine, one model),
 * so half-widths are averaged by time; what the fit has not seen adds in squares.
 */
function halfWidths(
  kind: 'decode' | 'prefill',
  parts: readonly { work: Work; terms: DeviceTerms; calibrated: boolean }[],
  seconds: readonly number[],
  input: SpeedInput,
  model: SpeedModel,
): { low: number; high: number } {
  const whole = total(seconds)
  const base = { low: 0, high: 0 }
  for (const [index, { terms }] of parts.entries()) {
    const share = (seconds[index] ?? 0) / whole
    const spread = (model.spreads[terms.deviceClass] ?? model.roofline)[kind]
    base.low += share * spread.low
    base.high += share * spread.high
  }
  let { low, high } = { low: base.low ** 2, high: base.high ** 2 }
  for (const reason of unusual(kind, parts, input, model)) {
    const extra = model.widening[`${kind}:${reason}`]
    low += (extra?.low ?? 0) ** 2
    high += (extra?.high ?? 0) ** 2
  }
  return { low: Math.sqrt(low), high: Math.sqrt(high) }
}

function unusual(
  kind: 'decode' | 'prefill',
  parts: readonly { work: Work; terms: DeviceTerms }[],
  input: SpeedInput,
  model: SpeedModel,
): string[] {
  const reasons: string[] = []
  if (parts.length > 1) reasons.push('several-devices')
  if (parts.some(({ work }) => work.expertLayers > 0)) reasons.push('experts')
  if (parts.some(({ work }) => work.stateBytes > 0)) reasons.push('recurrent')
  if ((input.parallel ?? 1) > 1) reasons.push('parallel')
  if ((input.depth ?? 0) >= 8192) reasons.push('deep')
  if (quantizationFamily(input.quantization) === undefined) reasons.push('unknown-quantization')
  if (kind === 'prefill' && parts.some(({ terms }) => !terms.flopsKnown)) reasons.push('unknown-arithmetic')
  if (parts.some(({ terms }) => model.coefficients[`bandwidth:${terms.deviceClass}/${terms.architecture}`] === undefined))
    reasons.push('unknown-architecture')
  return reasons
}
