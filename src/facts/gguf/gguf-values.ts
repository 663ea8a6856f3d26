import { decodeUtf8 } from '../../base/utf8.ts'
import type { GgufCursor } from './gguf-cursor.ts'

/** Limits of metadata, each far above what any published file has. */
export const ggufLimits = {
  /** A header with the largest vocabularies (262,144 words with merges) stays below 20 MB. */
  headerBytes: 256 << 20,
  metadataEntries: 65_536,
  keyBytes: 65_535,
  textBytes: 16 << 20,
  listEntries: 16_777_216,
  /** Longer texts and lists are walked over, not kept: nothing reads vocabularies here. */
  keptTextBytes: 1 << 20,
  keptListEntries: 4096,
} as const

/** A list that was walked over and not kept. */
export interface LongList {
  readonly length: number
}

export type GgufValue = number | bigint | boolean | string | readonly (number | string)[] | LongList

const [textType, listType] = [8, 9]

/** Fixed-size types by number (gguf.h, enum gguf_type). */
const fixed: Readonly<
  Record<number, readonly [number, (view: DataView, at: number) => number | bigint | boolean]>
> = {
  0: [1, (view, at) => view.getUint8(at)],
  1: [1, (view, at) => view.getInt8(at)],
  2: [2, (view, at) => view.getUint16(at, true)],
  3: [2, (view, at) => view.getInt16(at, true)],
  4: [4, (view, at) => view.getUint32(at, true)],
  5: [4, (view, at) => view.getInt32(at, true)],
  6: [4, (view, at) => view.getFloat32(at, true)],
  7: [1, (view, at) => view.getUint8(at) !== 0],
  10: [8, (view, at) => view.getBigUint64(at, true)],
  11: [8, (view, at) => view.getBigInt64(at, true)],
  12: [8, (view, at) => view.getFloat64(at, true)],
}

/** A length-prefixed text of at most `most` bytes. */
export async function readText(cursor: GgufCursor, what: string, most: number): Promise<string> {
  const length = await cursor.count(what, most)
  if (length > (cursor.remaining ?? length)) throw cursor.invalid('ends')
  return decodeUtf8(await cursor.bytes(length))
}

/** One value of the metadata. Whole numbers that a double holds are numbers. Lists of lists are refused, as in llama.cpp. */
export async function readValue(cursor: GgufCursor): Promise<GgufValue> {
  const type = await cursor.uint32()
  if (type === textType) return readKeptText(cursor)
  if (type === listType) return readList(cursor)
  return readFixed(cursor, type)
}

async function readFixed(cursor: GgufCursor, type: number): Promise<number | bigint | boolean> {
  const reader = fixed[type]
  if (reader === undefined) throw cursor.invalid('valueType', { value: type })
  await cursor.need(reader[0])
  return plain(cursor.take(...reader))
}

function plain(value: number | bigint | boolean): number | bigint | boolean {
  return typeof value === 'bigint' &&
    value <= BigInt(Number.MAX_SAFE_INTEGER) &&
    value >= BigInt(Number.MIN_SAFE_INTEGER)
    ? Number(value)
    : value
}

async function readKeptText(cursor: GgufCursor): Promise<string | LongList> {
  const length = await cursor.count('text', ggufLimits.textBytes)
  if (length > (cursor.remaining ?? length)) throw cursor.invalid('ends')
  if (length <= ggufLimits.keptTextBytes) return decodeUtf8(await cursor.bytes(length))
  cursor.skip(length)
  return { length }
}

async function readList(cursor: GgufCursor): Promise<GgufValue> {
  const type = await cursor.uint32()
  const length = await cursor.count('list', ggufLimits.listEntries)
  if (type === textType) return readTexts(cursor, length)
  const reader = fixed[type]
  if (reader === undefined) throw cursor.invalid('valueType', { value: type })
  const [bytes, read] = reader
  if (length > ggufLimits.keptListEntries) {
    cursor.skip(length * bytes)
    return { length }
  }
  await cursor.need(length * bytes)
  return Array.from({ length }, () => Number(cursor.take(bytes, read)))
}

/** Texts have to be walked one by one; only short lists are kept. */
async function readTexts(cursor: GgufCursor, length: number): Promise<GgufValue> {
  const kept: string[] | undefined = length <= ggufLimits.keptListEntries ? [] : undefined
  // Every text has a length of 8 bytes: a list cannot have more entries than that leaves room for.
  if (length * 8 > (cursor.remaining ?? Number.POSITIVE_INFINITY)) throw cursor.invalid('ends')
  for (let index = 0; index < length; index += 1) {
    const bytes = cursor.has(8)
      ? Number(cursor.take(8, (view, at) => view.getBigUint64(at, true)))
      : await cursor.count('text', ggufLimits.textBytes)
    if (bytes > ggufLimits.textBytes)
      throw cursor.invalid('tooMany', {
        what: 'text',
        value: String(bytes),
        limit: ggufLimits.textBytes,
      })
    if (kept === undefined || bytes > 4096) cursor.skip(bytes)
    else kept.push(decodeUtf8(await cursor.bytes(bytes)))
  }
  return kept ?? { length }
}
