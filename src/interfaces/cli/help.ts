import type { TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import type { Flag, FlagUnit } from '../../operations/operation.ts'
import type { Command } from './commands.ts'
import { commonFlags, type Flags } from './options.ts'
import { positionalFlags } from './read-input.ts'

interface Helped {
  readonly name: string
  readonly summary: string
  readonly flags: Flags
  readonly examples: readonly string[]
}

/** The first help page: every operation and command of this program. */
export function programHelp(
  operations: readonly Helped[],
  commands: readonly Command[],
  locale: Locale,
): TextDocument {
  const rows = (entries: readonly Helped[]) =>
    entries.map(({ name, summary }) => ({
      label: `  ${name}`,
      value: { text: say(locale, summary) },
    }))
  const operation = say(locale, 'cli.operation')
  const options = say(locale, 'cli.optionsPlace')
  return [
    { kind: 'paragraph', text: say(locale, 'cli.tagline'), tone: 'strong' },
    {
      kind: 'paragraph',
      text: `${say(locale, 'cli.usage', { usage: `touchstone [${operation}] [${options}]` })}\n${say(locale, 'cli.default')}`,
    },
    { kind: 'heading', text: say(locale, 'cli.operations') },
    { kind: 'facts', rows: rows(operations) },
    { kind: 'heading', text: say(locale, 'cli.commands') },
    { kind: 'facts', rows: rows(commands) },
    { kind: 'heading', text: say(locale, 'cli.everywhere') },
    { kind: 'facts', rows: optionRows(commonFlags, locale) },
    {
      kind: 'paragraph',
      text: `${say(locale, 'cli.more', { operation })}\n${say(locale, 'cli.exitCodes')}`,
    },
  ]
}

/** The help page of one operation or command: arguments, options, examples. */
export function entryHelp(
  { name, summary, flags, examples }: Helped,
  locale: Locale,
): TextDocument {
  const named = Object.fromEntries(
    Object.entries(flags).filter(([, flag]) => flag.position === undefined),
  )
  const positional = positionalFlags(flags)
  const options = say(locale, 'cli.optionsPlace')
  const usage = positional.map(
    ([argument, { unit }]) => `<${argument}>${unit === 'list' || unit === 'sentence' ? ' …' : ''}`,
  )
  const section = (title: string, rows: ReturnType<typeof optionRows>): TextDocument =>
    rows.length === 0
      ? []
      : [
          { kind: 'heading', text: say(locale, title) },
          { kind: 'facts', rows },
        ]
  return [
    { kind: 'paragraph', text: say(locale, summary), tone: 'strong' },
    {
      kind: 'paragraph',
      text: say(locale, 'cli.usage', {
        usage: ['touchstone', name, ...usage, `[${options}]`].join(' '),
      }),
    },
    ...section(
      'cli.arguments',
      positional.map(([argument, flag]) => ({
        label: `  <${argument}>`,
        value: { text: say(locale, flag.summary) },
      })),
    ),
    ...section('cli.options', optionRows(named, locale)),
    ...section('cli.everywhere', optionRows(commonFlags, locale)),
    { kind: 'heading', text: say(locale, 'cli.examples') },
    {
      kind: 'commands',
      items: examples.map((example) => ({ purpose: '', command: `touchstone ${example}` })),
    },
  ]
}

const shownShort: Readonly<Record<string, string>> = { help: '-h, ', version: '-V, ' }

const placeholders: Readonly<Record<FlagUnit, string>> = {
  text: ' <text>',
  count: ' <count>',
  tokens: ' <tokens>',
  bytes: ' <bytes>',
  number: ' <number>',
  boolean: '',
  list: ' <a,b>',
  machine: ' <machine>',
  json: ' <json|@file>',
  sentence: ' <text>',
  'licence-use': ' <use>',
}

function optionRows(flags: Flags, locale: Locale): { label: string; value: { text: string } }[] {
  return Object.entries(flags).map(([name, flag]) => ({
    label: `  ${optionLabel(name, flag)}`,
    value: { text: say(locale, flag.summary) },
  }))
}

function optionLabel(name: string, { unit, aliases = [] }: Flag): string {
  // `--no-color` is how it is used; colour is on wherever there is a terminal.
  const shown = name === 'color' ? 'no-color' : name
  return (
    [
      `${shownShort[name] ?? ''}--${shown}`,
      ...aliases.filter(() => name !== 'color').map((alias) => `--${alias}`),
    ].join(', ') + placeholders[unit]
  )
}
