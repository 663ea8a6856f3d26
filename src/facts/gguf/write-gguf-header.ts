import { TouchstoneError } from '../../base/touchstone-error.ts'
import { type GgmlType, ggmlTypes } from './ggml-types.ts'
import { GgufBytesWriter } from './gguf-bytes-writer.ts'

/** A value of the metadata with the type that the file states, alone or as a list. */
export type MetadataValue =
  | { readonly type: 'uint32' | 'int32' | 'float32'; readonly value: number | readonly number[] }
  | { readonly type: 'bool'; readonly value: boolean | readonly boolean[] }
  | { readonly type: 'string'; readonly value: string | readonly string[] }

export interface TensorToWrite {
  readonly name: string
  /** ggml order: row length first. */
  readonly shape: readonly number[]
  readonly type: GgmlType
}

/** A tensor with its place in the file. */
export interface PlacedTensor extends TensorToWrite {
  readonly bytes: number
  /** From the start of the data, which begins where the header ends. */
  readonly offset: number
}

export interface GgufHeaderBytes {
  /** Everything in front of the tensors' data, padded: the data of the first tensor follows at once. */
  readonly header: Uint8Array
  readonly tensors: readonly PlacedTensor[]
  /** Of header and data; every tensor takes whole multiples of 32 bytes. */
  readonly fileBytes: number
}

/** ggml/include/gguf.h, GGUF_DEFAULT_ALIGNMENT */
const alignment = 32
const [version, stringType, listType] = [3, 8, 9]
const typeNumbers = { uint32: 4, int32: 5, float32: 6, bool: 7, string: stringType } as const

/**
 * The bytes of a GGUF header (version 3, little-endian), and where each tensor's data has to follow. Pure.
 * Throws `invalid_input` naming a tensor whose rows do not divide into the blocks of its type.
 */
export function writeGgufHeader(
  metadata: Iterable<readonly [key: string, value: MetadataValue]>,
  tensors: readonly TensorToWrite[],
): GgufHeaderBytes {
  const entries = [...metadata]
  const placed = placeInFile(tensors)
  const writer = new GgufBytesWriter()
  for (const letter of [0x47, 0x47, 0x55, 0x46]) writer.uint8(letter)
  writer.uint32(version)
  writer.uint64(tensors.length)
  writer.uint64(entries.length)
  for (const [key, value] of entries) {
    writer.text(key)
    writeValue(writer, value)
  }
  for (const { name, shape, type, offset } of placed) {
    writer.text(name)
    writer.uint32(shape.length)
    for (const length of shape) writer.uint64(length)
    writer.uint32(ggmlTypes[type].id)
    writer.uint64(offset)
  }
  writer.pad(alignment)
  const last = placed.at(-1)
  const dataBytes = last === undefined ? 0 : last.offset + padded(last.bytes)
  return { header: writer.bytes(), tensors: placed, fileBytes: writer.length + dataBytes }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment
}

function placeInFile(tensors: readonly TensorToWrite[]): PlacedTensor[] {
  let offset = 0
  return tensors.map((tensor) => {
    const bytes = bytesOf(tensor)
    const placed = { ...tensor, bytes, offset }
    offset += padded(bytes)
    return placed
  })
}

function bytesOf({ name, shape, type }: TensorToWrite): number {
  const { blockLength, blockBytes } = ggmlTypes[type]
  let values = 1
  for (const length of shape) values *= length
  if ((shape[0] ?? 0) % blockLength !== 0)
    throw new TouchstoneError('invalid_input', {
      field: name,
      problem: `${shape[0]}: ${type} = ${blockLength}`,
    })
  return (values / blockLength) * blockBytes
}

function writeValue(writer: GgufBytesWriter, { type, value }: MetadataValue): void {
  const number = typeNumbers[type]
  if (typeof value !== 'object') {
    writer.uint32(number)
    writeScalar(writer, type, value)
    return
  }
  writer.uint32(listType)
  writer.uint32(number)
  writer.uint64(value.length)
  for (const entry of value) writeScalar(writer, type, entry)
}

function writeScalar(
  writer: GgufBytesWriter,
  type: MetadataValue['type'],
  value: number | boolean | string,
): void {
  switch (type) {
    case 'uint32':
      writer.uint32(Number(value))
      break
    case 'int32':
      writer.int32(Number(value))
      break
    case 'float32':
      writer.float32(Number(value))
      break
    case 'bool':
      writer.uint8(value ? 1 : 0)
      break
    case 'string':
      writer.text(String(value))
  }
}
