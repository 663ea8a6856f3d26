import type { Placement } from './placement-result.ts'
import type { EngineSettings } from './settings.ts'

/** What Ollama has no setting for; it then does as it finds right. */
export const ollamaGaps = [
  'cacheType',
  'unifiedCache',
  'batch',
  'tensorSplit',
  'splitMode',
  'experts',
  'tensors',
  'kvOffload',
] as const
export type OllamaGap = (typeof ollamaGaps)[number]

export interface OllamaSettings {
  /** Variables of the environment in which `ollama serve` is started. */
  readonly environment: Readonly<Record<string, string>>
  /** Parameters of a Modelfile, or `options` of a request. */
  readonly parameters: Readonly<Record<string, number>>
  readonly gaps: readonly OllamaGap[]
}

/** Cache types that Ollama takes, for keys and values together (docs/faq, "K/V context cache"). */
const ollamaCacheTypes = new Set(['F16', 'Q8_0', 'Q4_0'])

/**
 * Ollama's settings for the same memory. `num_ctx` is of one sequence: the engine gets it times OLLAMA_NUM_PARALLEL
 * (ollama 0.30.2 logs n_ctx 262144 for two of 131072); `num_batch` is logical and physical batch in one; `num_gpu` counts
 * layers as `--n-gpu-layers` does (ollama docs/modelfile, envconfig/config.go).
 */
export function ollamaSettings(
  settings: EngineSettings,
  placement: Placement | undefined,
  furtherBlocks: number,
): OllamaSettings {
  const { contextLength, parallel, keyType, valueType, flashAttention, physicalBatch } = settings
  const gaps: OllamaGap[] = []
  const environment: Record<string, string> = { OLLAMA_FLASH_ATTENTION: flashAttention ? '1' : '0' }
  if (keyType !== valueType || !ollamaCacheTypes.has(keyType)) gaps.push('cacheType')
  else if (keyType !== 'F16') environment.OLLAMA_KV_CACHE_TYPE = keyType.toLowerCase()
  if (parallel > 1) environment.OLLAMA_NUM_PARALLEL = String(parallel)
  if (settings.unifiedCache) gaps.push('unifiedCache')
  if (settings.logicalBatch !== 2048) gaps.push('batch')
  const parameters: Record<string, number> = { num_ctx: Math.floor(contextLength / parallel) }
  if (physicalBatch !== 512) parameters.num_batch = physicalBatch
  if (placement === undefined) return { environment, parameters, gaps }
  const { kind, acceleratorLayers, parts, forced } = placement
  const accelerators = parts.filter(({ device }) => device.kind !== 'cpu')
  parameters.num_gpu =
    forced?.gpuLayers ?? (kind === 'cpu' ? 0 : acceleratorLayers + furtherBlocks + 1)
  if (kind !== 'cpu' && accelerators.length > 1) environment.OLLAMA_SCHED_SPREAD = '1'
  gaps.push(...placementGaps(placement))
  return { environment, parameters, gaps }
}

function placementGaps({ kind, forced }: Placement): OllamaGap[] {
  const gaps: OllamaGap[] = []
  if (kind === 'experts-in-ram' || (forced?.cpuMoeLayers ?? 0) > 0) gaps.push('experts')
  if (forced?.tensorSplit !== undefined) gaps.push('tensorSplit')
  if (forced?.splitMode !== undefined && forced.splitMode !== 'layer') gaps.push('splitMode')
  if ((forced?.cpuTensors ?? []).length > 0) gaps.push('tensors')
  if (forced?.kvOffload === false) gaps.push('kvOffload')
  return gaps
}
