import { createReadStream } from 'node:fs'
import { type ErrorValues, TouchstoneError } from '../../base/touchstone-error.ts'
import type { Flag } from '../../operations/operation.ts'
import { readFlag } from '../../operations/read-flag.ts'
import type { Flags, Typed } from './options.ts'

const fileLimitBytes = 10_000_000

/** The input of an operation or command from what was typed. Throws what its flags' units refuse. */
export async function readInput(
  typed: Typed,
  flags: Flags,
  command: string,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {}
  for (const [name, texts] of withPositionals(typed, flags, command)) {
    const flag = flags[name]
    if (flag === undefined) continue
    const read =
      flag.unit === 'json'
        ? await Promise.all(texts.map((text) => textOrFile(`--${name}`, text)))
        : texts
    setPath(input, flag.path, readFlag(`--${name}`, flag.unit, read))
  }
  return input
}

function withPositionals(
  { texts, positionals }: Typed,
  flags: Flags,
  operation: string,
): Map<string, readonly string[]> {
  const all = new Map(texts)
  let left = [...positionals]
  for (const [name, flag] of positionalFlags(flags)) {
    const count = flag.unit === 'list' || flag.unit === 'sentence' ? left.length : 1
    const taken = left.slice(0, count)
    if (taken.length > 0) all.set(name, [...(all.get(name) ?? []), ...taken])
    left = left.slice(count)
  }
  if (left[0] !== undefined)
    throw new TouchstoneError('unexpected_argument', { argument: left[0].slice(0, 100), operation })
  return all
}

/** The flags that are arguments, in their order. */
export function positionalFlags(flags: Flags): [string, Flag][] {
  return Object.entries(flags)
    .filter(([, flag]) => flag.position !== undefined)
    .sort(([, a], [, b]) => (a.position ?? 0) - (b.position ?? 0))
}

async function textOrFile(option: string, text: string): Promise<string> {
  if (!text.startsWith('@')) return text
  try {
    return await readUpToLimit(text.slice(1))
  } catch (error) {
    if (TouchstoneError.is(error)) throw error
    throw new TouchstoneError('invalid_option_value', {
      option,
      value: text,
      problem: 'problem.file',
    })
  }
}

/** Counted as it comes: pipes (`@<(…)`) and devices have no size to believe. */
async function readUpToLimit(path: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of createReadStream(path)) {
    length += chunk.length
    if (length > fileLimitBytes) throw new TouchstoneError('input_too_large', { limit: '10 MB' })
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function setPath(input: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.')
  let place = input
  for (const key of keys.slice(0, -1)) {
    const inner = place[key]
    const next = isRecord(inner) ? inner : {}
    place[key] = next
    place = next
  }
  place[keys.at(-1) ?? path] = value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * An error about a field, told in the words of the command line: the option that sets the field, and
 * `missing_argument` where an argument was not given at all.
 */
export function inOptionWords(error: unknown, flags: Flags, operation: string): unknown {
  if (!TouchstoneError.is(error)) return error
  const { field, problem } = error.values
  if (typeof field !== 'string') return error
  const found = Object.entries(flags).find(
    ([, { path }]) =>
      field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`),
  )
  if (found === undefined) return error
  const [name, flag] = found
  if (problem === 'problem.missing' && flag.position !== undefined)
    return new TouchstoneError('missing_argument', { argument: `<${name}>`, operation })
  const values: ErrorValues = {
    ...error.values,
    option: flag.position === undefined ? `--${name}` : `<${name}>`,
  }
  return new TouchstoneError(error.code, values, { cause: error })
}
