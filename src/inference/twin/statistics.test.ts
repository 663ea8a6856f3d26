import { expect, it } from 'vitest'
import { bootstrapInterval, combination, median, quantile, spreadOf } from './statistics.ts'

it('gives medians, quantiles and spreads that a few wild readings do not move', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), quantile([0, 10], 0.25)]).toEqual([2, 2.5, 2.5])
  const quiet = Array.from({ length: 99 }, (_, index) => 100 + (index % 3))
  expect(spreadOf([...quiet, 5000])).toBeCloseTo(0.02, 2)
  expect(median([])).toBeNaN()
})

it('weighs two slices into the whole: 2 and 6 blocks stand for 36', () => {
  const weights = combination(
    [
      [1, 2],
      [1, 6],
    ],
    [1, 36],
    [4, 9],
  )
  expect(weights?.map((value) => Number(value.toFixed(4)))).toEqual([-7.5, 8.5])
})

it('weighs slices of whole turns although sliding and full blocks are not told apart', () => {
  const weights = combination(
    [
      [1, 3, 1],
      [1, 6, 2],
    ],
    [1, 36, 12],
    [10, 20],
  )
  expect(weights?.map((value) => Math.round(value * 1000) / 1000)).toEqual([-10, 11])
  expect(combination([[1, 3, 1]], [1, 36, 12], [10])).toBeUndefined()
})

it('leans on the reading that is nearest to the whole where there are more than needed', () => {
  const weights = combination(
    [
      [1, 1],
      [1, 2],
      [1, 20],
    ],
    [1, 20],
    [1, 2, 20],
  )
  expect(weights?.[2]).toBeGreaterThan(0.7)
  expect(weights?.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4)
})

it('draws the same interval every time, wider for wilder readings', () => {
  const interval = (noise: number) =>
    bootstrapInterval(
      [Array.from({ length: 40 }, (_, i) => 10 + noise * ((i * 7) % 11))],
      ([list]) => median(list ?? []),
    )
  expect(interval(0.1)).toEqual(interval(0.1))
  const width = ({ low, high }: { low: number; high: number }) => high - low
  expect(width(interval(1))).toBeGreaterThan(5 * width(interval(0.1)))
})
