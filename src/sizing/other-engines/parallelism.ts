import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../../facts/architecture.ts'

/** How a model is spread over equal devices. */
export interface Parallelism {
  /** Devices that share every matrix. */
  readonly tensor: number
  /** Stages that each hold some of the blocks. */
  readonly pipeline: number
  /** Routed experts lie whole, each on one of the devices that share a block, instead of being cut. */
  readonly expert: boolean
}

/** Attention heads of every kind of block that has some. */
function headCounts({ layers }: Architecture): number[] {
  return [...new Set(layers.flatMap(({ attention }) => attention?.headCount ?? []))]
}

/** Throws `invalid_input` naming the field where the engines would refuse to start. */
export function checkParallelism(architecture: Architecture, parallelism: Parallelism): void {
  const { tensor, pipeline } = parallelism
  for (const heads of headCounts(architecture))
    if (heads % tensor !== 0)
      throw new TouchstoneError('invalid_input', {
        field: 'tensorParallel',
        problem: `${heads} % ${tensor} ≠ 0`,
      })
  const blocks = architecture.layers.length
  if (pipeline > blocks)
    throw new TouchstoneError('invalid_input', {
      field: 'pipelineParallel',
      problem: `${pipeline} > ${blocks}`,
    })
}

/**
 * The usual split over so many devices: the largest tensor parallelism that divides the heads of every block
 * (vllm/config/model.py, verify_with_parallel_config), what is left over as stages.
 */
export function usualParallelism(architecture: Architecture, deviceCount: number): Parallelism {
  const heads = headCounts(architecture)
  let tensor = 1
  for (let size = deviceCount; size > 1; size -= 1)
    if (deviceCount % size === 0 && heads.every((count) => count % size === 0)) {
      tensor = size
      break
    }
  return { tensor, pipeline: deviceCount / tensor, expert: false }
}

/**
 * Blocks of each stage: what does not divide goes to the stages before the last, backwards
 * (vllm/distributed/utils.py, get_pp_indices).
 */
export function stageLengths(blockCount: number, pipeline: number): number[] {
  const lengths = Array.from({ length: pipeline }, () => Math.floor(blockCount / pipeline))
  for (let left = 0; left < blockCount % pipeline; left += 1) {
    const at = pipeline - 2 - left
    lengths[at] = (lengths[at] ?? 0) + 1
  }
  return lengths
}
