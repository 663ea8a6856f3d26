import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../../facts/architecture.ts'
import { type GgufHeaderBytes, writeGgufHeader } from '../../facts/gguf/write-gguf-header.ts'
import { architectureMetadata } from './architecture-metadata.ts'
import { checkpointTensors } from './checkpoint-tensors.ts'
import { type SyntheticTokenizer, tokenizerMetadata } from './synthetic-tokenizer.ts'

export interface CheckpointRequest {
  readonly architecture: Architecture
  readonly quantization: string
  readonly importanceMatrix?: boolean | undefined
  /** `none` keeps the header small; a model that is to be run by its text needs `words`. */
  readonly tokenizer?: SyntheticTokenizer
}

/**
 * The header of the GGUF file that llama.cpp's converter and quantizer would write for a shape, with a tokenizer of the
 * same number of words that mean nothing, and the place of every tensor's data behind it. llama.cpp 0.5.0 loads it.
 * Pure. Throws `unknown_quantization`, and `unsupported_architecture` where llama.cpp has no name for the shape.
 */
export function checkpointOf({
  architecture,
  quantization,
  importanceMatrix,
  tokenizer = 'none',
}: CheckpointRequest): GgufHeaderBytes {
  const { engineName, modelType } = architecture
  if (engineName === undefined)
    throw new TouchstoneError('unsupported_architecture', {
      modelType,
      problem: 'problem.file.giveConfig',
      supported: [],
    })
  return writeGgufHeader(
    [
      ...architectureMetadata(architecture, engineName),
      ...tokenizerMetadata(architecture.vocabularySize, tokenizer),
    ],
    checkpointTensors(architecture, quantization, importanceMatrix),
  )
}
