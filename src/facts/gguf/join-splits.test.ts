import { expect, it } from 'vitest'
import { ggufBytes } from '../../../test/support/gguf-bytes.ts'
import { bytesInMemory } from '../byte-source.ts'
import { joinSplits, splitNames } from './join-splits.ts'
import { readGgufHeader } from './read-gguf-header.ts'

function part(number: number, count: number, names: string[], total = 3) {
  const bytes = ggufBytes(
    [
      ['split.no', number],
      ['split.count', count],
      ...(number === 0 ? ([['split.tensors.count', total]] as const) : []),
    ],
    names.map((name) => ({ name, shape: [32] })),
  )
  return readGgufHeader(bytesInMemory(`part-${number}.gguf`, bytes))
}

it('names every part of a split file', () => {
  expect(splitNames('DeepSeek-R1-Q4_K_M-00002-of-00003.gguf')).toEqual({
    number: 2,
    all: [1, 2, 3].map((part) => `DeepSeek-R1-Q4_K_M-0000${part}-of-00003.gguf`),
  })
  for (const name of [
    'a.gguf',
    'a-00004-of-00003.gguf',
    'a-00000-of-00003.gguf',
    'a-00001-of-99999.gguf',
  ])
    expect(splitNames(name), name).toBeUndefined()
})

it('joins the tensors of all parts', async () => {
  const joined = joinSplits([await part(0, 2, ['a', 'b']), await part(1, 2, ['c'])])
  expect(joined.tensors.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})

it('refuses parts in another order, parts of others, tensors twice, and a missing part', async () => {
  const [first, second] = [await part(0, 2, ['a', 'b']), await part(1, 2, ['c'])]
  expect(() => joinSplits([second, first])).toThrow(/split/)
  expect(() => joinSplits([first])).toThrow(/splitMissing/)
  await expect(part(1, 3, ['c']).then((other) => joinSplits([first, other]))).rejects.toThrow(
    /split/,
  )
  await expect(part(1, 2, ['a']).then((other) => joinSplits([first, other]))).rejects.toThrow(
    /split/,
  )
  await expect(part(1, 2, ['c', 'd']).then((other) => joinSplits([first, other]))).rejects.toThrow(
    /split.tensors.count/,
  )
})
