import { type GgmlType, ggmlTypes } from '../../src/facts/gguf/ggml-types.ts'

/** Values that a test can put into the metadata: lists of numbers or of texts, whole numbers as u32, other as f32. */
export type Metadata = Iterable<readonly [string, unknown]>

interface TensorSpec {
  readonly name: string
  readonly shape: readonly number[]
  readonly type?: GgmlType
}

/** Bytes of a number of the given kinds, little-endian. */
export class Bytes {
  readonly #parts: Uint8Array[] = []
  length = 0

  raw(...bytes: number[]): this {
    return this.add(Uint8Array.from(bytes))
  }

  add(part: Uint8Array): this {
    this.#parts.push(part)
    this.length += part.byteLength
    return this
  }

  #view(length: number, write: (view: DataView) => void): this {
    const view = new DataView(new ArrayBuffer(length))
    write(view)
    return this.add(new Uint8Array(view.buffer))
  }

  u32 = (value: number): this => this.#view(4, (view) => view.setUint32(0, value, true))
  u64 = (value: number | bigint): this =>
    this.#view(8, (view) => view.setBigUint64(0, BigInt(value), true))
  f32 = (value: number): this => this.#view(4, (view) => view.setFloat32(0, value, true))

  text(value: string): this {
    const bytes = new TextEncoder().encode(value)
    return this.u64(bytes.byteLength).add(bytes)
  }

  bytes(): Uint8Array {
    const whole = new Uint8Array(this.length)
    let offset = 0
    for (const part of this.#parts) {
      whole.set(part, offset)
      offset += part.byteLength
    }
    return whole
  }
}

/** A GGUF header as llama.cpp writes it, without data: `withData` adds that many zero bytes as the tensors need. */
export function ggufBytes(
  metadata: Metadata,
  tensors: readonly TensorSpec[],
  { withData = false }: { readonly withData?: boolean } = {},
): Uint8Array {
  const entries = [...metadata]
  const bytes = new Bytes().raw(0x47, 0x47, 0x55, 0x46).u32(3)
  bytes.u64(tensors.length).u64(entries.length)
  for (const [key, value] of entries) {
    bytes.text(key)
    writeValue(bytes, value)
  }
  let offset = 0
  for (const { name, shape, type = 'F32' } of tensors) {
    bytes.text(name).u32(shape.length)
    for (const length of shape) bytes.u64(length)
    const { id, blockLength, blockBytes } = ggmlTypes[type]
    bytes.u32(id).u64(offset)
    const size = (shape.reduce((product, length) => product * length, 1) / blockLength) * blockBytes
    offset += Math.ceil(size / 32) * 32
  }
  bytes.add(new Uint8Array((32 - (bytes.length % 32)) % 32))
  if (withData) bytes.add(new Uint8Array(offset))
  return bytes.bytes()
}

function writeValue(bytes: Bytes, value: unknown): void {
  if (typeof value === 'string') bytes.u32(8).text(value)
  else if (typeof value === 'boolean') bytes.u32(7).raw(value ? 1 : 0)
  else if (typeof value === 'number' && Number.isInteger(value) && value >= 0)
    bytes.u32(4).u32(value)
  else if (typeof value === 'number') bytes.u32(6).f32(value)
  else if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) {
    bytes.u32(9).u32(8).u64(value.length)
    for (const entry of value) bytes.text(entry)
  } else if (Array.isArray(value) && value.every((entry) => typeof entry === 'boolean')) {
    bytes.u32(9).u32(7).u64(value.length)
    for (const entry of value) bytes.raw(entry ? 1 : 0)
  } else if (Array.isArray(value)) {
    bytes.u32(9).u32(4).u64(value.length)
    for (const entry of value) bytes.u32(Number(entry))
  } else throw new TypeError(String(value))
}
