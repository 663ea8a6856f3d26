import type { z } from 'zod'
import { formatBytes } from '../../base/bytes.ts'
import type { Cell } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatRate } from '../../base/quantities.ts'
import type { Device, Machine } from '../../facts/device.ts'
import type { Assumption } from '../../selection/requirements.ts'
import { type OllamaSettings, ollamaSettings } from '../../sizing/ollama-settings.ts'
import type { Size } from '../../sizing/size-model.ts'
import type { SpeedPrediction } from '../../sizing/speed/predict-speed.ts'
import type {
  fitSchema,
  memorySchema,
  placementSchema,
  qualitySchema,
  shownMachineSchema,
  speedSchema,
} from './shared-schemas.ts'

type Shown<S extends z.ZodType> = z.output<S>

/** Values of the inner layers in the form of the output schemas. */
export function shownMemory({
  weights,
  kvCache,
  compute,
  outputBytes,
  totalBytes,
}: Size): Shown<typeof memorySchema> {
  return { weights, kvCache, compute, outputBytes, totalBytes }
}

export function shownFit({ fit }: Size): Shown<typeof fitSchema> | undefined {
  return fit
}

export function shownPlacement({
  placement,
  flags,
  settings,
  model,
}: Size): Shown<typeof placementSchema> | undefined {
  if (placement === undefined) return undefined
  const { kind, parts, expertLayersInRam, acceleratorLayers, hostBytes, isPipelined } = placement
  const devices = parts.map(
    ({ name, layers, weightBytes, kvCacheBytes, computeBytes, usedBytes, usableBytes }) => ({
      device: name,
      layers,
      weightBytes,
      kvCacheBytes,
      computeBytes,
      usedBytes,
      usableBytes,
    }),
  )
  return {
    kind,
    devices,
    expertLayersInRam,
    acceleratorLayers,
    hostBytes,
    isPipelined,
    flags: [...flags],
    ollama: shownOllama(ollamaSettings(settings, placement, model.furtherBlockCount)),
  }
}

function shownOllama({ environment, parameters, gaps }: OllamaSettings) {
  return { environment: { ...environment }, parameters: { ...parameters }, gaps: [...gaps] }
}

export function shownSpeed(
  speed: SpeedPrediction | undefined,
): Shown<typeof speedSchema> | undefined {
  return speed
}

export function shownMachine(machine: Machine): Shown<typeof shownMachineSchema> {
  const listed =
    machine.devices.length === 0 && machine.cpu !== undefined
      ? [{ device: machine.cpu, count: 1 }]
      : machine.devices
  return {
    origin: machine.origin,
    devices: listed.map(({ device, count }) => ({ count, ...shownDevice(device) })),
    systemMemoryBytes: machine.systemMemoryBytes,
    freeSystemMemoryBytes: machine.freeSystemMemoryBytes,
    systemBandwidthBytesPerSecond: machine.systemBandwidthBytesPerSecond,
  }
}

function shownDevice({
  id,
  name,
  kind,
  memoryBytes,
  usableBytes,
  bandwidthBytesPerSecond,
  fp16FlopsPerSecond,
}: Device) {
  return {
    device: id,
    name,
    kind,
    memoryBytes,
    usableBytes,
    bandwidthBytesPerSecond,
    fp16FlopsPerSecond,
  }
}

/** `2 × NVIDIA GeForce RTX 3090, 64.0 GiB RAM` */
export function machineName(machine: Shown<typeof shownMachineSchema>, locale: Locale): string {
  const devices = machine.devices.map(({ name, count, kind }) =>
    count > 1 ? `${count} × ${name}` : kind === 'cpu' ? name : name,
  )
  const hasUnified = machine.devices.some(({ kind }) => kind === 'unified')
  const ram =
    machine.systemMemoryBytes === undefined || hasUnified
      ? []
      : [say(locale, 'machine.ram', { bytes: formatBytes(machine.systemMemoryBytes) })]
  const parts = [...devices, ...ram].join(locale === 'en' ? ', ' : '、')
  return machine.origin === 'detected' ? say(locale, 'machine.this', { devices: parts }) : parts
}

/** `47 (38 to 58)`, or unknown. */
export function rateCell(
  rate: { estimate: number; low: number; high: number } | undefined,
  locale: Locale,
): Cell {
  if (rate === undefined) return { text: say(locale, 'word.unknown'), tone: 'dim' }
  return { text: `${formatRate(rate.estimate)} (${formatRate(rate.low)}–${formatRate(rate.high)})` }
}

/** A predicted score is marked by a tilde, so that it is never taken for a measured one. */
export function qualityCell({
  score,
  low,
  high,
  basis,
}: Omit<Shown<typeof qualitySchema>, 'evidence'>): Cell {
  const text = `${score.toFixed(0)} (${low.toFixed(0)}–${high.toFixed(0)})`
  return basis === 'measured' ? { text } : { text: `~${text}`, tone: 'dim' }
}

/** What was taken for granted: of the machine first. */
export function shownAssumptions(machine: Machine | undefined, assumptions: readonly Assumption[]) {
  return [...(machine?.assumptions ?? []), ...assumptions].map(({ code, values }) => ({
    code,
    values: { ...values },
  }))
}
