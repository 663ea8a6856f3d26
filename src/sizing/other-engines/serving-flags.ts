import type { Parallelism } from './parallelism.ts'
import type { ServingEngine } from './serving-memory.ts'

export interface ServingFlagsRequest {
  readonly engine: ServingEngine
  readonly parallelism: Parallelism
  readonly contextLength: number
  /** Requests at the same time; the engine's own limit where it is not said. */
  readonly parallel?: number | undefined
  readonly memoryShare?: number | undefined
  readonly kvCacheType?: string | undefined
}

/** The engine's own names (vllm/engine/arg_utils.py 0.33.0; sglang/srt/arg_groups/fields 0.5.23). */
const names = {
  vllm: {
    tensor: '--tensor-parallel-size',
    pipeline: '--pipeline-parallel-size',
    context: '--max-model-len',
    parallel: '--max-num-seqs',
    share: '--gpu-memory-utilization',
    cacheType: '--kv-cache-dtype',
  },
  sglang: {
    tensor: '--tp-size',
    pipeline: '--pp-size',
    context: '--context-length',
    parallel: '--max-running-requests',
    share: '--mem-fraction-static',
    cacheType: '--kv-cache-dtype',
  },
} as const

/** Flags that realise a serving plan; defaults of memory and cache are left out. */
export function servingFlags(request: ServingFlagsRequest): string[] {
  const { engine, parallelism, parallel, memoryShare, kvCacheType } = request
  const name = names[engine]
  const flags = [name.tensor, String(parallelism.tensor)]
  flags.push(name.pipeline, String(parallelism.pipeline))
  if (parallelism.expert)
    flags.push(
      ...(engine === 'vllm'
        ? ['--enable-expert-parallel']
        : ['--ep-size', String(parallelism.tensor)]),
    )
  flags.push(name.context, String(request.contextLength))
  if (parallel !== undefined) flags.push(name.parallel, String(parallel))
  if (memoryShare !== undefined) flags.push(name.share, String(memoryShare))
  if (kvCacheType?.startsWith('fp8'))
    flags.push(
      name.cacheType,
      engine === 'vllm' || kvCacheType !== 'fp8' ? kvCacheType : 'fp8_e4m3',
    )
  return flags
}
