import type { Architecture } from '../facts/architecture.ts'
import { furtherBlocks } from './further-blocks.ts'
import { chooseType, isValueTensor } from './quantization/choose-type.ts'
import { type QuantizerState, quantizerView } from './quantization/quantizer-view.ts'
import { needsImportanceMatrix, type Recipe, usesImportanceMatrix } from './quantization/recipes.ts'
import { bytesOf } from './quantization/tensor-types.ts'
import type { Tensor } from './tensors/tensor.ts'
import { tensorsOf } from './tensors/tensors-of.ts'

/** Every loaded tensor with its bytes under a recipe, in the file's order. Slower than the sums of `weightsOf`. */
export function tensorBytes(
  architecture: Architecture,
  recipe: Recipe,
  importanceMatrix: boolean | undefined,
): readonly (readonly [Tensor, number])[] {
  // Some further blocks are in checkpoints and not in GGUF files.
  const blocks = architecture.layers.length + furtherBlocks(architecture).length
  const tensors = tensorsOf(architecture).filter(({ layer = 0 }) => layer < blocks)
  const view = quantizerView(
    architecture,
    recipe,
    needsImportanceMatrix(recipe) || (importanceMatrix ?? usesImportanceMatrix(recipe)),
    tensors.filter(isValueTensor).length,
  )
  const state: QuantizerState = { valueTensors: 0, downTensors: 0 }
  return tensors.flatMap((tensor) => {
    const bytes = bytesOf(chooseType(tensor, view, state), tensor.values)
    return tensor.notLoaded ? [] : [[tensor, bytes] as const]
  })
}
