import { z } from 'zod'
import { showError } from '../base/error-words.ts'
import { parseJson } from '../base/parse-json.ts'
import { TouchstoneError } from '../base/touchstone-error.ts'
import { explainInputError } from './explain-input-error.ts'
import { type InputLine, LineSplitter } from './line-splitter.ts'
import type { OperationContext } from './pure/context.ts'
import { findOperation, runOperation } from './run-operation.ts'
import type { AnyOperation } from './table.ts'

const lineLimitBytes = 10_000_000

/** Answers are handed on in pieces of about this many characters, and whenever the input pauses. */
const pieceLength = 65_536

const request = z.strictObject({
  id: z.unknown().optional(),
  operation: z.string().max(1000),
  input: z.unknown().optional(),
})

export interface BatchPorts {
  readonly input: AsyncIterable<Uint8Array>
  /** Takes a piece of output; the next piece waits for it. */
  write(text: string): Promise<void>
}

/**
 * Answers JSON lines `{"id", "operation", "input"}` in order, one line each: `{"id", "output"}` or
 * `{"id", "error": {code, message, values}}`. Holds at most one line of 10 MB; longer ones are refused and skipped.
 */
export async function runBatch(
  { input, write }: BatchPorts,
  operations: readonly AnyOperation[],
  context: OperationContext,
): Promise<void> {
  const splitter = new LineSplitter(lineLimitBytes)
  let piece = ''
  const answerAll = async (lines: Iterable<InputLine>) => {
    for (const line of lines) {
      piece += await answerLine(line, operations, context)
      if (piece.length > pieceLength) await hand()
    }
    await hand()
  }
  const hand = async () => {
    const full = piece
    piece = ''
    if (full !== '') await write(full)
  }
  for await (const chunk of input) await answerAll(splitter.push(chunk))
  await answerAll(splitter.end())
}

async function answerLine(
  line: InputLine,
  operations: readonly AnyOperation[],
  context: OperationContext,
): Promise<string> {
  let id: unknown = null
  try {
    if ('tooLarge' in line) throw new TouchstoneError('input_too_large', { limit: '10 MB' })
    const text = decode(line.bytes).trim()
    if (text === '') return ''
    const asked = parseJson(text)
    id = idOf(asked)
    const parsed = request.safeParse(asked)
    if (!parsed.success) throw explainInputError(request, asked, parsed.error)
    const operation = findOperation(operations, parsed.data.operation, 'batch')
    const output = await runOperation(operation, parsed.data.input ?? {}, context)
    return `${JSON.stringify({ id, output })}\n`
  } catch (error) {
    return `${JSON.stringify({ id, error: showError(error, context.locale) })}\n`
  }
}

function idOf(asked: unknown): unknown {
  if (typeof asked !== 'object' || asked === null || !Object.hasOwn(asked, 'id')) return null
  return Reflect.get(asked, 'id')
}

/** UTF-8 with or without a byte order mark; anything else is refused rather than mended. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new TouchstoneError('invalid_json', { problem: 'problem.utf8' })
  }
}
