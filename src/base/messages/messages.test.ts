import { readdirSync } from 'node:fs'
// @ts-expect-error The package has no types for its dictionaries.
import simplifiedToTraditional from 'opencc-js/dict/STCharacters'
// @ts-expect-error As above.
import traditionalToSimplified from 'opencc-js/dict/TSCharacters'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '../error-codes.ts'
import { locales } from '../locale.ts'
import type { Message } from '../message.ts'
import { allMessages } from './all-messages.ts'

/** Every code with its texts, from every file of this folder: none may be left out of `allMessages`. */
const messages: [string, Message][] = []
for (const file of readdirSync(import.meta.dirname)) {
  const area = /^(?!all-)(.+)-messages\.ts$/.exec(file)?.[1]
  if (area === undefined) continue
  for (const group of Object.values(await import(`./${area}-messages.ts`)))
    if (typeof group === 'object' && group !== null)
      messages.push(...(Object.entries(group) as [string, Message][]))
}

/** Characters that a double-byte encoding has in a range of lead bytes. */
function charactersOf(encoding: 'big5' | 'gbk', firstLead: number, lastLead: number): Set<string> {
  const decoder = new TextDecoder(encoding)
  const characters = new Set<string>()
  for (let lead = firstLead; lead <= lastLead; lead += 1)
    for (let trail = encoding === 'big5' ? 0x40 : 0xa1; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail))
      if (/^\p{Script=Han}$/u.test(text)) characters.add(text)
    }
  return characters
}

/**
 * Characters of a table that always become another one, unless the other script's standard has them too: Big5's
 * frequently used characters (A440 to C67E) for Traditional, GB 2312 for Simplified. OpenCC's tables alone would
 * flag 后, 里 and 干.
 */
function onlyIn(table: string, shared: ReadonlySet<string>): Set<string> {
  const pairs = table.split('|').map((line) => line.split(/[ \t]/))
  return new Set(
    pairs.flatMap(([from = '', ...to]) => (to.includes(from) || shared.has(from) ? [] : [from])),
  )
}
const big5Frequent = charactersOf('big5', 0xa4, 0xc6)
const gb2312 = charactersOf('gbk', 0xb0, 0xf7)
const simplifiedOnly = onlyIn(simplifiedToTraditional, big5Frequent)
const traditionalOnly = onlyIn(traditionalToSimplified, gb2312)

/** Codes whose texts are rightly the same as in English: names, units and values that programs read. */
const sameInEveryLanguage = new Set(['error.invalid_input', 'flag.task'])
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
const found = (text: string, characters: ReadonlySet<string>) =>
  [...text].filter((character) => characters.has(character)).join('')

describe('the check itself', () => {
  it('knows 3,000 characters of each script, and that 后 里 干 台 只 面 are written in both', () => {
    expect([simplifiedOnly.size > 3000, traditionalOnly.size > 3000]).toEqual([true, true])
    expect(found('们这发软显内存权重', simplifiedOnly)).toBe('们这发软显内权')
    expect(found('皇后里干台只面松谷制准', simplifiedOnly)).toBe('')
    expect(found('們這發軟顯記憶體權', traditionalOnly)).toBe('們這發軟顯記憶體權')
    expect(found('内存显卡带宽许可证后里干台', traditionalOnly)).toBe('')
  })
})

describe('messages', () => {
  it('are all in the one list, each code once', () => {
    expect(messages.length).toBeGreaterThan(100)
    expect(
      messages.map(([code]) => code).filter((code, index, all) => all.indexOf(code) !== index),
    ).toEqual([])
    expect(messages.map(([code]) => code).sort()).toEqual(Object.keys(allMessages).sort())
  })

  it('hold words for every error code', () => {
    expect(
      Object.keys(errorCodes).filter((code) => allMessages[`error.${code}`] === undefined),
    ).toEqual([])
  })

  it('are written in all three languages with the same places for values', () => {
    const wrong = messages.filter(([, message]) =>
      locales.some(
        (locale) =>
          (message[locale] ?? '').trim() === '' ||
          places(message[locale]).join() !== places(message.en).join(),
      ),
    )
    expect(wrong.map(([code]) => code)).toEqual([])
  })

  it('in Chinese hold Chinese, and differ from the English ones', () => {
    const english = messages.filter(
      ([code, message]) =>
        !sameInEveryLanguage.has(code) &&
        (['zh-TW', 'zh-CN'] as const).some(
          (locale) => message[locale] === message.en || !/\p{Script=Han}/u.test(message[locale]),
        ),
    )
    expect(english.map(([code]) => code)).toEqual([])
  })

  it('in zh-TW hold no Simplified-only character, in zh-CN no Traditional-only one', () => {
    const drifted = messages.flatMap(([code, message]) => {
      const characters =
        found(message['zh-TW'], simplifiedOnly) + found(message['zh-CN'], traditionalOnly)
      return characters === '' ? [] : [`${code}: ${characters}`]
    })
    expect(drifted).toEqual([])
  })

  it('in zh-TW hold none of the mainland terms that this field mixes up most, and the other way round', () => {
    const mainland =
      /內存|顯存|帶寬|軟件|硬件|默認|信息|視頻|服務器|緩存|運行|打印|屏幕|網絡|許可證|支持的|數據|字節|字段|端口|命令行/
    const taiwan =
      /记忆体|显示卡|频宽|软体|硬体|预设|资讯|影片|伺服器|快取|执行档|列印|萤幕|网路|资料|位元组|栏位|连接埠/
    const mixed = messages.filter(
      ([, message]) => mainland.test(message['zh-TW']) || taiwan.test(message['zh-CN']),
    )
    expect(mixed.map(([code]) => code)).toEqual([])
  })
})
