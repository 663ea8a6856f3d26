import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { countParameters } from '../../../sizing/parameter-count.ts'
import { weightsOf } from '../../../sizing/weights.ts'
import { readArchitecture } from '../../config-json/read-config.ts'
import type { ModelRecord } from '../../model-record.ts'
import { readRecord } from '../compile-catalogue.ts'
import { chooseActive } from './active-parameters.ts'
import { checkContext } from './check-context.ts'
import { checkFigures } from './check-figures.ts'
import { checkShape } from './check-shape.ts'
import { checkShownNotes } from './check-shown-notes.ts'
import { missingConflicts } from './held-conflicts.ts'

const folder = new URL('../../../../data/models/', import.meta.url)
const load = (id: string) =>
  readRecord({ file: `${id}.json`, text: readFileSync(new URL(`${id}.json`, folder), 'utf8') })
const tools = { readArchitecture, countParameters, weightsOf }
const claim = <T>(value: T, by: 'vendor' | 'computed' = 'vendor', note?: string) => ({
  value,
  source: 'llmfit',
  by,
  ...(note === undefined ? {} : { note }),
})
/** Fields that were reported, and how the total came out. */
function shapeOf(record: ModelRecord, change: object, facts: object = {}) {
  const fields: string[] = []
  const { total, active } = checkShape(
    { ...record, ...change, facts: { ...record.facts, ...facts } },
    tools,
    (field) => fields.push(field),
  )
  return { total, active, fields }
}
const contextProblems = (record: ModelRecord, claims: object[]) => {
  const fields: string[] = []
  checkContext(
    { ...record, facts: { ...record.facts, contextLengthNative: claims as never } },
    (field) => fields.push(field),
  )
  return fields
}

it('a native context that is not the one of the config is kept with it and explained, or it fails', () => {
  const gemma3 = load('gemma-3-12b')
  expect(contextProblems(gemma3, [claim(131_072)])).toEqual([])
  expect(contextProblems(gemma3, [claim(1_048_576)])).toEqual(['contextLengthNative'])
  expect(contextProblems(gemma3, [claim(1_048_576), claim(131_072)])).toEqual([
    'contextLengthNative',
  ])
  expect(
    contextProblems(gemma3, [claim(32_768), claim(131_072, 'vendor', 'with room for the answer')]),
  ).toEqual([])
  const gemma = load('gemma-7b')
  expect(contextProblems(gemma, [claim(4096)])).toEqual(['contextLengthNative'])
  expect(gemma.facts.contextLengthNative?.map(({ value }) => value)).toEqual([8192, 4096])
})

it('stored parameters are a sum of the model and what checkpoints store beside it, or it fails', () => {
  const glm = load('glm-4.6')
  const stored = glm.facts.storedParams?.[0]?.value ?? 0
  expect(shapeOf(glm, {}).fields).toEqual([])
  for (const factor of [1.05, 0.97, 0.5])
    expect(shapeOf(glm, {}, { storedParams: [claim(Math.round(stored * factor))] }).fields).toEqual(
      ['storedParams'],
    )
})

it('a shape that was shrunk, with its own total put in, is found by the stored parameters', () => {
  const glm = load('glm-4.6')
  const config = { ...glm.facts.config?.[0]?.value, moe_intermediate_size: 1400 }
  const total = countParameters(readArchitecture(config)).total
  const facts = {
    config: [claim(config)],
    totalParams: [claim(total, 'computed')],
    activeParams: undefined,
  }
  expect(shapeOf(glm, {}, facts).fields).toEqual(['storedParams'])
  const alone = shapeOf(glm, {}, { ...facts, storedParams: undefined })
  expect(alone).toEqual({
    total: 'from the shape alone',
    active: 'counted from the shape alone',
    fields: [],
  })
})

it('active parameters prove a fitted shape within 0.5 % only: one digit proves nothing', () => {
  const ultra = load('nemotron-3-ultra-550b-a55b')
  expect(shapeOf(ultra, {}).active).toBe('within 0.5 %')
  for (const id of ['granite-4.0-tiny-preview', 'lfm2-24b-a2b', 'hunyuan-a13b'])
    expect(shapeOf(load(id), {})).toMatchObject({
      total: 'unproven',
      active: 'too coarse, counted from the shape',
    })
  expect(shapeOf(load('k-exaone-2.0-750b-a37b'), {})).toMatchObject({
    total: 'unproven',
    active: 'as rounded',
  })
})

it('a coarse figure yields to the count, a fine one of the maker does not', () => {
  const { facts } = load('lfm2-24b-a2b')
  const counts = countParameters(readArchitecture(facts.config?.[0]?.value))
  expect(chooseActive(facts.activeParams ?? [], counts, 0)).toMatchObject({
    value: 2_326_881_920,
    by: 'computed',
  })
  const fine = [claim(2_330_000_000)]
  expect(chooseActive(fine, counts, 0)).toBe(fine[0])
  expect(chooseActive([], undefined, 0)).toBeUndefined()
})

it('a date of a third party months away from another one is explained', () => {
  const sarvam = load('sarvam-105b')
  const known = { licences: new Set(['apache-2.0']), ids: new Set<string>(), date: '2026-11-24' }
  const problems = (releaseDate: object[]) => {
    const fields: string[] = []
    checkFigures(
      { ...sarvam, facts: { ...sarvam.facts, releaseDate: releaseDate as never } },
      known,
      (field) => fields.push(field),
    )
    return fields
  }
  const independent = (value: string) => ({ value, source: 'models-dev', by: 'independent' })
  expect(problems([independent('2025-09-01'), independent('2026-03-03')])).toEqual(['releaseDate'])
  expect(problems([independent('2026-02-20'), independent('2026-03-03')])).toEqual([])
  expect(sarvam.facts.releaseDate?.[0]?.value).toBe('2026-03-03')
})

it('a note that is shown is in three languages', () => {
  const gemma = load('gemma-7b')
  const fields: string[] = []
  const facts = { gated: [claim(true), claim(false, 'computed', 'English alone')] }
  checkShownNotes({ ...gemma, facts }, (field) => fields.push(field))
  expect(fields).toEqual(['gated'])
})

it('the 107 conflicts of the guides are held: taking out two of them is two problems', () => {
  const held = JSON.parse(
    readFileSync(new URL('../../../../data/coverage/conflicts.json', import.meta.url), 'utf8'),
  )
  const records = readdirSync(folder).map((name) => load(name.replace(/\.json$/, '')))
  expect(missingConflicts(held, records)).toEqual({ count: 107, problems: [] })
  const without = records.map((record) =>
    record.id === 'gpt-4' ? { ...record, disputes: undefined } : record,
  )
  expect(missingConflicts(held, without).problems).toHaveLength(2)
})
