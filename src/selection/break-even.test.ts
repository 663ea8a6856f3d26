import { expect, it } from 'vitest'
import { breakEven } from './break-even.ts'

const price = (provider: string, input: number, output: number) => ({
  provider,
  inputUsdPerMillionTokens: input,
  outputUsdPerMillionTokens: output,
  date: '2026-07-02',
})
const speed = { prefillTokensPerSecond: 1000, decodeTokensPerSecond: 50 }
const workload = {
  inputTokensPerDay: 7_200_000,
  outputTokensPerDay: 1_800_000,
  hardwareUsd: 2000,
  powerWatts: 400,
  electricityUsdPerKwh: 0.25,
}

it('chooses the provider that is cheapest for the mix, not for its output alone, and never a free tier', () => {
  const prices = [price('dear-input', 1, 0.1), price('even', 0.2, 0.4), price('free', 0, 0)]
  expect(breakEven(workload, prices, speed).hosted).toEqual({
    provider: 'even',
    date: '2026-07-02',
    usdPerDay: 7.2 * 0.2 + 1.8 * 0.4,
  })
})

it('pays 2,000 USD back in 2,083 days: 2.16 USD a day hosted, 12 hours of 400 W at 0.25 USD against it', () => {
  const answer = breakEven(workload, [price('even', 0.2, 0.4)], speed)
  expect(answer.hoursPerDay).toBeCloseTo(12, 9)
  expect(answer.ownUsdPerDay).toBeCloseTo(1.2, 9)
  expect(answer.days).toBeCloseTo(2000 / 0.96, 6)
})

it('never breaks even where electricity costs more than the host, or where a day is too short', () => {
  expect(breakEven(workload, [price('cheap', 0.01, 0.02)], speed).days).toBeUndefined()
  const more = { ...workload, outputTokensPerDay: 18_000_000 }
  expect(breakEven(more, [price('even', 0.2, 0.4)], speed).days).toBeUndefined()
})

it('leaves unknown what rests on a missing figure', () => {
  const { powerWatts: _, ...noPower } = workload
  const prices = [price('even', 0.2, 0.4)]
  expect(breakEven(noPower, prices, speed)).toMatchObject({
    ownUsdPerDay: undefined,
    days: undefined,
  })
  expect(breakEven(workload, [], speed).hosted).toBeUndefined()
  expect(breakEven(workload, prices, undefined).hoursPerDay).toBeUndefined()
})
