import { formatBytes, formatSignificant } from '../../base/bytes.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatCount, formatParams, formatRate, formatTokens } from '../../base/quantities.ts'

type Value = string | number

/** How the raw values of coded texts are written, by their name: one word, one unit, in every language. */
const writers: Readonly<Record<string, (value: Value, locale: Locale) => string>> = {
  total: (value) => (Number(value) > 1e15 ? String(value) : formatBytes(Number(value))),
  usable: (value) => formatBytes(Number(value)),
  needed: (value) => formatBytes(Number(value)),
  bytes: (value) => formatBytes(Number(value)),
  contextLength: (value) => formatTokens(Number(value)),
  native: (value) => formatTokens(Number(value)),
  decode: (value) => formatRate(Number(value)),
  milliseconds: (value) => formatCount(Number(value)),
  params: (value) => formatParams(Number(value)),
  active: (value) => formatParams(Number(value)),
  language: (value, locale) => languageName(String(value), locale),
  task: (value, locale) => say(locale, `task.${value}`),
  basis: (value, locale) => say(locale, `basis.${value}`),
  verdict: (value, locale) => say(locale, `verdict.${value}`),
}

/** A coded text in words. */
export function speak(
  coded: { code: string; values: Readonly<Record<string, Value>> },
  locale: Locale,
): string {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(coded.values))
    values[name] = write(name, value, coded.code, locale)
  return say(locale, coded.code, values)
}

function write(name: string, value: Value, code: string, locale: Locale): string {
  // Parameters and memory are both "total"; the one with active parameters beside it is the count.
  if (code === 'reason.mixtureOfExperts') return formatParams(Number(value))
  const writer = Object.hasOwn(writers, name) ? writers[name] : undefined
  if (writer !== undefined) return writer(value, locale)
  return typeof value === 'number' ? formatNumber(value, code) : value
}

function formatNumber(value: number, code: string): string {
  if (code === 'reason.quality') return value.toFixed(0)
  if (code === 'reason.speed') return formatRate(value)
  return Number.isInteger(value) ? formatCount(value) : formatSignificant(value)
}

/** A language in the reader's words; a tag that has none shows itself. */
export function languageName(tag: string, locale: Locale): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
