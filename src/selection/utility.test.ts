import { expect, it } from 'vitest'
import { completeRequirements } from './requirements.ts'
import { type Offer, utilityOf } from './utility.ts'

const needs = completeRequirements({}).requirements
const offer: Offer = {
  qualityScore: 50,
  decodeTokensPerSecond: 10,
  totalBytes: 2 ** 33,
  priceUsdPerMillionTokens: undefined,
  thinks: false,
}

it('takes 4 points for each halving below 10 tokens per second and gives at most 1.5 above', () => {
  const at = (decodeTokensPerSecond: number) =>
    utilityOf({ ...offer, decodeTokensPerSecond }, needs)
  expect([at(10), at(5), at(2.5), at(20), at(40), at(4000)]).toEqual([
    50, 46, 42, 50.75, 51.5, 51.5,
  ])
})

it('never lets empty memory outweigh quality unless memory is what is preferred', () => {
  const small = { ...offer, qualityScore: 40, totalBytes: 2 ** 30 }
  expect(utilityOf(small, needs)).toBeLessThan(utilityOf(offer, needs))
  const saving = completeRequirements({ prefer: 'memory' }).requirements
  expect(utilityOf(small, saving)).toBeGreaterThan(utilityOf(offer, saving))
})

it('asks three times the speed of a model that thinks first', () => {
  expect(utilityOf({ ...offer, thinks: true, decodeTokensPerSecond: 30 }, needs)).toBe(50)
})
