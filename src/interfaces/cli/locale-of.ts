import { type Locale, locales, matchLocale } from '../../base/locale.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The language of the person: the option over `TOUCHSTONE_LANG` over the POSIX locale over that of the system. */
export function localeOf(option: string | undefined, env: Environment): Locale {
  if (option !== undefined) return namedLocale(option)
  const posix = [env.TOUCHSTONE_LANG, env.LC_ALL, env.LC_MESSAGES, env.LANG].find(
    (tag) => tag !== undefined && tag !== '',
  )
  return matchLocale(posix ?? systemTag())
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
