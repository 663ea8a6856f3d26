/** The outside of the command line: real in `main.ts`, recorded in tests. */
export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: Sink
  readonly stderr: Sink
  readonly env: Readonly<Record<string, string | undefined>>
  /** Resolves when the person asks to stop (Ctrl-C, or the system by SIGTERM). */
  stopped(): Promise<void>
}

export interface Sink {
  /** Resolves once there is room for more. */
  write(text: string): Promise<void>
  /** Width of the terminal; undefined in a pipe. */
  readonly columns: number | undefined
  readonly isTerminal: boolean
}
