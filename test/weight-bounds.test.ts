import { expect, it } from 'vitest'
import type { Architecture } from '../src/facts/architecture.ts'
import { createContext } from '../src/operations/context.ts'
import { knowledgeOf } from '../src/operations/pure/suggestion.ts'
import { fewestBits, keepsExperts } from '../src/selection/candidate.ts'
import type { Recipe } from '../src/sizing/quantization/recipes.ts'
import { tensorBytes } from '../src/sizing/tensor-bytes.ts'
import { leastBytes } from '../src/sizing/weight-plan.ts'
import { weightsOf } from '../src/sizing/weights.ts'

const knowledge = knowledgeOf(await createContext({ locale: 'en' }))
const architectures = [
  ...new Set(knowledge.entries.map((entry) => knowledge.architecture(entry))),
].filter((one): one is Architecture => one !== undefined)

it('bounds the bytes of every shape and quantization that is weighed from below', () => {
  let closest = Number.POSITIVE_INFINITY
  for (const architecture of architectures.filter((one) => !keepsExperts(one)))
    for (const [quantization, type] of fewestBits) {
      const weights = weightsOf(architecture, quantization)
      const inputs = weights.embeddingBytes + weights.perLayerEmbeddingBytes
      const share = (weights.loadedBytes - inputs) / leastBytes(architecture, type)
      expect(share, `${architecture.modelType} ${quantization}`).toBeGreaterThanOrEqual(1)
      closest = Math.min(closest, share)
    }
  expect(architectures.length).toBeGreaterThan(300)
  expect(closest).toBeLessThan(1.01)
})

// Of each way in which types change from block to block, one recipe or more.
const recipes: readonly Recipe[] = [
  'Q2_K',
  'Q2_K_S',
  'Q3_K_M',
  'Q3_K_L',
  'Q4_0',
  'Q4_K_S',
  'Q4_K_M',
  'Q5_0',
  'Q5_K_M',
  'IQ1_M',
  'IQ2_XS',
  'IQ2_M',
  'IQ3_XXS',
  'IQ3_XS',
  'IQ3_M',
  'IQ4_NL',
  'IQ4_XS',
]

it('sums blocks as if the type of every tensor had been chosen by itself, with an importance matrix and without', () => {
  for (const architecture of architectures.filter((_, at) => at % 5 === 0))
    for (const recipe of recipes)
      for (const matrix of [true, false]) {
        const count = architecture.layers.length
        let bytes = 0
        for (const [{ layer }, size] of tensorBytes(architecture, recipe, matrix))
          if (layer !== undefined && layer < count) bytes += size
        const { bytesBefore } = weightsOf(architecture, recipe, matrix)
        expect(bytesBefore[count], `${architecture.modelType} ${recipe} ${matrix}`).toBe(bytes)
      }
})
