import { expect, it } from 'vitest'
import { normalLanguage } from './normal-language.ts'
import { completeRequirements, requirementsSchema } from './requirements.ts'

it('reads Taiwan and Hong Kong as Traditional script, mainland and Singapore as Simplified', () => {
  expect(
    ['zh-TW', 'zh_HK', 'zh-Hant', 'zh-CN', 'zh-SG', 'zh', 'EN-us'].map(normalLanguage),
  ).toEqual(['zh-Hant', 'zh-Hant', 'zh-Hant', 'zh-Hans', 'zh-Hans', 'zh', 'en'])
})

it('states each of the four things taken for granted when nothing is asked', () => {
  const { requirements, assumptions } = completeRequirements({})
  expect(requirements).toMatchObject({
    task: 'general',
    contextPerUser: 8192,
    parallel: 1,
    prefer: 'quality',
  })
  expect(assumptions.map(({ code }) => code)).toEqual([
    'assumed.task',
    'assumed.context',
    'assumed.parallel',
    'assumed.licence',
  ])
})

it('takes tool calls for granted for agents, and says so', () => {
  const { requirements, assumptions } = completeRequirements({ task: 'agent' })
  expect(requirements.tools).toBe(true)
  expect(assumptions.some(({ code }) => code === 'assumed.tools')).toBe(true)
})

it('refuses negative, fractional and absurd numbers and unknown fields', () => {
  for (const bad of [
    { contextPerUser: -1 },
    { contextPerUser: 1.5 },
    { parallel: 1e9 },
    { nonsense: 1 },
    { languages: ['"; rm'] },
  ])
    expect(requirementsSchema.safeParse(bad).success).toBe(false)
})
