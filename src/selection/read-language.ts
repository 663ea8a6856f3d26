import { TouchstoneError } from '../base/touchstone-error.ts'
import { normalLanguage } from './normal-language.ts'

/** Names of the scripts of Chinese, which the Unicode locale data has under longer names, in lower case. */
const chinese: Readonly<Record<string, string>> = {
  chinese: 'zh',
  中文: 'zh',
  mandarin: 'zh',
  'traditional chinese': 'zh-Hant',
  繁體中文: 'zh-Hant',
  繁体中文: 'zh-Hant',
  正體中文: 'zh-Hant',
  繁中: 'zh-Hant',
  'simplified chinese': 'zh-Hans',
  简体中文: 'zh-Hans',
  簡體中文: 'zh-Hans',
  简中: 'zh-Hans',
}

const locales = ['en', 'zh-Hant-TW', 'zh-Hans-CN']
const textMax = 20

let tagsByName: Map<string, string> | undefined

/** Every name of every two-letter language in English and both Chinese scripts. */
function names(): Map<string, string> {
  if (tagsByName !== undefined) return tagsByName
  tagsByName = new Map(Object.entries(chinese))
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  for (const locale of locales) {
    const display = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' })
    for (const first of letters)
      for (const second of letters) {
        const name = display.of(first + second)?.toLowerCase()
        if (name !== undefined && !tagsByName.has(name)) tagsByName.set(name, first + second)
      }
  }
  return tagsByName
}

/**
 * A language that somebody asks for, as a tag (`zh-TW`, `ja`) or by name in any of the three languages (日文, German), in
 * the form that catalogues of languages are compared in. Throws `invalid_input` where there is no such language.
 */
export function readLanguage(text: string): string {
  const asked = text.trim().slice(0, textMax)
  // No language has a name of two letters or one with a script: such a tag needs no list of names, which takes 15 ms.
  if (/^[a-z]{2}$|^[a-z]{2,3}[-_]/i.test(asked) && isTag(asked)) return normalLanguage(asked)
  const named = names().get(asked.toLowerCase())
  if (named !== undefined) return normalLanguage(named)
  if (isTag(asked)) return normalLanguage(asked)
  throw new TouchstoneError('invalid_input', {
    field: 'languages',
    problem: 'problem.language',
    received: asked,
  })
}

function isTag(tag: string): boolean {
  if (!/^[a-z]{2,3}([-_][a-z]{4})?([-_]([a-z]{2}|\d{3}))?$/i.test(tag)) return false
  const language = tag.split(/[-_]/)[0]?.toLowerCase() ?? ''
  // What this program itself is written in; the locale data takes as long as the whole search.
  if (language === 'zh' || language === 'en') return true
  const display = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  return display.of(language) !== undefined
}
