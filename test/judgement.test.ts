import { describe, expect, it } from 'vitest'
import { judge, situations } from './support/judgement.ts'

describe(`${situations.length} situations`, () => {
  it('are forty', () => {
    expect(situations.length).toBe(40)
    expect(new Set(situations.map(({ id }) => id)).size).toBe(40)
  })

  it.each(situations.map((situation) => [situation.id, situation] as const))(
    '%s: nothing that no expert would accept, and something that most would name',
    async (_, situation) => {
      const { faults, named, shortlist } = await judge(situation)
      expect(faults, shortlist.join(', ')).toEqual([])
      expect(named.length, shortlist.join(', ')).toBeGreaterThan(0)
    },
  )
})
