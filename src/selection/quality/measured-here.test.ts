import { describe, expect, it } from 'vitest'
import { measuredHere } from './measured-here.ts'
import type { Quality } from './quality-of.ts'

const believed: Quality = {
  score: 60,
  low: 60 - 1.2816 * 3,
  high: 60 + 1.2816 * 3,
  basis: 'predicted',
  evidence: [],
  quantizationPoints: 0,
}

describe('measured here', () => {
  it('meets in the middle where both are as sure and near each other, and is surer than either', () => {
    const here = measuredHere(believed, { score: 62, deviation: 3, prompts: 40 })
    expect(here?.score).toBeCloseTo(61, 1)
    expect((here?.high ?? 0) - (here?.low ?? 0)).toBeCloseTo((2 * 1.2816 * 3) / Math.SQRT2, 1)
    expect(here?.believed.score).toBe(60)
  })

  it('wins over a belief it contradicts: 20 points lower moves the score at least 17 of them', () => {
    const here = measuredHere(believed, { score: 40, deviation: 3, prompts: 40 })
    expect(here?.score).toBeLessThan(43)
    expect(here?.localWeight).toBeGreaterThan(0.9)
  })

  it('hardly moves on three prompts that show little', () => {
    const here = measuredHere(believed, { score: 62, deviation: 15, prompts: 3 })
    expect(here?.score).toBeLessThan(60.2)
  })

  it('takes nothing from no prompts, no deviation or no number', () => {
    for (const local of [
      { score: 62, deviation: 3, prompts: 0 },
      { score: 62, deviation: 0, prompts: 5 },
      { score: Number.NaN, deviation: 3, prompts: 5 },
    ])
      expect(measuredHere(believed, local)).toBeUndefined()
  })
})
