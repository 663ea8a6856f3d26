import { expect, it } from 'vitest'
import type { LicenceUse } from '../facts/licences/licence-use.ts'
import { licenceChange } from './licence-change.ts'

it('finds the threshold of 700 million users exactly', () => {
  const use: LicenceUse = { commercial: true, monthlyActiveUsers: 2e9 }
  expect(licenceChange(use, ({ monthlyActiveUsers = 0 }) => monthlyActiveUsers <= 7e8)).toEqual([
    { field: 'licenceUse.monthlyActiveUsers', from: 2e9, to: 7e8 },
  ])
})

it('names the one territory and the one action that stop a use', () => {
  const inEurope = { territories: ['US', 'EU'], actions: ['run' as const] }
  expect(licenceChange(inEurope, ({ territories }) => !territories?.includes('EU'))).toEqual([
    { field: 'licenceUse.territories', from: 'EU', to: undefined },
  ])
  const training = { actions: ['run' as const, 'train-on-outputs' as const] }
  expect(licenceChange(training, ({ actions }) => !actions?.includes('train-on-outputs'))).toEqual([
    { field: 'licenceUse.actions', from: 'train-on-outputs', to: undefined },
  ])
})

it('gives up commerce where that is what is forbidden, and the whole question where nothing less helps', () => {
  const use: LicenceUse = { commercial: true, revenueUsd: 5e6 }
  expect(licenceChange(use, ({ commercial }) => commercial === false)).toEqual([
    { field: 'licenceUse.commercial', from: true, to: false },
  ])
  expect(licenceChange(use, () => false)).toMatchObject([{ field: 'licenceUse', to: undefined }])
})
