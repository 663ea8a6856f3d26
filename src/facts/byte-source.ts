/** Bytes that can be read in parts: a local file, or one on the web by ranges. Readers of headers need nothing else. */
export interface ByteSource {
  /** What errors call it: a file name or an address, without secrets. */
  readonly name: string
  /** Length of the whole in bytes; undefined where nobody says. */
  readonly byteLength: number | undefined
  /** Bytes from `offset` on; fewer than `length` only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** Bytes in memory, for tests and for what was read already. */
export function bytesInMemory(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    byteLength: bytes.byteLength,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  }
}
