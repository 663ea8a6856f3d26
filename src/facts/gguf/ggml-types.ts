/**
 * Every type that a tensor of a GGUF file may have: its number in the file (llama.cpp ggml/include/ggml.h, enum
 * ggml_type), values per block and bytes per block (ggml/src/ggml-common.h). Numbers that are left out were withdrawn.
 */
export const ggmlTypes = {
  F32: { id: 0, blockLength: 1, blockBytes: 4 },
  F16: { id: 1, blockLength: 1, blockBytes: 2 },
  Q4_0: { id: 2, blockLength: 32, blockBytes: 18 },
  Q4_1: { id: 3, blockLength: 32, blockBytes: 20 },
  Q5_0: { id: 6, blockLength: 32, blockBytes: 22 },
  Q5_1: { id: 7, blockLength: 32, blockBytes: 24 },
  Q8_0: { id: 8, blockLength: 32, blockBytes: 34 },
  Q8_1: { id: 9, blockLength: 32, blockBytes: 36 },
  Q2_K: { id: 10, blockLength: 256, blockBytes: 84 },
  Q3_K: { id: 11, blockLength: 256, blockBytes: 110 },
  Q4_K: { id: 12, blockLength: 256, blockBytes: 144 },
  Q5_K: { id: 13, blockLength: 256, blockBytes: 176 },
  Q6_K: { id: 14, blockLength: 256, blockBytes: 210 },
  Q8_K: { id: 15, blockLength: 256, blockBytes: 292 },
  IQ2_XXS: { id: 16, blockLength: 256, blockBytes: 66 },
  IQ2_XS: { id: 17, blockLength: 256, blockBytes: 74 },
  IQ3_XXS: { id: 18, blockLength: 256, blockBytes: 98 },
  IQ1_S: { id: 19, blockLength: 256, blockBytes: 50 },
  IQ4_NL: { id: 20, blockLength: 32, blockBytes: 18 },
  IQ3_S: { id: 21, blockLength: 256, blockBytes: 110 },
  IQ2_S: { id: 22, blockLength: 256, blockBytes: 82 },
  IQ4_XS: { id: 23, blockLength: 256, blockBytes: 136 },
  I8: { id: 24, blockLength: 1, blockBytes: 1 },
  I16: { id: 25, blockLength: 1, blockBytes: 2 },
  I32: { id: 26, blockLength: 1, blockBytes: 4 },
  I64: { id: 27, blockLength: 1, blockBytes: 8 },
  F64: { id: 28, blockLength: 1, blockBytes: 8 },
  IQ1_M: { id: 29, blockLength: 256, blockBytes: 56 },
  BF16: { id: 30, blockLength: 1, blockBytes: 2 },
  TQ1_0: { id: 34, blockLength: 256, blockBytes: 54 },
  TQ2_0: { id: 35, blockLength: 256, blockBytes: 66 },
  MXFP4: { id: 39, blockLength: 32, blockBytes: 17 },
  NVFP4: { id: 40, blockLength: 64, blockBytes: 36 },
  Q1_0: { id: 41, blockLength: 128, blockBytes: 18 },
  Q2_0: { id: 42, blockLength: 64, blockBytes: 18 },
} as const satisfies Record<string, { id: number; blockLength: number; blockBytes: number }>

export type GgmlType = keyof typeof ggmlTypes

const byId = new Map<number, GgmlType>(
  Object.entries(ggmlTypes).map(([name, { id }]) => [id, name as GgmlType]),
)

/** The type with this number in a file; undefined where there is none. */
export function ggmlTypeOf(id: number): GgmlType | undefined {
  return byId.get(id)
}
