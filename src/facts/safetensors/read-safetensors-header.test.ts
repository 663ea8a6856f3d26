import { expect, it } from 'vitest'
import { bytesInMemory } from '../byte-source.ts'
import { readSafetensorsHeader } from './read-safetensors-header.ts'
import { readSafetensorsIndex } from './read-safetensors-index.ts'

function file(header: string, dataBytes = 0, statedLength?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header)
  const bytes = new Uint8Array(8 + text.byteLength + dataBytes)
  new DataView(bytes.buffer).setBigUint64(0, statedLength ?? BigInt(text.byteLength), true)
  bytes.set(text, 8)
  return bytes
}
const read = (bytes: Uint8Array) => readSafetensorsHeader(bytesInMemory('a.safetensors', bytes))
const tensor = (dtype: string, shape: number[], begin: number, end: number) =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] })

it('reads names, dtypes, shapes and bytes', async () => {
  const header = await read(
    file(
      `{"__metadata__":{"format":"pt"},"a":${tensor('BF16', [2, 3], 0, 12)},"b":${tensor('F8_E4M3', [4], 12, 16)}}`,
      16,
    ),
  )
  expect(header.tensors).toEqual([
    { name: 'a', dtype: 'BF16', shape: [2, 3], values: 6, bytes: 12 },
    { name: 'b', dtype: 'F8_E4M3', shape: [4], values: 4, bytes: 4 },
  ])
  expect(header.metadata).toEqual({ format: 'pt' })
})

it('takes a header without data, as one reads it from the web', async () => {
  expect((await read(file(`{"a":${tensor('F32', [4], 0, 16)}}`))).headerOnly).toBe(true)
})

it.each<[string, Uint8Array, RegExp]>([
  ['an empty file', new Uint8Array(0), /noSafetensors/],
  ['a header of 2^63 bytes', file('{}', 0, 2n ** 63n), /headerTooLong/],
  ['a header longer than the file', file('{}', 0, 1000n), /ends/],
  ['a pickle', Uint8Array.from([0x80, 2, 0x63, 0, 0, 0, 0, 0, 0]), /pickle/],
  ['a zip archive', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0]), /pickle/],
  ['a list', file('[]'), /safetensorsJson/],
  ['broken JSON', file('{"a":'), /safetensorsJson/],
  [
    'JSON 1,000 levels deep',
    file(`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`),
    /safetensorsJson/,
  ],
  ['no UTF-8', Uint8Array.from([3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff, 0x7d]), /safetensorsJson/],
  [
    'a name twice',
    file(`{"a":${tensor('F32', [1], 0, 4)},"a":${tensor('F32', [1], 0, 4)}}`, 4),
    /twice/,
  ],
  [
    'a name twice, once escaped',
    file(`{"a":${tensor('F32', [1], 0, 4)},"\\u0061":${tensor('F32', [1], 0, 4)}}`, 4),
    /twice/,
  ],
  ['an unknown dtype', file(`{"a":${tensor('F128', [1], 0, 16)}}`, 16), /F128/],
  [
    'a dtype that is a property of objects',
    file(`{"a":${tensor('constructor', [1], 0, 16)}}`, 16),
    /constructor/,
  ],
  ['a negative length', file(`{"a":${tensor('F32', [-1], 0, 4)}}`, 4), /safetensorsTensor/],
  [
    'bytes that are not dtype times shape',
    file(`{"a":${tensor('F32', [2], 0, 4)}}`, 4),
    /safetensorsTensor/,
  ],
  [
    'a product beyond 2^53',
    file(`{"a":${tensor('F32', [2 ** 30, 2 ** 30], 0, 4)}}`, 4),
    /safetensorsTensor/,
  ],
  ['a gap', file(`{"a":${tensor('F32', [1], 4, 8)}}`, 8), /gap/],
  [
    'an overlap',
    file(`{"a":${tensor('F32', [2], 0, 8)},"b":${tensor('F32', [1], 4, 8)}}`, 8),
    /gap/,
  ],
  ['less data than described', file(`{"a":${tensor('F32', [4], 0, 16)}}`, 8), /truncated/],
  ['more data than described', file(`{"a":${tensor('F32', [4], 0, 16)}}`, 24), /truncated/],
])('refuses %s', async (_, bytes, problem) => {
  await expect(read(bytes)).rejects.toThrow(problem)
})

it('keeps a tensor named __proto__ a tensor', async () => {
  const header = await read(file(`{"__proto__":${tensor('F32', [1], 0, 4)}}`, 4))
  expect(header.tensors.map(({ name }) => name)).toEqual(['__proto__'])
})

it('reads the files of an index, each once, and refuses names that lead elsewhere', () => {
  const index = (file: string) =>
    readSafetensorsIndex(
      'i',
      JSON.stringify({ metadata: { total_size: 10 }, weight_map: { a: file, b: file } }),
    )
  expect(index('model-00001-of-00001.safetensors')).toEqual({
    totalBytes: 10,
    files: ['model-00001-of-00001.safetensors'],
    tensorCount: 2,
  })
  for (const file of ['../model.safetensors', '/etc/passwd', 'a/b.safetensors', 'x.bin', ''])
    expect(() => index(file), file).toThrow(/invalid_file/)
  for (const text of ['', '[]', '{}', '{"weight_map": 3}', '{"weight_map": {"a": 3}}'])
    expect(() => readSafetensorsIndex('i', text), text).toThrow(/invalid_file/)
})
