import { expect, it } from 'vitest'
import { matchLocale } from './locale.ts'
import { formatMessage } from './message.ts'

it('reads Taiwan, Hong Kong and Macau as Traditional, other Chinese as Simplified', () => {
  expect(
    [
      'zh_TW.UTF-8',
      'zh-Hant',
      'zh-HK',
      'zh_MO',
      'zh-Hans-CN',
      'zh',
      'zh_SG',
      'de_DE.UTF-8',
      undefined,
      'C',
    ].map(matchLocale),
  ).toEqual(['zh-TW', 'zh-TW', 'zh-TW', 'zh-TW', 'zh-CN', 'zh-CN', 'zh-CN', 'en', 'en', 'en'])
})

it('joins lists as the language does and leaves unknown values empty', () => {
  const message = {
    en: 'Nearest: {nearest}.',
    'zh-TW': '最接近的是：{nearest}。',
    'zh-CN': '最接近的是：{nearest}。',
  }
  expect(formatMessage(message, 'en', { nearest: ['a', 'b'] })).toBe('Nearest: a, b.')
  expect(formatMessage(message, 'zh-TW', { nearest: ['a', 'b'] })).toBe('最接近的是：a、b。')
  expect(formatMessage(message, 'zh-CN')).toBe('最接近的是：。')
})
