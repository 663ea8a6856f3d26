import { parseJson } from '../../base/parse-json.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { decodeStrictUtf8 } from '../../base/utf8.ts'
import type { ByteSource } from '../byte-source.ts'
import { invalidFile } from '../invalid-file.ts'
import { duplicateKey } from './duplicate-keys.ts'

export interface SafetensorsTensor {
  readonly name: string
  readonly dtype: string
  /** PyTorch order: rows first. */
  readonly shape: readonly number[]
  readonly values: number
  readonly bytes: number
}

export interface SafetensorsHeader {
  readonly file: string
  readonly tensors: readonly SafetensorsTensor[]
  readonly metadata: Readonly<Record<string, string>>
  /** Bytes of the file as the header describes it. */
  readonly expectedBytes: number
  readonly headerOnly: boolean
}

/** Bits of each dtype (safetensors 0.7.0, safetensors/src/tensor.rs, `Dtype::bitsize`). */
const dtypeBits: Readonly<Record<string, number>> = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
}

/** safetensors refuses longer headers (MAX_HEADER_SIZE). */
const headerBytesMax = 100_000_000
const tensorsMax = 262_144
const prefixBytes = 8

/**
 * Reads the header of a safetensors file as hostile input: length below 100 MB, JSON of stated depth without repeated
 * keys, offsets without gap or overlap, dtype times shape equal to the bytes. Throws `invalid_file`.
 */
export async function readSafetensorsHeader(source: ByteSource): Promise<SafetensorsHeader> {
  const file = source.name
  const prefix = await source.read(0, prefixBytes)
  if (looksLikePickle(prefix)) throw invalidFile(file, 'pickle')
  if (prefix.byteLength < prefixBytes) throw invalidFile(file, 'noSafetensors')
  const stated = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true)
  if (stated > BigInt(headerBytesMax))
    throw invalidFile(file, 'headerTooLong', { limit: headerBytesMax })
  const headerBytes = Number(stated)
  const bytes = await source.read(prefixBytes, headerBytes)
  if (bytes.byteLength < headerBytes)
    throw invalidFile(file, 'ends', { position: prefixBytes + bytes.byteLength })
  const { metadata, entries } = readEntries(file, bytes)
  const dataBytes = placed(file, entries)
  const expectedBytes = prefixBytes + headerBytes + dataBytes
  const { byteLength } = source
  const headerOnly = byteLength !== undefined && byteLength === prefixBytes + headerBytes
  if (byteLength !== undefined && byteLength !== expectedBytes && !headerOnly)
    throw invalidFile(file, 'truncated', { expected: expectedBytes, value: byteLength })
  return { file, tensors: entries.map(({ tensor }) => tensor), metadata, expectedBytes, headerOnly }
}

/** Pickles begin with their protocol number, PyTorch's zip archives with PK. */
function looksLikePickle(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x80 && (bytes[1] ?? 9) <= 5) || (bytes[0] === 0x50 && bytes[1] === 0x4b)
}

interface Entry {
  readonly tensor: SafetensorsTensor
  readonly begin: number
  readonly end: number
}

function readEntries(
  file: string,
  bytes: Uint8Array,
): { readonly metadata: Record<string, string>; readonly entries: Entry[] } {
  const header = headerObject(file, bytes)
  const metadata: Record<string, string> = {}
  const entries: Entry[] = []
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') Object.assign(metadata, texts(value))
    else entries.push(readEntry(file, name, value))
  }
  if (entries.length > tensorsMax)
    throw invalidFile(file, 'tooMany', {
      what: 'tensors',
      value: entries.length,
      limit: tensorsMax,
      position: prefixBytes,
    })
  return { metadata, entries }
}

function headerObject(file: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const text = decodeStrictUtf8(bytes)
    if (!text.startsWith('{') || duplicateKey(text) !== undefined)
      throw invalidFile(file, 'safetensorsJson', { value: text.startsWith('{') ? 'twice' : '{' })
    const value = parseJson(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError()
    return { ...value }
  } catch (error) {
    if (TouchstoneError.is(error) && error.code === 'invalid_file') throw error
    throw invalidFile(file, 'safetensorsJson', { value: 'JSON' })
  }
}

function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[0] !== '__proto__',
    ),
  )
}

function readEntry(file: string, name: string, value: unknown): Entry {
  const wrong = (what: unknown) =>
    invalidFile(file, 'safetensorsTensor', {
      tensor: name.slice(0, 100),
      value: (JSON.stringify(what) ?? '').slice(0, 100),
    })
  if (typeof value !== 'object' || value === null) throw wrong(value)
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>
  const bits =
    typeof dtype === 'string' && Object.hasOwn(dtypeBits, dtype) ? dtypeBits[dtype] : undefined
  if (typeof dtype !== 'string' || bits === undefined) throw wrong(dtype)
  if (!isCounts(shape, 16)) throw wrong(shape)
  if (!isCounts(offsets, 2)) throw wrong(offsets)
  const [begin = -1, end = -1] = offsets
  const values = shape.reduce((product, length) => product * BigInt(length), 1n)
  const bytes = (values * BigInt(bits)) / 8n
  if (values > BigInt(Number.MAX_SAFE_INTEGER) || BigInt(end) - BigInt(begin) !== bytes)
    throw wrong({ dtype, shape, data_offsets: offsets })
  return {
    tensor: { name, dtype, shape, values: Number(values), bytes: Number(bytes) },
    begin,
    end,
  }
}

function isCounts(value: unknown, most: number): value is number[] {
  return (
    Array.isArray(value) &&
    value.length <= most &&
    value.every((entry) => Number.isSafeInteger(entry) && entry >= 0)
  )
}

/** Bytes of the data; tensors must follow each other without gap. */
function placed(file: string, entries: readonly Entry[]): number {
  let end = 0
  for (const entry of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== end)
      throw invalidFile(file, 'gap', { tensor: entry.tensor.name.slice(0, 100) })
    end = entry.end
  }
  return end
}
