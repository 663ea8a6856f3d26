/**
 * The contract of an engine: what runs a model. Implementations depend on this file and never on each other.
 * Tokens are counted by the engine; times are in seconds since the request was sent.
 */
export interface Engine {
  readonly name: string
  /** Starts an answer; stops when `signal` aborts. Yields in order: zero or more deltas, then one `finished`. */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>
  close(): Promise<void>
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface GenerateRequest {
  readonly messages: readonly ChatMessage[]
  readonly maxOutputTokens: number
  readonly temperature: number
  readonly seed: number
}

export type GenerateEvent =
  | { readonly kind: 'text-delta'; readonly text: string }
  | { readonly kind: 'reasoning-delta'; readonly text: string }
  | {
      readonly kind: 'finished'
      readonly reason: 'stop' | 'length' | 'cancelled'
      readonly inputTokens: number
      readonly outputTokens: number
      readonly timeToFirstTokenSeconds: number
      readonly totalSeconds: number
    }
