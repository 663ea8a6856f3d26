/** A line of input, or the fact that it was longer than allowed (its bytes were let go). */
export type InputLine = { readonly bytes: Uint8Array } | { readonly tooLarge: true }

const newline = 0x0a

/** Cuts chunks into lines at LF, holding no more than one line of `limitBytes`. */
export class LineSplitter {
  readonly #limitBytes: number
  #parts: Uint8Array[] = []
  #length = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /** The lines that this chunk completes. */
  *push(chunk: Uint8Array): Generator<InputLine> {
    let start = 0
    for (;;) {
      const end = chunk.indexOf(newline, start)
      if (end === -1) break
      this.#keep(chunk.subarray(start, end))
      yield this.#take()
      start = end + 1
    }
    this.#keep(chunk.subarray(start))
  }

  /** What is left at the end of input: a last line without its newline. */
  *end(): Generator<InputLine> {
    if (this.#length > 0) yield this.#take()
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length
    if (this.#length > this.#limitBytes) this.#parts = []
    else if (part.length > 0) this.#parts.push(part)
  }

  #take(): InputLine {
    const [parts, length] = [this.#parts, this.#length]
    this.#parts = []
    this.#length = 0
    if (length > this.#limitBytes) return { tooLarge: true }
    const [only] = parts
    if (parts.length === 1 && only !== undefined) return { bytes: only }
    const bytes = new Uint8Array(length)
    let offset = 0
    for (const part of parts) {
      bytes.set(part, offset)
      offset += part.length
    }
    return { bytes }
  }
}
