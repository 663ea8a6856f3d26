import type { Attention } from '../../facts/architecture.ts'
import { attentionTensors, type NamedShape } from './attention-tensors.ts'
import type { Tensor } from './tensor.ts'

/** Attention of a decoder's block to what the encoder made (T5), without its norm. */
export function crossAttentionTensors(attention: Attention, embeddingLength: number): NamedShape[] {
  return attentionTensors(attention, embeddingLength).map(([role, ...shape]) => [
    `cross_${role}`,
    ...shape,
  ])
}

/**
 * A block of the encoder and the block of the decoder of the same number. llama.cpp puts both on one device, and calls
 * their output projection `attn_o` (gguf-py/gguf/constants.py, ENC_ATTN_OUT and DEC_ATTN_OUT; src/models/t5.cpp).
 */
export function encoderDecoderTensors(
  encoder: readonly NamedShape[],
  decoder: readonly NamedShape[],
  index: number,
): Tensor[] {
  return [
    ...encoder.map((shape) => tensorOf(shape, 'enc', index)),
    ...decoder.map((shape) => tensorOf(shape, 'dec', index)),
  ]
}

function tensorOf([role, ...shape]: NamedShape, part: 'enc' | 'dec', index: number): Tensor {
  const ownRole = role.replace(/attn_output$/, 'attn_o')
  return {
    name: `${part}.blk.${index}.${ownRole}.weight`,
    role: ownRole,
    layer: index,
    shape,
    values: shape.reduce((product, length) => product * length, 1),
    notLoaded: false,
    isEncoder: part === 'enc',
  }
}
