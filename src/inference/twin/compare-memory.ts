import { modelBytes } from '../../sizing/model-bytes.ts'
import { completeSettings } from '../../sizing/settings.ts'
import type { TwinMemory } from './measure-twin.ts'
import type { TwinSettings } from './twin-session.ts'

/** One kind of buffer: what sizing says, what the engine says. */
export interface ComparedBuffer {
  readonly buffer: 'weights' | 'kvCache' | 'recurrentState' | 'compute' | 'output'
  readonly sizedBytes: number
  readonly engineBytes: number
}

export interface ComparedMemory {
  readonly buffers: readonly ComparedBuffer[]
  /** Copies of weights in the order of the CPU's kernels, beside the mapped file. */
  readonly repackedBytes: number
  /** By which the process grew, the file's pages included. */
  readonly residentBytes: number
}

const line = /^\S*:?\s*(\S+)\s+(model|KV|RS|compute|output)\s+buffer size\s*=\s*([\d.]+) MiB/

/** Bytes of buffers by kind, from the lines that llama.cpp prints while it loads. */
function bufferBytes(log: readonly string[]): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>()
  for (const text of log) {
    const match = line.exec(text.trim())
    if (match === null) continue
    const [, device = '', kind = '', size = ''] = match
    const key = kind === 'model' && /REPACK|AMX/.test(device) ? 'repacked' : kind
    bytes.set(key, (bytes.get(key) ?? 0) + Number(size) * 1024 ** 2)
  }
  return bytes
}

/**
 * A twin's buffers against sizing. Weights are the twin's own list of tensors, so the engine's figure shows what else it
 * maps; caches, working memory and output are computed of the reduced shape as of any other.
 */
export function compareMemory(
  { plan, contextLength, opened }: TwinMemory,
  { physicalBatch, flashAttention }: TwinSettings,
): ComparedMemory {
  const engine = bufferBytes(opened.log)
  const settings = completeSettings({
    contextLength,
    batch: { logical: physicalBatch, physical: physicalBatch },
    flashAttention,
  })
  const sized = modelBytes(plan.architecture, 'F16', false, settings)
  const { kvCache, compute, outputBytes } = sized
  const rows: ComparedBuffer[] = [
    {
      buffer: 'weights',
      sizedBytes: plan.tensors.reduce((sum, { bytes }) => sum + bytes, 0),
      engineBytes: engine.get('model') ?? 0,
    },
    {
      buffer: 'kvCache',
      sizedBytes: kvCache.fullAttentionBytes + kvCache.slidingWindowBytes,
      engineBytes: engine.get('KV') ?? 0,
    },
    {
      buffer: 'recurrentState',
      sizedBytes: kvCache.recurrentBytes,
      engineBytes: engine.get('RS') ?? 0,
    },
    { buffer: 'compute', sizedBytes: compute.withLogits, engineBytes: engine.get('compute') ?? 0 },
    { buffer: 'output', sizedBytes: outputBytes, engineBytes: engine.get('output') ?? 0 },
  ]
  return {
    buffers: rows.filter(({ sizedBytes, engineBytes }) => sizedBytes > 0 || engineBytes > 0),
    repackedBytes: engine.get('repacked') ?? 0,
    residentBytes: Math.max(0, opened.residentAfter - opened.residentBefore),
  }
}
