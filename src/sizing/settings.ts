import { TouchstoneError } from '../base/touchstone-error.ts'
import { isTensorType, type TensorType, tensorTypes } from './quantization/tensor-types.ts'

/** How the engine is to be started, with llama.cpp's defaults in place. */
export interface EngineSettings {
  /** The whole cache (`--ctx-size`), in tokens. */
  readonly contextLength: number
  /** Sequences at the same time (`--parallel`). */
  readonly parallel: number
  readonly unifiedCache: boolean
  readonly keyType: TensorType
  readonly valueType: TensorType
  readonly logicalBatch: number
  readonly physicalBatch: number
  /**
   * Cells that a window keeps beside itself and the batch: one as node-llama-cpp starts the engine, whose batch is one
   * larger where there are windows; none where the batch is stated, as llama.cpp's own programs do.
   */
  readonly windowMargin: number
  readonly flashAttention: boolean
  /** Tokens drafted per step; recurrent state is kept once more for each. */
  readonly draftTokens: number
}

export interface EngineSettingsInput {
  readonly contextLength: number
  readonly parallel?: number | undefined
  readonly unifiedCache?: boolean | undefined
  readonly kvCacheType?: string | { readonly keys: string; readonly values: string } | undefined
  readonly batch?: { readonly logical: number; readonly physical: number } | undefined
  readonly flashAttention?: boolean | undefined
  readonly draftTokens?: number | undefined
}

/** Types that llama.cpp accepts for the cache (common/arg.cpp, `kv_cache_types`). */
const cacheTypes: readonly TensorType[] = [
  'F32',
  'F16',
  'BF16',
  'Q8_0',
  'Q4_0',
  'Q4_1',
  'IQ4_NL',
  'Q5_0',
  'Q5_1',
]

/** n_ctx is a 32-bit number in llama.cpp (include/llama.h). */
const contextLengthMax = 2 ** 31 - 1

/** Defaults of llama.cpp, checked. Throws `invalid_input` naming the field, `context_too_long` above 2^31 - 1. */
export function completeSettings(input: EngineSettingsInput): EngineSettings {
  const { contextLength, kvCacheType = 'f16' } = input
  if (contextLength > contextLengthMax)
    throw new TouchstoneError('context_too_long', { contextLength, longest: contextLengthMax })
  const keys = typeof kvCacheType === 'string' ? kvCacheType : kvCacheType.keys
  const values = typeof kvCacheType === 'string' ? kvCacheType : kvCacheType.values
  const batch = input.batch ?? { logical: 2048, physical: 512 }
  const flashAttention = input.flashAttention ?? true
  const keyType = cacheType('kvCacheType.keys', keys)
  const valueType = cacheType('kvCacheType.values', values)
  // The engine refuses to start (src/llama-context.cpp, llama_init_from_model).
  if (!flashAttention && tensorTypes[valueType].blockLength > 1)
    throw new TouchstoneError('invalid_input', {
      field: 'flashAttention',
      problem: `kvCacheType.values = ${valueType.toLowerCase()}`,
    })
  return {
    contextLength: whole('contextLength', contextLength, 1),
    parallel: whole('parallel', input.parallel ?? 1, 1),
    unifiedCache: input.unifiedCache ?? false,
    keyType,
    valueType,
    logicalBatch: whole('batch.logical', batch.logical, 1),
    windowMargin: input.batch === undefined ? 1 : 0,
    physicalBatch: Math.min(whole('batch.physical', batch.physical, 1), batch.logical),
    flashAttention,
    draftTokens: whole('draftTokens', input.draftTokens ?? 0, 0),
  }
}

function whole(field: string, value: number, min: number): number {
  if (!Number.isInteger(value) || value < min || value > contextLengthMax)
    throw new TouchstoneError('invalid_input', {
      field,
      problem: `${value}: ${min}–${contextLengthMax}`,
    })
  return value
}

function cacheType(field: string, name: string): TensorType {
  const upper = name.toUpperCase()
  if (isTensorType(upper) && cacheTypes.includes(upper)) return upper
  throw new TouchstoneError('invalid_input', {
    field,
    problem: `"${name.slice(0, 40)}": ${cacheTypes.join(' | ').toLowerCase()}`,
  })
}
