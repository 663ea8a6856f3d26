import type { GgufCursor } from './gguf-cursor.ts'
import type { GgufTensor } from './gguf-tensors.ts'
import type { GgufValue } from './gguf-values.ts'

/** gguf.h, GGUF_DEFAULT_ALIGNMENT. */
const usualAlignment = 32
const largestAlignment = 1 << 20

/**
 * Where the data begins and the file ends, from the place after the list of tensors. Offsets must be aligned, and no
 * tensor may reach into another (CVE-2026-7482 read what lay behind a tensor).
 */
export function placeTensors(
  cursor: GgufCursor,
  metadata: ReadonlyMap<string, GgufValue>,
  tensors: readonly GgufTensor[],
): { readonly dataOffset: number; readonly expectedBytes: number } {
  const alignment = metadata.get('general.alignment') ?? usualAlignment
  if (
    typeof alignment !== 'number' ||
    !Number.isInteger(alignment) ||
    alignment < 1 ||
    alignment > largestAlignment ||
    (alignment & (alignment - 1)) !== 0
  )
    throw cursor.invalid('alignment', { value: String(alignment) })
  const dataOffset = Math.ceil(cursor.position / alignment) * alignment
  let end = 0
  for (const { name, offset, bytes } of [...tensors].sort((a, b) => a.offset - b.offset)) {
    if (offset % alignment !== 0) throw cursor.invalid('offset', { tensor: name, value: offset })
    if (offset < end) throw cursor.invalid('overlap', { tensor: name })
    end = offset + bytes
  }
  if (!Number.isSafeInteger(dataOffset + end)) throw cursor.invalid('ends')
  return { dataOffset, expectedBytes: dataOffset + end }
}
