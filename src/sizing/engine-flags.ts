import type { Placement } from './placement.ts'
import type { EngineSettings } from './settings.ts'

/** llama.cpp's flags that realise settings and placement (tools/server/README.md); defaults are left out but for the context. */
export function engineFlags(
  settings: EngineSettings,
  placement: Placement | undefined,
  blockCount: number,
): string[] {
  const flags = ['--ctx-size', String(settings.contextLength)]
  if (settings.parallel > 1) flags.push('--parallel', String(settings.parallel))
  if (settings.unifiedCache) flags.push('--kv-unified')
  if (settings.keyType !== 'F16') flags.push('--cache-type-k', settings.keyType.toLowerCase())
  if (settings.valueType !== 'F16') flags.push('--cache-type-v', settings.valueType.toLowerCase())
  if (settings.logicalBatch !== 2048) flags.push('--batch-size', String(settings.logicalBatch))
  if (settings.physicalBatch !== 512) flags.push('--ubatch-size', String(settings.physicalBatch))
  flags.push('--flash-attn', settings.flashAttention ? 'on' : 'off')
  if (placement !== undefined) flags.push(...placementFlags(placement, blockCount))
  return flags
}

function placementFlags(
  { kind, parts, acceleratorLayers, expertLayersInRam }: Placement,
  blockCount: number,
): string[] {
  if (kind === 'cpu') return ['--n-gpu-layers', '0']
  // One more than the blocks puts the output on the device too.
  const flags = [
    '--n-gpu-layers',
    String(acceleratorLayers === blockCount ? blockCount + 1 : acceleratorLayers),
  ]
  if (expertLayersInRam > 0) flags.push('--n-cpu-moe', String(expertLayersInRam))
  const accelerators = parts.filter(({ device, layers }) => device.kind !== 'cpu' && layers >= 0)
  if (accelerators.length > 1)
    flags.push('--tensor-split', accelerators.map(({ layers }) => layers).join(','))
  return flags
}
