import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Catalogue } from '../../facts/catalogue/catalogue.ts'
import {
  compileCatalogue,
  readDataFile,
  readRecord,
} from '../../facts/catalogue/compile-catalogue.ts'
import { developerWordListSchema, storeWords } from '../../facts/catalogue/developer-words.ts'
import { FamilyTable, familyListSchema, namesOf } from '../../facts/catalogue/family.ts'
import { matchingKey } from '../../facts/catalogue/matching-key.ts'
import { findNamed } from './resolve-model.ts'

const read = (file: string) => ({
  file,
  text: readFileSync(new URL(`../../../data/${file}`, import.meta.url), 'utf8'),
})
const folder = new URL('../../../data/models/', import.meta.url)
const records = readdirSync(folder).map((name) => readRecord(read(`models/${name}`)))
const words = readDataFile(read('names/developers.json'), developerWordListSchema)
const search = { words: storeWords(words, matchingKey), traditional: '', simplified: '' }
const names = {
  catalogue: new Catalogue(
    compileCatalogue({ version: '2026.11.1', date: '2026-11-24' }, records, search),
  ),
  families: new FamilyTable(readDataFile(read('families.json'), familyListSchema)),
}
const answer = (name: string) => {
  const { model, family } = findNamed(name, names) ?? {}
  return model?.id ?? (family === undefined ? undefined : `family ${family.id}`)
}
const nearest = (name: string): unknown => {
  try {
    return names.catalogue.resolve(name).id
  } catch (error) {
    return (error as { values: { nearest: unknown } }).values.nearest
  }
}

it.each([
  ['Meta-Llama-3.1-8B-Instruct', 'llama-3.1-8b'],
  ['Meta Llama 3.1 8B Instruct', 'llama-3.1-8b'],
  ['通義 Qwen3-8B', 'qwen3-8b'],
  ['qwen3:8b', 'qwen3-8b'],
  ['phi4:14b', 'phi-4'],
  ['llama3.1:8b-instruct-q4_K_M', 'llama-3.1-8b'],
  ['google/gemma-7b', 'gemma-7b'],
  ['tiiuae/falcon-180B', 'falcon-180b'],
  ['Qwen_Qwen3-1.7B', 'qwen3-1.7b'],
  ['microsoft_Phi-4-mini-instruct', 'phi-4-mini'],
  ['混元-910B', 'hunyuan-910b'],
  ['Command R7B (the 8B end of the range)', 'command-r7b'],
  ['Llama 3.1 (family 8B/70B/405B)', 'family llama-3.1'],
  ['llama3.1', 'family llama-3.1'],
])('%s means %s', (name, id) => {
  expect(answer(name)).toBe(id)
})

it.each([
  ['mistral-7b-instruct-v0.2', 'mistral-7b-v0.1'],
  ['unsloth/Qwen3-8B-GGUF', 'qwen3-8b'],
  ['NousResearch/Hermes-3-Llama-3.1-8B', 'llama-3.1-8b'],
  ['Qwen/Qwen3-8B-Base', 'qwen3-8b'],
  ['deepseek-r1:7b', 'r1-distill-qwen-7b'],
  ['Amoral Gemma3 12B', 'gemma-3-12b'],
])('%s is another model, version or maker: %s is offered, not answered', (name, id) => {
  expect(answer(name)).toBeUndefined()
  expect(nearest(name)).toContain(id)
})

it('no name of a family is taken for a model', () => {
  for (const family of names.families.families)
    for (const name of namesOf(family)) expect(answer(name)).toBe(`family ${family.id}`)
})
