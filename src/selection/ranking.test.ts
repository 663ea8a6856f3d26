import { describe, expect, it } from 'vitest'
import {
  byUtility,
  dominates,
  paretoFront,
  probabilityBetter,
  type Ranked,
  tiedGroups,
} from './ranking.ts'

const candidate = (id: string, utility: number, spread: number, speed?: number): Ranked => ({
  id,
  utility,
  low: utility - spread,
  high: utility + spread,
  decodeTokensPerSecond: speed,
  totalBytes: 1,
})

describe('ranking', () => {
  it('gives 0.5 to equals and 0.9 to a lead of one 80 % half-width against a known rival', () => {
    expect(probabilityBetter(candidate('a', 10, 3), candidate('b', 10, 3))).toBeCloseTo(0.5, 6)
    expect(probabilityBetter(candidate('a', 13, 3), candidate('b', 10, 0))).toBeCloseTo(0.9, 4)
  })

  it('decides at once between candidates without any uncertainty', () => {
    expect(probabilityBetter(candidate('a', 2, 0), candidate('b', 1, 0))).toBe(1)
    expect(probabilityBetter(candidate('a', 1, 0), candidate('b', 2, 0))).toBe(0)
  })

  it('ties a run of overlapping candidates with its first one and leaves single ones out', () => {
    const list = [
      candidate('a', 100, 20),
      candidate('b', 95, 20),
      candidate('c', 60, 5),
      candidate('d', 10, 5),
    ]
    expect(tiedGroups(list)).toEqual([['a', 'b']])
  })

  it('breaks equal utilities by speed, never by order of arrival', () => {
    const list = [candidate('slow', 5, 1, 3), candidate('fast', 5, 1, 30)]
    expect(list.sort(byUtility).map((one) => one.id)).toEqual(['fast', 'slow'])
  })
})

describe('Pareto front', () => {
  it('drops what is worse on every axis and keeps trade-offs', () => {
    const front = paretoFront([
      { id: 'strong', axes: [9, 1] },
      { id: 'quick', axes: [3, 9] },
      { id: 'neither', axes: [2, 0.5] },
    ])
    expect(front).toEqual(['strong', 'quick'])
  })

  it('never lets an unknown value dominate a known one', () => {
    expect(dominates([9, undefined], [1, 1])).toBe(false)
    expect(dominates([9, 1], [1, undefined])).toBe(true)
  })
})
