import { expect, it } from 'vitest'
import { formatBytes } from './bytes.ts'
import {
  formatCount,
  formatParams,
  formatRate,
  formatTokens,
  tokensOfThousands,
} from './quantities.ts'

it('prints bytes in binary units with three significant figures', () => {
  expect([
    formatBytes(512),
    formatBytes(1536 * 1024),
    formatBytes(5.84 * 1024 ** 3),
    formatBytes(404.7 * 1024 ** 3),
  ]).toEqual(['0.50 KiB', '1.50 MiB', '5.84 GiB', '405 GiB'])
})

it('prints 8,190,735,360 parameters as 8.19B and a trillion as 1.04T', () => {
  expect([formatParams(8_190_735_360), formatParams(361_821_120), formatParams(1.04e12)]).toEqual([
    '8.19B',
    '362M',
    '1.04T',
  ])
})

it('prints whole multiples of 1,024 as K and M, anything else exactly', () => {
  expect([
    formatTokens(32_768),
    formatTokens(1_048_576),
    formatTokens(128_000),
    formatTokens(512),
  ]).toEqual(['32K', '1M', '128,000', '512'])
})

it('prints rates with the figures they deserve', () => {
  expect([formatRate(0.843), formatRate(8.43), formatRate(84.3), formatRate(2402.51)]).toEqual([
    '0.84',
    '8.4',
    '84',
    '2,403',
  ])
  expect(formatCount(1234567)).toBe('1,234,567')
})

it('reads K as people write contexts: binary, or a binary length rounded to thousands', () => {
  const read = [4, 8, 16, 32, 64, 128, 256, 10, 100, 200].map(tokensOfThousands)
  expect(read).toEqual([4, 8, 16, 32, 64, 128, 256, 10, 100, 200].map((n) => n * 1024))
  expect([33, 41, 66, 131, 164, 262, 524, 1049].map(tokensOfThousands)).toEqual([
    32_768, 40_960, 65_536, 131_072, 163_840, 262_144, 524_288, 1_048_576,
  ])
})
