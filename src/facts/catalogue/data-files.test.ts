import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { countParameters } from '../../sizing/parameter-count.ts'
import { weightsOf } from '../../sizing/weights.ts'
import { readArchitecture } from '../config-json/read-config.ts'
import { licenceListSchema } from '../licences/licence.ts'
import type { ModelRecord } from '../model-record.ts'
import { catalogueHeaderSchema } from './catalogue-header.ts'
import { checkCatalogue } from './checks/check-catalogue.ts'
import { readDataFile, readRecord } from './compile-catalogue.ts'
import { familyListSchema } from './family.ts'
import { sourceListSchema } from './source-list.ts'

const read = (file: string) => ({
  file,
  text: readFileSync(new URL(`../../../data/${file}`, import.meta.url), 'utf8'),
})
const names = readdirSync(new URL('../../../data/models/', import.meta.url))
const records = names.map((name) => readRecord(read(`models/${name}`)))
const data = {
  records,
  sources: readDataFile(read('sources.json'), sourceListSchema),
  licences: readDataFile(read('licences.json'), licenceListSchema),
  families: readDataFile(read('families.json'), familyListSchema),
  date: readDataFile(read('catalogue.json'), catalogueHeaderSchema).date,
}
const tools = { readArchitecture, countParameters, weightsOf }

it('every record is valid, names known sources and licences, and its total follows from its shape within 0.5 %', () => {
  const { problems, counts, notes } = checkCatalogue(data, tools)
  if (process.env.VERBOSE) console.log(counts, notes)
  expect(problems).toEqual([])
  expect(counts.records).toBeGreaterThanOrEqual(260)
})

const claim = <T>(value: T, by = 'vendor' as const) => [{ value, source: 'llmfit', by }]
const qwen = records.find(({ id }) => id === 'qwen3-8b')
const gptOss = records.find(({ id }) => id === 'gpt-oss-20b')
if (qwen === undefined || gptOss === undefined) throw new Error('qwen3-8b, gpt-oss-20b')

/** Problems of the one record that a change made. */
function problemsOf(record: ModelRecord, change: object): string[] {
  const { facts = {}, ...rest } = change as { facts?: object }
  const broken = { ...record, ...rest, facts: { ...record.facts, ...facts } }
  const others = records.filter(({ id }) => id !== record.id)
  return checkCatalogue({ ...data, records: [...others, broken] }, tools)
    .problems.filter(({ file }) => file.endsWith(`/${broken.id}.json`))
    .map(({ field }) => field)
}

it.each<[string, ModelRecord, object, string[]]>([
  ['nothing', qwen, {}, []],
  ['a total 1 % off', qwen, { facts: { totalParams: claim(8_272_642_713) } }, ['totalParams']],
  [
    'a total 1 % off that says why',
    qwen,
    { totalExcuse: 'x', facts: { totalParams: claim(8_272_642_713) } },
    [],
  ],
  [
    'active parameters above the total',
    gptOss,
    { facts: { activeParams: claim(30_000_000_000) } },
    ['activeParams', 'activeParams'],
  ],
  [
    'active parameters by no counting rule',
    gptOss,
    { facts: { activeParams: claim(5_000_000_001) } },
    ['activeParams'],
  ],
  [
    'heads that do not divide',
    qwen,
    { facts: { config: claim({ ...qwen.facts.config?.[0]?.value, num_key_value_heads: 5 }) } },
    ['config'],
  ],
  [
    'a list that misses a layer',
    gptOss,
    {
      facts: {
        config: claim({ ...gptOss.facts.config?.[0]?.value, layer_types: ['full_attention'] }),
      },
    },
    ['config'],
  ],
  [
    'an answer longer than the context',
    qwen,
    { facts: { outputLength: claim(1_000_000) } },
    ['outputLength'],
  ],
  ['an unknown licence', qwen, { facts: { licence: claim('no-such-licence') } }, ['licence']],
  [
    'an unknown source',
    qwen,
    { facts: { gated: [{ value: false, source: 'hearsay', by: 'vendor' }] } },
    ['gated'],
  ],
  [
    'a release after the catalogue',
    qwen,
    { facts: { releaseDate: claim('2099-01-01') } },
    ['releaseDate'],
  ],
  [
    'a base model that is not there',
    qwen,
    { facts: { baseModel: claim('qwen3-8b-base-base') } },
    ['baseModel'],
  ],
  [
    'a price without a date',
    qwen,
    {
      facts: {
        prices: claim({ provider: 'x', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 }),
      },
    },
    ['prices'],
  ],
  ['no shape and no word about it', qwen, { facts: { config: undefined } }, ['config']],
  [
    'a second figure that contradicts',
    qwen,
    {
      shapeFitted: ['x'],
      secondFigure: {
        quantization: 'Q8_0',
        fileBytesLow: 9e9,
        fileBytesHigh: 9.1e9,
        source: 'llmfit',
      },
    },
    ['secondFigure'],
  ],
  [
    'a name of another model',
    qwen,
    { names: { en: 'Qwen3-8B', aliases: ['gpt-oss-20b'] } },
    ['names'],
  ],
])('%s: %o', (_, record, change, fields) => {
  expect(problemsOf(record, change)).toEqual(fields)
})

it('a fitted shape is unproven until a second figure agrees', () => {
  const totals = (change: object) =>
    checkCatalogue({ ...data, records: [{ ...qwen, ...change }] }, tools).counts
  expect(totals({ shapeFitted: ['intermediate_size'] })['totals: unproven']).toBe(1)
  const { fileBytes } = weightsOf(readArchitecture(qwen.facts.config?.[0]?.value), 'Q8_0')
  const secondFigure = {
    quantization: 'Q8_0',
    fileBytesLow: fileBytes - 5e6,
    fileBytesHigh: fileBytes + 5e6,
    source: 'llmfit',
  }
  expect(totals({ shapeFitted: ['intermediate_size'], secondFigure })['totals: exact']).toBe(1)
})
