import { type Recipe, recipeNames } from './quantization/recipes.ts'
import { type SizeRequest, sizedFits } from './size-model.ts'
import { weightsOf } from './weights.ts'

/** The smallest step down in bits that lets a model in. */
export interface QuantizationChange {
  readonly quantization: Recipe
  readonly fileBytes: number
}

/** Recipes that nobody publishes for whole models: one bit and three values each, F32, and makers' own. */
const unusual = new Set<Recipe>(['F32', 'TQ1_0', 'TQ2_0', 'Q1_0', 'Q2_0', 'MXFP4', 'NVFP4'])

/** Recipes from most to fewest bytes for this shape: the order differs between shapes. */
function bySize({ architecture, importanceMatrix }: SizeRequest): QuantizationChange[] {
  return recipeNames
    .filter((recipe) => !unusual.has(recipe))
    .map((recipe) => ({
      quantization: recipe,
      fileBytes: weightsOf(architecture, recipe, importanceMatrix).fileBytes,
    }))
    .toSorted((a, b) => b.fileBytes - a.fileBytes)
}

/**
 * The largest quantization smaller than the asked one with which the model fits as asked; undefined where none does, or
 * where it already fits.
 */
export function smallestQuantizationChange(request: SizeRequest): QuantizationChange | undefined {
  if (sizedFits(request)) return undefined
  const { architecture, quantization, importanceMatrix } = request
  const { fileBytes } = weightsOf(architecture, quantization, importanceMatrix)
  return bySize(request).find(
    (change) =>
      change.fileBytes < fileBytes && sizedFits({ ...request, quantization: change.quantization }),
  )
}
