import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { catalogueProblems } from '../../../scripts/check-catalogue.mjs'
import { countParameters } from '../../sizing/parameter-count.ts'
import { readArchitecture } from '../config-json/read-config.ts'
import { licenceListSchema } from '../licences/licence.ts'
import { catalogueHeaderSchema } from './catalogue-header.ts'
import { compileCatalogue, readDataFile, readRecord } from './compile-catalogue.ts'
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
  index: compileCatalogue(readDataFile(read('catalogue.json'), catalogueHeaderSchema), records),
}

it('every record is valid, names known sources and licences, and its total follows from its shape within 0.5 %', () => {
  const { problems, counts, notes } = catalogueProblems(data, { readArchitecture, countParameters })
  if (process.env.VERBOSE) console.log(counts, notes)
  expect(problems).toEqual([])
  expect(counts.records).toBeGreaterThanOrEqual(45)
})

it('refuses a total that is 1 % off, an active count above the total and a source that is not listed', () => {
  const qwen = records.find(({ id }) => id === 'qwen3-8b')
  if (qwen === undefined) throw new Error('qwen3-8b')
  const claim = (value: number) => ({ value, source: 'nobody', by: 'vendor' as const })
  const broken = [
    {
      ...qwen,
      facts: {
        ...qwen.facts,
        totalParams: [claim(8_272_642_713)],
        activeParams: [claim(9_000_000_000)],
      },
    },
  ]
  const index = compileCatalogue({ version: '2026.11.1', date: '2026-11-24' }, broken)
  const { problems } = catalogueProblems(
    { ...data, records: broken, index },
    { readArchitecture, countParameters },
  )
  const fields = problems
    .filter(({ file }) => file.endsWith('qwen3-8b.json'))
    .map(({ field }) => field)
  expect(fields.sort()).toEqual(['activeParams', 'activeParams', 'totalParams', 'totalParams'])
})
