import { readdirSync, readFileSync } from 'node:fs'
// @ts-expect-error The package has no types for its dictionaries.
import traditionalToSimplified from 'opencc-js/dict/TSCharacters'
import { describe, expect, it } from 'vitest'
import { Catalogue } from '../../facts/catalogue/catalogue.ts'
import type { CatalogueIndex } from '../../facts/catalogue/catalogue-index.ts'
import {
  compileCatalogue,
  readDataFile,
  readRecord,
} from '../../facts/catalogue/compile-catalogue.ts'
import { developerWordListSchema, storeWords } from '../../facts/catalogue/developer-words.ts'
import { FamilyTable, familyListSchema } from '../../facts/catalogue/family.ts'
import { nameKeyMaker } from '../../facts/catalogue/script-folding.ts'
import { licenceListSchema } from '../../facts/licences/licence.ts'
import { LicenceTable } from '../../facts/licences/licence-table.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { modelLicence } from '../../facts/licences/model-licence.ts'
import { modelRecordSchema } from '../../facts/model-record.ts'
import { renderDocument } from '../../interfaces/cli/render/render-document.ts'
import { runOperation } from '../run-operation.ts'
import type { OperationContext } from './context.ts'
import { columnAliases, modelColumns } from './model-columns.ts'
import { models } from './models.ts'

const read = (file: string) => ({
  file,
  text: readFileSync(new URL(`../../../data/${file}`, import.meta.url), 'utf8'),
})
const real = readdirSync(new URL('../../../data/models/', import.meta.url)).map((name) =>
  readRecord(read(`models/${name}`)),
)
/** Developers of whom people speak and of whom the catalogue has no model, or not yet. */
const invented = [
  ['baichuan2-13b', 'Baichuan'],
  ['spark-13b', 'iFlytek'],
].map(([id, developer]) =>
  modelRecordSchema.parse({
    id,
    status: 'open-weights',
    names: { en: id, aliases: [] },
    facts: { developer: [{ value: developer, source: 'test', by: 'vendor' }] },
  }),
)
const pairs: string[][] = traditionalToSimplified
  .split('|')
  .map((pair: string) => pair.split(' '))
  .filter(([from, to]: string[]) => from?.length === 1 && to?.length === 1)
const scripts = {
  traditional: pairs.map(([from]) => from).join(''),
  simplified: pairs.map(([, to]) => to).join(''),
}
const words = readDataFile(read('names/developers.json'), developerWordListSchema)
const search = { ...scripts, words: storeWords(words, nameKeyMaker(scripts)) }
const compiled: CatalogueIndex = JSON.parse(
  JSON.stringify(
    compileCatalogue(
      { version: '2026.11.1', date: '2026-11-24' },
      [...real.filter(({ id }) => !invented.some((one) => one.id === id)), ...invented],
      search,
    ),
  ),
)
const context = {
  locale: 'en',
  catalogue: new Catalogue(compiled),
  families: new FamilyTable(readDataFile(read('families.json'), familyListSchema)),
  licences: new LicenceTable(readDataFile(read('licences.json'), licenceListSchema)),
} as unknown as OperationContext

const ask = (input: object) => runOperation(models, input, context)
const idsFor = async (input: object) => (await ask(input)).models.map(({ id }) => id)

describe('text in three languages and two scripts', () => {
  it.each([
    ['通義', 'qwen3-8b'],
    ['通义', 'qwen3-8b'],
    ['Tongyi', 'qwen3-8b'],
    ['Qwen', 'qwen3-8b'],
    ['千問', 'qwen3-8b'],
    ['阿里', 'qwen3-8b'],
    ['智譜', 'glm-4.5'],
    ['智谱', 'glm-4.5'],
    ['Zhipu', 'glm-4.5'],
    ['月之暗面', 'kimi-k2'],
    ['Kimi', 'kimi-k2'],
    ['深度求索', 'deepseek-v3'],
    ['混元', 'hunyuan-7b'],
    ['騰訊', 'hunyuan-7b'],
    ['文心', 'ernie-4.5-21b-a3b-thinking'],
    ['百度', 'ernie-4.5-21b-a3b-thinking'],
    ['豆包', 'seed-oss-36b'],
    ['字節跳動', 'seed-oss-36b'],
    ['Seed', 'seed-oss-36b'],
    ['书生', 'intern-s2-preview'],
    ['書生', 'intern-s2-preview'],
    ['零一万物', 'yi-34b'],
    ['零一萬物', 'yi-34b'],
    ['百川', 'baichuan2-13b'],
    ['面壁', 'minicpm4.1-8b'],
    ['讯飞', 'spark-13b'],
    ['訊飛', 'spark-13b'],
    ['階躍星辰', 'step-3.5-flash'],
    ['阶跃', 'step-3.5-flash'],
    ['美团', 'longcat-2.0'],
    ['小米', 'mimo-v2-flash'],
    ['螞蟻', 'ling-1t'],
    ['百灵', 'ling-1t'],
    ['稀宇', 'minimax-m2'],
    ['聯發科', 'breeze-7b'],
    ['獵鷹', 'falcon-7b'],
    ['猎鹰', 'falcon-7b'],
    ['微軟', 'phi-4'],
    ['輝達', 'llama-3.1-nemotron-70b'],
    ['英伟达', 'llama-3.1-nemotron-70b'],
    ['谷歌', 'gemma-3-27b'],
    ['通義 8b', 'qwen3-8b'],
    ['智譜9B', 'glm-4-9b-0414'],
    ['ＱＷＥＮ３ ８Ｂ', 'qwen3-8b'],
    ['qwen 3', 'qwen3-8b'],
  ])('%s finds %s', async (text, id) => {
    expect(await idsFor({ text })).toContain(id)
  })

  it('every other word for a developer finds a model of that developer, in both scripts', async () => {
    const known = new Set(context.catalogue.entries.map(({ developer }) => developer))
    for (const { words: own, developers, stems } of words) {
      const has =
        developers.some((name) => known.has(name)) ||
        context.catalogue.entries.some(({ id }) => stems.some((stem) => id.startsWith(stem)))
      for (const word of own) {
        const folded = Array.from(word, (c) => pairs.find(([from]) => from === c)?.[1] ?? c).join(
          '',
        )
        for (const text of [word, folded])
          expect((await ask({ text })).found > 0, `${text} (${developers})`).toBe(has)
      }
    }
  })

  it('finds no other developer’s models by a Chinese name, and both developers by developer', async () => {
    const kimi = (await ask({ text: '月之暗面' })).models
    expect(new Set(kimi.map(({ developer }) => developer))).toEqual(new Set(['Moonshot AI']))
    expect(await idsFor({ developer: '智譜' })).toEqual(
      expect.arrayContaining(['chatglm-6b', 'glm-4.5']),
    )
    expect(await idsFor({ developer: 'qwen' })).not.toContain('r1-distill-qwen-7b')
    expect(await idsFor({ text: 'qwen' })).toContain('r1-distill-qwen-7b')
  })

  it.each(['(', '[a-z', '.*', '\\', '^$', '\u202eqwen', 'نموذج', '\0', '%00', '_', '-', ' ', '💥'])(
    'takes %j for text and nothing else',
    async (text) => {
      expect((await ask({ text })).found).toBeLessThan(real.length)
    },
  )

  it('refuses 10,000 characters by name of the field and limit, and looks up 200 in no time', async () => {
    await expect(ask({ text: 'q'.repeat(10_000) })).rejects.toMatchObject({
      code: 'invalid_input',
      values: { field: 'text', maximum: 200 },
    })
    const started = performance.now()
    for (const text of ['通 '.repeat(100), 'q '.repeat(100), '通q'.repeat(100)]) await ask({ text })
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('filters', () => {
  it.each([
    [{ languages: ['zh-TW'] }, 'languages'],
    [{ modalities: ['image'] }, 'modalitiesInput'],
    [{ specialities: ['code'] }, 'specialities'],
    [{ reasoning: 'off' }, 'reasoning'],
    [{ tools: false }, 'tools'],
    [{ ungated: true }, 'gated'],
    [{ minTotalParams: 1 }, 'totalParams'],
    [{ maxTotalParams: 1e12 }, 'totalParams'],
    [{ minContextLength: 1 }, 'contextLengthNative'],
    [{ releasedAfter: '1970-01-01' }, 'releaseDate'],
    [{ releasedBefore: '2999-01-01' }, 'releaseDate'],
    [{ licenceUse: { commercial: false } }, 'licence'],
  ])('%j lets no model through whose %s is unknown', async (input, field) => {
    const found = await idsFor(input)
    expect(found.length).toBeGreaterThan(0)
    for (const id of found) {
      const entry = context.catalogue.resolve(id)
      const value = Reflect.get(entry, field) ?? entry.contextLengthExtended
      expect(value, id).toBeDefined()
    }
  })

  it('small active models with Traditional Chinese for commercial use: all within 4B, all list it', async () => {
    const result = await ask({
      licenceUse: { commercial: true },
      languages: ['zh-TW'],
      maxActiveParams: 4e9,
    })
    expect(result.found).toBeGreaterThan(10)
    for (const model of result.models) {
      expect(model.activeParams ?? model.totalParams).toBeLessThanOrEqual(4e9)
      expect(model.languages?.some((tag) => tag.startsWith('zh'))).toBe(true)
    }
    expect(result.filteredBy.sort()).toEqual(['activeParams', 'languages', 'licence'])
  })

  it('a mixture whose active parameters nobody states has them unknown, a dense model has all', async () => {
    const { models: all } = await ask({})
    const of = (id: string) => all.find((model) => model.id === id)
    expect(of('qwen3-8b')?.activeParams).toBe(of('qwen3-8b')?.totalParams)
    for (const { id, totalParams, activeParams } of all) {
      const { isDense } = context.catalogue.resolve(id)
      if (isDense === false && totalParams !== undefined)
        expect(activeParams, id).not.toBe(totalParams)
    }
  })

  it('reasoning on, off and switchable as selection has them', async () => {
    const switchable = await idsFor({ reasoning: 'switchable' })
    expect(switchable).toContain('qwen3-8b')
    expect(switchable).not.toContain('deepseek-r1')
    expect(await idsFor({ reasoning: 'on' })).toContain('deepseek-r1')
    expect(await idsFor({ reasoning: 'off' })).not.toContain('deepseek-r1')
    // An effort with a level that puts it out, and one without.
    expect(switchable).toContain('hy3')
    expect(switchable).not.toContain('gpt-oss-20b')
    expect(await idsFor({ reasoning: 'on' })).toEqual(
      expect.arrayContaining(['hy3', 'gpt-oss-20b']),
    )
  })

  it('a licence’s verdict counts what a model was made from', async () => {
    const found = new Set(await idsFor({ licenceUse: { commercial: true, revenueUsd: 1e12 } }))
    const { licences, catalogue } = context
    const withBase = catalogue.entries.filter(({ baseModel }) => baseModel !== undefined)
    expect(withBase.length).toBeGreaterThan(30)
    for (const entry of withBase) {
      const licence = modelLicence(entry, licences, (id) => catalogue.withId(id))
      const verdict =
        licence && licenceVerdict(licence, { commercial: true, revenueUsd: 1e12 }).verdict
      expect(found.has(entry.id), entry.id).toBe(verdict === 'allowed' || verdict === 'with-duties')
    }
  })

  it('imported alone, the catalogue’s alone, or both: 1 + the rest', async () => {
    const { search: stored } = compiled
    const mine = modelRecordSchema.parse({
      ...invented[0],
      id: 'my-own-13b',
      names: { en: 'My own 13B', aliases: [] },
    })
    const own = compileCatalogue({ version: '2026.11.1', date: '2026-11-24' }, [mine], stored)
    const both = { ...context, catalogue: new Catalogue(compiled, own) }
    const count = async (input: object) => (await runOperation(models, input, both)).found
    expect((await runOperation(models, { imported: true }, both)).models).toMatchObject([
      { id: 'my-own-13b', imported: true },
    ])
    expect(await count({ imported: false })).toBe(compiled.count)
    expect(await count({})).toBe(compiled.count + 1)
    expect(await count({ imported: true, text: '百川' })).toBe(1)
  })

  it.each([
    ['reasoning', 'swichable', 'switchable'],
    ['status', 'open-weight', 'open-weights'],
    ['modalities', ['imgae'], 'image'],
    ['specialities', ['codee'], 'code'],
  ])('an unknown %s names the nearest', async (field, value, nearest) => {
    await expect(ask({ [field]: value })).rejects.toMatchObject({
      code: 'invalid_input',
      values: { field: expect.stringContaining(field), nearest: [nearest] },
    })
  })
})

describe('order', () => {
  const columns = [...modelColumns, ...Object.keys(columnAliases)]
  it.each(
    columns.flatMap((sort) => [
      [sort, false],
      [sort, true],
    ]),
  )('by %s (descending: %s): in order, unknown last', async (sort, descending) => {
    const result = await ask({ sort, descending })
    const values = result.models.map((model) => {
      const { languages, reasoning, tools, priceUsdPerMillionTokens, developer, licence } = model
      const shown = {
        ...model,
        languages: languages?.length,
        reasoning: reasoning && ['off', 'switchable', 'on'].indexOf(reasoning),
        tools: tools === undefined ? undefined : Number(tools),
        price: priceUsdPerMillionTokens,
        developer: developer?.toLowerCase(),
        licence: licence?.toLowerCase(),
      }
      return shown[result.sortedBy]
    })
    const known = values.filter((value) => value !== undefined)
    expect(values.slice(0, known.length)).toEqual(known)
    for (const [index, value] of known.slice(1).entries()) {
      const before = known[index] ?? value
      expect(descending ? before >= value : before <= value).toBe(true)
    }
    expect(result.found).toBe(context.catalogue.entries.length)
  })

  it('an unknown column names the nearest', async () => {
    await expect(ask({ sort: 'siez' })).rejects.toMatchObject({
      code: 'invalid_input',
      values: { field: 'sort', nearest: expect.arrayContaining(['size']) },
    })
  })

  it('the first three of all, and how many there are', async () => {
    const result = await ask({ sort: 'total', descending: true, limit: 3 })
    expect([result.models.length, result.found]).toEqual([3, context.catalogue.entries.length])
  })
})

describe('the table', () => {
  it.each([
    {},
    { text: '通義' },
    { developer: 'Mistral' },
    { languages: ['zh-TW'], tools: true, reasoning: 'switchable', sort: 'price' },
  ])('of %j keeps within 100 columns in all three languages, no row wrapped', async (input) => {
    const result = await ask(input)
    for (const locale of ['en', 'zh-TW', 'zh-CN'] as const) {
      const page = { width: 100, paint: (text: string) => text }
      const lines = renderDocument(models.present(result, { locale }), page).trimEnd().split('\n')
      // A count, an empty line, the head and a line for each model; then notes, each behind an empty line.
      const table = lines.slice(2)
      const end = table.indexOf('')
      expect(table.slice(0, end === -1 ? undefined : end)).toHaveLength(result.models.length + 1)
    }
  })

  it('says unknown where a value is, and shows what was asked about', async () => {
    const result = await ask({ text: 'qwen1.5-moe', sort: 'languages' })
    const text = renderDocument(models.present(result, { locale: 'en' }), {
      width: 100,
      paint: (one: string) => one,
    })
    expect(text).toMatch(/Langs/)
    expect(text).toMatch(/unknown/)
  })
})
