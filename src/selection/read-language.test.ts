import { expect, it } from 'vitest'
import { readLanguage } from './read-language.ts'

it.each([
  ['zh-TW', 'zh-Hant'],
  ['繁體中文', 'zh-Hant'],
  ['Simplified Chinese', 'zh-Hans'],
  ['中文', 'zh'],
  ['Japanese', 'ja'],
  ['日文', 'ja'],
  ['日语', 'ja'],
  ['de', 'de'],
  ['DE-at', 'de'],
  ['yue', 'yue'],
])('reads %s as %s', (text, tag) => {
  expect(readLanguage(text)).toBe(tag)
})

it.each(['klingon', 'qq', '', 'x'.repeat(1000), '../zh', '<b>'])('refuses %j', (text) => {
  expect(() => readLanguage(text)).toThrow(/invalid_input.*problem.language/)
})
