import { expect, it } from 'vitest'
import { Bytes, ggufBytes } from '../../../test/support/gguf-bytes.ts'
import { bytesInMemory } from '../byte-source.ts'
import { readGgufHeader } from './read-gguf-header.ts'

const metadata = new Map<string, unknown>([
  ['general.architecture', 'llama'],
  ['llama.block_count', 2],
  ['llama.attention.head_count_kv', [8, 0]],
  ['tokenizer.ggml.tokens', Array.from({ length: 10_000 }, (_, index) => `token ${index}`)],
])
const tensors = [
  { name: 'token_embd.weight', shape: [256, 1000], type: 'Q4_K' },
  { name: 'output_norm.weight', shape: [256] },
] as const
const good = ggufBytes(metadata, tensors, { withData: true })
const read = (bytes: Uint8Array) => readGgufHeader(bytesInMemory('a.gguf', bytes))
/** The beginning of a file: magic, version 3, then counts. */
const start = (tensorCount: number | bigint, entryCount: number | bigint) =>
  new Bytes().raw(0x47, 0x47, 0x55, 0x46).u32(3).u64(tensorCount).u64(entryCount)
const oneTensor = () => start(1, 0).text('a')

it('reads metadata, tensors, and where the data begins; keeps short lists, walks over vocabularies', async () => {
  const header = await read(good)
  expect(header.metadata.get('general.architecture')).toBe('llama')
  expect(header.metadata.get('llama.attention.head_count_kv')).toEqual([8, 0])
  expect(header.metadata.get('tokenizer.ggml.tokens')).toEqual({ length: 10_000 })
  expect(header.tensors[0]).toMatchObject({ type: 'Q4_K', values: 256_000, bytes: 144_000 })
  expect(header.expectedBytes - header.dataOffset).toBe(144_000 + 1024)
  expect(header.headerOnly).toBe(false)
})

it('takes a header without data as such, and refuses a file that ends within its data', async () => {
  const headerOnly = ggufBytes(metadata, tensors)
  expect((await read(headerOnly)).headerOnly).toBe(true)
  await expect(read(good.subarray(0, headerOnly.length + 1000))).rejects.toThrow(/truncated/)
})

it('refuses every cut of a header, never anything else', async () => {
  const small = ggufBytes([['general.architecture', 'llama']], tensors)
  for (let length = 0; length < small.length - 32; length += 1)
    await expect(read(small.subarray(0, length)), String(length)).rejects.toThrow(/invalid_file/)
})

it.each<[string, Uint8Array, RegExp]>([
  ['another magic', new Bytes().text('PK').bytes(), /noGguf/],
  [
    'the other byte order',
    new Bytes().raw(0x47, 0x47, 0x55, 0x46, 0, 0, 0, 3).bytes(),
    /bigEndian/,
  ],
  ['version 1', new Bytes().raw(0x47, 0x47, 0x55, 0x46).u32(1).bytes(), /version/],
  ['2^63 tensors', start(2n ** 63n, 0).bytes(), /tooMany.*9223372036854775808/],
  ['2^64 - 1 entries', start(0, 2n ** 64n - 1n).bytes(), /tooMany/],
  [
    'a text of 2^62 bytes',
    start(0, 1)
      .u64(2n ** 62n)
      .bytes(),
    /tooMany/,
  ],
  ['a text longer than the file', start(0, 1).text('k').u32(8).u64(1e6).bytes(), /ends/],
  [
    'a list of 2^40 numbers',
    start(0, 1)
      .text('k')
      .u32(9)
      .u32(4)
      .u64(2 ** 40)
      .bytes(),
    /tooMany/,
  ],
  ['a list longer than the file', start(0, 1).text('k').u32(9).u32(10).u64(1e7).bytes(), /ends/],
  ['texts without room', start(0, 1).text('k').u32(9).u32(8).u64(1e7).bytes(), /ends/],
  ['a list of lists', start(0, 1).text('k').u32(9).u32(9).u64(1).bytes(), /valueType/],
  ['an unknown value type', start(0, 1).text('k').u32(99).bytes(), /valueType/],
  ['an empty key', start(0, 1).text('').bytes(), /key/],
  ['a key with a line feed', start(0, 1).text('a\nb').bytes(), /key/],
  ['a key twice', start(0, 2).text('k').u32(7).raw(1).text('k').u32(7).raw(0).bytes(), /twice/],
  ['no dimensions', oneTensor().u32(0).bytes(), /dimensions/],
  ['five dimensions', oneTensor().u32(5).bytes(), /dimensions/],
  ['a dimension of zero', oneTensor().u32(1).u64(0).u32(0).u64(0).bytes(), /shape/],
  [
    'lengths whose product overflows 2^64',
    oneTensor()
      .u32(2)
      .u64(2 ** 33)
      .u64(2 ** 33)
      .u32(0)
      .u64(0)
      .bytes(),
    /shape/,
  ],
  [
    'a length of 2^64 - 1',
    oneTensor()
      .u32(1)
      .u64(2n ** 64n - 1n)
      .bytes(),
    /tooMany/,
  ],
  ['rows that are no whole blocks', oneTensor().u32(1).u64(100).u32(12).u64(0).bytes(), /rows/],
  ['a withdrawn type', oneTensor().u32(1).u64(256).u32(4).u64(0).bytes(), /tensorType/],
  ['an offset that is not aligned', oneTensor().u32(1).u64(32).u32(0).u64(8).bytes(), /offset/],
  ['a name of 64 bytes', start(1, 0).text('x'.repeat(64)).bytes(), /tooMany/],
  ['an alignment of 0', start(0, 1).text('general.alignment').u32(4).u32(0).bytes(), /alignment/],
  ['an alignment of 48', start(0, 1).text('general.alignment').u32(4).u32(48).bytes(), /alignment/],
  [
    'an alignment of text',
    start(0, 1).text('general.alignment').u32(8).text('x').bytes(),
    /alignment/,
  ],
  [
    'tensors that overlap',
    start(2, 0)
      .text('a')
      .u32(1)
      .u64(64)
      .u32(0)
      .u64(0)
      .text('b')
      .u32(1)
      .u64(64)
      .u32(0)
      .u64(32)
      .bytes(),
    /overlap/,
  ],
  [
    'a tensor twice',
    start(2, 0)
      .text('a')
      .u32(1)
      .u64(64)
      .u32(0)
      .u64(0)
      .text('a')
      .u32(1)
      .u64(64)
      .u32(0)
      .u64(256)
      .bytes(),
    /twice/,
  ],
])('refuses %s', async (_, bytes, problem) => {
  await expect(read(bytes)).rejects.toThrow(problem)
})

it('keeps keys that would change objects as plain entries', async () => {
  const header = await read(
    ggufBytes(
      [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
      [],
    ),
  )
  expect(header.metadata.get('__proto__')).toBe('x')
  expect({}).not.toHaveProperty('x')
})

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

it('10,000 seeded mutations are read or refused with invalid_file, in bounded time', async () => {
  const random = seeded(1)
  const base = ggufBytes(
    [
      ['general.architecture', 'llama'],
      ['a', ['b', 'c']],
      ['n', [1, 2, 3]],
      ['f', 0.5],
    ],
    tensors,
  )
  const edges = [0, 1, 0x7f, 0x80, 0xff]
  let refused = 0
  for (let run = 0; run < 10_000; run += 1) {
    const bytes = base.slice()
    for (let change = 0; change <= random() * 4; change += 1)
      bytes[Math.floor(random() * bytes.length)] =
        random() < 0.5 ? (edges[Math.floor(random() * 5)] ?? 0) : Math.floor(random() * 256)
    await read(bytes).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'invalid_file' })
      refused += 1
    })
  }
  expect(refused).toBeGreaterThan(5000)
})
