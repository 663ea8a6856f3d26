import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Tensor } from '../tensors/tensor.ts'

/** How a linear layer is stored in a safetensors checkpoint; everything else stays in two bytes. */
interface LinearFormat {
  readonly bits: number
  /** Values of one row that share a scale; undefined where a whole row does. */
  readonly group?: number
  readonly scaleBytes: number
  /** Zero points, of `bits` each, one per group (AWQ, GPTQ). */
  readonly zeroPoints?: true
  /** GPTQ's order of the columns: a 32-bit number for each. */
  readonly columnOrder?: true
  /** Scales are of squares of this side (DeepSeek's FP8), not of parts of a row. */
  readonly square?: number
  /** Only routed experts are stored so (gpt-oss). */
  readonly expertsOnly?: true
  /** The shape is stored with each matrix: two 64-bit numbers (compressed-tensors, pack-quantized). */
  readonly storesShape?: true
}

/**
 * Formats of safetensors checkpoints, by the names that their makers use. Layouts: vllm 0.33.0,
 * model_executor/layers/quantization/ (fp8.py, awq.py, gptq.py, mxfp4.py, compressed_tensors/, modelopt.py).
 */
export const checkpointFormats = {
  BF16: { bits: 16, scaleBytes: 0 },
  FP16: { bits: 16, scaleBytes: 0 },
  /** One F32 scale for each square of 128: DeepSeek V3 and R1, Qwen3 FP8. */
  FP8: { bits: 8, scaleBytes: 4, square: 128 },
  /** One scale per row: what llm-compressor writes as FP8-dynamic. */
  'FP8-DYNAMIC': { bits: 8, scaleBytes: 2 },
  W8A8: { bits: 8, scaleBytes: 2 },
  AWQ: { bits: 4, group: 128, scaleBytes: 2, zeroPoints: true },
  GPTQ: { bits: 4, group: 128, scaleBytes: 2, zeroPoints: true, columnOrder: true },
  W4A16: { bits: 4, group: 128, scaleBytes: 2, storesShape: true },
  MXFP4: { bits: 4, group: 32, scaleBytes: 1, expertsOnly: true },
  NVFP4: { bits: 4, group: 16, scaleBytes: 1 },
} as const satisfies Record<string, LinearFormat>

export type CheckpointFormat = keyof typeof checkpointFormats

/** The format of a name in any case; throws `unknown_quantization` with all names. */
export function readCheckpointFormat(name: string): CheckpointFormat {
  const upper = name.toUpperCase()
  if (isFormat(upper)) return upper
  throw new TouchstoneError('unknown_quantization', {
    quantization: name.slice(0, 60),
    nearest: Object.keys(checkpointFormats),
  })
}

function isFormat(name: string): name is CheckpointFormat {
  return Object.hasOwn(checkpointFormats, name)
}

/** Beginnings of the names of linear layers; what else a block has (norms, routers, biases, convolutions) is not quantized. */
const linear =
  /^(attn_(q|k|v|qkv|kv|output)(_a|_b|_a_mqa)?|attn_gate|ffn_(gate|up|down|gate_up)(_shexp|_exps)?|ffn_(latent|routed)_(up|down)|cross_attn_[qkvo]|ssm_(in|out)|shortconv\.(in|out)_proj|indexer\.(attn_k|attn_q_b))$/

export function isRoutedExpert({ role }: Pick<Tensor, 'role'>): boolean {
  return role.includes('_exps')
}

function isQuantized(tensor: Tensor, { expertsOnly, bits }: LinearFormat): boolean {
  if (bits === 16 || !linear.test(tensor.role)) return false
  return expertsOnly ? isRoutedExpert(tensor) : true
}

/**
 * Bytes of one tensor as the checkpoint stores it. Throws `invalid_input` naming the field where a group of the format
 * does not divide the rows, as the engines do when they load it.
 */
export function checkpointTensorBytes(tensor: Tensor, format: CheckpointFormat): number {
  const scheme: LinearFormat = checkpointFormats[format]
  const { shape, values } = tensor
  if (!isQuantized(tensor, scheme)) return 2 * values
  const columns = shape[0] ?? 1
  const rows = values / columns
  return values * (scheme.bits / 8) + extraBytes(tensor.role, scheme, columns, rows, shape)
}

/** Scales, zero points and what else stands beside the values. */
function extraBytes(
  role: string,
  { group, scaleBytes, square, zeroPoints, columnOrder, storesShape, bits }: LinearFormat,
  columns: number,
  rows: number,
  shape: readonly number[],
): number {
  const matrices = shape.length > 2 ? (shape[2] ?? 1) : 1
  if (square !== undefined) {
    const tiles = (length: number) => Math.ceil(length / square)
    return scaleBytes * tiles(columns) * tiles(rows / matrices) * matrices
  }
  if (group === undefined) return scaleBytes * rows
  if (columns % group !== 0)
    throw new TouchstoneError('invalid_input', {
      field: 'quantization',
      problem: `${role}: ${columns} % ${group} ≠ 0`,
    })
  const groups = (columns / group) * rows
  return (
    groups * (scaleBytes + (zeroPoints ? bits / 8 : 0)) +
    (columnOrder ? 4 * columns * matrices : 0) +
    (storesShape ? 16 * matrices : 0)
  )
}
