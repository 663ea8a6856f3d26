import { expect, it } from 'vitest'
import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import { thinksByDefault } from './candidate.ts'

const effort = { kind: 'effort' as const, levels: ['no_think', 'low', 'high'] }
const variable = { kind: 'template-variable', variable: 'thinking', on: true, off: false } as const
const budget = { kind: 'budget', variable: 'thinking_budget', off: 0 } as const

/** When nothing is asked for, `switchable`, `on`, `off`. */
const cases: [string, CatalogueEntry['reasoning'], boolean[]][] = [
  ['a model of which nobody says', undefined, [false, false, false, false]],
  ['one that never thinks', { kind: 'none' }, [false, false, false, false]],
  ['one that always does', { kind: 'always' }, [true, true, true, true]],
  ['an effort that no level puts out', { ...effort, default: 'low' }, [true, true, true, true]],
  [
    'an effort that starts high',
    { ...effort, off: 'no_think', default: 'high' },
    [true, true, true, false],
  ],
  [
    'an effort that starts put out',
    { ...effort, off: 'no_think', default: 'no_think' },
    [false, false, true, false],
  ],
  ['a switch that is on', { ...variable, default: 'on' }, [true, true, true, false]],
  ['a switch that is off', { ...variable, default: 'off' }, [false, false, true, false]],
  ['a budget that is off', { ...budget, default: 'off' }, [false, false, true, false]],
]

it.each(cases)('whether %s thinks before it answers', (_, reasoning, expected) => {
  const asked = ['any', 'switchable', 'on', 'off'] as const
  expect(asked.map((one) => thinksByDefault({ reasoning }, { reasoning: one }))).toEqual(expected)
})
