import { expect, it } from 'vitest'
import { chooseSlices, spans } from './slices.ts'

const alike = (length: number, kind = 0) => Array.from({ length }, () => kind)
const plain = (kinds: readonly number[]) => ({
  kinds,
  variants: kinds.map(() => 'one'),
  memories: kinds.map(() => 'attention'),
  orderIsFree: false,
})

it('takes two and six of 32 equal blocks', () => {
  expect(chooseSlices(plain(alike(32)), 4).map((slice) => slice.length)).toEqual([2, 6])
})

it('draws blocks with more bits in their proportion, one as the last', () => {
  // Q4_K_M of 32 blocks: 16 have more bits, the last among them.
  const variants = Array.from({ length: 32 }, (_, i) =>
    i < 4 || i >= 28 || (i - 4) % 3 === 2 ? 'more' : 'usual',
  )
  const slices = chooseSlices({ ...plain(alike(32)), variants }, 4)
  const drawn = slices.map((slice) => slice.map((block) => variants[block]).join(' '))
  expect(slices.map((slice) => slice.at(-1))).toEqual([31, 31])
  expect(slices.map((slice) => slice.length)).toEqual([2, 6])
  for (const words of drawn)
    expect(words.split(' ').filter((word) => word === 'more').length * 2).toBe(
      words.split(' ').length,
    )
})

it('begins as the model does where windows come in turns, and ends as it does', () => {
  // Gemma 3 27B: five sliding blocks, one full, 62 blocks, the last one sliding.
  const kinds = Array.from({ length: 62 }, (_, index) => (index % 6 === 5 ? 1 : 0))
  expect(chooseSlices(plain(kinds), 1).map((slice) => slice.length)).toEqual([1, 2, 7])
  const slices = chooseSlices(plain(kinds), 4)
  for (const slice of slices) {
    expect(slice.map((block) => kinds[block])).toEqual(kinds.slice(0, slice.length))
    expect(kinds[slice.length - 1]).toBe(0)
  }
  const rows = slices.map((slice) => {
    const full = slice.filter((block) => kinds[block] === 1).length
    return [1, slice.length - full, full]
  })
  expect(spans(rows, [1, 52, 10])).toBe(true)
})

it('needs two files only where every turn is whole (gpt-oss, Qwen3-Next)', () => {
  for (const period of [2, 4]) {
    const kinds = Array.from({ length: 24 }, (_, index) => (index % period === period - 1 ? 1 : 0))
    const slices = chooseSlices(plain(kinds), 4)
    expect(slices.length).toBe(2)
    for (const slice of slices) expect(slice.length % period).toBe(0)
  }
})

it('tells dense blocks and blocks with experts apart (DeepSeek: 3 and 58)', () => {
  const kinds = [...alike(3), ...alike(58, 1)]
  const slices = chooseSlices(plain(kinds), 1)
  expect(slices.map((slice) => slice.map((block) => kinds[block]))).toEqual([
    [0, 1, 1],
    [0, 0, 1, 1],
    [0, 1, 1, 1],
  ])
})

it('takes kinds without an order one by one (Nemotron-H)', () => {
  const kinds = [0, 1, 0, 1, 0, 0, 1, 0, 2, 1, 0, 1, 0, 2, 1, 0, 0, 1]
  const slices = chooseSlices(plain(kinds), 2)
  expect(slices.length).toBe(4)
  const rows = slices.map((slice) => [
    1,
    ...[0, 1, 2].map((kind) => slice.filter((block) => kinds[block] === kind).length),
  ])
  expect(spans(rows, [1, 9, 7, 2])).toBe(true)
})

it('has every kind of memory in every slice, in any order where the file says what each block is (Jamba)', () => {
  const kinds = Array.from({ length: 28 }, (_, index) => (index % 14 === 7 ? 1 : 0))
  const memories = kinds.map((kind) => (kind === 1 ? 'attention' : 'recurrent'))
  for (const orderIsFree of [true, false])
    for (const slice of chooseSlices({ ...plain(kinds), memories, orderIsFree }, 4))
      expect(new Set(slice.map((block) => memories[block])).size).toBe(2)
  const free = chooseSlices({ ...plain(kinds), memories, orderIsFree: true }, 4)
  expect(free.map((slice) => slice.length)).toEqual([3, 7, 4])
})

it('keeps a block back from the last where the first ones get something added', () => {
  expect(chooseSlices(plain(alike(28)), 4, 4).map((slice) => slice.length)).toEqual([4, 8])
})
