import type { Architecture } from '../facts/architecture.ts'

export interface VllmPlan {
  readonly command: readonly string[]
  readonly tensorParallelSize: number
  readonly pipelineParallelSize: number
}

export interface VllmPlanRequest {
  /** Hub repository or local folder of safetensors weights. */
  readonly repository: string
  readonly architecture: Architecture
  readonly deviceCount: number
  readonly contextPerUser: number
  readonly parallel: number
}

/**
 * The vLLM server command for one host with equal GPUs. Tensor parallelism must divide the attention heads and the
 * vocabulary is padded by vLLM itself (vllm/config/model.py, `verify_with_parallel_config`); what is left over of the
 * devices becomes pipeline stages. Pure; the flags are vLLM's own names (`vllm serve --help`).
 */
export function planVllm(request: VllmPlanRequest): VllmPlan {
  const { architecture, deviceCount } = request
  const headCounts = architecture.layers.flatMap((layer) =>
    layer.attention === undefined ? [] : [layer.attention.headCount],
  )
  const tensorParallelSize = largestDivisor(deviceCount, (size) =>
    headCounts.every((heads) => heads % size === 0),
  )
  const pipelineParallelSize = deviceCount / tensorParallelSize
  const flags = [
    ['--tensor-parallel-size', tensorParallelSize],
    ['--pipeline-parallel-size', pipelineParallelSize],
    ['--max-model-len', request.contextPerUser],
    ['--max-num-seqs', request.parallel],
  ] as const
  return {
    command: [
      'vllm',
      'serve',
      request.repository,
      ...flags.flatMap(([flag, value]) => [flag, String(value)]),
    ],
    tensorParallelSize,
    pipelineParallelSize,
  }
}

function largestDivisor(count: number, accepts: (size: number) => boolean): number {
  for (let size = count; size > 1; size -= 1) if (count % size === 0 && accepts(size)) return size
  return 1
}
