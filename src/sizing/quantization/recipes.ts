import type { TensorType } from './tensor-types.ts'

/**
 * Recipes of llama.cpp's quantizer by the names that files carry, with the type that most tensors get
 * (src/llama-quant.cpp, llama_ftype_get_default_type). Sorted from most to fewest bits. NVFP4 is none of them: the converter
 * makes such files of checkpoints that come so.
 */
export const recipes = {
  F32: 'F32',
  BF16: 'BF16',
  F16: 'F16',
  Q8_0: 'Q8_0',
  Q6_K: 'Q6_K',
  Q5_1: 'Q5_1',
  Q5_K_M: 'Q5_K',
  Q5_K_S: 'Q5_K',
  Q5_0: 'Q5_0',
  Q4_1: 'Q4_1',
  Q4_K_M: 'Q4_K',
  Q4_K_S: 'Q4_K',
  Q4_0: 'Q4_0',
  IQ4_NL: 'IQ4_NL',
  NVFP4: 'NVFP4',
  MXFP4: 'MXFP4',
  IQ4_XS: 'IQ4_XS',
  Q3_K_L: 'Q3_K',
  Q3_K_M: 'Q3_K',
  IQ3_M: 'IQ3_S',
  IQ3_S: 'IQ3_S',
  Q3_K_S: 'Q3_K',
  IQ3_XS: 'IQ3_S',
  IQ3_XXS: 'IQ3_XXS',
  Q2_K: 'Q2_K',
  Q2_K_S: 'Q2_K',
  IQ2_M: 'IQ2_S',
  IQ2_S: 'IQ2_XS',
  IQ2_XS: 'IQ2_XS',
  IQ2_XXS: 'IQ2_XXS',
  Q2_0: 'Q2_0',
  TQ2_0: 'TQ2_0',
  IQ1_M: 'IQ1_M',
  TQ1_0: 'TQ1_0',
  IQ1_S: 'IQ1_S',
  Q1_0: 'Q1_0',
} as const satisfies Record<string, TensorType>

export type Recipe = keyof typeof recipes

/** Spellings that files and people use for the same recipe. */
const aliases: Readonly<Record<string, Recipe>> = {
  MXFP4_MOE: 'MXFP4',
  Q2_KS: 'Q2_K_S',
  Q3_K: 'Q3_K_M',
  Q4_K: 'Q4_K_M',
  Q5_K: 'Q5_K_M',
  FP16: 'F16',
  FP32: 'F32',
}

export const recipeNames: readonly Recipe[] = Object.keys(recipes).filter(isRecipe)

function isRecipe(name: string): name is Recipe {
  return Object.hasOwn(recipes, name)
}

/** The recipe of llama.cpp's quantizer with this name, in any case; undefined where it has none. */
export function recipeNamed(quantization: string): Recipe | undefined {
  const name = quantization.trim().toUpperCase().replaceAll('-', '_')
  if (isRecipe(name)) return name
  return Object.hasOwn(aliases, name) ? aliases[name] : undefined
}

/**
 * Types that the quantizer refuses to make without an importance matrix (src/llama-quant.cpp, tensor_requires_imatrix):
 * the recipe's own, or in IQ3_XXS the IQ2_S of its queries and keys.
 */
const madeWithMatrix = new Set<Recipe>([
  'IQ3_XXS',
  'IQ2_M',
  'IQ2_S',
  'IQ2_XS',
  'IQ2_XXS',
  'Q2_K_S',
  'IQ1_M',
  'IQ1_S',
])

export function needsImportanceMatrix(recipe: Recipe): boolean {
  return madeWithMatrix.has(recipe)
}

/** Publishers of the lookup types make them with an importance matrix nearly always, those of the old types less often. */
export function usesImportanceMatrix(recipe: Recipe): boolean {
  return recipe.startsWith('IQ')
}
