import type { z } from 'zod'
import type { TextDocument } from '../base/document.ts'
import type { Locale } from '../base/locale.ts'

/** Where an operation can be reached. The library has all of them. */
export const surfaces = ['cli', 'batch', 'http', 'mcp', 'library'] as const
export type Surface = (typeof surfaces)[number]

/** `read` changes nothing; `write` the user's folder; `execute` runs programs. Only `read` is on HTTP without being asked for. */
export type Effect = 'read' | 'write' | 'execute'

/**
 * What a value on the command line means: decides how text becomes a value and how help names it.
 * `sentence` takes all arguments that remain as one text; `count` reads 4B, 32k, 10萬; `licence-use` reads words: `commercial, 5M USD revenue, EU, fine-tune and publish`.
 */
export type FlagUnit =
  | 'text'
  | 'count'
  | 'tokens'
  | 'bytes'
  | 'number'
  | 'boolean'
  | 'list'
  | 'machine'
  | 'json'
  | 'sentence'
  | 'licence-use'

/** One option or argument of the command line: a path in the input, and how its text is read. */
export interface Flag {
  /** Path in the input: `requirements.contextPerUser`. */
  readonly path: string
  readonly unit: FlagUnit
  /** Message code of its one-line help. */
  readonly summary: string
  /** Other spellings: `license`. */
  readonly aliases?: readonly string[]
  /** Position among the arguments that are no options, from 0; a `list` takes all that remain. */
  readonly position?: number
}

/**
 * A capability, once. The command line, batch, HTTP with OpenAPI, MCP, the library and the help are derived from it.
 * `Context` is what the operation needs of its surroundings (catalogue, devices, this machine).
 */
export interface Operation<Input extends z.ZodType, Output extends z.ZodType, Context> {
  readonly name: string
  /** Message code of its one-line summary. */
  readonly summary: string
  readonly effect: Effect
  readonly surfaces: readonly Surface[]
  readonly input: Input
  readonly output: Output
  readonly flags: Readonly<Record<string, Flag>>
  /** Command lines for the help, without the program's name. Tested to run. */
  readonly examples: readonly string[]
  run(input: z.output<Input>, context: Context): Promise<z.output<Output>> | z.output<Output>
  /** The output for a person, in their language. */
  present(output: z.output<Output>, reader: Reader): TextDocument
  /** Path in the input that takes the language asked for by `--lang`; without it the operation chooses by itself. */
  readonly languagePath?: string
  /** Exit code of the command line where the answer itself says that nothing was found; 0 by default. */
  exitCode?(output: z.output<Output>): 0 | 1
}

/** Who reads: their language. */
export interface Reader {
  readonly locale: Locale
}
