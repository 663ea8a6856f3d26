import { z } from 'zod'

/** What the parent asks of the engine's process. One at a time; answers carry the same `id`. */
export type EngineCall =
  | { readonly call: 'info' }
  | ({ readonly call: 'open' } & OpenCall)
  | { readonly call: 'run'; readonly steps: readonly EngineStep[] }
  | { readonly call: 'close'; readonly handle: number }

/** Loads a file and makes a context for one sequence. */
export interface OpenCall {
  readonly file: string
  readonly contextLength: number
  readonly physicalBatch: number
  readonly threads: number
  readonly flashAttention: boolean
  /** Numbers of ggml types. */
  readonly keyType: number
  readonly valueType: number
  readonly gpuLayers: number
  readonly memoryMapped: boolean
  /** Tokens are drawn from the first so many of the vocabulary. */
  readonly tokenLimit: number
}

/**
 * One call of `llama_decode` on an open file: so many tokens behind those that it has. `reset` empties the cache before;
 * `output` asks for the logits of the last token.
 */
export interface EngineStep {
  readonly handle: number
  readonly tokens: number
  readonly output: boolean
  readonly reset: boolean
}

export const engineInfoSchema = z.object({
  /** Release of llama.cpp. */
  release: z.string(),
  backend: z.enum(['cpu', 'cuda', 'vulkan', 'metal']),
  devices: z.array(z.string()),
  systemInfo: z.string(),
  /** Threads that the engine takes by itself. */
  threads: z.int().positive(),
})
export type EngineInfo = z.infer<typeof engineInfoSchema>

export const openedSchema = z.object({
  handle: z.int().nonnegative(),
  contextLength: z.int().positive(),
  /** Bytes that the engine says it holds, of the file and of the context. */
  modelBytes: z.number(),
  contextBytes: z.number(),
  /** Resident memory of the process before the file was loaded and once a context was there. */
  residentBefore: z.number(),
  residentAfter: z.number(),
  /** What the engine printed while it loaded. */
  log: z.array(z.string()),
})
export type Opened = z.infer<typeof openedSchema>

/** Milliseconds of each step, in order: by the clock, and of all processors together. */
export const ranSchema = z.object({
  milliseconds: z.array(z.number()),
  processorMilliseconds: z.array(z.number()),
})
export type Ran = z.infer<typeof ranSchema>

/** What the engine's process says. */
export const engineMessageSchema = z.union([
  z.object({ id: z.int(), result: z.unknown() }),
  z.object({ id: z.int(), error: z.string() }),
  /** Once a second: steps done so far and processor time used, so that slow is told apart from stuck. */
  z.object({ steps: z.number(), cpuMilliseconds: z.number() }),
])
export type EngineMessage = z.infer<typeof engineMessageSchema>
