import { expect, it } from 'vitest'
import { modelRecordSchema } from '../model-record.ts'
import { Catalogue } from './catalogue.ts'
import { compileCatalogue, readRecord } from './compile-catalogue.ts'

const claim = <T>(value: T, by = 'vendor') => ({ value, source: 'somewhere', by })

const shape = {
  model_type: 'qwen3',
  hidden_size: 4096,
  num_hidden_layers: 36,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
  intermediate_size: 12288,
  vocab_size: 151936,
  max_position_embeddings: 40960,
  tie_word_embeddings: false,
}
const record = (id: string, names: object, facts: object) =>
  modelRecordSchema.parse({
    id,
    status: 'open-weights',
    names: { en: id, aliases: [], ...names },
    facts,
  })

const records = [
  record(
    'qwen3-8b',
    { 'zh-TW': '通義千問 Qwen3-8B', 'zh-CN': '通义千问 Qwen3-8B', aliases: ['Qwen/Qwen3-8B'] },
    {
      config: [claim(shape)],
      contextLengthNative: [claim(131072, 'brief'), claim(32768), claim(40960, 'independent')],
    },
  ),
  record('qwen3-8b-tuned', {}, { config: [claim(shape)] }),
  record('gpt-4', {}, {}),
]
const catalogue = new Catalogue(
  JSON.parse(
    JSON.stringify(compileCatalogue({ version: '2026.11.1', date: '2026-11-24' }, records)),
  ),
)

it('finds a model by id, any of its names and its Hub id, whatever the case, spaces and hyphens', () => {
  for (const name of [
    'qwen3-8b',
    'QWEN3 8B',
    'qwen/qwen3-8b',
    '通義千問Qwen3-8B',
    '通义千问 qwen3 8b',
    'Ｑwen3-8B',
  ])
    expect(catalogue.find(name)?.id, name).toBe('qwen3-8b')
  expect(catalogue.find('qwen38b!')).toBeUndefined()
})

it('names the nearest ids of an unknown model', () => {
  expect(() => catalogue.resolve('qwen3-9b')).toThrow(
    expect.objectContaining({
      code: 'unknown_model',
      values: { model: 'qwen3-9b', nearest: ['qwen3-8b'] },
    }),
  )
})

it('chooses what the maker says, 32,768, over two others, and says who said it', () => {
  const entry = catalogue.resolve('qwen3-8b')
  expect(entry.contextLengthNative).toBe(32768)
  expect(catalogue.basis(entry, 'contextLengthNative')).toEqual({
    by: 'vendor',
    source: 'somewhere',
  })
  expect(entry.totalParams).toBeUndefined()
})

it('reads a shape once and shares it between models that have the same', () => {
  const [first, second] = [catalogue.resolve('qwen3-8b'), catalogue.resolve('qwen3-8b-tuned')]
  expect(catalogue.requireArchitecture(first).layers).toHaveLength(36)
  expect(catalogue.architecture(second)).toBe(catalogue.architecture(first))
  expect(catalogue.config(first)).toEqual(shape)
})

it('says that the shape of a closed model is unknown', () => {
  const entry = catalogue.resolve('gpt-4')
  expect(catalogue.architecture(entry)).toBeUndefined()
  expect(() => catalogue.requireArchitecture(entry)).toThrow(/shape_unknown/)
})

it.each([
  ['{"id": "a",', '(file)', /JSON/],
  [
    '{"id": "a", "status": "open-weights", "names": {"en": "A", "aliases": []}, "facts": {"totalParams": [{"value": -1, "source": "s", "by": "vendor"}]}}',
    'facts.totalParams.0.value',
    /small/i,
  ],
  [
    '{"id": "a", "status": "open-weights", "names": {"en": "A", "aliases": []}, "facts": {"params": []}}',
    'facts.params',
    /params/,
  ],
  [
    '{"id": "b", "status": "open-weights", "names": {"en": "B", "aliases": []}, "facts": {}}',
    'id',
    /b\.json/,
  ],
])('a broken file %s is refused with its name and the field %s', (text, field, problem) => {
  expect(() => readRecord({ file: 'data/models/a.json', text })).toThrow(
    expect.objectContaining({
      code: 'catalogue_file_invalid',
      values: { file: 'data/models/a.json', field, problem: expect.stringMatching(problem) },
    }),
  )
})
