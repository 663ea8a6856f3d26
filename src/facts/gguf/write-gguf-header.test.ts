import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { bytesInMemory } from '../byte-source.ts'
import { readGgufHeader } from './read-gguf-header.ts'
import { writeGgufHeader } from './write-gguf-header.ts'

it('writes what the reader reads: values of every type, shapes, types and offsets', async () => {
  const words = Array.from({ length: 3000 }, (_, index) => `字${index}`)
  const { header, tensors, fileBytes } = writeGgufHeader(
    [
      ['general.architecture', { type: 'string', value: 'llama' }],
      ['llama.block_count', { type: 'uint32', value: 4_294_967_295 }],
      ['llama.scale', { type: 'float32', value: 0.5 }],
      ['llama.causal', { type: 'bool', value: true }],
      ['llama.heads', { type: 'int32', value: [8, -1, 0] }],
      ['llama.pattern', { type: 'bool', value: [true, false] }],
      ['tokenizer.ggml.tokens', { type: 'string', value: words }],
    ],
    [
      { name: 'a.weight', shape: [256, 3], type: 'Q4_K' },
      { name: 'b', shape: [5], type: 'F32' },
      { name: 'c.weight', shape: [32, 2, 2], type: 'Q8_0' },
    ],
  )
  expect(header.byteLength % 32).toBe(0)
  expect(tensors.map(({ bytes, offset }) => [bytes, offset])).toEqual([
    [432, 0],
    [20, 448],
    [136, 480],
  ])
  expect(fileBytes).toBe(header.byteLength + 480 + 160)
  const whole = new Uint8Array(fileBytes)
  whole.set(header)
  const read = await readGgufHeader(bytesInMemory('a.gguf', whole))
  expect(read.tensors.map(({ name, type, shape }) => [name, type, shape])).toEqual([
    ['a.weight', 'Q4_K', [256, 3]],
    ['b', 'F32', [5]],
    ['c.weight', 'Q8_0', [32, 2, 2]],
  ])
  expect(read.metadata.get('llama.block_count')).toBe(4_294_967_295)
  expect(read.metadata.get('llama.heads')).toEqual([8, -1, 0])
  expect(read.metadata.get('tokenizer.ggml.tokens')).toEqual(words)
})

it('refuses rows that do not divide into the blocks of their type, naming the tensor', () => {
  const { code, values } = thrown(() =>
    writeGgufHeader([], [{ name: 'blk.0.attn_q.weight', shape: [100, 4], type: 'Q4_K' }]),
  )
  expect(code).toBe('invalid_input')
  expect(values.field).toBe('blk.0.attn_q.weight')
})
