import { formatSignificant } from './bytes.ts'

/** `8.19B`, `360M`: parameters as the field writes them, three significant figures. */
export function formatParams(params: number): string {
  if (params >= 1e12) return `${formatSignificant(params / 1e12)}T`
  if (params >= 1e9) return `${formatSignificant(params / 1e9)}B`
  return `${formatSignificant(params / 1e6)}M`
}

/** `32,768`: exact, grouped, the same in all three languages. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `32K` where it is a multiple of 4,096 (131,072 is 128K, while 128,000 stays as it is), else the grouped number. */
export function formatTokens(tokens: number): string {
  if (tokens > 0 && tokens % 4096 === 0) {
    const thousands = tokens / 1024
    return thousands % 1024 === 0 ? `${thousands / 1024}M` : `${thousands}K`
  }
  return formatCount(tokens)
}

/** Contexts that are written in rounded decimal thousands as often as in binary ones: powers of two, and five times such. */
const usualContexts = [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23].flatMap((power) => [
  2 ** power,
  5 * 2 ** (power - 2),
])

/**
 * Tokens of so many K: 32K and 128K are binary, while 131K, 33K and 164K are 131,072, 32,768 and 163,840 rounded to
 * decimal thousands; 131 × 1,024 would be longer than the model that it was read from.
 */
export function tokensOfThousands(thousands: number): number {
  const rounded = usualContexts.find((tokens) => Math.round(tokens / 1000) === thousands)
  return rounded ?? thousands * 1024
}

/** Two significant figures below 100: 0.84, 8.4, 84, 840. */
export function formatRate(rate: number): string {
  if (rate >= 10) return formatCount(rate)
  return rate >= 1 ? rate.toFixed(1) : rate.toFixed(2)
}
