import { expect, it } from 'vitest'
import type { CatalogueEntry } from '../catalogue/catalogue-entry.ts'
import { relatedLicences } from './related-licences.ts'

const entry = (id: string, licence: string | undefined, baseModel?: string): CatalogueEntry => ({
  id,
  status: 'open-weights',
  names: { en: id },
  aliases: [],
  developer: id.startsWith('llama') ? 'Meta' : 'DeepSeek',
  ...(licence === undefined ? {} : { licence }),
  ...(baseModel === undefined ? {} : { baseModel }),
})
const entries = [
  entry('deepseek-v3', 'deepseek'),
  entry('deepseek-v3-0324', 'mit'),
  entry('deepseek-v3.1', 'mit'),
  entry('deepseek-v30', 'mit'),
  entry('deepseek-v3-unknown', undefined),
  entry('r1-distill-llama-8b', 'mit', 'llama-3.1-8b'),
  entry('llama-3.1-8b', 'llama-3.1'),
]
const related = (id: string) =>
  relatedLicences(entries.find((one) => one.id === id) ?? entry(id, undefined), entries)

it('names the revisions of DeepSeek V3 whose licence is another one, in both directions', () => {
  expect(related('deepseek-v3').map(({ model, licence }) => [model, licence])).toEqual([
    ['deepseek-v3-0324', 'mit'],
    ['deepseek-v3.1', 'mit'],
  ])
  expect(related('deepseek-v3-0324')).toEqual([
    { model: 'deepseek-v3', licence: 'deepseek', relation: 'revision' },
  ])
})

it('names the licence of the base model: a distillation on Llama 3.1 is not only MIT', () => {
  expect(related('r1-distill-llama-8b')).toEqual([
    { model: 'llama-3.1-8b', licence: 'llama-3.1', relation: 'base-model' },
  ])
  expect(related('llama-3.1-8b')).toEqual([])
})
