import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { licenceListSchema } from './licence.ts'
import { LicenceTable } from './licence-table.ts'
import type { LicenceUse } from './licence-use.ts'
import { licenceVerdict } from './licence-verdict.ts'

const text = readFileSync(new URL('../../../data/licences.json', import.meta.url), 'utf8')
const table = new LicenceTable(licenceListSchema.parse(JSON.parse(text)))

function judge(id: string, use: LicenceUse) {
  const licence = table.get(id)
  if (licence === undefined) throw new Error(id)
  return licenceVerdict(licence, use)
}

it.each<[string, LicenceUse, string, string[]]>([
  ['mit', { commercial: true, actions: ['run'] }, 'allowed', []],
  ['apache-2.0', { commercial: true, actions: ['fine-tune', 'publish'] }, 'with-duties', []],
  ['llama-3.1', { commercial: true, monthlyActiveUsers: 800e6 }, 'not-allowed', ['2']],
  [
    'llama-3.1',
    { commercial: true, monthlyActiveUsers: 1e6, actions: ['host'] },
    'with-duties',
    [],
  ],
  ['llama-3', { actions: ['train-on-outputs'] }, 'not-allowed', ['1.b.v']],
  ['llama-3.3', { actions: ['train-on-outputs'] }, 'with-duties', []],
  [
    'llama-4',
    { commercial: true, territories: ['DE'] },
    'not-allowed',
    ['Acceptable Use Policy, by 1.b.iv'],
  ],
  ['llama-4', { commercial: true, territories: ['TW'] }, 'with-duties', []],
  ['tencent-hunyuan', { territories: ['KR'] }, 'not-allowed', ['1.l, 2, 5.c']],
  ['lfm-1.0', { commercial: true, revenueUsd: 10e6 }, 'not-allowed', ['1, 5(a), 5(b)']],
  ['lfm-1.0', { commercial: true, revenueUsd: 9.9e6, actions: ['run'] }, 'allowed', []],
  ['stability-community', { commercial: true, revenueUsd: 1e6 }, 'with-duties', []],
  ['cc-by-nc-4.0-cohere', { commercial: true }, 'not-allowed', ['CC 1(i), 2(a)(1)']],
  ['cc-by-nc-4.0-cohere', { commercial: false, actions: ['run'] }, 'with-duties', []],
  ['falcon-llm-2.0', { commercial: true, actions: ['host'] }, 'with-duties', []],
  ['nvidia-internal-research', { commercial: true }, 'not-allowed', ['3.1']],
  ['nvidia-internal-research', { commercial: false, actions: ['publish'] }, 'not-allowed', ['3.1']],
  ['minimax-modified-mit', { commercial: true, revenueUsd: 40e6 }, 'with-duties', []],
  ['minimax-modified-mit', { commercial: false, actions: ['run'] }, 'allowed', []],
  ['kimi-k3', { commercial: true, revenueUsd: 30e6, actions: ['host'] }, 'not-allowed', ['2']],
  ['kimi-k3', { commercial: true, revenueUsd: 9e6, actions: ['host'] }, 'allowed', []],
  ['glm-5.3', { commercial: true, revenueUsd: 9e9, actions: ['host'] }, 'allowed', []],
  ['glm-5.3', { commercial: true, revenueUsd: 11e9, actions: ['host'] }, 'not-allowed', ['2']],
  ['qwen-community-1.0', { commercial: true, actions: ['host'] }, 'not-allowed', ['2']],
  ['exaone', { commercial: true }, 'not-allowed', ['3.1']],
  ['exaone', { commercial: false, actions: ['train-on-outputs'] }, 'not-allowed', ['3.1']],
  ['k-exaone', { commercial: true, actions: ['publish'] }, 'not-allowed', ['2.2']],
  ['openmdw-1.1', { commercial: true, actions: ['run'] }, 'allowed', []],
  ['youtu-llm', { commercial: false, actions: ['run'] }, 'unclear', []],
  ['youtu-vl', { commercial: true }, 'unclear', []],
  ['yi-1.0', { commercial: true }, 'not-allowed', ['2, 7']],
])('%s for %j is %s', (id, use, verdict, clauses) => {
  const found = judge(id, use)
  expect(found.verdict).toBe(verdict)
  expect(found.blocking.flatMap((term) => term.clause ?? [])).toEqual(clauses)
})

it('counts a limit that the use does not settle as a duty: 700 million users of Llama, unasked', () => {
  const { verdict, duties } = judge('llama-3.1', { commercial: true })
  expect(verdict).toBe('with-duties')
  expect(duties.map((term) => term.kind)).toContain('users')
})

it('asks for the name Kimi K2 from 20 million USD of revenue a month on', () => {
  const kinds = (revenueUsd: number) =>
    judge('modified-mit', { commercial: true, revenueUsd, monthlyActiveUsers: 1e6 }).duties.map(
      (term) => term.kind,
    )
  expect(kinds(300e6)).toContain('display')
  expect(kinds(100e6)).toEqual([])
})

it('lets no silence of a text that was read in parts count as leave: K-EXAONE on training is unclear', () => {
  expect(judge('k-exaone', { actions: ['train-on-outputs'] }).verdict).toBe('unclear')
  const licence = table.get('mit')
  if (licence === undefined) throw new Error('mit')
  const silent = { ...licence, terms: licence.terms.filter(({ kind }) => kind !== 'use') }
  expect(licenceVerdict({ ...silent, read: 'full' }, {}).verdict).toBe('allowed')
  expect(licenceVerdict({ ...silent, read: 'part' }, {}).verdict).toBe('unclear')
  expect(licenceVerdict({ ...licence, read: 'part' }, {}).verdict).toBe('allowed')
  expect(licenceVerdict({ ...licence, read: 'none' }, { actions: ['publish'] }).verdict).toBe(
    'unclear',
  )
})

it('takes a product as published or hosted, not said which: what both ask for binds, what one asks for is a limit', () => {
  const ofProduct = (id: string) => {
    const { verdict, duties } = judge(id, { commercial: true, actions: ['product'] })
    const bound = duties.map(({ kind, settled }) => `${kind} ${settled ? 'binds' : 'limit'}`)
    return [verdict, ...bound]
  }
  expect(ofProduct('llama-3.1')).toEqual(
    expect.arrayContaining(['with-duties', 'naming binds', 'notice limit', 'outputs limit']),
  )
  expect(ofProduct('mit')).toEqual(['with-duties', 'notice limit'])
  expect(ofProduct('qwen-community-1.0')).toEqual(
    expect.arrayContaining(['with-duties', 'hosting limit']),
  )
  expect(ofProduct('nvidia-internal-research')[0]).toBe('not-allowed')
  // Whoever also says that he hosts it is stopped, as before.
  expect(
    judge('qwen-community-1.0', { commercial: true, actions: ['product', 'host'] }).verdict,
  ).toBe('not-allowed')
})

it('shows the clause that allows, and none where the verdict does not', () => {
  expect(judge('mit', { commercial: true }).clauses.map(({ clause }) => clause)).toEqual(['body'])
  expect(judge('cc-by-nc-4.0', { commercial: false }).granted).toHaveLength(1)
  expect(judge('cc-by-nc-4.0', { commercial: true }).granted).toEqual([])
})

it('tells duties from limits: the users of Llama are a limit until they are said', () => {
  const settled = (use: LicenceUse) =>
    Object.fromEntries(judge('llama-3.1', use).duties.map((term) => [term.kind, term.settled]))
  expect(settled({ actions: ['host'] })).toMatchObject({ users: false, naming: true })
  expect(settled({ monthlyActiveUsers: 5, actions: ['host'] })).not.toHaveProperty('users')
})

/** Han characters that an encoding of one script lacks: Big5 for Traditional, the GB 2312 range of GBK for Simplified. */
function notIn(encoding: 'big5' | 'gbk', text: string): string {
  const known = encodings[encoding]
  return [...text].filter((one) => /\p{Script=Han}/u.test(one) && !known.has(one)).join('')
}

function charactersOf(encoding: 'big5' | 'gbk', first: number, last: number): Set<string> {
  const decoder = new TextDecoder(encoding)
  const characters = new Set<string>()
  for (let lead = first; lead <= last; lead += 1)
    for (let trail = encoding === 'big5' ? 0x40 : 0xa1; trail <= 0xfe; trail += 1)
      characters.add(decoder.decode(Uint8Array.of(lead, trail)))
  return characters
}
const encodings = {
  big5: charactersOf('big5', 0xa4, 0xf9),
  gbk: charactersOf('gbk', 0xb0, 0xf7),
}

it('has every term in three languages: no Simplified character in zh-TW, no Traditional one in zh-CN', () => {
  expect([notIn('big5', '许可证'), notIn('gbk', '授權')]).toEqual(['许证', '權'])
  for (const { id, terms, note } of table.licences)
    for (const text of [...terms.map((term) => term.text), ...(note === undefined ? [] : [note])]) {
      expect(new Set(Object.values(text)).size, `${id}: ${text.en}`).toBe(3)
      expect(notIn('big5', text['zh-TW']), id).toBe('')
      expect(notIn('gbk', text['zh-CN']), id).toBe('')
    }
})
