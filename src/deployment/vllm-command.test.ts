import { expect, it } from 'vitest'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { planVllm } from './vllm-command.ts'

const plan = (id: string, deviceCount: number) =>
  planVllm({
    repository: 'owner/model',
    architecture: publishedShape(id),
    deviceCount,
    contextPerUser: 32_768,
    parallel: 16,
  })

it.each([
  ['llama-3.1-8b', 1, 1, 1],
  ['llama-3.1-8b', 8, 8, 1],
  ['llama-3.1-8b', 6, 2, 3],
  ['llama-3.1-8b', 3, 1, 3],
  ['qwen2.5-7b', 8, 4, 2],
  ['deepseek-r1', 8, 8, 1],
  ['lfm2-1.2b', 4, 4, 1],
])('%s on %i devices: %i in parallel, %i stages', (id, devices, tensor, pipeline) => {
  const { tensorParallelSize, pipelineParallelSize } = plan(id, devices)
  expect([tensorParallelSize, pipelineParallelSize]).toEqual([tensor, pipeline])
})

it('for every count up to 64 the parallel size divides the heads and the stages make up the rest', () => {
  for (const id of ['llama-3.1-8b', 'qwen2.5-7b', 'gemma-3-27b', 'granite-4.0-h-small'])
    for (let devices = 1; devices <= 64; devices += 1) {
      const { tensorParallelSize, pipelineParallelSize } = plan(id, devices)
      expect(tensorParallelSize * pipelineParallelSize).toBe(devices)
      for (const { attention } of publishedShape(id).layers)
        if (attention !== undefined) expect(attention.headCount % tensorParallelSize).toBe(0)
    }
})

it('the command names repository, sizes, context and sequences, one argument each', () => {
  expect(plan('llama-3.1-8b', 4).command.join(' ')).toBe(
    'vllm serve owner/model --tensor-parallel-size 4 --pipeline-parallel-size 1 --max-model-len 32768 --max-num-seqs 16',
  )
})
