import type { SafetensorsTensor } from '../safetensors/read-safetensors-header.ts'

/** Parameters in the files of a checkpoint, by what they belong to. */
export interface StoredParameters {
  /** The language model, blocks that predict further tokens left out. */
  readonly language: number
  /** Vision and audio towers with their projectors. */
  readonly otherTowers: number
  readonly nextTokenPrediction: number
  /** The output matrix is stored although it may be the embedding matrix. */
  readonly outputMatrix: number
}

/** Dtypes whose values are parameters; packed integers (AWQ, GPTQ, bitsandbytes) are not. */
const plainTypes = new Set(['F64', 'F32', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2'])

const otherTowerNames =
  /(^|\.)(visual|vision_tower|vision_model|vision_embed|audio_tower|audio_model|multi_modal_projector|mm_projector|embed_vision|embed_audio|patch_merger)\./

/**
 * Counts what safetensors files hold. Undefined where the weights are packed, so that values are no parameters.
 * `blockCount` is the config's: blocks beyond it predict further tokens (DeepSeek V3, GLM-4.5).
 */
export function storedParameters(
  tensors: readonly SafetensorsTensor[],
  blockCount: number | undefined,
): StoredParameters | undefined {
  const counts = { language: 0, otherTowers: 0, nextTokenPrediction: 0, outputMatrix: 0 }
  for (const { name, dtype, values, shape } of tensors) {
    // Scales of FP8 blocks are no parameters of the model.
    if (/_scale(_inv)?$|\.(input|weight)_scale$|_scales$/.test(name)) continue
    if (!plainTypes.has(dtype)) {
      // Index buffers (rotary tables, position ids) are small; packed weights are matrices.
      if (shape.length > 1 && values > 65_536) return undefined
      continue
    }
    if (/rotary_emb\.inv_freq$/.test(name)) continue
    if (otherTowerNames.test(name)) counts.otherTowers += values
    else if (predictsFurther(name, blockCount)) counts.nextTokenPrediction += values
    else {
      counts.language += values
      if (/(^|\.)lm_head\.weight$/.test(name)) counts.outputMatrix = values
    }
  }
  return counts
}

function predictsFurther(name: string, blockCount: number | undefined): boolean {
  if (/(^|\.)mtp(_layers|_block)?\./.test(name)) return true
  const block = /(?:^|\.)(?:layers|h|blocks)\.(\d+)\./.exec(name)?.[1]
  return block !== undefined && blockCount !== undefined && Number(block) >= blockCount
}
