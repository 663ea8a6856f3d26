import { expect, it } from 'vitest'
import { readLicenceUse } from './read-licence-use.ts'

it('reads a company in the EU with 5 million USD that fine-tunes and publishes', () => {
  expect(readLicenceUse('commercial, 5M USD revenue, EU, fine-tune and publish')).toEqual({
    commercial: true,
    revenueUsd: 5_000_000,
    territories: ['EU'],
    actions: ['fine-tune', 'publish'],
  })
})

it('reads users, plain dollars and the words of all three languages', () => {
  expect(readLicenceUse('商用, 800M MAU')).toEqual({ commercial: true, monthlyActiveUsers: 800e6 })
  expect(readLicenceUse('$12,500,000 revenue')).toEqual({ revenueUsd: 12_500_000 })
  expect(readLicenceUse('个人')).toEqual({ commercial: false })
})

it('names the part that it cannot read instead of leaving it out', () => {
  for (const text of ['commercial, blah', '5M', '', ',,,', 'revenue'])
    expect(() => readLicenceUse(text)).toThrow(/invalid_input/)
})
