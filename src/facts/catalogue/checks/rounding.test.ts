import { expect, it } from 'vitest'
import { writtenFigure } from './rounding.ts'

it.each([
  [3e9, 1, 2.5e9, 3.5e9, true],
  [3.3e9, 2, 3.25e9, 3.35e9, false],
  [10e9, 2, 9.5e9, 10.5e9, true],
  [12.9e9, 3, 12.85e9, 12.95e9, false],
  [22e9, 2, 21.5e9, 22.5e9, false],
  [500e6, 3, 499.5e6, 500.5e6, false],
  [8_190_735_361, 10, 8_190_735_361, 8_190_735_361, false],
])('%d is written with %d digits, means %d to %d, coarse: %s', (published, ...expected) => {
  const { digits, low, high, isCoarse } = writtenFigure(published)
  expect([digits, low, high, isCoarse]).toEqual(expected)
})
