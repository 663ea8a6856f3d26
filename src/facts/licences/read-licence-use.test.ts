import { expect, it } from 'vitest'
import { licenceMessages } from '../../base/messages/licence-messages.ts'
import { type LicenceUse, licenceActions } from './licence-use.ts'
import { readLicenceUse } from './read-licence-use.ts'
import { countryCodes, territoryNames } from './territory-names.ts'

it.each<[string, LicenceUse]>([
  [
    'commercial, 5M USD revenue, EU, fine-tune and publish',
    {
      commercial: true,
      revenueUsd: 5e6,
      territories: ['EU'],
      actions: ['fine-tune', 'publish'],
    },
  ],
  [
    '商用，年營收 500 萬美元，歐盟，微調並發布',
    {
      commercial: true,
      revenueUsd: 5e6,
      territories: ['EU'],
      actions: ['fine-tune', 'publish'],
    },
  ],
  ['公司营收5000万美元', { commercial: true, revenueUsd: 5e7 }],
  ['個人', { commercial: false }],
  ['个人', { commercial: false }],
  ['研究', { commercial: false }],
  ['非商用', { commercial: false }],
  ['not for profit', { commercial: false }],
  ['100M MAU', { monthlyActiveUsers: 1e8 }],
  ['1億月活', { monthlyActiveUsers: 1e8 }],
  ['一億月活躍使用者', { monthlyActiveUsers: 1e8 }],
  ['月活跃用户1.2亿', { monthlyActiveUsers: 1.2e8 }],
  ['商用, 800M MAU', { commercial: true, monthlyActiveUsers: 8e8 }],
  ['800 million monthly active users', { monthlyActiveUsers: 8e8 }],
  ['$12,500,000 revenue', { revenueUsd: 12_500_000 }],
  ['5M USD', { revenueUsd: 5e6 }],
  ['兩千萬美元', { revenueUsd: 2e7 }],
  ['revenue: US$ 3.5bn', { revenueUsd: 3.5e9 }],
  ['25M USD monthly revenue', { revenueUsd: 3e8 }],
  ['月营收 2000 万美元', { revenueUsd: 2.4e8 }],
  ['under 1M USD revenue', { revenueUsd: 999_999 }],
  ['more than 10M USD revenue', { revenueUsd: 10_000_001 }],
  ['Germany', { territories: ['DE'] }],
  ['德國、台灣', { territories: ['DE', 'TW'] }],
  ['德国和埃及', { territories: ['DE', 'EG'] }],
  ['Taiwan and South Korea', { territories: ['TW', 'KR'] }],
  ['TW, DE', { territories: ['TW', 'DE'] }],
  ['IN', { territories: ['IN'] }],
  ['the UK', { territories: ['GB'] }],
  ['多明尼加共和國', { territories: ['DO'] }],
  ['host', { actions: ['host'] }],
  ['SaaS', { actions: ['host'] }],
  ['提供API服務', { actions: ['host'] }],
  ['train on outputs', { actions: ['train-on-outputs'] }],
  ['合成資料', { actions: ['train-on-outputs'] }],
  ['蒸馏', { actions: ['train-on-outputs'] }],
  ['公司內部使用', { commercial: true, actions: ['run'] }],
  ['internal use in our company', { commercial: true, actions: ['run'] }],
  ['commercial, in my product', { commercial: true, actions: ['product'] }],
  ['commercial, in my app', { commercial: true, actions: ['product'] }],
  ['built into our product', { actions: ['product'] }],
  ['内置在产品中', { actions: ['product'] }],
  ['產品內建', { actions: ['product'] }],
  ['商業利用', { commercial: true }],
  ['sell', { commercial: true, actions: ['product'] }],
  ['賣給客戶', { commercial: true, actions: ['product'] }],
  ['卖给客户', { commercial: true, actions: ['product'] }],
  ["for my company's customers", { commercial: true }],
  ['放進我們的 App 賣', { commercial: true, actions: ['product'] }],
  ['ship in a product', { actions: ['publish', 'product'] }],
  ['internal use', { actions: ['run'] }],
  ['内部使用', { actions: ['run'] }],
  ['train another model on its outputs', { actions: ['train-on-outputs'] }],
  ['fine-tune a smaller model with its answers', { actions: ['train-on-outputs'] }],
  ['用它的輸出訓練另一個模型', { actions: ['train-on-outputs'] }],
  ['用输出训练自己的模型', { actions: ['train-on-outputs'] }],
  ['train my own model', { actions: ['fine-tune'] }],
  ['fine-tune the model', { actions: ['fine-tune'] }],
  ['fr', { territories: ['FR'] }],
  ['commercial in fr', { commercial: true, territories: ['FR'] }],
  ['commercial in the us', { commercial: true, territories: ['US'] }],
  ['England, Wales, Scotland', { territories: ['GB'] }],
  ['Republic of Korea', { territories: ['KR'] }],
  ['Reunion', { territories: ['RE'] }],
  ["Cote d'Ivoire", { territories: ['CI'] }],
  ['Bosnia and Herzegovina', { territories: ['BA'] }],
  ['We want to use it commercially in Germany', { commercial: true, territories: ['DE'] }],
])('reads "%s"', (text, use) => {
  expect(readLicenceUse(text)).toEqual(use)
})

it('takes worldwide as every country, the members of the EU among them', () => {
  const { territories = [] } = readLicenceUse('commercial, worldwide')
  expect(territories.length).toBe(250)
  expect(territories).toEqual(expect.arrayContaining(['DE', 'GB', 'KR', 'TW']))
})

it('knows every ISO 3166 country and territory in all three languages, by the name that the locale data gives', () => {
  const codes = [...territoryNames().values()].flat()
  expect(new Set(codes.filter((code) => !/^(EU|IC|EA)$/.test(code))).size).toBe(250)
  for (const locale of ['en', 'zh-TW', 'zh-CN'])
    for (const code of countryCodes()) {
      const name = new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? ''
      expect(readLicenceUse(name.replaceAll(',', '')), name).toEqual({ territories: [code] })
    }
})

it.each<[string, Record<string, unknown>]>([
  ['commercial, blah', { problem: 'problem.licenceUseWord', part: 'blah' }],
  [
    'comercial',
    { problem: 'problem.licenceUseNearest', part: 'comercial', nearest: ['commercial'] },
  ],
  ['Germny', { problem: 'problem.licenceUseNearest', part: 'germny', nearest: ['germany'] }],
  ['do not publish', { part: 'do' }],
  ['5M', { problem: 'problem.licenceUseUnit', part: '5M' }],
  ['revenue', { problem: 'problem.licenceUseFigure', part: 'revenue' }],
  ['5M EUR revenue', { problem: 'problem.licenceUseCurrency', currency: 'EUR' }],
  ['年營收 5000 萬台幣', { problem: 'problem.licenceUseCurrency', currency: 'TWD' }],
  ['年营收 5000 万人民币', { problem: 'problem.licenceUseCurrency', currency: 'CNY' }],
  ['營收 500 萬元', { problem: 'problem.licenceUseCurrency', currency: 'TWD/CNY' }],
  ['5M USD 3M USD revenue', { problem: 'problem.licenceUseTwoFigures' }],
  ['', { problem: 'problem.licenceUseEmpty' }],
  [',,,', { problem: 'problem.licenceUseEmpty' }],
  ['x'.repeat(501), { problem: 'problem.licenceUseLong', limit: 500 }],
])('refuses "%s" and names the part', (text, values) => {
  expect(() => readLicenceUse(text)).toThrow(
    expect.objectContaining({ code: 'invalid_input', values: expect.objectContaining(values) }),
  )
})

it.each([
  ['commercial, personal', 'commercial', 'personal'],
  ['公司研究', '公司', '研究'],
  ['5M USD revenue, 6M USD revenue', '5M USD revenue', '6M USD revenue'],
])('refuses "%s" because it contradicts itself, and names both', (text, first, second) => {
  expect(() => readLicenceUse(text)).toThrow(
    expect.objectContaining({ code: 'contradictory_requirements', values: { first, second } }),
  )
})

it('reads back what the program itself prints for every action, in all three languages', () => {
  for (const action of licenceActions)
    for (const locale of ['en', 'zh-TW', 'zh-CN'] as const) {
      const words = licenceMessages[`action.${action}`][locale]
      expect(readLicenceUse(words).actions, words).toEqual([action])
    }
})

it('refuses a negative revenue', () => {
  for (const text of ['commercial, -5M USD revenue', '商用, 年營收 -500 萬美元', '−1M users'])
    expect(() => readLicenceUse(text), text).toThrow(/Negative/)
})

it('names the option that was typed', () => {
  expect(() => readLicenceUse('blah', '--use')).toThrow(
    expect.objectContaining({ values: expect.objectContaining({ field: '--use' }) }),
  )
})

it('answers hostile text of 500 characters within 100 ms', () => {
  for (const piece of ['1', '1,', '$', '一', 'a ', '和', '((', '中', '<>'])
    for (const text of [piece.repeat(500 / piece.length), `${piece.repeat(100)}商用`]) {
      const start = performance.now()
      try {
        readLicenceUse(text)
      } catch (error) {
        expect(error).toHaveProperty('code')
      }
      expect(performance.now() - start).toBeLessThan(100)
    }
})
