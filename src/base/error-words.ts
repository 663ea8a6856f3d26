import type { Locale } from './locale.ts'
import type { MessageValue } from './message.ts'
import { allMessages, say } from './messages/all-messages.ts'
import { TouchstoneError } from './touchstone-error.ts'

/** An error as every surface shows it: the code and values for programs, the message for people. */
export interface ShownError {
  readonly code: TouchstoneError['code']
  readonly message: string
  readonly values: TouchstoneError['values']
}

/** Any thrown value as an error of the closed list; what is not one of ours is a fault of the program. */
export function asTouchstoneError(thrown: unknown): TouchstoneError {
  if (TouchstoneError.is(thrown)) return thrown
  const problem = thrown instanceof Error ? thrown.message : String(thrown)
  return new TouchstoneError('internal', { problem: problem.slice(0, 300) }, { cause: thrown })
}

/** Code, words in the reader's language, and values. */
export function showError(thrown: unknown, locale: Locale): ShownError {
  const error = asTouchstoneError(thrown)
  return { code: error.code, message: errorWords(error, locale), values: error.values }
}

/**
 * The words of an error in a language. A `problem` value that is itself a message code is put into words with the
 * error's other values, and `expected` names kinds of value, apart by ` | ` (`type.<kind>`), where there is a word for them.
 */
export function errorWords({ code, values }: TouchstoneError, locale: Locale): string {
  const { problem, expected, nearest, option, field } = values
  const shown: Record<string, MessageValue> = { ...values, field: option ?? field }
  if (typeof expected === 'string')
    shown.expected = expected
      .split(' | ')
      .map((kind) => word(locale, `type.${kind}`, kind))
      .join(' / ')
  if (typeof problem === 'string' && Object.hasOwn(allMessages, problem))
    shown.problem = say(locale, problem, shown)
  const hasNearest =
    nearest !== undefined && nearest !== '' && !(Array.isArray(nearest) && nearest.length === 0)
  const bare = `error.${code}.bare`
  return say(
    locale,
    !hasNearest && Object.hasOwn(allMessages, bare) ? bare : `error.${code}`,
    shown,
  )
}

function word(locale: Locale, code: string, fallback: string): string {
  return Object.hasOwn(allMessages, code) ? say(locale, code) : fallback
}
