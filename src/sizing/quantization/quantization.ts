import { closest } from 'fastest-levenshtein'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import {
  type Deviation,
  type OwnRecipe,
  ownDeviation,
  ownRecipe,
  ownRecipeNames,
  plainDeviation,
  type TableKind,
} from './own-recipes.ts'
import { type Recipe, recipeNamed, recipeNames } from './recipes.ts'

/** A quantization's name, as files carry it, and what is known of how such files are made. */
export interface Quantization {
  readonly name: string
  /** The quantizer's recipe of that name, or the one that a publisher's own recipe starts from. */
  readonly recipe: Recipe
  /** Set for a publisher's own recipe, whose sizes are estimates. */
  readonly own?: OwnRecipe
}

const exact: Deviation = { estimate: 1, low: 1, high: 1 }

/** Reads a quantization's name in any case; throws `unknown_quantization` with the nearest name. */
export function readQuantization(quantization: string): Quantization {
  const recipe = recipeNamed(quantization)
  if (recipe !== undefined) return { name: recipe, recipe }
  const own = ownRecipe(quantization)
  if (own !== undefined) return { name: own.name, recipe: own.recipe, own }
  const name = quantization.slice(0, 60)
  throw new TouchstoneError('unknown_quantization', {
    quantization: name,
    nearest: [closest(name.trim().toUpperCase(), [...recipeNames, ...ownRecipeNames])],
  })
}

export function deviationOf({ own, recipe }: Quantization, shape: TableKind): Deviation {
  if (own !== undefined) return ownDeviation(own, shape)
  return plainDeviation(recipe, shape) ?? exact
}
