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
  ['lfm-1.0', { commercial: true, revenueUsd: 10e6 }, 'not-allowed', []],
  ['lfm-1.0', { commercial: true, revenueUsd: 9.9e6, actions: ['run'] }, 'allowed', []],
  ['stability-community', { commercial: true, revenueUsd: 1e6 }, 'with-duties', []],
  ['cc-by-nc-4.0-cohere', { commercial: true }, 'not-allowed', ['CC 1(i), 2(a)(1)']],
  ['cc-by-nc-4.0-cohere', { commercial: false, actions: ['run'] }, 'with-duties', []],
  ['falcon-llm-2.0', { commercial: true, actions: ['host'] }, 'unclear', []],
  ['nvidia-internal-research', { commercial: true }, 'unclear', []],
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
