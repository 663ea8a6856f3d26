import type { ByteSource } from '../byte-source.ts'
import { invalidFile } from '../invalid-file.ts'

/** Read at once: small enough for a header on the web, large enough that a vocabulary takes few requests. */
const windowBytes = 1 << 20

/**
 * Walks once through the header of a file. Only one window is in memory, whatever the file says about itself. Numbers
 * are little-endian; 64-bit ones must be whole numbers that a double holds, which every real size is.
 */
export class GgufCursor {
  /** Bytes walked so far. */
  position = 0
  readonly #source: ByteSource
  /** A header longer than this is refused. */
  readonly #most: number
  #window: DataView = new DataView(new ArrayBuffer(0))
  #windowStart = 0

  constructor(source: ByteSource, most: number) {
    this.#source = source
    this.#most = most
  }

  /** An error at this place. */
  invalid(problem: string, values: Record<string, string | number> = {}) {
    return invalidFile(this.#source.name, problem, { position: this.position, ...values })
  }

  /** Bytes that the file still has, where its length is known. */
  get remaining(): number | undefined {
    const { byteLength } = this.#source
    return byteLength === undefined ? undefined : byteLength - this.position
  }

  /** Makes `length` bytes readable here. */
  async need(length: number): Promise<void> {
    if (!this.has(length)) await this.#fill(length)
  }

  has(length: number): boolean {
    return this.position + length <= this.#windowStart + this.#window.byteLength
  }

  async #fill(length: number): Promise<void> {
    if (this.position + length > this.#most)
      throw this.invalid('headerTooLong', { limit: this.#most })
    const bytes = await this.#source.read(this.position, Math.max(length, windowBytes))
    if (bytes.byteLength < length) throw this.invalid('ends')
    this.#window = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#windowStart = this.position
  }

  /** Reads what `need` made readable. */
  take<T>(length: number, read: (view: DataView, at: number) => T): T {
    const value = read(this.#window, this.position - this.#windowStart)
    this.position += length
    return value
  }

  async uint32(): Promise<number> {
    await this.need(4)
    return this.take(4, (view, at) => view.getUint32(at, true))
  }

  /** A 64-bit count or size of at most `most`. */
  async count(what: string, most: number): Promise<number> {
    await this.need(8)
    const value = this.take(8, (view, at) => view.getBigUint64(at, true))
    if (value > BigInt(most)) {
      this.position -= 8
      throw this.invalid('tooMany', { what, value: String(value), limit: most })
    }
    return Number(value)
  }

  async bytes(length: number): Promise<Uint8Array> {
    await this.need(length)
    return this.take(length, (view, at) =>
      new Uint8Array(view.buffer, view.byteOffset + at, length).slice(),
    )
  }

  /** Goes on by bytes that nobody needs; what lies beyond the file's end is refused. */
  skip(length: number): void {
    if ((this.remaining ?? length) < length) throw this.invalid('ends')
    if (this.position + length > this.#most)
      throw this.invalid('headerTooLong', { limit: this.#most })
    this.position += length
  }
}
