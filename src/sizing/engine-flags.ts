import type { ForcedPlacement, Placement } from './placement-result.ts'
import type { EngineSettings } from './settings.ts'

/**
 * llama.cpp's flags that realise settings and placement (tools/server/README.md); defaults are left out but for the
 * context. `furtherBlocks` are those that predict further tokens, which llama.cpp counts among the layers.
 */
export function engineFlags(
  settings: EngineSettings,
  placement: Placement | undefined,
  furtherBlocks: number,
): string[] {
  const flags = ['--ctx-size', String(settings.contextLength)]
  if (settings.parallel > 1) flags.push('--parallel', String(settings.parallel))
  if (settings.unifiedCache) flags.push('--kv-unified')
  if (settings.keyType !== 'F16') flags.push('--cache-type-k', settings.keyType.toLowerCase())
  if (settings.valueType !== 'F16') flags.push('--cache-type-v', settings.valueType.toLowerCase())
  if (settings.logicalBatch !== 2048) flags.push('--batch-size', String(settings.logicalBatch))
  if (settings.physicalBatch !== 512) flags.push('--ubatch-size', String(settings.physicalBatch))
  flags.push('--flash-attn', settings.flashAttention ? 'on' : 'off')
  if (placement?.forced !== undefined)
    flags.push(...forcedFlags(placement.forced, placement, furtherBlocks))
  else if (placement !== undefined) flags.push(...placementFlags(placement, furtherBlocks))
  return flags
}

function placementFlags(
  { kind, parts, acceleratorLayers, expertLayersInRam }: Placement,
  furtherBlocks: number,
): string[] {
  if (kind === 'cpu') return ['--n-gpu-layers', '0']
  // Layers are counted from the end, the output first (src/llama-model.cpp, load_tensors, i_gpu_start).
  const behind = furtherBlocks + 1
  const flags = ['--n-gpu-layers', String(acceleratorLayers + behind)]
  if (expertLayersInRam > 0) flags.push('--n-cpu-moe', String(expertLayersInRam))
  const accelerators = parts.filter(({ device }) => device.kind !== 'cpu')
  if (accelerators.length > 1) {
    const last = accelerators.findLastIndex(({ usedBytes }) => usedBytes > 0)
    const shares = accelerators.map(({ layers }, at) => layers + (at === last ? behind : 0))
    flags.push('--tensor-split', shares.join(','))
  }
  return flags
}

/** What was asked for, as flags (common/arg.cpp). */
function forcedFlags(
  forced: ForcedPlacement,
  { parts }: Placement,
  furtherBlocks: number,
): string[] {
  const { splitMode, mainGpu, tensorSplit, gpuLayers, cpuMoeLayers, cpuTensors, kvOffload } = forced
  const blocks = parts.reduce((sum, { layers }) => sum + layers, 0)
  const flags = ['--n-gpu-layers', String(gpuLayers ?? blocks + furtherBlocks + 1)]
  if (splitMode !== undefined && splitMode !== 'layer') flags.push('--split-mode', splitMode)
  if (splitMode === 'none') flags.push('--main-gpu', String(mainGpu ?? 0))
  if (tensorSplit !== undefined) flags.push('--tensor-split', tensorSplit.join(','))
  if (cpuMoeLayers !== undefined && cpuMoeLayers > 0)
    flags.push('--n-cpu-moe', String(cpuMoeLayers))
  if (cpuTensors !== undefined && cpuTensors.length > 0)
    flags.push('--override-tensor', cpuTensors.map((pattern) => `${pattern}=CPU`).join(','))
  if (kvOffload === false) flags.push('--no-kv-offload')
  return flags
}
