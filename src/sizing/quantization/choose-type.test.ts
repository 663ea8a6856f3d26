import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { publishedShape } from '../../../test/support/published-shapes.ts'
import type { Architecture } from '../../facts/architecture.ts'
import type { Tensor } from '../tensors/tensor.ts'
import { tensorsOf } from '../tensors/tensors-of.ts'
import { chooseType, isValueTensor } from './choose-type.ts'
import { quantizerView } from './quantizer-view.ts'
import { type Recipe, recipeNamed } from './recipes.ts'

const recorded = z
  .object({
    models: z.array(
      z.object({
        model: z.string(),
        recorded: z.string(),
        recipes: z.record(
          z.string(),
          z.object({
            plain: z.string(),
            others: z.record(z.string(), z.record(z.string(), z.string())),
          }),
        ),
      }),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../../test/recordings/quantizer/types.json', import.meta.url),
        'utf8',
      ),
    ),
  ).models

/** The engine goes through a file by block, then by name (src/llama-model-loader.h, weight_name_comparer). */
function inFileOrder(architecture: Architecture): Tensor[] {
  return tensorsOf(architecture).toSorted(
    (a, b) => (a.layer ?? -1) - (b.layer ?? -1) || (a.name < b.name ? -1 : 1),
  )
}

/** `0-2 5` as [0, 1, 2, 5]; nothing outside the blocks. */
function layersIn(ranges: string): (number | undefined)[] {
  if (ranges === '') return [undefined]
  return ranges.split(' ').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

function typesUnder(
  architecture: Architecture,
  recipe: Recipe,
  importanceMatrix = false,
): Map<string, string> {
  const tensors = inFileOrder(architecture)
  // gpt-oss was recorded as if its experts could be quantized again.
  const view = {
    ...quantizerView(architecture, recipe, importanceMatrix, tensors.filter(isValueTensor).length),
    hasMxfp4Experts: false,
  }
  const state = { valueTensors: 0, downTensors: 0 }
  return new Map(
    tensors.map((tensor) => [
      `${tensor.layer ?? ''} ${tensor.role}`,
      chooseType(tensor, view, state),
    ]),
  )
}

/** The recorded files are without the blocks that predict further tokens; the head of Qwen3-0.6B is stored in them. */
function recordedShape(model: string): Architecture {
  const shape = { ...publishedShape(model), nextTokenPredictionLayers: [] }
  return model === 'qwen3-0.6b' ? { ...shape, tiedEmbeddings: false } : shape
}

/** Recorded as two tensors where the shape has one, of types that only MXFP4 tells apart. */
const joined = new Set(['ssm_ba', 'ssm_alpha', 'ssm_beta'])

it.each(recorded.map(({ model, recipes }) => [model, recipes] as const))(
  '%s: every tensor has the type that the engine records for it under each of its recipes',
  (model, recipes) => {
    const architecture = recordedShape(model)
    let compared = 0
    for (const [name, { plain, others }] of Object.entries(recipes)) {
      const recipe = recipeNamed(name)
      if (recipe === undefined) throw new Error(`no recipe ${name}`)
      const expected = new Map<string, string>(
        Object.entries(others).flatMap(([role, types]) =>
          Object.entries(types).flatMap(([type, ranges]) =>
            layersIn(ranges).map((layer) => [`${layer ?? ''} ${role}`, type] as const),
          ),
        ),
      )
      const wrong: string[] = []
      for (const [tensor, type] of typesUnder(architecture, recipe)) {
        if (joined.has(tensor.split(' ')[1] ?? '')) continue
        const kept = type === 'F32' && !expected.has(tensor)
        const wanted = expected.get(tensor) ?? (kept ? 'F32' : plain)
        if (type.toUpperCase() !== wanted) wrong.push(`${name} ${tensor}: ${type} for ${wanted}`)
        compared += 1
      }
      expect(wrong).toEqual([])
    }
    expect(compared).toBeGreaterThan(5000)
  },
)

it('holds 12 models and 33 recipes against the engine', () => {
  expect(recorded).toHaveLength(12)
  for (const { recipes } of recorded) expect(Object.keys(recipes)).toHaveLength(33)
})

/** Joined queries, keys and values before 2026 (llama_tensor_get_type, its branch for attn_qkv), in Phi-4. */
it.each([
  ['Q2_K', 'Q2_K'],
  ['Q3_K_M', 'Q4_K'],
  ['Q3_K_L', 'Q4_K'],
  ['IQ3_M', 'Q4_K'],
  ['IQ4_XS', 'IQ4_XS'],
  ['Q4_K_S', 'Q4_K'],
  ['Q4_K_M', 'Q5_K'],
  ['Q5_K_M', 'Q6_K'],
  ['IQ2_M', 'IQ2_S'],
] as const)('Phi-4 in %s has attn_qkv as %s in every block', (recipe, type) => {
  const types = typesUnder(publishedShape('phi-4'), recipe)
  for (let block = 0; block < 40; block += 1) expect(types.get(`${block} attn_qkv`)).toBe(type)
})

/** src/llama-quant.cpp:593: models of 80 blocks that the engine calls 70B. */
it.each([
  ['llama-3.3-70b', 'Q5_K'],
  ['qwen2.5-72b', 'Q5_K'],
  ['qwen3-32b', 'Q4_K'],
])('the values of %s get %s where Q4_K_M has no more bits for them', (model, type) => {
  expect(typesUnder(publishedShape(model), 'Q4_K_M').get('11 attn_v')).toBe(type)
})

/** src/llama-quant.cpp:599, 606, 671: eight experts. */
it('Mixtral has keys and values in Q8_0 and the attention output in Q5_K under Q4_K_M', () => {
  const types = typesUnder(publishedShape('mixtral-8x7b'), 'Q4_K_M')
  expect(types.get('5 attn_k')).toBe('Q8_0')
  expect(types.get('5 attn_v')).toBe('Q8_0')
  expect(types.get('5 attn_output')).toBe('Q5_K')
})

/** src/llama-quant.cpp:572, 633, 656, 662: what an importance matrix changes. */
it.each([
  ['Q4_0', '0 ffn_down', 'Q4_0', 'Q4_1'],
  ['Q5_0', '0 ffn_down', 'Q5_0', 'Q5_1'],
  ['IQ4_XS', '0 ffn_down', 'Q5_K', 'IQ4_XS'],
  ['IQ3_XXS', '0 ffn_down', 'Q4_K', 'IQ3_XXS'],
  ['IQ3_XXS', '20 ffn_down', 'Q3_K', 'IQ3_XXS'],
] as const)(
  '%s: %s of Llama 3.1 8B is %s without and %s with an importance matrix',
  (recipe, tensor, without, withMatrix) => {
    const shape = publishedShape('llama-3.1-8b')
    expect(typesUnder(shape, recipe, false).get(tensor)).toBe(without)
    expect(typesUnder(shape, recipe, true).get(tensor)).toBe(withMatrix)
  },
)

/** src/llama-quant.cpp:287 and conversion/base.py: tensors that no recipe touches. */
it('Gemma 3n keeps its small matrices as converted, and the coefficients as F32', () => {
  const types = typesUnder(publishedShape('gemma-3n-e4b'), 'Q4_K_M')
  expect(types.get('3 laurel_l')).toBe('F16')
  expect(types.get('3 altup_router')).toBe('F16')
  expect(types.get('3 altup_predict_coef')).toBe('F32')
  expect(types.get(' per_layer_model_proj')).toBe('F16')
  // A family of 2025: its table of vectors per layer is not the head's.
  expect(types.get(' per_layer_token_embd')).toBe('Q4_K')
})

it('Gemma 4 has the table of vectors per layer in the type of the head', () => {
  const types = typesUnder(publishedShape('gemma-4-e2b'), 'Q4_0')
  expect(types.get(' per_layer_token_embd')).toBe('Q6_K')
  expect(types.get(' token_embd')).toBe('Q6_K')
})

/** src/llama-quant.cpp:539 and 398: the recipes of one and two bits, whose rows divide by 128 and 64. */
it('Q2_0 has the embedding in Q4_K, Q1_0 in its own type, both the head in Q6_K', () => {
  const shape = publishedShape('qwen3-8b')
  expect(typesUnder(shape, 'Q2_0').get(' token_embd')).toBe('Q4_K')
  expect(typesUnder(shape, 'Q2_0').get(' output')).toBe('Q6_K')
  expect(typesUnder(shape, 'Q1_0').get(' token_embd')).toBe('Q1_0')
  expect(typesUnder(shape, 'Q1_0').get('7 ffn_down')).toBe('Q1_0')
  expect(typesUnder(shape, 'Q1_0').get(' output')).toBe('Q6_K')
})
