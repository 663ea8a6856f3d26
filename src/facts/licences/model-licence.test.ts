import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { CatalogueEntry } from '../catalogue/catalogue-entry.ts'
import { licenceListSchema } from './licence.ts'
import { LicenceTable } from './licence-table.ts'
import { bindingBases, modelLicence } from './model-licence.ts'

const data = new URL('../../../data/licences.json', import.meta.url)
const licences = new LicenceTable(licenceListSchema.parse(JSON.parse(readFileSync(data, 'utf8'))))

const entry = (
  id: string,
  developer: string,
  licence: string,
  baseModel?: string,
): CatalogueEntry => ({
  id,
  status: 'open-weights',
  names: { en: id },
  aliases: [],
  developer,
  licence,
  ...(baseModel === undefined ? {} : { baseModel }),
})
const entries = [
  entry('llama-3.1-8b', 'Meta', 'llama-3.1'),
  entry('llama-3.2-3b', 'Meta', 'llama-3.2', 'llama-3.1-8b'),
  entry('r1-distill-llama-8b', 'DeepSeek', 'mit', 'llama-3.1-8b'),
  entry('merge', 'Somebody', 'apache-2.0', 'r1-distill-llama-8b'),
  entry('deepseek-v3', 'DeepSeek', 'deepseek'),
  entry('deepseek-r1', 'DeepSeek', 'mit', 'deepseek-v3'),
  entry('r1-1776', 'Perplexity', 'mit', 'deepseek-r1'),
  entry('v3-tuned', 'Somebody', 'mit', 'deepseek-v3'),
  entry('one', 'A', 'llama-3.1', 'other'),
  entry('other', 'B', 'gemma', 'one'),
]
const find = (id: string) => entries.find((one) => one.id === id)
const bound = (id: string) =>
  bindingBases(find(id) ?? entry(id, '', ''), licences, find).map(({ base, licence }) => [
    base.id,
    licence.id,
  ])

it('a licence that is not permissive follows the weights, through as many models as there are', () => {
  expect(bound('r1-distill-llama-8b')).toEqual([['llama-3.1-8b', 'llama-3.1']])
  expect(bound('merge')).toEqual([['llama-3.1-8b', 'llama-3.1']])
  expect(bound('v3-tuned')).toEqual([['deepseek-v3', 'deepseek']])
})

it("an owner's later licence stands for his earlier one: R1 is MIT, and what is made of R1 too", () => {
  expect(bound('deepseek-r1')).toEqual([])
  expect(bound('r1-1776')).toEqual([])
  expect(bound('llama-3.2-3b')).toEqual([])
})

it('models that name each other as base end', () => {
  expect(bound('one')).toEqual([['other', 'gemma']])
})

it('duties and limits of a base join, its rights do not; its clauses carry its name', () => {
  const model = find('r1-distill-llama-8b')
  const joined = model && modelLicence(model, licences, find)
  const added = joined?.terms.slice(licences.get('mit')?.terms.length) ?? []
  expect(joined).toMatchObject({ id: 'mit', read: 'full' })
  expect(added).toHaveLength(
    licences.get('llama-3.1')?.terms.filter(({ effect }) => effect !== 'grants').length ?? 0,
  )
  for (const { effect, clause } of added) {
    expect(effect).not.toBe('grants')
    expect(clause).toContain('(Llama 3.1 Community License)')
  }
})
