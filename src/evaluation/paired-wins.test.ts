import { expect, it } from 'vitest'
import { raceVerdict } from './paired-wins.ts'

it('gives 2^n / (n + 1) for n wins in a row: 9 decide at 5 %, 6 do not', () => {
  expect(raceVerdict(6, 0).eValue).toBeCloseTo(64 / 7, 9)
  expect(raceVerdict(6, 0).verdict).toBe('undecided')
  expect(raceVerdict(9, 0)).toEqual({ verdict: 'first', eValue: expect.closeTo(51.2, 6) })
  expect(raceVerdict(0, 9).verdict).toBe('second')
})

it('never decides on even counts, and nothing at all is no evidence', () => {
  expect(raceVerdict(500, 500).verdict).toBe('undecided')
  expect(raceVerdict(0, 0)).toEqual({ verdict: 'undecided', eValue: 1 })
})

it('names a winner between equals in fewer than 5 % of races, though asked after every judgement', () => {
  let state = 20_261_124
  const coin = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32 < 0.5
  }
  let wrong = 0
  for (let race = 0; race < 1000; race += 1) {
    let first = 0
    let second = 0
    for (let prompt = 0; prompt < 200; prompt += 1) {
      if (coin()) first += 1
      else second += 1
      if (raceVerdict(first, second).verdict !== 'undecided') {
        wrong += 1
        break
      }
    }
  }
  expect(wrong).toBeLessThan(50)
})
