import { parseArgs } from 'node:util'
import { nearestNames } from '../../base/nearest.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Flag } from '../../operations/operation.ts'

export type Flags = Readonly<Record<string, Flag>>

/** Options of every command. Their paths are never put into an input. */
export const commonFlags = {
  help: { path: 'help', unit: 'boolean', summary: 'option.help' },
  version: { path: 'version', unit: 'boolean', summary: 'option.version' },
  json: { path: 'json', unit: 'boolean', summary: 'option.json' },
  format: { path: 'format', unit: 'text', summary: 'option.format' },
  lang: { path: 'lang', unit: 'text', summary: 'option.lang' },
  verbose: { path: 'verbose', unit: 'boolean', summary: 'option.verbose' },
  color: { path: 'color', unit: 'boolean', summary: 'option.color', aliases: ['colour'] },
} as const satisfies Flags

const shortOptions: Readonly<Record<string, string>> = { h: 'help', V: 'version' }

/** What was typed: the texts of each flag by its name, in order, and the arguments that are no options. */
export interface Typed {
  readonly texts: ReadonlyMap<string, readonly string[]>
  readonly positionals: readonly string[]
}

interface Spelling {
  readonly name: string
  readonly flag: Flag
  readonly isNegated: boolean
}

/**
 * Reads arguments against a flags table. Throws `unknown_option` with the nearest valid one, and `invalid_option_value`
 * where a value is missing or one too many.
 */
export function readArguments(args: readonly string[], flags: Flags, command: string): Typed {
  const spellings = spellingsOf(flags)
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      [...spellings].map(([name, { flag }]) => [
        name,
        { type: flag.unit === 'boolean' ? 'boolean' : 'string' },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const texts = new Map<string, string[]>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const name =
      shortOptions[token.name] !== undefined && !token.rawName.startsWith('--')
        ? shortOptions[token.name]
        : token.name
    const spelling = spellings.get(name ?? '')
    if (spelling === undefined) throw unknownOption(token.rawName, [...spellings.keys()], command)
    const text = textOf(token.rawName, token.value, token.inlineValue ?? false, spelling)
    texts.set(spelling.name, [...(texts.get(spelling.name) ?? []), text])
  }
  return { texts, positionals }
}

function spellingsOf(flags: Flags): Map<string, Spelling> {
  const spellings = new Map<string, Spelling>()
  for (const [name, flag] of Object.entries(flags)) {
    for (const spelled of [name, ...(flag.aliases ?? [])]) {
      spellings.set(spelled, { name, flag, isNegated: false })
      if (flag.unit === 'boolean') spellings.set(`no-${spelled}`, { name, flag, isNegated: true })
    }
  }
  return spellings
}

function textOf(
  option: string,
  value: string | undefined,
  isInline: boolean,
  { flag, isNegated }: Spelling,
): string {
  const refuse = (problem: string) =>
    new TouchstoneError('invalid_option_value', { option, value: value ?? '', problem })
  if (flag.unit === 'boolean') {
    if (isNegated && isInline) throw refuse('problem.noValue')
    return isNegated ? 'false' : (value ?? 'true')
  }
  // `--context --json` is a forgotten value; `--context -5` is a value that will be refused for what it is.
  if (value === undefined || (!isInline && /^-[^\d.]/.test(value)))
    throw refuse('problem.valueMissing')
  return value
}

function unknownOption(
  rawName: string,
  names: readonly string[],
  operation: string,
): TouchstoneError {
  const nearest = nearestNames(rawName.replace(/^-+/, ''), names, 1).map((name) => `--${name}`)
  return new TouchstoneError('unknown_option', {
    option: rawName.slice(0, 100),
    nearest,
    operation,
  })
}
