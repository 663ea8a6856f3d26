import type { Architecture } from '../facts/architecture.ts'
import { usualParallelism } from '../sizing/other-engines/parallelism.ts'
import { servingFlags } from '../sizing/other-engines/serving-flags.ts'

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
  const parallelism = usualParallelism(request.architecture, request.deviceCount)
  const { contextPerUser: contextLength, parallel } = request
  const flags = servingFlags({ engine: 'vllm', parallelism, contextLength, parallel })
  return {
    command: ['vllm', 'serve', request.repository, ...flags],
    tensorParallelSize: parallelism.tensor,
    pipelineParallelSize: parallelism.pipeline,
  }
}
