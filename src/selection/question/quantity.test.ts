import { describe, expect, it } from 'vitest'
import { readChineseNumber, readFigure } from './quantity.ts'

it.each([
  ['两', 2],
  ['十二', 12],
  ['三千五百', 3500],
  ['十万', 100_000],
  ['一亿', 1e8],
  ['二十', 20],
  ['猫', undefined],
])('%s is %s', (text, value) => {
  expect(readChineseNumber(text)).toBe(value)
})

describe('figures, after folding', () => {
  it.each([
    ['5000 万美元', { value: 5e7 }],
    ['$50m', { value: 50, suffix: 'm', currency: 'usd' }],
    ['12gb 显卡', { value: 12, suffix: 'gb' }],
    ['24 gib', { value: 24, suffix: 'gb' }],
    ['128k', { value: 128, suffix: 'k' }],
    ['7b', { value: 7, suffix: 'b' }],
    ['13-34b', { value: 13, upTo: 34, suffix: 'b' }],
    ['7b到9b', { value: 7, upTo: 9, suffix: 'b' }],
    ['1,000,000 tokens', { value: 1e6 }],
    ['2025-08-01', { value: 2025, date: '2025-08-01' }],
    ['2025 年 8 月', { value: 2025, date: '2025-08-01' }],
    ['2026 年', { value: 2026, date: '2026-01-01' }],
    ['2048 tokens', { value: 2048 }],
    ['nt$300万', { value: 3e6, currency: 'twd' }],
    ['3 billion', { value: 3e9 }],
  ])('%s', (text, quantity) => {
    expect(readFigure(text, 0)?.quantity).toEqual(quantity)
  })

  it('a 13th month is no date', () => {
    expect(readFigure('2025-13', 0)?.quantity.date).not.toBe('2025-13-01')
  })
})
