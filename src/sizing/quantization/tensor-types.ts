import { ggmlTypes } from '../../facts/gguf/ggml-types.ts'

// Types of indices and of products in flight: no weights are sized in them.
const { I8, I16, I32, I64, F64, Q8_1, Q8_K, ...weightTypes } = ggmlTypes

/** Values per block and bytes per block of every ggml type that weights or caches are sized in. */
export const tensorTypes = weightTypes

export type TensorType = keyof typeof tensorTypes

export function isTensorType(name: string): name is TensorType {
  return Object.hasOwn(tensorTypes, name)
}

/** Bytes of `values` values in whole rows of a type. */
export function bytesOf(type: TensorType, values: number): number {
  const { blockLength, blockBytes } = tensorTypes[type]
  return (values / blockLength) * blockBytes
}
