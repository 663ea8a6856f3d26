import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chooseClaim } from '../claim.ts'
import { Catalogue } from './catalogue.ts'
import type { CatalogueIndex } from './catalogue-index.ts'
import { compileCatalogue, indexText, readRecord } from './compile-catalogue.ts'
import { packRows, unpackRows } from './packed-rows.ts'
import { isDense, joinShape, splitShape } from './shape-lines.ts'

const folder = new URL('../../../data/models/', import.meta.url)
const records = readdirSync(folder).map((file) =>
  readRecord({ file, text: readFileSync(new URL(file, folder), 'utf8') }),
)
const header = { version: '2026.11.1', date: '2026-11-24' }
const text = indexText(compileCatalogue(header, records))
const loaded: CatalogueIndex = JSON.parse(text)

describe('the compiled index', () => {
  const catalogue = new Catalogue(loaded)

  it('gives back of every record every chosen value, its basis, its names and its shape', () => {
    for (const record of records) {
      const entry = catalogue.withId(record.id)
      if (entry === undefined) throw new Error(record.id)
      expect(catalogue.find(record.id)).toBe(entry)
      const { aliases, ...names } = record.names
      expect([entry.id, entry.status, entry.names, entry.aliases]).toEqual([
        record.id,
        record.status,
        names,
        aliases,
      ])
      const { config, prices = [], ...plain } = record.facts
      for (const [field, claims] of Object.entries(plain)) {
        const chosen = chooseClaim<unknown>(claims ?? [])
        expect(Reflect.get(entry, field), `${record.id} ${field}`).toEqual(chosen?.value)
        expect(catalogue.basis(entry, field)).toEqual({ by: chosen?.by, source: chosen?.source })
      }
      expect(catalogue.config(entry)).toEqual(chooseClaim(config ?? [])?.value)
      expect(entry.prices ?? []).toEqual(
        prices.map(({ value, date }) => (date === undefined ? value : { ...value, date })),
      )
    }
  })

  it('knows of no value that no record has', () => {
    const made = ['status', 'isDense', 'lowestPrice', 'totalExcuse', 'zh-TW', 'zh-CN']
    const fields = Object.keys(loaded.columns).filter((field) => !made.includes(field))
    for (const { id, facts } of records)
      for (const field of fields)
        if (field !== 'config' && !Object.hasOwn(facts, field))
          expect(Reflect.get(catalogue.resolve(id), field), `${id} ${field}`).toBeUndefined()
  })

  it('is ASCII, and less than half of the 1.9 KB that a record took as an object', () => {
    expect(text).toMatch(/^[\0-\x7f]*$/)
    expect(text.length / records.length).toBeLessThan(900)
  })

  it('of the user’s own index the models are marked as imported and have shapes of their own', () => {
    const [first] = records.filter(({ facts }) => facts.config !== undefined)
    if (first === undefined) throw new Error('no shape')
    const mine = compileCatalogue(header, [{ ...first, id: 'mine' }], loaded.search)
    const both = new Catalogue(loaded, mine)
    const entry = both.resolve('mine')
    expect([entry.imported, both.entries.length]).toEqual([true, records.length + 1])
    expect(both.config(entry)).toEqual(chooseClaim(first.facts.config ?? [])?.value)
    expect(both.resolve(first.id).imported).toBeUndefined()
  })
})

it('packs numbers from 0 to 200,000 and gives them back', () => {
  const numbers = [0, 1, 55, 56, 3135, 3136, 200_000]
  expect([...unpackRows(packRows(numbers), numbers.length)]).toEqual(numbers)
  expect(packRows(numbers)).toMatch(/^[#-Z]*$/)
  expect([...unpackRows(packRows([]), 0)]).toEqual([])
})

it('takes a configuration apart and puts it together, numbers in their places', () => {
  const config = {
    rope_theta: 1e6,
    rms_norm_eps: 1e-6,
    tie: false,
    none: null,
    layer_types: ['full', 'sliding'],
    heads: [8, 8, 1, -1],
    text_config: { hidden_size: 4096, deep: { zero: 0, scale: 0.5 } },
    empty: [],
  }
  const { form, numbers } = splitShape(config)
  expect(numbers).toEqual([1e6, 1e-6, 8, 8, 1, -1, 4096, 0, 0.5])
  expect(JSON.stringify(joinShape(JSON.parse(form), numbers))).toBe(JSON.stringify(config))
})

it.each([
  [{ hidden_size: 1 }, true],
  [{ num_experts: 1, expert_layer_period: 2 }, true],
  [{ num_experts: 0, moe_intermediate_size: 512 }, true],
  [{ num_local_experts: 8 }, false],
  [{ text_config: { n_routed_experts: 256 } }, false],
  [{ moe_num_experts: [64, 64] }, false],
  // Speaks of experts in words that are not known: not taken for dense.
  [{ expert_layout: 'x' }, false],
])('%j is dense: %s', (config, dense) => {
  expect(isDense(config)).toBe(dense)
})
