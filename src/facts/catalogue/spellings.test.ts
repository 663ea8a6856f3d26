import { expect, it } from 'vitest'
import { matchingKey } from './matching-key.ts'
import { spellingsOf } from './spellings.ts'

const words = [
  { keys: ['meta'], developers: ['Meta'], stems: [] },
  { keys: ['混元', 'tencent'], developers: ['Tencent'], stems: ['hunyuan'] },
]
const texts = (name: string) => spellingsOf(name, words, matchingKey).map(({ text }) => text)

it.each([
  ['qwen3:8b', 'qwen3-8b'],
  ['llama3.1:8b-instruct-q4_K_M', 'llama3.1-8b'],
  ['hf.co/Qwen/Qwen3-8B-GGUF:Q4_K_M', 'Qwen3-8B'],
  ['google_gemma-3-1b-it', 'gemma-3-1b'],
  ['Meta-Llama-3.1-8B-Instruct', 'Llama-3.1-8B'],
  ['混元-910B', 'hunyuan-910B'],
  ['Mixtral 8x7B (46B MoE)', 'Mixtral 8x7B'],
  ['stablelm-2-1_6b', 'stablelm-2-1.6b'],
])('%s is also spelt %s', (name, spelling) => {
  expect(texts(name)).toContain(spelling)
})

it('versions and sizes are never left out', () => {
  for (const text of texts('mistral-7b-instruct-v0.2')) expect(text).toMatch(/7b.*v0\.2/)
})

it('a long name gives no more than forty spellings, and in an instant', () => {
  expect(texts(`${'a-it-'.repeat(40)}:8b`).length).toBeLessThanOrEqual(40)
  expect(texts('')).toEqual([])
})
