import { expect, it } from 'vitest'
import { namesFigure } from './names-figure.ts'

it.each([
  ['128K in the README', 131_072, true],
  ['128K in the README', 524_288, false],
  ['32,768 and 8,192 of room', 32_768, true],
  ['32768.', 32_768, true],
  ['132,768', 32_768, false],
  ['32,768,000', 32_768, false],
  ['8K', 8000, true],
  ['8Kbit', 8000, false],
  ['max_position_embeddings of the config.', 40_960, false],
])('%j names %d: %s', (text, figure, expected) => {
  expect(namesFigure(text, figure)).toBe(expected)
})
