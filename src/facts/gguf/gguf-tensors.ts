import { type GgmlType, ggmlTypeOf, ggmlTypes } from './ggml-types.ts'
import type { GgufCursor } from './gguf-cursor.ts'
import { readText } from './gguf-values.ts'

export interface GgufTensor {
  readonly name: string
  readonly type: GgmlType
  /** ggml order: row length first. */
  readonly shape: readonly number[]
  /** Product of the shape. */
  readonly values: number
  readonly bytes: number
  /** From the beginning of the data. */
  readonly offset: number
}

export const tensorLimits = {
  tensors: 262_144,
  /** ggml.h, GGML_MAX_NAME with its closing zero. */
  nameBytes: 63,
  /** ggml.h, GGML_MAX_DIMS. */
  dimensions: 4,
} as const

/** One entry of the list of tensors: name, shape, type, offset. Products are exact; what a double cannot hold is refused. */
export async function readTensor(cursor: GgufCursor): Promise<GgufTensor> {
  const name = await readText(cursor, 'tensorName', tensorLimits.nameBytes)
  if (!/^[\x21-\x7e]+$/.test(name)) throw cursor.invalid('key')
  const dimensions = await cursor.uint32()
  if (dimensions < 1 || dimensions > tensorLimits.dimensions)
    throw cursor.invalid('dimensions', { tensor: name, value: dimensions })
  const shape: number[] = []
  for (let index = 0; index < dimensions; index += 1)
    shape.push(await cursor.count('dimension', Number.MAX_SAFE_INTEGER))
  const typeId = await cursor.uint32()
  const type = ggmlTypeOf(typeId)
  if (type === undefined) throw cursor.invalid('tensorType', { tensor: name, value: typeId })
  const values = product(shape)
  const { blockLength, blockBytes } = ggmlTypes[type]
  const bytes = (values / BigInt(blockLength)) * BigInt(blockBytes)
  if (values === 0n || bytes > BigInt(Number.MAX_SAFE_INTEGER))
    throw cursor.invalid('shape', { tensor: name, value: shape.join(' x ') })
  if ((shape[0] ?? 0) % blockLength !== 0)
    throw cursor.invalid('rows', { tensor: name, value: shape[0] ?? 0, type })
  const offset = await cursor.count('offset', Number.MAX_SAFE_INTEGER)
  return { name, type, shape, values: Number(values), bytes: Number(bytes), offset }
}

function product(shape: readonly number[]): bigint {
  return shape.reduce((sum, length) => sum * BigInt(length), 1n)
}
