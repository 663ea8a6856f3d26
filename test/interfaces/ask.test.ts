import { beforeAll, describe, expect, it } from 'vitest'
import { touchstoneProgram } from '../../src/interfaces/touchstone-program.ts'
import type { OperationContext } from '../../src/operations/pure/context.ts'
import { cli } from './stand-in.ts'

let machine: Awaited<ReturnType<OperationContext['thisMachine']>>
const program = {
  ...touchstoneProgram,
  createContext: async (settings: Parameters<typeof touchstoneProgram.createContext>[0]) => ({
    ...(await touchstoneProgram.createContext(settings)),
    thisMachine: async () => machine,
  }),
}
const json = async (...args: string[]) => {
  const { out, code } = await cli([...args, '--json'], { program })
  return { code, answer: JSON.parse(out) }
}

beforeAll(async () => {
  machine = await (await touchstoneProgram.createContext({ locale: 'en' })).thisMachine()
}, 20_000)

describe('a sentence in place of a name', () => {
  it.each([
    [['Qwen3-8B 的上下文真的是 131K 嗎?'], 'fact'],
    [['which', 'small', 'model', 'for', 'chat'], 'recommend'],
    [['ask', 'Command', 'A', '可以商用嗎'], 'licence'],
    [['--lang', 'en', '什麼是 MoE?'], 'concept'],
  ])('%j', async (args, kind) => {
    expect((await json(...args)).answer.kind).toBe(kind)
  })

  it('a misspelt name is still no question', async () => {
    const { answer } = await json('recomend')
    expect(answer.error.code).toBe('unknown_command')
  })
})

describe('the answer is in the language of the question', () => {
  it.each([
    ['What is the KV cache?', 'en', /tokens?/],
    ['KV 快取是什麼?', 'zh-TW', /記憶體|快取/],
    ['KV 缓存是什么?', 'zh-CN', /缓存/],
  ])('%s', async (question, language, words) => {
    const { answer } = await json('ask', question)
    expect(answer.language).toBe(language)
    expect(answer.answer.text).toMatch(words)
    expect((await cli([question], { program })).out).toMatch(words)
  })

  it('or in the one asked for by --lang', async () => {
    const { answer } = await json('ask', 'KV 快取是什麼?', '--lang', 'en')
    expect([answer.language, answer.answer.text.includes('cache')]).toEqual(['en', true])
  })
})

describe('what is shown', () => {
  it.each([
    'Compare Qwen3-8B and Llama-3.1-8B',
    '70B 要幾張卡?',
    '為什麼不推薦 Grok-1?',
    'Mistral 2 是什麼?',
    '今天天氣如何?',
    '不要簡體,24GB 顯卡,寫作',
    '商用,但只做非商用',
    'Can a company with $50M revenue use LFM2?',
  ])('%s: words in all three languages, no code left over', async (question) => {
    for (const lang of ['en', 'zh-TW', 'zh-CN']) {
      const { out, err } = await cli([question, '--lang', lang], { program })
      expect(err).toBe('')
      expect(
        out.match(/\b(ask|field|basis|binding|assumed|task|verdict)\.[a-z][a-zA-Z.-]+/g),
      ).toBeNull()
    }
  })

  it('two needs that cannot both hold are named, and nothing is recommended', async () => {
    const { code, answer } = await json('要 70B 以上但不超過 30B 的模型')
    expect(code).toBe(1)
    expect(answer.result).toBeUndefined()
    expect(answer.contradictions[0].first.words).toBe('70B')
    expect(answer.answer.text).toContain('70B')
  })

  it('every term names the words it came from', async () => {
    const { answer } = await json('我要做數學推理,但只有一張 12GB 顯卡')
    const words = answer.terms.map((term: { words: string }) => term.words)
    expect(words).toEqual(expect.arrayContaining(['數學推理', '12GB']))
  })
})

it('a question of more than 200,000 characters is refused by its limit', async () => {
  const { code, answer } = await json('ask', '模'.repeat(200_001))
  expect([code, answer.error.code]).toEqual([3, 'invalid_input'])
})
