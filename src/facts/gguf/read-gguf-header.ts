import type { ByteSource } from '../byte-source.ts'
import { GgufCursor } from './gguf-cursor.ts'
import { type GgufTensor, readTensor, tensorLimits } from './gguf-tensors.ts'
import { type GgufValue, ggufLimits, readText, readValue } from './gguf-values.ts'
import { placeTensors } from './place-tensors.ts'

/** What a GGUF file says of itself before its data. */
export interface GgufHeader {
  readonly file: string
  readonly version: number
  readonly metadata: ReadonlyMap<string, GgufValue>
  readonly tensors: readonly GgufTensor[]
  /** Where the data begins. */
  readonly dataOffset: number
  /** Bytes of the file as the header describes it. */
  readonly expectedBytes: number
  /** Bytes of the file as it is; undefined where nobody says. */
  readonly fileBytes: number | undefined
  /** The file is only a header: none of the data is there. A file that ends within its data is refused. */
  readonly headerOnly: boolean
}

const magic = 0x46554747

/**
 * Reads the header of a GGUF file of version 2 or 3 (llama.cpp ggml/src/gguf.cpp) as hostile input, before any engine
 * sees it. Everything the file says about itself is held against stated limits and against the file's length; sizes
 * are summed without overflow. Throws `invalid_file` with the byte at which it is wrong.
 */
export async function readGgufHeader(source: ByteSource): Promise<GgufHeader> {
  const cursor = new GgufCursor(source, ggufLimits.headerBytes)
  // Looked at apart: a file of three bytes is no GGUF that was cut off.
  const start = await source.read(0, 4)
  if (start.byteLength < 4 || (await cursor.uint32()) !== magic) throw cursor.invalid('noGguf')
  const version = await readVersion(cursor)
  const tensorCount = await cursor.count('tensors', tensorLimits.tensors)
  const entryCount = await cursor.count('metadata', ggufLimits.metadataEntries)
  const metadata = await readMetadata(cursor, entryCount)
  const tensors = await readTensors(cursor, tensorCount)
  const { dataOffset, expectedBytes } = placeTensors(cursor, metadata, tensors)
  const fileBytes = source.byteLength
  const headerOnly = fileBytes !== undefined && tensors.length > 0 && fileBytes <= dataOffset
  if (fileBytes !== undefined && fileBytes < expectedBytes && !headerOnly)
    throw cursor.invalid('truncated', { expected: expectedBytes, value: fileBytes })
  return {
    file: source.name,
    version,
    metadata,
    tensors,
    dataOffset,
    expectedBytes,
    fileBytes,
    headerOnly,
  }
}

async function readVersion(cursor: GgufCursor): Promise<number> {
  const version = await cursor.uint32()
  if (version === 2 || version === 3) return version
  // A file of the other byte order shows its version in the upper bytes.
  throw cursor.invalid((version & 0xffff) === 0 ? 'bigEndian' : 'version', { value: version })
}

async function readMetadata(
  cursor: GgufCursor,
  entryCount: number,
): Promise<Map<string, GgufValue>> {
  const metadata = new Map<string, GgufValue>()
  for (let index = 0; index < entryCount; index += 1) {
    const key = await readText(cursor, 'key', ggufLimits.keyBytes)
    if (!/^[\x21-\x7e]{1,256}$/.test(key)) throw cursor.invalid('key')
    if (metadata.has(key)) throw cursor.invalid('twice', { value: key })
    metadata.set(key, await readValue(cursor))
  }
  return metadata
}

async function readTensors(cursor: GgufCursor, tensorCount: number): Promise<GgufTensor[]> {
  const tensors: GgufTensor[] = []
  const names = new Set<string>()
  for (let index = 0; index < tensorCount; index += 1) {
    const tensor = await readTensor(cursor)
    if (names.has(tensor.name)) throw cursor.invalid('twice', { value: tensor.name })
    names.add(tensor.name)
    tensors.push(tensor)
  }
  return tensors
}
