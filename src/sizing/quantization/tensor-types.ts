/** Values per block and bytes per block of every ggml type that files or caches use (llama.cpp ggml/src/ggml-common.h). */
export const tensorTypes = {
  F32: { blockLength: 1, blockBytes: 4 },
  F16: { blockLength: 1, blockBytes: 2 },
  BF16: { blockLength: 1, blockBytes: 2 },
  Q4_0: { blockLength: 32, blockBytes: 18 },
  Q4_1: { blockLength: 32, blockBytes: 20 },
  Q5_0: { blockLength: 32, blockBytes: 22 },
  Q5_1: { blockLength: 32, blockBytes: 24 },
  Q8_0: { blockLength: 32, blockBytes: 34 },
  IQ4_NL: { blockLength: 32, blockBytes: 18 },
  MXFP4: { blockLength: 32, blockBytes: 17 },
  Q2_K: { blockLength: 256, blockBytes: 84 },
  Q3_K: { blockLength: 256, blockBytes: 110 },
  Q4_K: { blockLength: 256, blockBytes: 144 },
  Q5_K: { blockLength: 256, blockBytes: 176 },
  Q6_K: { blockLength: 256, blockBytes: 210 },
  IQ1_S: { blockLength: 256, blockBytes: 50 },
  IQ1_M: { blockLength: 256, blockBytes: 56 },
  IQ2_XXS: { blockLength: 256, blockBytes: 66 },
  IQ2_XS: { blockLength: 256, blockBytes: 74 },
  IQ2_S: { blockLength: 256, blockBytes: 82 },
  IQ3_XXS: { blockLength: 256, blockBytes: 98 },
  IQ3_S: { blockLength: 256, blockBytes: 110 },
  IQ4_XS: { blockLength: 256, blockBytes: 136 },
  TQ1_0: { blockLength: 256, blockBytes: 54 },
  TQ2_0: { blockLength: 256, blockBytes: 66 },
} as const satisfies Record<string, { blockLength: number; blockBytes: number }>

export type TensorType = keyof typeof tensorTypes

export function isTensorType(name: string): name is TensorType {
  return Object.hasOwn(tensorTypes, name)
}

/** Bytes of `values` values in whole rows of a type. */
export function bytesOf(type: TensorType, values: number): number {
  const { blockLength, blockBytes } = tensorTypes[type]
  return (values / blockLength) * blockBytes
}
