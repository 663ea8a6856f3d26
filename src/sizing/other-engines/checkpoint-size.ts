import type { Architecture } from '../../facts/architecture.ts'
import { tensorsOf } from '../tensors/tensors-of.ts'
import { type CheckpointFormat, checkpointTensorBytes } from './checkpoint-format.ts'

export interface CheckpointSize {
  readonly format: CheckpointFormat
  /** All safetensors files together: values, scales, and headers. */
  readonly fileBytes: number
  /** Without headers, as `model.safetensors.index.json` states it (`total_size`). */
  readonly tensorBytes: number
  /** Of those, blocks that predict further tokens, which are not loaded unless asked for. */
  readonly furtherPredictionBytes: number
  /** Of those, towers for images or sound; 0 where the record does not state their parameters. */
  readonly towerBytes: number
}

/** A header names each tensor with type, shape and place, in some 110 characters of JSON. */
const headerBytesPerTensor = 110

/** Factors of rotary positions: llama.cpp's converter makes them of the config. */
const onlyInGguf = /^rope_f/

/** Size of a model's safetensors checkpoint in a format. Pure; throws as `checkpointTensorBytes` does. */
export function checkpointSize(
  architecture: Architecture,
  format: CheckpointFormat,
): CheckpointSize {
  let [tensorBytes, furtherPredictionBytes, tensorCount] = [0, 0, 0]
  for (const tensor of tensorsOf(architecture)) {
    if (onlyInGguf.test(tensor.role)) continue
    // A tied head is no tensor of its own here either, and a GGUF's stack of experts is so many tensors.
    const bytes = checkpointTensorBytes(tensor, format)
    tensorBytes += bytes
    if (tensor.notLoaded) furtherPredictionBytes += bytes
    tensorCount += tensor.shape.length > 2 ? (tensor.shape[2] ?? 1) : 1
  }
  const towerBytes = 2 * (architecture.otherTowersParameters ?? 0)
  tensorBytes += towerBytes
  return {
    format,
    tensorBytes,
    fileBytes: tensorBytes + headerBytesPerTensor * tensorCount,
    furtherPredictionBytes,
    towerBytes,
  }
}
