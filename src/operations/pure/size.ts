import { defineOperation } from '../define-operation.ts'
import { resolveMachine } from './machine-input.ts'
import { limitedMachine } from './placement-input.ts'
import { presentSize } from './present-size.ts'
import { sizeForAnyDevice } from './size-device-sets.ts'
import { sizedModel, sizeInputSchema } from './size-input.ts'
import { sizeOnMachine } from './size-on-machine.ts'
import { sizeOutputSchema } from './size-output.ts'
import { sizeServing } from './size-serving.ts'

/** Memory of a model at a quantization, context and number of users, on given devices. */
export const size = defineOperation({
  name: 'size',
  summary: 'size.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input: sizeInputSchema,
  output: sizeOutputSchema,
  flags: {
    model: { path: 'model', unit: 'text', summary: 'flag.model', position: 0 },
    for: { path: 'for', unit: 'text', summary: 'flag.for' },
    on: { path: 'devices', unit: 'machine', summary: 'flag.on' },
    engine: { path: 'engine', unit: 'text', summary: 'flag.sizeEngine' },
    quantization: { path: 'quantization', unit: 'text', summary: 'flag.quantization' },
    context: { path: 'contextLength', unit: 'tokens', summary: 'flag.contextLength' },
    'context-per-user': { path: 'contextPerUser', unit: 'tokens', summary: 'flag.contextPerUser' },
    parallel: { path: 'parallel', unit: 'count', summary: 'flag.parallel' },
    'kv-cache-type': { path: 'kvCacheType', unit: 'text', summary: 'flag.kvCacheType' },
    'importance-matrix': {
      path: 'importanceMatrix',
      unit: 'boolean',
      summary: 'flag.importanceMatrix',
    },
    'unified-cache': { path: 'unifiedCache', unit: 'boolean', summary: 'flag.unifiedCache' },
    'flash-attention': { path: 'flashAttention', unit: 'boolean', summary: 'flag.flashAttention' },
    'gpu-layers': {
      path: 'placement.gpuLayers',
      unit: 'count',
      summary: 'flag.gpuLayers',
      aliases: ['n-gpu-layers'],
    },
    'split-mode': { path: 'placement.splitMode', unit: 'text', summary: 'flag.splitMode' },
    'tensor-split': { path: 'placement.tensorSplit', unit: 'text', summary: 'flag.tensorSplit' },
    'main-gpu': { path: 'placement.mainGpu', unit: 'count', summary: 'flag.mainGpu' },
    'kv-offload': { path: 'placement.kvOffload', unit: 'boolean', summary: 'flag.kvOffload' },
    'cpu-moe-layers': {
      path: 'placement.cpuMoeLayers',
      unit: 'count',
      summary: 'flag.cpuMoeLayers',
      aliases: ['n-cpu-moe'],
    },
    'cpu-tensors': { path: 'placement.cpuTensors', unit: 'list', summary: 'flag.cpuTensors' },
    'system-reserve': {
      path: 'placement.systemReserveBytes',
      unit: 'bytes',
      summary: 'flag.systemReserve',
    },
    'unified-limit': {
      path: 'placement.unifiedLimitBytes',
      unit: 'bytes',
      summary: 'flag.unifiedLimit',
    },
    'tensor-parallel': { path: 'tensorParallel', unit: 'count', summary: 'flag.tensorParallel' },
    'pipeline-parallel': {
      path: 'pipelineParallel',
      unit: 'count',
      summary: 'flag.pipelineParallel',
    },
    'expert-parallel': { path: 'expertParallel', unit: 'boolean', summary: 'flag.expertParallel' },
    'gpu-memory-utilization': {
      path: 'gpuMemoryUtilization',
      unit: 'number',
      summary: 'flag.gpuMemoryUtilization',
    },
    depth: { path: 'speedAt.depth', unit: 'tokens', summary: 'flag.depth' },
    'prompt-tokens': { path: 'speedAt.promptTokens', unit: 'tokens', summary: 'flag.promptTokens' },
    architecture: { path: 'architecture', unit: 'json', summary: 'flag.architecture' },
  },
  examples: [
    'size qwen3-8b --quantization Q4_K_M --context 32768 --on rtx-4060',
    'size gpt-oss-120b --on "h100-sxm-80gb" --context 128k --parallel 4 --json',
    'size qwen3-32b --engine vllm --on "2x a100-80gb" --context-per-user 32k',
    'size --for deepseek-r1',
  ],
  async run(given, context) {
    const model = sizedModel(given, context)
    const engine = given.engine ?? 'llama.cpp'
    if (given.for !== undefined) return sizeForAnyDevice(given, model, engine, context)
    const machine = await resolveMachine(given, context)
    if (engine !== 'llama.cpp') return sizeServing(given, model, machine, engine, context)
    const limited = machine === undefined ? undefined : limitedMachine(machine, given.placement)
    return sizeOnMachine(given, model, limited, context)
  },
  present: presentSize,
  exitCode: ({ fit }) => (fit?.verdict === 'does-not-fit' ? 1 : 0),
})
