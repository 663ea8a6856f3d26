import type { Device } from '../../facts/device.ts'
import { type DeviceTerms, deviceTerms } from './device-terms.ts'
import { type Efficiencies, efficienciesOf } from './efficiencies.ts'
import { halfWidths } from './half-widths.ts'
import { hopSeconds, type Link, linkBetween, weightsOver } from './link.ts'
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
  /** What lies between the parts; NVLink or PCIe 4.0 x16, by the devices, where it is not said. */
  readonly link?: Link
  /** How often a token changes its device; once between neighbours where it is not said. */
  readonly hops?: number
  /** Of one token, handed over at each hop; F32 of 4,096 values where it is not said. */
  readonly activationBytes?: number
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

const defaultActivationBytes = 4 * 4096
/** Tokens of a pass from which a card fetches weights that lie in RAM and computes itself (ggml-cuda.cu, `offload_op`). */
const offloadTokensMin = 32

/**
 * Decode and prefill rates of a model placed on devices, from bytes and operations per token and fitted efficiencies.
 * Undefined where the bandwidth of a device that holds weights, or the cache type, is unknown. Devices work one after
 * the other (llama.cpp's layer split), so their seconds add up, and the link's with them. Model: `data/speed/model.json`.
 */
export function predictSpeed(input: SpeedInput, model: SpeedModel): SpeedPrediction | undefined {
  const devices = workingDevices(input, model)
  const settings = settingsOf(input)
  if (devices === undefined || settings === undefined) return undefined
  const depth = input.depth ?? 0
  const promptTokens = Math.max(1, input.promptTokens ?? 512)
  const passes = passesOf(promptTokens, settings)
  const link = input.link ?? linkBetween(input.parts.map(({ device }) => device))
  const handOver = (tokens: number) =>
    hopSeconds(
      link,
      input.hops ?? devices.length - 1,
      tokens,
      input.activationBytes ?? defaultActivationBytes,
    )
  const decode = devices.map(({ work, reach }) => decodeSeconds(work, reach, settings, depth))
  const prefill = prefillReaches(devices, link, promptTokens / passes).map(({ work, reach }) =>
    prefillSeconds(work, reach, settings, promptTokens, depth),
  )
  const decodeStep = decode.reduce((sum, seconds) => sum + seconds, handOver(settings.parallel))
  // llama.cpp pipelines only where every block lies on a card (src/llama-context.cpp, `pipeline_parallel`).
  const isPipelined = devices.every(({ terms }) => terms.deviceClass !== 'cpu')
  const prefillTime = pipelinedSeconds(prefill, isPipelined ? passes : 1) + handOver(promptTokens)
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

/**
 * In long passes the card multiplies what lies in RAM too, and reads it over the link; attention stays where its cache is.
 */
function prefillReaches(
  devices: readonly WorkingDevice[],
  link: Link,
  tokensPerPass: number,
): readonly Pick<WorkingDevice, 'work' | 'reach'>[] {
  const card = devices.find(({ terms }) => terms.deviceClass !== 'cpu')
  if (card === undefined || tokensPerPass < offloadTokensMin) return devices
  return devices.map((device) =>
    device.terms.deviceClass !== 'cpu'
      ? device
      : {
          work: device.work,
          reach: {
            ...card.reach,
            weightRate: weightsOver(link, device.terms.bandwidth),
            attentionRate: device.reach.attentionRate,
          },
        },
  )
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
