import { expect, it } from 'vitest'
import { Catalogue } from '../../facts/catalogue/catalogue.ts'
import { compileCatalogue } from '../../facts/catalogue/compile-catalogue.ts'
import { FamilyTable } from '../../facts/catalogue/family.ts'
import { resolveModel, resolveModels } from './resolve-model.ts'

const record = (id: string) => ({
  id,
  status: 'open-weights' as const,
  names: { en: id, aliases: [] },
  facts: {},
})
const names = {
  catalogue: new Catalogue(
    compileCatalogue(
      { version: '2026.11.1', date: '2026-11-24' },
      ['llama-3.1-8b', 'llama-3.1-70b', 'grok-1'].map(record),
    ),
  ),
  families: new FamilyTable([
    {
      id: 'llama-3.1',
      names: { en: 'Llama 3.1', aliases: ['llama'] },
      members: ['llama-3.1-8b', 'llama-3.1-70b'],
    },
    { id: 'mistral-2', names: { en: 'Mistral 2', aliases: [] }, members: [] },
  ]),
}

it('a family is no model: the error names its members', () => {
  expect(() => resolveModel('Llama 3.1', names)).toThrow(
    expect.objectContaining({
      code: 'model_is_family',
      values: { model: 'Llama 3.1', count: 2, nearest: ['llama-3.1-8b', 'llama-3.1-70b'] },
    }),
  )
  expect(resolveModels('llama', names)).toEqual(['llama-3.1-8b', 'llama-3.1-70b'])
})

it('a model goes before a family, and a family without members names the nearest model', () => {
  expect(resolveModel('GROK 1', names).id).toBe('grok-1')
  expect(resolveModels('grok-1', names)).toEqual(['grok-1'])
  for (const resolve of [resolveModel, resolveModels])
    expect(() => resolve('mistral-2', names)).toThrow(
      expect.objectContaining({ code: 'unknown_model' }),
    )
})
