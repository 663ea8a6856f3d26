import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { allMessages } from '../../base/messages/all-messages.ts'
import { otherClaims } from '../../facts/catalogue/checks/check-shown-notes.ts'
import { readRecord } from '../../facts/catalogue/compile-catalogue.ts'
import { disputeFields } from '../../facts/model-record.ts'

const folder = new URL('../../../data/models/', import.meta.url)
const records = readdirSync(folder).map((file) =>
  readRecord({ file, text: readFileSync(new URL(file, folder), 'utf8') }),
)
/** Every text that `model` shows in Chinese. */
const shown = records.flatMap((record) => [
  ...(record.disputes ?? []).flatMap(({ says, finding, note }) => [says, finding, note]),
  record.totalExcuse,
  record.activeExcuse,
  record.storedExcuse,
  ...Object.entries(record.facts).flatMap(([field, claims]) =>
    otherClaims(field, claims ?? []).map(({ note }) => note),
  ),
])

it('every field of a dispute has a word in three languages', () => {
  for (const field of disputeFields) {
    const words = allMessages[`dispute.${field}`]
    expect(words?.['zh-TW']).toMatch(/\p{Script=Han}/u)
    expect(words?.['zh-CN']).toMatch(/\p{Script=Han}/u)
  }
})

it('an English sentence of four words is Chinese in Chinese, with the words of its place', () => {
  let count = 0
  for (const text of shown) {
    if (typeof text !== 'object') continue
    count += 1
    if (/[a-z]+ [a-z]+ [a-z]+ [a-z]+/.test(text.en))
      for (const locale of ['zh-TW', 'zh-CN'] as const)
        expect(text[locale]).toMatch(/\p{Script=Han}/u)
    expect(text['zh-TW']).not.toMatch(/[授权内显训练输码设备网络]{2}|内存|许可|显卡|數據|程序/)
    expect(text['zh-CN']).not.toMatch(/記|憶|權|顯|訓|體|數|設|檔|個|這|儲|讀|寫/)
  }
  expect(count).toBeGreaterThan(300)
})
