import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, it, vi } from 'vitest'
import { newRecord } from './new-record.mjs'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'new-record-'))
  mkdirSync(join(root, 'data', 'models'), { recursive: true })
  symlinkSync(fileURLToPath(new URL('../dist', import.meta.url)), join(root, 'dist'))
})

/** What is said while a record is begun, and the record. */
async function begin(config: string) {
  const said: string[] = []
  const note = (text: unknown) => said.push(String(text)) > 0
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(note),
  )
  writeFileSync(join(root, 'config.json'), config)
  await newRecord(root, ['mine', '--config', join(root, 'config.json')]).finally(() => {
    for (const spy of spies) spy.mockRestore()
  })
  const record = JSON.parse(readFileSync(join(root, 'data', 'models', 'mine.json'), 'utf8'))
  return { said: said.join(''), config: record.facts.config[0].value }
}

it('begins a record from a config as Python writes it', async () => {
  const { config } = await begin(
    '{"model_type":"x","time_step_limit":[0.0, Infinity],"id2label":{}}',
  )
  expect(config).toEqual({ model_type: 'x', time_step_limit: [0, null] })
})

it('warns that no size can be computed where no reader knows the architecture', async () => {
  expect((await begin('{"model_type":"brandnew"}')).said).toMatch(/Warning: .*"brandnew"/)
  const { config } = JSON.parse(
    readFileSync(new URL('../data/models/qwen3-8b.json', import.meta.url), 'utf8'),
  ).facts
  root = mkdtempSync(join(tmpdir(), 'new-record-'))
  mkdirSync(join(root, 'data', 'models'), { recursive: true })
  symlinkSync(fileURLToPath(new URL('../dist', import.meta.url)), join(root, 'dist'))
  expect((await begin(JSON.stringify(config[0].value))).said).not.toContain('Warning')
})

it('names the file that is missing or broken, in words', async () => {
  await expect(newRecord(root, ['mine', '--config', 'nope.json'])).rejects.toThrow(
    'nope.json cannot be read: give --config the path of a config.json.',
  )
  await expect(begin('{"a":')).rejects.toThrow(/cannot be used: it is no JSON object/)
})
