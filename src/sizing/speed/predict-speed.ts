import type { Device } from '../../facts/device.ts'
import { type DeviceTerms, deviceTerms } from './device-terms.ts'
import { type Efficiencies, efficienciesOf } from './efficiencies.ts'
import { halfWidths } from './half-widths.ts'
import { cacheBytesPerValue } from './quantization-family.ts'
import {
  decodeSeconds,
  passesOf,
  pipelinedSeconds,
  prefillSeconds,
  type RunSettings,
} from './seconds-on-device.ts'
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

/** A device at work: what lies there, what it reaches, what is known of it. */
export interface WorkingDevice {
  readonly work: Work
  readonly terms: DeviceTerms
  readonly reach: Efficiencies
}

const defaultLinkSeconds = 20e-6

/**
 * Decode and prefill rates of a model placed on devices, from bytes and operations per token and fitted efficiencies.
 * Undefined where the bandwidth of a device that holds weights, or the cache type, is unknown. Devices work one after
 * the other (llama.cpp's layer split), so their seconds add up. Model: `data/speed/model.json`.
 */
export function predictSpeed(input: SpeedInput, model: SpeedModel): SpeedPrediction | undefined {
  const devices = workingDevices(input, model)
  const settings = settingsOf(input)
  if (devices === undefined || settings === undefined) return undefined
  const depth = input.depth ?? 0
  const promptTokens = Math.max(1, input.promptTokens ?? 512)
  const linkSeconds = (devices.length - 1) * (input.linkSeconds ?? defaultLinkSeconds)
  const decode = devices.map(({ work, reach }) => decodeSeconds(work, reach, settings, depth))
  const prefill = devices.map(({ work, reach }) =>
    prefillSeconds(work, reach, settings, promptTokens, depth),
  )
  const decodeStep = decode.reduce((sum, seconds) => sum + seconds, linkSeconds)
  const prefillTime = pipelinedSeconds(prefill, passesOf(promptTokens, settings)) + linkSeconds
  const rate = (kind: 'decode' | 'prefill', seconds: readonly number[], estimate: number): Rate => {
    const { low, high, calibrated } = halfWidths(kind, devices, seconds, input, model)
    return {
      estimate,
      low: estimate * Math.exp(-low),
      high: estimate * Math.exp(high),
      basis: calibrated ? 'calibrated' : 'roofline',
    }
  }
  return {
    decodeTokensPerSecond: rate('decode', decode, 1 / decodeStep),
    prefillTokensPerSecond: rate('prefill', prefill, promptTokens / prefillTime),
    timeToFirstTokenMs: 1000 * (prefillTime + decodeStep),
  }
}

function workingDevices(input: SpeedInput, model: SpeedModel): WorkingDevice[] | undefined {
  const devices: WorkingDevice[] = []
  for (const { device, work } of input.parts) {
    if (work.weightBytes === 0 && work.attention.length === 0) continue
    const known = reachOf(device, input, model)
    if (known === undefined) return undefined
    devices.push({ work, ...known })
  }
  return devices.length === 0 ? undefined : devices
}

type Reach = Pick<WorkingDevice, 'terms' | 'reach'>

/** Efficiencies depend on few things and are asked for thousands of times while candidates are weighed. */
const reaches = new WeakMap<SpeedModel, WeakMap<Device, Map<string, Reach | undefined>>>()

/** What a device reaches with a quantization; undefined where its bandwidth is unknown. */
export function reachOf(
  device: Device,
  input: Pick<SpeedInput, 'quantization' | 'flashAttention'>,
  model: SpeedModel,
): Reach | undefined {
  const flashAttention = input.flashAttention ?? true
  const byDevice = reaches.get(model) ?? new WeakMap<Device, Map<string, Reach | undefined>>()
  reaches.set(model, byDevice)
  const known = byDevice.get(device) ?? new Map<string, Reach | undefined>()
  byDevice.set(device, known)
  const key = `${input.quantization} ${flashAttention}`
  if (known.has(key)) return known.get(key)
  const terms = deviceTerms(device, model.flopsPerByte)
  const settings = { quantization: input.quantization, flashAttention }
  const reach =
    terms === undefined
      ? undefined
      : { terms, reach: efficienciesOf(terms, settings, model.coefficients) }
  known.set(key, reach)
  return reach
}

function settingsOf(input: SpeedInput): RunSettings | undefined {
  const keyBytes = cacheBytesPerValue(input.kvCacheType?.keys ?? 'f16')
  const valueBytes = cacheBytesPerValue(input.kvCacheType?.values ?? 'f16')
  if (keyBytes === undefined || valueBytes === undefined) return undefined
  return {
    keyBytes,
    valueBytes,
    parallel: Math.max(1, input.parallel ?? 1),
    physicalBatch: Math.max(1, input.physicalBatch ?? 512),
  }
}
