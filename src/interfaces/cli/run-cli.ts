import type { TextDocument } from '../../base/document.ts'
import { errorCodes } from '../../base/error-codes.ts'
import { asTouchstoneError, errorWords, showError } from '../../base/error-words.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { nearestNames } from '../../base/nearest.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { readFlag } from '../../operations/read-flag.ts'
import { runOperation } from '../../operations/run-operation.ts'
import type { AnyOperation } from '../../operations/table.ts'
import type { Program } from '../program.ts'
import { type Command, commands } from './commands.ts'
import { entryHelp, programHelp } from './help.ts'
import type { CliIo, Sink } from './io.ts'
import { localeOf } from './locale-of.ts'
import { commonFlags, readArguments, type Typed } from './options.ts'
import { inOptionWords, readInput } from './read-input.ts'
import { ansiPaint, noPaint, wantsColor } from './render/paint.ts'
import type { Page } from './render/render-document.ts'

/** The operation that answers when none is named. */
const mainOperation = 'recommend'
/** The one that answers a sentence in place of a name: `touchstone "which model for my laptop?"`. */
const sentenceOperation = 'ask'
/** So many words that begin with no name, nor anything like one, are a sentence without quotes. */
const sentenceWords = 3

const formats = ['text', 'markdown', 'csv', 'json'] as const
type Format = (typeof formats)[number]

interface Manner {
  readonly locale: Locale
  readonly format: Format
  readonly isVerbose: boolean
  readonly color: boolean | undefined
}

type Entry = { readonly operation: AnyOperation } | { readonly command: Command }

/**
 * The command line: runs what the arguments ask for and returns the exit code. Answers go to standard output, words
 * about errors to standard error; with `--json` an error is one JSON document on standard output.
 */
export async function runCli(
  args: readonly string[],
  io: CliIo,
  program: Program,
): Promise<number> {
  // How to speak must be known before anything can go wrong, so it is read by itself first.
  let manner = roughManner(args, io, program)
  try {
    const { name, rest } = nameOrSentence(args, program)
    const entry = findEntry(name ?? mainOperation, program)
    const { name: entryName, flags } = 'operation' in entry ? entry.operation : entry.command
    const typed = readArguments(rest, { ...flags, ...commonFlags }, entryName)
    manner = mannerOf(typed, io, program)
    const show = (document: TextDocument) => print(document, manner, io)
    if (isOn(typed, 'version')) return await printVersion(program, manner, io)
    if (entryName === 'help')
      return await show(helpOn(typed.positionals[0], program, manner.locale))
    if (isOn(typed, 'help')) return await show(helpOn(name, program, manner.locale))
    return await runEntry(entry, typed, manner, io, program)
  } catch (error) {
    return await printError(error, manner, io)
  }
}

function roughManner(args: readonly string[], io: CliIo, program: Program): Manner {
  const before = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  const at = before.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  const lang = before[at]?.includes('=') ? before[at]?.slice('--lang='.length) : before[at + 1]
  let locale: Locale
  try {
    locale = localeOf(at === -1 ? undefined : lang, io.env, program)
  } catch {
    locale = localeOf(undefined, io.env, program)
  }
  const color = before.includes('--no-color') || before.includes('--no-colour') ? false : undefined
  return {
    locale,
    format: before.includes('--json') || isFormat(before, 'json') ? 'json' : 'text',
    isVerbose: before.includes('--verbose'),
    color,
  }
}

function mannerOf(typed: Typed, io: CliIo, program: Program): Manner {
  const color = typed.texts.has('color') ? isOn(typed, 'color') : undefined
  return {
    locale: localeOf(typed.texts.get('lang')?.at(-1), io.env, program),
    format: formatOf(typed),
    isVerbose: isOn(typed, 'verbose'),
    color,
  }
}

/** Before the options are read: an error about them must come in the format that was asked for. */
function isFormat(args: readonly string[], format: Format): boolean {
  return args.some(
    (arg, at) => arg === `--format=${format}` || (arg === '--format' && args[at + 1] === format),
  )
}

function formatOf(typed: Typed): Format {
  const given = typed.texts.get('format')?.at(-1)
  if (given === undefined) return isOn(typed, 'json') ? 'json' : 'text'
  const format = formats.find((one) => one === given.toLowerCase())
  if (format === undefined)
    throw new TouchstoneError('invalid_option_value', {
      option: '--format',
      value: given.slice(0, 100),
      problem: formats.join(', '),
    })
  return format
}

function isOn({ texts }: Typed, name: keyof typeof commonFlags): boolean {
  const given = texts.get(name)
  return given !== undefined && readFlag(`--${name}`, 'boolean', given) === true
}

/** The name is the first argument behind options of every command: `touchstone --lang zh-TW models`. */
function splitName(args: readonly string[]): { name: string | undefined; rest: string[] } {
  const nameless = { name: undefined, rest: [...args] }
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (arg === '--lang') index += 1
    else if (!arg.startsWith('-')) return { name: arg, rest: args.toSpliced(index, 1) }
    else if (!isCommon(arg)) return nameless
  }
  return nameless
}

/** A sentence is given whole to the operation that reads sentences, if this program has it. */
function nameOrSentence(
  args: readonly string[],
  { operations }: Program,
): ReturnType<typeof splitName> {
  const split = splitName(args)
  const known = [...operations, ...commands].map(({ name }) => name)
  const { name } = split
  const isAsked = operations.some((one) => one.name === sentenceOperation)
  if (!isAsked || name === undefined || known.includes(name)) return split
  const words = split.rest.filter((arg) => !arg.startsWith('-')).length + 1
  const isSentence =
    /\s|\p{Script=Han}|[?？]/u.test(name) ||
    (words >= sentenceWords && nearestNames(name, known, 1).length === 0)
  return isSentence ? { name: sentenceOperation, rest: [...args] } : split
}

function isCommon(arg: string): boolean {
  const name = arg.replace(/^--(no-)?/, '').replace(/=.*/s, '')
  return (
    arg === '-h' ||
    arg === '-V' ||
    name === 'colour' ||
    (arg.startsWith('--') && Object.hasOwn(commonFlags, name))
  )
}

function findEntry(name: string, { operations }: Program): Entry {
  const here = operations.filter(({ surfaces }) => surfaces.includes('cli'))
  const operation = here.find((one) => one.name === name)
  if (operation !== undefined) return { operation }
  const command = commands.find((one) => one.name === name)
  if (command !== undefined) return { command }
  const nearest = nearestNames(
    name,
    [...here, ...commands].map((one) => one.name),
    1,
  )
  throw new TouchstoneError('unknown_command', { command: name.slice(0, 100), nearest })
}

function helpOn(name: string | undefined, program: Program, locale: Locale): TextDocument {
  if (name === undefined)
    return programHelp(
      program.operations.filter(({ surfaces }) => surfaces.includes('cli')),
      commands,
      locale,
    )
  const entry = findEntry(name, program)
  return entryHelp('operation' in entry ? entry.operation : entry.command, locale)
}

async function runEntry(
  entry: Entry,
  typed: Typed,
  manner: Manner,
  io: CliIo,
  program: Program,
): Promise<number> {
  const { name, flags } = 'operation' in entry ? entry.operation : entry.command
  const log = (text: string) =>
    manner.isVerbose ? io.stderr.write(`${text}\n`) : Promise.resolve()
  try {
    const input = await readInput(typed, flags, name)
    const { locale, isVerbose } = manner
    if ('command' in entry)
      return await entry.command.run({ input, io, program, locale, isVerbose })
    const { languagePath } = entry.operation
    if (languagePath !== undefined && typed.texts.has('lang')) input[languagePath] = locale
    await log(`${name} ${JSON.stringify(input)}`)
    return await runForPerson(entry.operation, input, manner, io, program)
  } catch (error) {
    throw inOptionWords(error, flags, name)
  }
}

async function runForPerson(
  operation: AnyOperation,
  input: unknown,
  manner: Manner,
  io: CliIo,
  program: Program,
): Promise<number> {
  const context = await program.createContext({
    locale: manner.locale,
    progress: (line) => void io.stderr.write(`${line}\n`),
  })
  for (const notice of context.notices ?? [])
    await io.stderr.write(`${errorWords(notice, manner.locale)}\n`)
  const output = await runOperation(operation, input, context)
  if (manner.format === 'json') await io.stdout.write(`${JSON.stringify(output, null, 2)}\n`)
  else await print(operation.present(output, { locale: context.locale }), manner, io)
  return operation.exitCode?.(output) ?? 0
}

async function print(
  document: TextDocument,
  manner: Manner,
  { stdout, env }: CliIo,
): Promise<number> {
  await stdout.write(await formatted(document, manner, pageOf(stdout, manner, env)))
  return 0
}

async function formatted(document: TextDocument, { format }: Manner, page: Page): Promise<string> {
  if (format === 'csv') return (await import('./render/render-csv.ts')).renderCsv(document)
  if (format === 'markdown')
    return `${(await import('../render-markdown.ts')).renderMarkdown(document)}\n`
  return rendered(document, page)
}

/** Loaded only for people: the tables of character widths cost half as much time as starting Node itself. */
async function rendered(document: TextDocument, page: Page): Promise<string> {
  const { renderDocument } = await import('./render/render-document.ts')
  return renderDocument(document, page)
}

const narrowest = 20

/** Width and colour of a stream. COLUMNS, where it was exported on purpose, counts in a pipe too, as POSIX utilities have it. */
function pageOf({ isTerminal, columns = 80 }: Sink, { color }: Manner, env: CliIo['env']): Page {
  const asked = /^\d{1,4}$/.exec(env.COLUMNS ?? '')?.[0]
  const width = asked !== undefined ? Number(asked) : isTerminal ? columns : undefined
  return {
    width: width === undefined ? undefined : Math.max(narrowest, width),
    paint: wantsColor(color, env, isTerminal) ? ansiPaint : noPaint,
  }
}

async function printVersion(
  program: Program,
  { locale, format }: Manner,
  io: CliIo,
): Promise<number> {
  const { catalogue } = await program.createContext({ locale })
  const versions = {
    version: program.version,
    catalogueVersion: catalogue.version,
    catalogueDate: catalogue.date,
  }
  await io.stdout.write(
    format === 'json'
      ? `${JSON.stringify(versions)}\n`
      : `${say(locale, 'cli.version', versions)}\n`,
  )
  return 0
}

async function printError(
  thrown: unknown,
  manner: Manner,
  { stdout, stderr, env }: CliIo,
): Promise<number> {
  const { locale, format, isVerbose } = manner
  const error = asTouchstoneError(thrown)
  if (format === 'json')
    await stdout.write(`${JSON.stringify({ error: showError(error, locale) }, null, 2)}\n`)
  else {
    const text = `${say(locale, 'cli.error', { message: errorWords(error, locale) })} [${error.code}]`
    await stderr.write(
      await rendered([{ kind: 'paragraph', text, tone: 'bad' }], pageOf(stderr, manner, env)),
    )
  }
  if (isVerbose) await stderr.write(`${stackOf(error)}\n`)
  return errorCodes[error.code]
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\n${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
