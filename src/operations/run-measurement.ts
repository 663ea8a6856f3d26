import { mkdir, statfs } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { formatBytes } from '../base/bytes.ts'
import { say } from '../base/messages/all-messages.ts'
import { formatCount } from '../base/quantities.ts'
import type { Architecture } from '../facts/architecture.ts'
import type { MeasuredFigure, Measurement } from '../facts/measurement.ts'
import { requireEngine } from '../inference/llama-cpp/locate-engine.ts'
import { measureTwin, type TwinResult } from '../inference/twin/measure-twin.ts'
import { readSettings } from '../machine/configuration.ts'
import { detectHardware } from '../machine/detect-hardware.ts'
import { measuredMachine } from '../machine/measurements/measured-machine.ts'
import { userFolders } from '../machine/user-folders.ts'
import { countParameters } from '../sizing/parameter-count.ts'
import { programVersion } from './open-catalogue.ts'
import type { OperationContext } from './pure/context.ts'

export interface AskedMeasurement {
  readonly model: string
  readonly architecture: Architecture
  readonly quantization: string
  readonly depth: number
  readonly layersOnly: boolean
  readonly on: 'auto' | 'cpu'
  readonly secondsForReading: number
}

export interface MadeMeasurement {
  readonly measurement: Measurement
  readonly result: TwinResult
}

/** Runs the twin of a model on this computer, telling how far it is, and makes the record. */
export async function runMeasurement(
  asked: AskedMeasurement,
  context: OperationContext,
): Promise<MadeMeasurement> {
  const began = Date.now()
  const load = loadavg()[0] ?? 0
  const { locale, progress } = context
  const folders = userFolders()
  const engine = await requireEngine({ setting: readSettings().values.engine, data: folders.data })
  const report = await detectHardware({ cacheFolder: folders.cache, measureBandwidth: false })
  const folder = join(folders.cache, 'twins')
  const result = await measureTwin({
    name: asked.model,
    architecture: asked.architecture,
    quantization: asked.quantization,
    layersOnly: asked.layersOnly,
    depth: asked.depth,
    secondsForReading: asked.secondsForReading,
    resources: {
      freeMemoryBytes: report.memory.freeBytes,
      freeDiskBytes: await freeDiskBytes(folder),
    },
    folder,
    engine: { entry: engine.entry, backend: asked.on },
    settingsOf: ({ backend, threads }) => ({
      threads: report.cpu.physicalCores ?? threads,
      physicalBatch: 512,
      flashAttention: true,
      gpuLayers: backend === 'cpu' ? 0 : asked.architecture.layers.length + 1,
      memoryMapped: true,
    }),
    progress: (code, values) => progress?.(say(locale, code, spoken(values))),
  })
  const { info, settings } = result
  return {
    result,
    measurement: {
      schemaVersion: 1,
      when: new Date(began).toISOString(),
      program: await programVersion(),
      method: 'twin',
      machine: measuredMachine(report),
      engine: {
        engine: 'llama.cpp',
        release: info.release,
        binding: `node-llama-cpp ${engine.version}`,
        backend: info.backend,
        devices: [...info.devices],
      },
      model: asked.model,
      totalParams: countParameters(asked.architecture).total,
      quantization: asked.quantization,
      settings: {
        threads: settings.threads,
        physicalBatch: settings.physicalBatch,
        flashAttention: settings.flashAttention,
        kvCacheType: { keys: 'f16', values: 'f16' },
        memoryMapped: settings.memoryMapped,
        gpuLayers: settings.gpuLayers,
      },
      figures: figuresOf(result),
      noise: {
        decodeSpread: result.decodeSpread,
        prefillSpread: result.prefillSpread,
        voidRuns: result.voidRuns,
        isNoisy: result.isNoisy,
        ...(process.platform === 'win32' ? {} : { load: load / availableParallelism() }),
      },
      tookSeconds: (Date.now() - began) / 1000,
      reductions: [...result.plan.reductions, ...batchReduction(result)],
    },
  }
}

function batchReduction({ batch, settings }: TwinResult) {
  return batch < settings.physicalBatch
    ? [{ code: 'batch', values: { of: settings.physicalBatch, kept: batch } }]
    : []
}

function figuresOf({ decode, prefill }: TwinResult): MeasuredFigure[] {
  const rates = (tokens: number, figure: { milliseconds: number; low: number; high: number }) => ({
    tokensPerSecond: (1000 * tokens) / figure.milliseconds,
    low: (1000 * tokens) / figure.high,
    high: (1000 * tokens) / figure.low,
  })
  return [
    ...decode.map((one) => ({ kind: 'decode' as const, depth: one.depth, ...rates(1, one) })),
    ...prefill.map((one) => ({
      kind: 'prefill' as const,
      promptTokens: one.promptTokens,
      ...rates(one.promptTokens, one),
    })),
  ]
}

function spoken(values: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value !== 'number'
        ? value
        : name === 'bytes'
          ? formatBytes(value)
          : formatCount(value),
    ]),
  )
}

async function freeDiskBytes(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
