import { expect, it } from 'vitest'
import { staleDays } from './fact-age.ts'

it('a price is old after 90 days, a shape never, and an undated fact is not judged', () => {
  expect(staleDays('prices', '2026-08-26', '2026-11-24')).toBeUndefined()
  expect(staleDays('prices', '2026-08-25', '2026-11-24')).toBe(91)
  expect(staleDays('config', '2020-01-01', '2026-11-24')).toBeUndefined()
  expect(staleDays('prices', undefined, '2026-11-24')).toBeUndefined()
})
