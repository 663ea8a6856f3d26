import type { Tensor } from '../tensors/tensor.ts'
import { keptType } from './kept-tensors.ts'
import type { QuantizerState, QuantizerView } from './quantizer-view.ts'
import { type Recipe, recipes } from './recipes.ts'
import { type TensorType, tensorTypes } from './tensor-types.ts'

/** Recipes that choose by their own rules for attention and the first down projections. */
const veryLow = new Set<Recipe>(['IQ2_XXS', 'IQ2_XS', 'IQ1_S', 'IQ2_S', 'IQ2_M', 'IQ1_M'])

/** The quantizer looks for these anywhere in a name, so cross attention counts too. */
const valueRoles = new Set(['attn_v', 'attn_qkv', 'attn_kv_b', 'cross_attn_v'])
const keyRoles = new Set(['attn_k', 'cross_attn_k', 'indexer.attn_k'])
const queryRoles = new Set(['attn_q', 'cross_attn_q'])
/** Of the value roles, those that the earlier mixture had rules of their own for. */
const joinedRoles = new Set(['attn_qkv', 'attn_kv_b'])

export function isValueTensor({ role }: Pick<Tensor, 'role'>): boolean {
  return valueRoles.has(role)
}

/** Recipes whose value tensors get types by their running number. */
const countsValues = new Set<Recipe>(['Q3_K_M', 'Q4_K_M', 'Q4_K_S', 'Q5_K_M'])
/** Recipes whose down projections get types by theirs, and those that do so with or without an importance matrix only. */
const countsDowns = new Set<Recipe>([
  ...veryLow,
  ...(['Q2_K_S', 'Q3_K_M', 'IQ3_M', 'Q4_K_M', 'Q4_K_S', 'Q5_K_M'] as const),
])
const countsDownsWithout = new Set<Recipe>(['IQ3_XXS', 'IQ4_NL', 'IQ4_XS'])
const countsDownsWith = new Set<Recipe>(['Q4_0', 'Q5_0'])

/** Does the type of such a tensor differ from block to block? Values and down projections are counted apart. */
export function dependsOnBlock(
  { role }: Pick<Tensor, 'role'>,
  { recipe, importanceMatrix }: Pick<QuantizerView, 'recipe' | 'importanceMatrix'>,
): boolean {
  if (isValueTensor({ role })) return countsValues.has(recipe)
  if (role.startsWith('ffn_down'))
    return (
      countsDowns.has(recipe) ||
      (importanceMatrix ? countsDownsWith : countsDownsWithout).has(recipe)
    )
  return recipe === 'IQ3_XS' && (role.startsWith('ffn_gate') || role.startsWith('ffn_up'))
}

/** The type a tensor gets, after the fallback for rows that do not divide into blocks; advances `state`. */
export function chooseType(tensor: Tensor, view: QuantizerView, state: QuantizerState): TensorType {
  const kept = keptType(tensor, view.recipe, view.engineName)
  if (kept !== undefined) return kept
  if (view.hasMxfp4Experts && tensor.role.endsWith('_exps')) return 'MXFP4'
  const plain = recipes[view.recipe]
  if (tensorTypes[plain].blockLength === 1) return plain
  if (view.recipe === 'NVFP4') return nvfp4Type(tensor, view)
  return fallback(tensor, mixture(tensor, plain, view, state))
}

/** What the checkpoint does not have in NVFP4 stays in 16 bits (conversion/base.py, _generate_nvfp4_tensors): embedding and head always. */
function nvfp4Type({ shape, role, layer }: Tensor, { keepsAttention }: QuantizerView): TensorType {
  const isWhole = (shape[0] ?? 0) % tensorTypes.NVFP4.blockLength === 0
  const isIn = layer !== undefined && (!keepsAttention || role.startsWith('ffn_'))
  return isIn && isWhole ? 'NVFP4' : 'BF16'
}

/** Rows that do not divide into blocks of 256 get a type of 32, and F16 where even that fails. */
function fallback(tensor: Tensor, type: TensorType): TensorType {
  const rowLength = tensor.shape[0] ?? 0
  if (rowLength % tensorTypes[type].blockLength === 0) return type
  const smaller = smallerBlocks[type]
  return smaller !== undefined && rowLength % tensorTypes[smaller].blockLength === 0
    ? smaller
    : 'F16'
}

const smallerBlocks: Readonly<Partial<Record<TensorType, TensorType>>> = {
  IQ1_S: 'IQ4_NL',
  IQ1_M: 'IQ4_NL',
  IQ2_XXS: 'IQ4_NL',
  IQ2_XS: 'IQ4_NL',
  IQ2_S: 'IQ4_NL',
  IQ3_XXS: 'IQ4_NL',
  IQ3_S: 'IQ4_NL',
  IQ4_XS: 'IQ4_NL',
  Q2_0: 'Q4_0',
  Q2_K: 'Q4_0',
  Q3_K: 'Q4_0',
  TQ1_0: 'Q4_0',
  TQ2_0: 'Q4_0',
  Q4_K: 'Q5_0',
  Q5_K: 'Q5_1',
  Q6_K: 'Q8_0',
}

/** src/llama-quant.cpp, llama_tensor_get_type_impl, in its order of cases. */
function mixture(
  tensor: Tensor,
  plain: TensorType,
  view: QuantizerView,
  state: QuantizerState,
): TensorType {
  const { role } = tensor
  if (view.perLayerEmbeddingType !== undefined && role === 'per_layer_token_embd')
    return view.perLayerEmbeddingType
  const isEmbedding = role === 'token_embd' || role === 'per_layer_token_embd'
  const isHead =
    role === 'token_embd' || (view.mixture === 'current' && role === 'per_layer_token_embd')
  if (role === 'output' || (view.tied && isHead)) return outputType(tensor, plain, view)
  if (view.recipe === 'MXFP4') return isMxfp4(tensor, view) ? 'MXFP4' : 'Q8_0'
  if (isEmbedding) return embeddingType(plain, view.recipe)
  if (view.mixture === 'earlier' && joinedRoles.has(role))
    return role === 'attn_qkv' ? (joinedTypes[view.recipe] ?? plain) : plain
  if (isValueTensor(tensor)) {
    const type = veryLow.has(view.recipe)
      ? lowValueType(view)
      : valueType(plain, view, state.valueTensors)
    state.valueTensors += 1
    return type
  }
  if (role.startsWith('ffn_down')) {
    const index = view.expertCount > 1 ? (tensor.layer ?? 0) : state.downTensors
    state.downTensors += 1
    return veryLow.has(view.recipe)
      ? lowDownType(plain, view, state.downTensors - 1)
      : downType(plain, view, index)
  }
  if (role === 'attn_output')
    return veryLow.has(view.recipe)
      ? lowAttentionOutputType(plain, view)
      : attentionOutputType(plain, view)
  return otherType(tensor, plain, view)
}

/** The earlier mixture's types of joined queries, keys and values. */
const joinedTypes: Readonly<Partial<Record<Recipe, TensorType>>> = {
  Q3_K_M: 'Q4_K',
  Q3_K_L: 'Q4_K',
  IQ3_M: 'Q4_K',
  Q4_K_M: 'Q5_K',
  Q5_K_M: 'Q6_K',
}

/** Whatever has three dimensions counts as experts, heads of latent attention too, but for Ling 3. */
function isMxfp4({ shape, role }: Tensor, { engineName }: QuantizerView): boolean {
  return (shape[2] ?? 1) > 1 && (engineName !== 'bailingmoe3' || role.startsWith('ffn_'))
}

function outputType(
  tensor: Tensor,
  plain: TensorType,
  { recipe, isFalcon }: QuantizerView,
): TensorType {
  if (
    recipe === 'MXFP4' ||
    isFalcon ||
    (tensor.shape[0] ?? 0) % tensorTypes[plain].blockLength !== 0
  )
    return 'Q8_0'
  if (veryLow.has(recipe) || recipe === 'IQ3_XXS') return 'Q5_K'
  return plain === 'Q8_0' ? plain : 'Q6_K'
}

function embeddingType(plain: TensorType, recipe: Recipe): TensorType {
  if (recipe === 'IQ2_XXS' || recipe === 'IQ2_XS' || recipe === 'IQ1_S' || recipe === 'IQ1_M')
    return 'Q2_K'
  if (recipe === 'IQ2_S' || recipe === 'IQ2_M' || recipe === 'IQ3_XXS') return 'IQ3_S'
  return recipe === 'TQ1_0' || recipe === 'TQ2_0' || recipe === 'Q2_0' ? 'Q4_K' : plain
}

/** The first and last eighth of the blocks, and every third between, get more bits. */
function usesMoreBits(index: number, count: number): boolean {
  const eighth = Math.floor(count / 8)
  return index < eighth || index >= Math.floor((7 * count) / 8) || (index - eighth) % 3 === 2
}

function lowValueType({ recipe, groupedQueries, expertCount }: QuantizerView): TensorType {
  if (groupedQueries >= 4 || expertCount >= 4) return 'Q4_K'
  return recipe === 'IQ2_S' || recipe === 'IQ2_M' ? 'IQ3_S' : 'Q2_K'
}

function valueType(plain: TensorType, view: QuantizerView, index: number): TensorType {
  if (view.expertCount === 8) return 'Q8_0'
  const type = valueTypeByRecipe(plain, view, index)
  return view.is70B && (type === 'Q3_K' || type === 'Q4_K') ? 'Q5_K' : type
}

function valueTypeByRecipe(
  plain: TensorType,
  { recipe, groupedQueries, importanceMatrix, valueTensorCount }: QuantizerView,
  index: number,
): TensorType {
  const isGrouped = groupedQueries >= 4
  switch (recipe) {
    case 'Q2_K':
      return isGrouped ? 'Q4_K' : 'Q3_K'
    case 'Q2_K_S':
      return isGrouped ? 'Q4_K' : plain
    case 'IQ3_XXS':
      return isGrouped ? 'Q4_K' : importanceMatrix ? 'IQ3_XXS' : 'IQ3_S'
    case 'IQ3_XS':
    case 'IQ3_S':
      return isGrouped ? 'Q4_K' : plain
    case 'IQ3_M':
      return 'Q4_K'
    case 'Q3_K_M':
      return index < 2 ? 'Q5_K' : 'Q4_K'
    case 'Q3_K_L':
      return 'Q5_K'
    case 'IQ4_NL':
    case 'IQ4_XS':
      return isGrouped ? 'Q5_K' : plain
    case 'Q4_K_M':
    case 'Q5_K_M':
      return usesMoreBits(index, valueTensorCount) ? 'Q6_K' : plain
    case 'Q4_K_S':
      return index < 4 ? 'Q5_K' : plain
    default:
      return plain
  }
}

function lowDownType(
  plain: TensorType,
  { recipe, blockCount }: QuantizerView,
  index: number,
): TensorType {
  if (index >= Math.floor(blockCount / 8)) return plain
  return recipe === 'IQ2_S' || recipe === 'IQ2_M' ? 'IQ3_S' : 'Q2_K'
}

function downType(
  plain: TensorType,
  { recipe, importanceMatrix, isFalcon, expertCount, blockCount }: QuantizerView,
  index: number,
): TensorType {
  const isEarly = index < Math.floor(blockCount / 8)
  const isVeryEarly = index < Math.floor(blockCount / 16)
  switch (recipe) {
    case 'Q2_K':
      return 'Q3_K'
    case 'Q2_K_S':
      return isEarly ? 'Q4_K' : plain
    case 'IQ3_XXS':
      return importanceMatrix ? plain : isEarly ? 'Q4_K' : 'Q3_K'
    case 'Q3_K_M':
      return isVeryEarly ? 'Q5_K' : !isFalcon || usesMoreBits(index, blockCount) ? 'Q4_K' : 'Q3_K'
    case 'IQ3_M':
      return isEarly || (expertCount === 8 && usesMoreBits(index, blockCount)) ? 'Q4_K' : plain
    case 'Q3_K_L':
      return isFalcon ? 'Q4_K' : 'Q5_K'
    case 'Q4_K_M':
      if (isFalcon) return isVeryEarly ? 'Q6_K' : usesMoreBits(index, blockCount) ? 'Q5_K' : 'Q4_K'
      return usesMoreBits(index, blockCount) ? 'Q6_K' : plain
    case 'IQ4_NL':
    case 'IQ4_XS':
      return isEarly && !importanceMatrix ? 'Q5_K' : plain
    case 'Q5_K_M':
      return usesMoreBits(index, blockCount) ? 'Q6_K' : plain
    case 'Q4_K_S':
      return isEarly && !isFalcon ? 'Q5_K' : plain
    case 'Q4_0':
      return importanceMatrix && isEarly ? 'Q4_1' : plain
    case 'Q5_0':
      return importanceMatrix && isEarly ? 'Q5_1' : plain
    default:
      return plain
  }
}

function lowAttentionOutputType(
  plain: TensorType,
  { recipe, expertCount }: QuantizerView,
): TensorType {
  if (expertCount === 8) return 'Q5_K'
  if (recipe === 'IQ1_S' || recipe === 'IQ1_M') return 'IQ2_XXS'
  return recipe === 'IQ2_S' || recipe === 'IQ2_M' ? 'IQ3_S' : plain
}

const fiveBitsWithEightExperts = new Set<Recipe>([
  'Q2_K',
  'IQ3_XS',
  'IQ3_XXS',
  'Q3_K_S',
  'Q3_K_M',
  'IQ4_NL',
  'Q4_K_S',
  'Q4_K_M',
  'IQ3_S',
  'IQ3_M',
  'IQ4_XS',
])
const attentionOutputTypes: Readonly<Partial<Record<Recipe, TensorType>>> = {
  Q2_K: 'Q3_K',
  IQ3_XXS: 'IQ3_S',
  Q3_K_M: 'Q4_K',
  Q3_K_L: 'Q5_K',
  IQ3_M: 'Q4_K',
}

function attentionOutputType(
  plain: TensorType,
  { recipe, isFalcon, expertCount }: QuantizerView,
): TensorType {
  if (isFalcon) return recipe === 'Q3_K_L' ? 'Q4_K' : plain
  if (expertCount === 8) return fiveBitsWithEightExperts.has(recipe) ? 'Q5_K' : plain
  return attentionOutputTypes[recipe] ?? plain
}

function otherType(
  { role, layer }: Tensor,
  plain: TensorType,
  { recipe, expertCount, blockCount }: QuantizerView,
): TensorType {
  if (keyRoles.has(role) && expertCount === 8) return veryLow.has(recipe) ? 'Q4_K' : 'Q8_0'
  if (keyRoles.has(role) || queryRoles.has(role))
    return recipe === 'IQ3_XS' ? 'IQ3_XXS' : recipe === 'IQ3_XXS' ? 'IQ2_S' : plain
  const isNetwork = role.startsWith('ffn_gate') || role.startsWith('ffn_up')
  const index = layer ?? 0
  const isMiddle = index >= Math.floor(blockCount / 8) && index < Math.floor((7 * blockCount) / 8)
  return isNetwork && recipe === 'IQ3_XS' && isMiddle ? 'IQ3_XXS' : plain
}
