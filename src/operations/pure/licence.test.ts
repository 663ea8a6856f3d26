import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Locale } from '../../base/locale.ts'
import { Catalogue } from '../../facts/catalogue/catalogue.ts'
import { compileCatalogue } from '../../facts/catalogue/compile-catalogue.ts'
import { FamilyTable } from '../../facts/catalogue/family.ts'
import { licenceListSchema } from '../../facts/licences/licence.ts'
import { LicenceTable } from '../../facts/licences/licence-table.ts'
import { readLicenceUse } from '../../facts/licences/read-licence-use.ts'
import type { ModelRecord } from '../../facts/model-record.ts'
import type { OperationContext } from './context.ts'
import { type LicenceOutput, licence } from './licence.ts'

const data = new URL('../../../data/licences.json', import.meta.url)
const licences = new LicenceTable(licenceListSchema.parse(JSON.parse(readFileSync(data, 'utf8'))))

const claims = <T>(value: T) => [{ value, source: 'somewhere', by: 'vendor' as const }]
const modelOf = (
  id: string,
  licence?: string,
  gated?: boolean,
  baseModel?: string,
): ModelRecord => ({
  id,
  status: licence === undefined ? 'api-only' : 'open-weights',
  names: { en: id, aliases: [] },
  facts: {
    developer: claims(id.split('-')[0] ?? id),
    ...(baseModel === undefined ? {} : { baseModel: claims(baseModel) }),
    ...(licence === undefined ? {} : { licence: claims(licence) }),
    ...(gated === undefined ? {} : { gated: claims(gated) }),
  },
})
const catalogue = new Catalogue(
  compileCatalogue({ version: '2026.1.1', date: '2026-01-01' }, [
    modelOf('kimi-k2', 'kimi-modified-mit', false),
    modelOf('deepseek-v3', 'deepseek'),
    modelOf('deepseek-v3-0324', 'mit'),
    modelOf('llama-4-scout', 'llama-4', true),
    modelOf('secret-1'),
    modelOf('distilled-llama', 'mit', false, 'llama-4-scout'),
  ]),
)
const families = new FamilyTable([
  { id: 'llama-4', names: { en: 'Llama 4', aliases: ['llama4'] }, members: ['llama-4-scout'] },
])
const record: ModelRecord = {
  id: 'deepseek-v3',
  status: 'open-weights',
  names: { en: 'DeepSeek-V3', aliases: [] },
  facts: {
    licence: [
      { value: 'deepseek', source: 'deepseek-v3-repo', by: 'vendor' },
      { value: 'mit', source: 'llmfit', by: 'independent', note: 'Of the code.' },
    ],
  },
}

function context(locale: Locale): OperationContext {
  // Only what the operation asks for: it reads no device, speed or quality.
  return {
    locale,
    catalogue,
    licences,
    families,
    record: async (id: string) => (id === record.id ? record : undefined),
  } as Partial<OperationContext> as OperationContext
}

async function ask(model: string, use?: string, locale: Locale = 'en'): Promise<LicenceOutput> {
  const given = { model, ...(use === undefined ? {} : { use: readLicenceUse(use) }) }
  return licence.output.parse(await licence.run(licence.input.parse(given), context(locale)))
}

async function words(model: string, use: string | undefined, locale: Locale): Promise<string> {
  return JSON.stringify(licence.present(await ask(model, use, locale), { locale }))
}

it('Kimi K2 for 5 million USD, tuned and published: with duties, the notice settled, the name a limit', async () => {
  const answer = await ask('kimi-k2', 'commercial, 5M USD revenue, EU, fine-tune and publish')
  expect(answer).toMatchObject({
    model: 'kimi-k2',
    verdict: 'with-duties',
    gated: false,
    licence: {
      id: 'kimi-modified-mit',
      identifier: 'LicenseRef-scancode-moonshot-ai-modified-mit-2025',
    },
    blocking: [],
  })
  expect(answer.duties.map(({ kind, settled }) => [kind, settled])).toEqual([
    ['display', false],
    ['notice', true],
  ])
  expect(answer.clauses.map(({ clause }) => clause)).toEqual(['last paragraph', 'body', 'body'])
  expect(answer.notice).toContain('no legal advice')
})

it('names the clause that stops: Llama 4 in Germany', async () => {
  const answer = await ask('llama-4-scout', 'commercial, Germany')
  expect(answer.verdict).toBe('not-allowed')
  expect(answer.blocking.map(({ clause }) => clause)).toEqual(['Acceptable Use Policy, by 1.b.iv'])
})

it('tells DeepSeek V3 from V3-0324, and what another source says', async () => {
  expect(await ask('deepseek-v3')).toMatchObject({
    related: [{ model: 'deepseek-v3-0324', licence: 'mit', relation: 'revision' }],
    others: [{ licence: 'mit', basis: 'independent', source: 'llmfit' }],
  })
  expect(await ask('deepseek-v3-0324')).toMatchObject({
    related: [{ model: 'deepseek-v3', licence: 'deepseek', relation: 'revision' }],
  })
})

it('answers for a licence by its id, its SPDX id or its tag', async () => {
  for (const name of ['apache-2.0', 'Apache-2.0', 'apache2']) {
    const answer = await ask(name)
    expect(answer).toMatchObject({ licence: { id: 'apache-2.0', identifier: 'Apache-2.0' } })
    expect(answer).not.toHaveProperty('model')
  }
  await expect(ask('apach-2.0')).rejects.toMatchObject({
    code: 'unknown_model',
    values: { nearest: expect.arrayContaining(['apache-2.0']) },
  })
})

it('judges eight usual uses where none is asked for, and none where no licence is known', async () => {
  expect((await ask('kimi-k2')).usualUses?.map(({ verdict }) => verdict)).toEqual([
    'allowed',
    'with-duties',
    'allowed',
    'with-duties',
    'with-duties',
    'with-duties',
    'with-duties',
    'with-duties',
  ])
  const unknown = await ask('secret-1', 'commercial')
  expect(unknown).toMatchObject({ verdict: 'unclear', clauses: [] })
  expect(unknown.licence).toBeUndefined()
})

it('speaks the language of the reader: verdict, clause and term, without a word of English between', async () => {
  const use = 'commercial, 5M USD revenue, EU, fine-tune and publish'
  const taiwan = await words('kimi-k2', use, 'zh-TW')
  expect(taiwan).toContain(
    'kimi-k2 用於商用、年營收 5,000,000 美元、歐盟、微調、發布：允許，但有義務。',
  )
  expect(taiwan).toContain('最後一段：產品或服務的月活躍使用者超過 1 億')
  const mainland = await words('kimi-k2', use, 'zh-CN')
  expect(mainland).toContain('商用、年收入 5,000,000 美元、欧盟、微调、发布：允许，但有义务。')
  expect(mainland).toContain('最后一段：产品或服务的月活跃用户超过 1 亿')
  expect(await words('llama-4-scout', '德國', 'zh-TW')).toContain('可接受使用政策、依據 1.b.iv：')
})

it('a distillation on Llama 4 under MIT is bound by Llama 4 too: not in Germany', async () => {
  const asked = await ask('distilled-llama', 'commercial, Germany')
  expect(asked).toMatchObject({ verdict: 'not-allowed', licence: { id: 'mit' } })
  expect(asked.blocking[0]?.clause).toContain('Llama 4')
  expect(asked.related).toEqual([
    { model: 'llama-4-scout', licence: 'llama-4', relation: 'binding-base' },
  ])
})

it("a family's name is no licence, though hubs use it as a tag; the licence's own id is one", async () => {
  await expect(ask('llama4')).rejects.toMatchObject({
    code: 'model_is_family',
    values: { nearest: ['llama-4-scout'] },
  })
  expect((await ask('llama-4')).licence?.id).toBe('llama-4')
})

it('says why a place counts: Réunion is a part of the EU, New Caledonia is tied to it', async () => {
  const within = await ask('llama-4-scout', 'commercial, Réunion')
  expect(within).toMatchObject({ verdict: 'not-allowed' })
  expect(within.blocking[0]?.reason).toBe('Réunion is a part of: European Union.')
  const beside = await ask('llama-4-scout', '商用，新喀里多尼亞', 'zh-TW')
  expect(beside).toMatchObject({ verdict: 'unclear', blocking: [] })
  expect(beside.undecided[0]?.reason).toContain('新喀里多尼亞不是歐盟的一部分')
  expect((await ask('llama-4-scout', 'commercial, Germany')).blocking[0]?.reason).toBeUndefined()
})

it('a product that others get must show "Built with Llama"; what only copies ask for is a limit', async () => {
  const { duties } = await ask('llama-4-scout', 'commercial, in my product')
  const settled = duties.map(({ kind, settled }) => [kind, settled])
  expect(settled).toContainEqual(['naming', true])
  expect(settled).toContainEqual(['notice', false])
  expect(duties.find(({ kind }) => kind === 'notice')?.reason).toBe(
    'This applies if others get the model with the product.',
  )
})
