import type { Architecture } from '../../facts/architecture.ts'
import { deviations } from './deviations.ts'
import { type Recipe, recipeNamed } from './recipes.ts'
import type { TensorType } from './tensor-types.ts'

/** Bytes of the blocks' matrices as a share of those under the recipe that it starts from: estimate and 80 % interval. */
export interface Deviation {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** A recipe that a publisher makes files by, as far as names and published sizes tell. */
export interface OwnRecipe {
  readonly name: string
  /** The quantizer's recipe that it starts from. */
  readonly recipe: Recipe
  /** Type of embedding and output. */
  readonly endsType?: TensorType | undefined
  /** Bits of the type over those of the recipe's, for types that llama.cpp does not have. */
  readonly bitsRatio: number
  /** Dynamic recipes are told apart by name, the others by their bits alone. */
  readonly family: 'large-ends' | 'dynamic' | 'other-engine'
  /** Where it is not to be looked up: while the deviations themselves are fitted. */
  readonly deviation?: Deviation
}

interface Start {
  readonly recipe: Recipe
  readonly endsType?: TensorType
}

/**
 * bartowski's names: a recipe of the quantizer with embedding and output in Q8_0 (his cards: "Uses Q8_0 for embed and
 * output weights").
 */
const largeEnds: Readonly<Record<string, Start>> = {
  Q2_K_L: { recipe: 'Q2_K', endsType: 'Q8_0' },
  Q3_K_XL: { recipe: 'Q3_K_L', endsType: 'Q8_0' },
  Q4_K_L: { recipe: 'Q4_K_M', endsType: 'Q8_0' },
  Q5_K_L: { recipe: 'Q5_K_M', endsType: 'Q8_0' },
  Q6_K_L: { recipe: 'Q6_K', endsType: 'Q8_0' },
}

/** unsloth's dynamic recipes: other types for some blocks than the quantizer's of the nearest name; by how much is fitted. */
const dynamic: Readonly<Record<string, Start>> = {
  Q8_K_XL: { recipe: 'Q8_0', endsType: 'F16' },
  Q6_K_XL: { recipe: 'Q6_K', endsType: 'Q8_0' },
  Q6_K_S: { recipe: 'Q6_K' },
  Q5_K_XL: { recipe: 'Q5_K_M' },
  Q4_K_XL: { recipe: 'Q4_K_M' },
  Q4_K_L: { recipe: 'Q4_K_M' },
  Q3_K_XL: { recipe: 'Q3_K_M' },
  Q2_K_L: { recipe: 'Q2_K' },
  Q2_K_XL: { recipe: 'Q2_K' },
}

/** Types of ik_llama.cpp with their bits per value (its examples/quantize/quantize.cpp), each beside the nearest recipe here and that one's. */
const otherEngineTypes: Readonly<Record<string, readonly [Recipe, number, number]>> = {
  IQ1_S_R4: ['IQ1_S', 1.5, 1.5625],
  IQ1_KT: ['IQ1_M', 1.75, 1.75],
  IQ2_KT: ['IQ2_XS', 2.125, 2.3125],
  IQ2_KS: ['IQ2_XS', 2.1875, 2.3125],
  IQ2_K: ['IQ2_XS', 2.375, 2.3125],
  IQ2_KL: ['Q2_K', 2.6875, 2.625],
  IQ3_KT: ['IQ3_XXS', 3.125, 3.0625],
  IQ3_KS: ['IQ3_XXS', 3.1875, 3.0625],
  IQ3_K: ['IQ3_S', 3.4375, 3.4375],
  IQ4_KT: ['IQ4_XS', 4, 4.25],
  IQ4_KSS: ['IQ4_XS', 4, 4.25],
  IQ4_KS: ['IQ4_XS', 4.25, 4.25],
  IQ4_K: ['IQ4_NL', 4.5, 4.5],
  IQ5_KS: ['Q5_K_S', 5.25, 5.5],
  IQ5_K: ['Q5_K_S', 5.5, 5.5],
  IQ6_K: ['Q6_K', 6.625, 6.5625],
}

export const ownRecipeNames: readonly string[] = [
  ...Object.keys(largeEnds),
  ...Object.keys(dynamic).map((name) => `UD-${name}`),
  ...Object.keys(otherEngineTypes),
]

/** A publisher's own recipe by the name that files carry, in any case; undefined where there is none. */
export function ownRecipe(quantization: string): OwnRecipe | undefined {
  const name = quantization.trim().toUpperCase().replaceAll('-', '_')
  const inner = name.replace(/^UD_/, '')
  if (name === inner && Object.hasOwn(largeEnds, name)) {
    const start = largeEnds[name]
    return start && { name, ...start, bitsRatio: 1, family: 'large-ends' }
  }
  return dynamicRecipe(name, inner) ?? otherEngineRecipe(name)
}

/** `UD-` before a name of the quantizer or one of `dynamic`; the latter are also written without it. */
function dynamicRecipe(name: string, inner: string): OwnRecipe | undefined {
  const start = Object.hasOwn(dynamic, inner) ? dynamic[inner] : undefined
  const recipe = start?.recipe ?? recipeNamed(inner)
  if (recipe === undefined || (start === undefined && name === inner)) return undefined
  const usual = name === inner ? inner : `UD-${start === undefined ? recipe : inner}`
  return { name: usual, recipe, endsType: start?.endsType, bitsRatio: 1, family: 'dynamic' }
}

/** Endings in `_R4` and `_R8` are the same type with rows interleaved. */
function otherEngineRecipe(name: string): OwnRecipe | undefined {
  const plain = Object.hasOwn(otherEngineTypes, name) ? name : name.replace(/_R(4|8|16)$/, '')
  const known = Object.hasOwn(otherEngineTypes, plain) ? otherEngineTypes[plain] : undefined
  const family = 'other-engine'
  if (known !== undefined) return { name, recipe: known[0], bitsRatio: known[1] / known[2], family }
  const recipe = plain === name ? undefined : recipeNamed(plain)
  return recipe && { name, recipe, bitsRatio: 1, family }
}

/** What publishers' tables go by, as far as sizes tell: experts or none, and families from Qwen3.5 and Gemma 4 on. */
export type TableKind = Pick<Architecture, 'engineName' | 'layers'>

const newerFamilies = new Set(['qwen35', 'qwen35moe', 'gemma4'])

function tableKind({ engineName, layers }: TableKind): { age: string; kind: string } {
  return {
    age: newerFamilies.has(engineName ?? '') ? 'newer' : 'earlier',
    kind: layers.some(({ experts }) => experts !== undefined) ? 'experts' : 'dense',
  }
}

/** Key of `deviations` for files that carry the name of a recipe of the quantizer; 8 bits and more are the same everywhere. */
export function plainDeviationKey(recipe: Recipe, shape: TableKind): string | undefined {
  if (/^(F32|B?F16|Q8_0|MXFP4|NVFP4)$/.test(recipe)) return undefined
  const { age, kind } = tableKind(shape)
  return `plain ${age} ${kind}`
}

/** How far publishers' files under the quantizer's own names are from what it makes; the estimate is what it makes. */
export function plainDeviation(recipe: Recipe, shape: TableKind): Deviation | undefined {
  const found = deviations[plainDeviationKey(recipe, shape) ?? '']
  return found && { estimate: 1, low: Math.min(1, found[1]), high: Math.max(1, found[2]) }
}

/** Keys of `deviations` for a recipe, the nearest first: its own, then those of its family and bits. */
export function deviationKeys({ name, recipe, family }: OwnRecipe, shape: TableKind): string[] {
  const { age, kind } = tableKind(shape)
  const bits = /\d/.exec(recipe)?.[0] ?? ''
  if (family !== 'dynamic') return [`${family} ${bits} ${kind}`, `${family} ${kind}`]
  const shared = `${family} ${bits}`
  return [
    `${name} ${age} ${kind}`,
    `UD-${name.replace(/^UD-/, '')} ${age} ${kind}`,
    `${shared} ${age} ${kind}`,
    `${shared} ${kind}`,
  ]
}

/** How far such files are from the recipe that they start from. */
export function ownDeviation(own: OwnRecipe, shape: TableKind): Deviation {
  if (own.deviation !== undefined) return own.deviation
  const key = deviationKeys(own, shape).find((name) => Object.hasOwn(deviations, name))
  const [estimate, low, high] = deviations[key ?? ''] ?? [1, 0.85, 1.2]
  const { bitsRatio } = own
  return { estimate: estimate * bitsRatio, low: low * bitsRatio, high: high * bitsRatio }
}
