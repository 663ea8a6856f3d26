import type { Architecture } from '../facts/architecture.ts'
import { checkpointTensors } from './checkpoint/checkpoint-tensors.ts'
import { bytesOf, isTensorType, type TensorType, tensorTypes } from './quantization/tensor-types.ts'

/** Rows must come in such numbers, and rows of matrices of experts may or may not be repacked too. */
interface Repacking {
  readonly rows: number
  readonly experts: boolean
  /** Bytes that every block of a row gains. */
  readonly gain?: number
}

type Repackings = Readonly<Partial<Record<TensorType, Repacking>>>

const eight: Repacking = { rows: 8, experts: true }
const four: Repacking = { rows: 4, experts: true }

/** ggml/src/ggml-cpu/repack.cpp, ggml_repack_get_optimal_repack_type */
const byAvx2: Repackings = { Q4_0: eight, Q4_K: eight, IQ4_NL: eight, MXFP4: eight }
const byAvx512: Repackings = { ...byAvx2, Q2_K: eight }
const byDotProducts: Repackings = {
  Q4_0: four,
  Q4_K: eight,
  Q5_K: eight,
  Q6_K: eight,
  IQ4_NL: four,
  MXFP4: four,
  Q8_0: four,
}

/** ggml/src/ggml-cpu/amx/amx.cpp, supports_op, and get_row_size of mmq.cpp; it takes no experts. */
const byTiles: Repackings = {
  Q4_0: { rows: 32, experts: false },
  Q4_1: { rows: 32, experts: false },
  Q8_0: { rows: 32, experts: false, gain: 4 },
  Q4_K: { rows: 32, experts: false, gain: 4 },
  Q5_K: { rows: 32, experts: false, gain: 4 },
  Q6_K: { rows: 32, experts: false },
  IQ4_XS: { rows: 32, experts: false, gain: 2 },
}

/** What a processor repacks, the first that knows a tensor first. */
function repackingsOf(instructionSets: readonly string[]): readonly Repackings[] {
  const has = (start: string) => instructionSets.some((set) => set.startsWith(start))
  if (has('amx')) return [byTiles, byAvx512]
  if (has('avx512')) return [byAvx512]
  if (has('avx2')) return [byAvx2]
  return has('dotprod') || has('i8mm') ? [byDotProducts] : []
}

/** Looked up by row, never multiplied: they stay as they are. */
const lookedUp = new Set(['token_embd', 'per_layer_token_embd', 'position_embd'])

const known = new WeakMap<Architecture, Map<string, number>>()

/**
 * Bytes of weights that llama.cpp lays out anew for the kernels of a processor. With a mapped file they are there besides
 * the file; without one, instead of what they were made of. Remembered per architecture object.
 */
export function repackedBytes(
  architecture: Architecture,
  quantization: string,
  importanceMatrix: boolean | undefined,
  instructionSets: readonly string[],
): number {
  const repackings = repackingsOf(instructionSets)
  if (repackings.length === 0) return 0
  const ofArchitecture = known.get(architecture) ?? new Map<string, number>()
  known.set(architecture, ofArchitecture)
  const key = `${quantization} ${importanceMatrix} ${instructionSets.join(' ')}`
  const before = ofArchitecture.get(key)
  if (before !== undefined) return before
  let bytes = 0
  for (const { type, shape, tensor } of checkpointTensors(
    architecture,
    quantization,
    importanceMatrix,
  )) {
    if (tensor.notLoaded || lookedUp.has(tensor.role) || !isTensorType(type)) continue
    bytes += repackedAs(type, shape, repackings)
  }
  ofArchitecture.set(key, bytes)
  return bytes
}

function repackedAs(
  type: TensorType,
  shape: readonly number[],
  repackings: readonly Repackings[],
): number {
  const isExperts = shape.length === 3
  for (const one of repackings) {
    const repacking = one[type]
    if (repacking === undefined || (isExperts && !repacking.experts)) continue
    if (shape.length < 2 || (shape[1] ?? 0) % repacking.rows !== 0) continue
    const values = shape.reduce((product, length) => product * length, 1)
    return bytesOf(type, values) + (values / tensorTypes[type].blockLength) * (repacking.gain ?? 0)
  }
  return 0
}
