import { describe, expect, it } from 'vitest'
import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import { reasoningModes, refusalsOf } from './gates.ts'
import { completeRequirements } from './requirements.ts'

type Recipe = NonNullable<CatalogueEntry['reasoning']>

const all = ['on', 'off', 'switchable'] as const
const effort: Recipe = { kind: 'effort', levels: ['no_think', 'high'], default: 'high' }
const budget: Recipe = { kind: 'budget', variable: 'thinking_budget', default: 'on' }
const recipes: [string, Recipe, readonly (typeof all)[number][]][] = [
  ['none', { kind: 'none' }, ['off']],
  ['always', { kind: 'always' }, ['on']],
  ['an effort that no level puts out', effort, ['on']],
  ['an effort with a level that does', { ...effort, off: 'no_think' }, all],
  ['a budget that no value puts out', budget, ['on']],
  ['a budget with 0 for none', { ...budget, off: 0 }, all],
  ['a budget with null for none', { ...budget, off: null }, all],
  ['soft tokens', { kind: 'soft-token', on: '/think', off: '/no_think', default: 'on' }, all],
  ['a system text that may be left out', { kind: 'system-text', on: 'think', default: 'on' }, all],
]

describe('ways to think', () => {
  it.each(recipes)('of %s', (_, recipe, modes) => {
    expect(reasoningModes(recipe)).toEqual(modes)
  })

  it.each(recipes)('of %s decide the gate; "any" lets every model in', (_, recipe, modes) => {
    const entry: CatalogueEntry = {
      id: 'model',
      status: 'open-weights',
      names: { en: 'Model' },
      aliases: [],
      reasoning: recipe,
    }
    const isLetIn = (reasoning: (typeof all)[number] | 'any') =>
      refusalsOf(entry, completeRequirements({ reasoning }).requirements, () => undefined).every(
        ({ binding }) => binding !== 'reasoning',
      )
    expect(all.filter(isLetIn)).toEqual([...modes])
    expect(isLetIn('any')).toBe(true)
  })
})
