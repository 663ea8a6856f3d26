import type { Locale } from './locale.ts'

/** One text in every language, side by side, so that a missing translation does not compile. `{name}` marks a value. */
export type Message = Readonly<Record<Locale, string>>
export type Messages = Readonly<Record<string, Message>>

export type MessageValue = string | number | boolean | readonly string[] | undefined

const listSeparator: Record<Locale, string> = { en: ', ', 'zh-TW': '、', 'zh-CN': '、' }

/** Fills the `{name}` places of a message; lists are joined as the language does, an absent value leaves nothing. */
export function formatMessage(
  message: Message,
  locale: Locale,
  values: Readonly<Record<string, MessageValue>> = {},
): string {
  return message[locale].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) return ''
    return Array.isArray(value) ? value.join(listSeparator[locale]) : String(value)
  })
}
