import { type FileHandle, open } from 'node:fs/promises'
import type { GgmlType } from '../../facts/gguf/ggml-types.ts'
import { randomChunk } from './random-blocks.ts'
import { type TwinPlan, tokensUsed } from './twin-tensors.ts'

type PlannedTensor = TwinPlan['tensors'][number]

/** Buffers handed to the system in one call; Linux takes 1,024. */
const buffersAtOnce = 256
/** Bytes after which others get their turn and an abort is seen. */
const bytesAtOnce = 64 * 1024 ** 2

/** Bytes that will be on disk: a table that is only looked up is written for the tokens in use, the rest is a hole. */
export function writtenBytes(plan: TwinPlan): number {
  return plan.tensors.reduce((sum, tensor) => sum + bytesToWrite(tensor, plan), plan.header.length)
}

/**
 * Writes the file: chunks of random blocks, one per type, repeated for every tensor. Holes stay where nothing is read.
 * Throws the system's error (`ENOSPC`) and `signal`'s reason; the caller removes the file.
 */
export async function writeTwin(
  file: string,
  plan: TwinPlan,
  onBytes: (bytes: number) => void = () => {},
): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.write(plan.header, 0, plan.header.length, 0)
    const chunks = new Map<GgmlType, Uint8Array>()
    for (const tensor of plan.tensors) {
      const at = plan.header.length + tensor.offset
      await writeTensor(handle, at, tensor, plan, chunks)
      onBytes(tensor.bytes)
    }
    await handle.truncate(plan.fileBytes)
  } finally {
    await handle.close()
  }
}

/** Values that the arithmetic around them needs in a range: norms and scales are 1, decays of state spaces negative. */
function specialValue(role: string): ((index: number) => number) | undefined {
  if (/norm(\.weight)?$|^rope_|scale$|^ssm_d$/.test(role)) return () => 1
  if (role === 'ssm_a') return (index) => -0.5 - (index % 16) / 16
  return undefined
}

async function writeTensor(
  handle: FileHandle,
  at: number,
  tensor: PlannedTensor,
  plan: TwinPlan,
  chunks: Map<GgmlType, Uint8Array>,
): Promise<void> {
  const { type, role, bytes } = tensor
  if (type === 'I32') return writeIndices(handle, at, tensor)
  const special = type === 'F32' ? specialValue(role) : undefined
  if (special !== undefined) {
    const values = Float32Array.from({ length: bytes / 4 }, (_, index) => special(index))
    await handle.write(new Uint8Array(values.buffer), 0, bytes, at)
    return
  }
  const chunk = chunks.get(type) ?? randomChunk(type)
  chunks.set(type, chunk)
  await writeRepeated(handle, at, chunk, bytesToWrite(tensor, plan))
}

/** A table from tokens to experts: the first ones, in turns. */
async function writeIndices(handle: FileHandle, at: number, { bytes }: PlannedTensor) {
  const values = Int32Array.from({ length: bytes / 4 }, (_, index) => index % 8)
  await handle.write(new Uint8Array(values.buffer), 0, bytes, at)
}

async function writeRepeated(
  handle: FileHandle,
  at: number,
  chunk: Uint8Array,
  bytes: number,
): Promise<void> {
  const perCall = Math.max(1, Math.min(buffersAtOnce, Math.floor(bytesAtOnce / chunk.byteLength)))
  for (let done = 0; done < bytes; ) {
    const buffers: Uint8Array[] = []
    let length = 0
    while (buffers.length < perCall && done + length < bytes) {
      const rest = bytes - done - length
      buffers.push(rest < chunk.byteLength ? chunk.subarray(0, rest) : chunk)
      length += buffers.at(-1)?.byteLength ?? 0
    }
    const { bytesWritten } = await handle.writev(buffers, at + done)
    done += bytesWritten
    // A short write in the middle of a chunk goes on with the chunk's beginning: blocks must not be cut.
    if (bytesWritten < length) done -= bytesWritten % chunk.byteLength
  }
}

const lookedUp = new Set(['token_embd', 'per_layer_token_embd', 'position_embd'])

function bytesToWrite(tensor: PlannedTensor, { architecture }: TwinPlan): number {
  const rows = tensor.shape[1] ?? 1
  const isTable =
    lookedUp.has(tensor.role) && !(tensor.role === 'token_embd' && architecture.tiedEmbeddings)
  return isTable && rows > tokensUsed ? (tensor.bytes / rows) * tokensUsed : tensor.bytes
}
