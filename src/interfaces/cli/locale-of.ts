import { type Locale, locales, matchLocale } from '../../base/locale.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Program } from '../program.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The language of the person: the option over what is set for this program over the POSIX locale over that of the system. */
export function localeOf(
  option: string | undefined,
  env: Environment,
  { configuredLanguage }: Pick<Program, 'configuredLanguage'>,
): Locale {
  if (option !== undefined) return namedLocale(option)
  if (isSet(env.TOUCHSTONE_LANG)) return matchLocale(env.TOUCHSTONE_LANG)
  const posix = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find(isSet)
  return configuredLanguage?.(env) ?? matchLocale(posix ?? systemTag())
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}

function namedLocale(option: string): Locale {
  const exact = locales.find((locale) => locale.toLowerCase() === option.toLowerCase())
  if (exact !== undefined) return exact
  if (/^(zh|en)([-_.]|$)/i.test(option)) return matchLocale(option)
  throw new TouchstoneError('invalid_option_value', {
    option: '--lang',
    value: option.slice(0, 100),
    problem: 'problem.locale',
  })
}

/** Windows and macOS programs are started without LANG; elsewhere its absence means the C locale. */
function systemTag(): string | undefined {
  return process.platform === 'linux' ? undefined : Intl.DateTimeFormat().resolvedOptions().locale
}
