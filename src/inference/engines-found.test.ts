import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { enginesFound } from './engines-found.ts'

it('finds a program in the first folder that has it and nothing that may not be run', async () => {
  const first = await mkdtemp(join(tmpdir(), 'engines-'))
  const second = await mkdtemp(join(tmpdir(), 'engines-'))
  for (const folder of [first, second]) {
    await writeFile(join(folder, 'llama-server'), '')
    await chmod(join(folder, 'llama-server'), 0o755)
  }
  await writeFile(join(first, 'ollama'), '', { mode: 0o644 })
  const found = await enginesFound([first, second].join(delimiter), [''])
  const expected = [
    { engine: 'llama.cpp', program: 'llama-server', path: join(first, 'llama-server') },
  ]
  // The super-user may run anything, so only others see the refusal.
  expect(process.getuid?.() === 0 ? found.slice(0, 1) : found).toEqual(expected)
})

it('answers an empty list for an empty, missing or absurdly long PATH', async () => {
  expect(await enginesFound('')).toEqual([])
  expect(await enginesFound('/nowhere/at/all')).toEqual([])
  expect(
    await enginesFound(
      Array.from({ length: 5000 }, (_, index) => `/nowhere/${index}`).join(delimiter),
    ),
  ).toEqual([])
})
