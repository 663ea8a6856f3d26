import { expect, it } from 'vitest'
import { deterministicBlocks, isDeterministic, refreshed, wordsOf } from './docs.mjs'

it('reads a command line as a shell does: quotes hold words together', () => {
  expect(wordsOf('recommend --on "4x h100-80gb" --task code')).toEqual([
    'recommend',
    '--on',
    '4x h100-80gb',
    '--task',
    'code',
  ])
  expect(wordsOf(`size --architecture='{"a": 1}' ""`)).toEqual([
    'size',
    '--architecture={"a": 1}',
    '',
  ])
  expect(wordsOf('')).toEqual([])
  expect(() => wordsOf('recommend --on "rtx')).toThrow('not closed')
})

it('replaces what stands in a block, however often it is run, and nothing beside it', () => {
  const text =
    'before\n<!-- run: touchstone models -->\n<!-- end -->\nbetween\n<!-- run: touchstone -->\nold\n<!-- end -->\nafter\n'
  const asked: string[][] = []
  const fresh = refreshed(text, (words) => {
    asked.push(words)
    return `${words.length} words, $& and $1\n`
  })
  expect(asked).toEqual([['models'], []])
  expect(fresh).toBe(
    'before\n<!-- run: touchstone models -->\n```text\n1 words, $& and $1\n```\n<!-- end -->\nbetween\n<!-- run: touchstone -->\n```text\n0 words, $& and $1\n```\n<!-- end -->\nafter\n',
  )
  expect(refreshed(fresh, (words) => `${words.length} words, $& and $1`)).toBe(fresh)
  expect(refreshed('no blocks', () => '')).toBe('no blocks')
})

it('fences an output that holds a fence with a longer one', () => {
  const shown = refreshed('<!-- run: touchstone help -->\n<!-- end -->', () => 'a ``` b')
  expect(shown).toContain('````text\na ``` b\n````')
})

it('holds to their text only the commands that print the same on every machine', () => {
  const same = [
    '--help',
    'help size',
    'size --help',
    'recommend --on cpu,ram=8gb',
    'recommend --on=rtx-4090',
    'models',
    'model qwen3-8b',
  ]
  const local = ['', 'recommend', 'hardware', 'size qwen3-8b', 'config', 'engine', '--version']
  expect([...same, ...local].filter((line) => isDeterministic(wordsOf(line)))).toEqual(same)
  const text =
    '<!-- run: touchstone hardware -->\nx\n<!-- end -->\n<!-- run: touchstone models -->\ny\n<!-- end -->'
  expect([...deterministicBlocks(text).keys()]).toEqual(['models'])
})
