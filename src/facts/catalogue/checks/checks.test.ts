import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { countParameters } from '../../../sizing/parameter-count.ts'
import { weightsOf } from '../../../sizing/weights.ts'
import { chooseClaim } from '../../claim.ts'
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
/** Whether the check reads a length from the config: without one, a context of 1 would pass too. */
const hasLength = (record: ModelRecord) => contextProblems(record, [claim(1)]).length > 0
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
    contextProblems(gemma3, [
      claim(32_768),
      claim(131_072, 'vendor', '32,768 and room for the answer'),
    ]),
  ).toEqual([])
  const gemma = load('gemma-7b')
  expect(contextProblems(gemma, [claim(4096)])).toEqual(['contextLengthNative'])
  expect(gemma.facts.contextLengthNative?.map(({ value }) => value)).toEqual([8192, 4096])
})

it('four times the native context fails in every record whose config states a length', () => {
  const passing: string[] = []
  for (const name of readdirSync(folder)) {
    const record = load(name.replace(/\.json$/, ''))
    const claims = record.facts.contextLengthNative ?? []
    const chosen = chooseClaim(claims)
    if (chosen === undefined || contextProblems(record, claims).length > 0) continue
    const longer = claims.map((one) => (one === chosen ? { ...one, value: 4 * one.value } : one))
    if (contextProblems(record, longer).length === 0 && hasLength(record)) passing.push(record.id)
  }
  // Breeze's config says four times the length of its card: nothing is left that speaks against it.
  expect(passing).toEqual(['breeze-7b'])
})

it('a native context above the config is believed by the note of its own claim alone', () => {
  const qwen = load('qwen3-8b')
  const config = claim(40_960, 'vendor', '32,768 and 8,192 of room; 131,072 with YaRN')
  expect(contextProblems(qwen, [claim(32_768), config])).toEqual([])
  expect(contextProblems(qwen, [claim(131_072), config])).toEqual(['contextLengthNative'])
  expect(contextProblems(qwen, [claim(131_072, 'vendor', 'other'), config])).toHaveLength(1)
  expect(contextProblems(qwen, [claim(131_072, 'vendor', '128K on the card'), config])).toEqual([])
})

it('five per cent more or less in the stored parameters fails in every record that has some', () => {
  const passing: string[] = []
  let count = 0
  for (const name of readdirSync(folder)) {
    const record = load(name.replace(/\.json$/, ''))
    const stored = chooseClaim(record.facts.storedParams ?? [])?.value
    if (stored === undefined) continue
    count += 1
    for (const factor of [1.05, 0.95, 1.02]) {
      const facts = { storedParams: [claim(Math.round(stored * factor))] }
      if (!shapeOf(record, {}, facts).fields.includes('storedParams'))
        passing.push(`${record.id} x ${factor}`)
    }
  }
  expect(count).toBeGreaterThan(60)
  // With causal masks the count is 4.8 % too high; 95 % of it is the model.
  expect(passing).toEqual(['pythia-2.8b x 0.95'])
})

it('an excuse excuses the stored count that it names and no other', () => {
  const pythia = load('pythia-2.8b')
  expect(shapeOf(pythia, {}).fields).toEqual([])
  expect(shapeOf(pythia, {}, { storedParams: [claim(2_909_427_009)] }).fields).toEqual([
    'storedParams',
  ])
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
  const fine = { activeParams: [claim(55_100_000_000)] }
  expect(shapeOf(ultra, {}, fine)).toMatchObject({ active: 'within 0.5 %', total: 'exact' })
  // Two digits are 0.53 % to 5 % either way, however near the shape comes.
  for (const id of ['nemotron-3-ultra-550b-a55b', 'qwen3.8-2.4t-a95b'])
    expect(shapeOf(load(id), {})).toMatchObject({ total: 'unproven', active: 'as rounded' })
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

it('the active parameters of a dense model are its total and prove nothing', () => {
  const stablelm = load('stablelm-2-12b')
  const total = stablelm.facts.totalParams?.[0]?.value ?? 0
  for (const active of [total, Math.round(total / 1e7) * 1e7, Math.round(total / 1e5) * 1e5])
    expect(shapeOf(stablelm, {}, { activeParams: [claim(active)] })).toEqual({
      total: 'unproven',
      active: 'dense',
      fields: [],
    })
})

it('a file size proves a fitted shape where both its bounds are within 2 % of the computed one', () => {
  const aura = load('aura-4b')
  const { fileBytes } = weightsOf(readArchitecture(aura.facts.config?.[0]?.value), 'Q4_K_M')
  const proved = (low: number, high: number) =>
    shapeOf(aura, {
      secondFigure: {
        quantization: 'Q4_K_M',
        fileBytesLow: Math.round(low),
        fileBytesHigh: Math.round(high),
        source: 'x',
      },
    })
  expect(proved(0.985 * fileBytes, 1.015 * fileBytes).fields).toEqual([])
  expect(proved(0.985 * fileBytes, 1.015 * fileBytes).total).not.toBe('unproven')
  for (const [low, high] of [
    [1e6, 9e11],
    [0.97 * fileBytes, 1.01 * fileBytes],
    [1.01 * fileBytes, 1.015 * fileBytes],
  ] as const)
    expect(proved(low, high)).toMatchObject({ total: 'unproven', fields: ['secondFigure'] })
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
