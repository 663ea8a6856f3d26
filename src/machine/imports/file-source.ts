import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ByteSource } from '../../facts/byte-source.ts'
import { invalidFile } from '../../facts/invalid-file.ts'

/**
 * Runs `use` with a local file as bytes, and closes it. Only regular files: a pipe or device could block or never end.
 * Throws `invalid_file`.
 */
export async function withFile<T>(
  path: string,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const name = basename(path)
  // Without O_NONBLOCK the opening of a named pipe would wait for a writer.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => {
    throw invalidFile(name, 'noFile')
  })
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw invalidFile(name, 'noFile')
    return await use(fileSource(name, file, stats.size))
  } finally {
    await file.close()
  }
}

function fileSource(name: string, file: FileHandle, byteLength: number): ByteSource {
  return {
    name,
    byteLength,
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, byteLength - offset)))
      let filled = 0
      while (filled < bytes.byteLength) {
        const { bytesRead } = await file.read(
          bytes,
          filled,
          bytes.byteLength - filled,
          offset + filled,
        )
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return bytes.subarray(0, filled)
    },
  }
}

/** The whole of a small file as text. Throws `invalid_file` where it is larger than `most` bytes. */
export function readSmallText(source: ByteSource, most: number): Promise<string> {
  if ((source.byteLength ?? 0) > most) throw invalidFile(source.name, 'tooLarge', { limit: most })
  return source.read(0, most + 1).then((bytes) => {
    if (bytes.byteLength > most) throw invalidFile(source.name, 'tooLarge', { limit: most })
    return new TextDecoder().decode(bytes)
  })
}
