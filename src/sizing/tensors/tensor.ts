/** One tensor of a GGUF file before quantization: the symbolic checkpoint is a list of these. */
export interface Tensor {
  /** Full name as llama.cpp's converter writes it: `blk.3.attn_q.weight`, `token_embd.weight`. */
  readonly name: string
  /** The name without block number and `.weight`: `attn_q`, `ffn_down_exps`, `token_embd`; biases keep `.bias`. */
  readonly role: string
  /** Block it belongs to; undefined outside the blocks. */
  readonly layer: number | undefined
  /** ggml order: row length first. A matrix is [columns, rows], experts are [columns, rows, count]. */
  readonly shape: readonly number[]
  /** Product of the shape. */
  readonly values: number
  /** Stored but not loaded for plain decoding (MTP blocks). */
  readonly notLoaded: boolean
  /** Loaded, but no part of the model: counted in bytes, not in parameters, and never read. */
  readonly unused?: boolean
  /** Of the encoder: read for a prompt, not for a generated token. */
  readonly isEncoder?: boolean
}
