import { encodeUtf8 } from '../../base/utf8.ts'

/** Little-endian bytes of a GGUF header, in a buffer that doubles when it is full: vocabularies have 260,000 texts. */
export class GgufBytesWriter {
  #bytes = new Uint8Array(1 << 16)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  get length(): number {
    return this.#length
  }

  uint8(value: number): void {
    const at = this.#take(1)
    this.#view.setUint8(at, value)
  }

  uint32(value: number): void {
    const at = this.#take(4)
    this.#view.setUint32(at, value, true)
  }

  int32(value: number): void {
    const at = this.#take(4)
    this.#view.setInt32(at, value, true)
  }

  float32(value: number): void {
    const at = this.#take(4)
    this.#view.setFloat32(at, value, true)
  }

  /** Whole numbers up to 2^53. */
  uint64(value: number): void {
    const at = this.#take(8)
    this.#view.setBigUint64(at, BigInt(value), true)
  }

  /** Length and bytes, as every text of the format has them. */
  text(value: string): void {
    const bytes = encodeUtf8(value)
    this.uint64(bytes.byteLength)
    const at = this.#take(bytes.byteLength)
    this.#bytes.set(bytes, at)
  }

  /** Zero bytes up to the next multiple of `alignment`. */
  pad(alignment: number): void {
    this.#take((alignment - (this.#length % alignment)) % alignment)
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #take(count: number): number {
    const at = this.#length
    this.#length += count
    if (this.#length > this.#bytes.byteLength) this.#grow()
    return at
  }

  #grow(): void {
    const larger = new Uint8Array(2 ** Math.ceil(Math.log2(this.#length + 1)))
    larger.set(this.#bytes)
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}
