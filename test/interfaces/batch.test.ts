import { expect, it } from 'vitest'
import { runBatch } from '../../src/operations/batch.ts'
import { cli, standIn, standInOperations } from './stand-in.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const answers = async (input: string | readonly Uint8Array[], lang = 'C') => {
  const { out, code } = await cli(['batch'], { input, env: { LANG: lang } })
  expect(code).toBe(0)
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

it('answers each line in order with its own id, whatever kind of value the id is', async () => {
  const ids = [1, 'two', null, { three: [3] }, true]
  const lines = ids
    .map((id) => JSON.stringify({ id, operation: 'recommend', input: { task: String(id) } }))
    .join('\n')
  expect(await answers(lines)).toEqual(ids.map((id) => ({ id, output: { chosen: String(id) } })))
})

it('takes CRLF, a byte order mark, blank lines, no input field and no final newline', async () => {
  const input =
    '\ufeff{"id":1,"operation":"recommend"}\r\n\r\n   \n{"id":2,"operation":"recommend","input":{"task":"碼"}}'
  expect(await answers(input)).toEqual([
    { id: 1, output: { chosen: 'general' } },
    { id: 2, output: { chosen: '碼' } },
  ])
})

it('joins lines and characters that are cut between chunks', async () => {
  const whole = bytes(
    '{"id":1,"operation":"recommend","input":{"task":"繁體"}}\n{"id":2,"operation":"recommend"}\n',
  )
  const single = Array.from(whole, (byte) => Uint8Array.of(byte))
  expect((await answers(single)).map(({ output }) => output.chosen)).toEqual(['繁體', 'general'])
})

it('refuses a bad line with a code from the list and goes on', async () => {
  const input = [
    '{"id":1,',
    '[]',
    '{"id":3,"operation":"recomend"}',
    '{"id":4,"operation":"recommend","inptu":{}}',
    '{"id":5,"operation":"echo","input":{"word":"x","needs":{"contextLenth":1}}}',
    '{"id":6,"operation":"echo","input":{"word":"x","devices":[{"device":"a","count":1.5}]}}',
    '{"id":7,"operation":"write"}',
    '{"id":8,"operation":"fault"}',
    '{"id":9,"operation":"echo","input":"text"}',
    '{"id":10,"operation":"echo","input":{"word":"x","__proto__":{"tools":true}}}',
    '{"operation":"recommend"}',
  ].join('\n')
  const found = await answers(input)
  expect(found.map(({ id, error }) => [id, error?.code])).toEqual([
    [null, 'invalid_json'],
    [null, 'invalid_input'],
    [3, 'unknown_operation'],
    [4, 'unknown_field'],
    [5, 'unknown_field'],
    [6, 'invalid_input'],
    [7, 'unknown_operation'],
    [8, 'internal'],
    [9, 'invalid_input'],
    [10, 'unknown_field'],
    [null, undefined],
  ])
  expect(found[2].error.values.nearest).toEqual(['recommend'])
  expect(found[3].error.values).toEqual({ field: 'inptu', nearest: ['input'] })
  expect(found[4].error.values).toEqual({ field: 'needs.contextLenth', nearest: ['contextLength'] })
  expect(found[5].error.values).toMatchObject({
    field: 'devices[0].count',
    expected: 'int',
    received: '1.5',
  })
  expect(found[8].error.message).toBe('input: expected an object with fields, got "text".')
})

it('says errors in the language of the caller', async () => {
  const [one] = await answers('{"id":1,"operation":"echo","input":{"word":5}}', 'zh_TW.UTF-8')
  expect(one.error.message).toBe('word：應為文字，收到的是 5。')
})

it('refuses bytes that are not UTF-8, and nesting of 100,000 levels, without falling over', async () => {
  const deep = `{"id":1,"operation":"echo","input":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`
  const [broken, nested] = await answers([Uint8Array.of(0x22, 0xff, 0x22, 0x0a), bytes(deep)])
  expect(broken.error).toMatchObject({ code: 'invalid_json', values: { problem: 'problem.utf8' } })
  expect(nested.error).toMatchObject({
    code: 'invalid_json',
    values: { problem: 'problem.jsonDepth' },
  })
})

it('refuses a line over 10 MB holding none of it, takes one just under, and answers the next', async () => {
  const chunk = bytes('x'.repeat(1_000_000))
  const prefix = '{"id":1,"operation":"recommend","input":{"task":"'
  const fits = [bytes(prefix), ...Array.from({ length: 9 }, () => chunk), bytes('"}}\n')]
  const tooLong = [...Array.from({ length: 60 }, () => chunk), bytes('\n')]
  const found = await answers([...tooLong, ...fits, bytes('{"id":3,"operation":"recommend"}')])
  expect(found.map(({ id, error, output }) => [id, error?.code, output?.chosen.length])).toEqual([
    [null, 'input_too_large', undefined],
    [1, undefined, 9_000_000],
    [3, undefined, 7],
  ])
})

it('reads on only after its reader has taken what was written', async () => {
  let reads = 0
  let pending = 0
  async function* endless() {
    for (; reads < 50; reads += 1) {
      expect(pending).toBe(0)
      yield bytes('{"id":1,"operation":"recommend"}\n'.repeat(100))
    }
  }
  const write = async () => {
    pending += 1
    await new Promise((resolve) => setTimeout(resolve, 1))
    pending -= 1
  }
  await runBatch(
    { input: endless(), write },
    standInOperations,
    await standIn.createContext({ locale: 'en' }),
  )
  expect(reads).toBe(50)
})

it('answers 1,000 lines within 300 ms when the operation costs nothing', async () => {
  const input = Array.from({ length: 1000 }, (_, id) =>
    JSON.stringify({
      id,
      operation: 'echo',
      input: { word: 'x', needs: { contextLength: id + 1 } },
    }),
  ).join('\n')
  const start = performance.now()
  expect(await answers(input)).toHaveLength(1000)
  expect(performance.now() - start).toBeLessThan(300)
})
