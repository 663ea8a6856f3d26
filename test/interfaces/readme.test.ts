import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { commands } from '../../src/interfaces/cli/commands.ts'
import { touchstoneProgram } from '../../src/interfaces/touchstone-program.ts'
import { operations } from '../../src/operations/table.ts'
import { cli } from './stand-in.ts'

const root = join(import.meta.dirname, '..', '..')
const pages = [
  'README.md',
  'AGENTS.md',
  ...readdirSync(join(root, 'docs')).map((name) => join('docs', name)),
].filter((name) => name.endsWith('.md'))
const argumentsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  )

/** Every command line of the documents: in backquotes or in a shell block, as `npm start -- …` or `npx touchstone …`. */
const lines = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(
    /<!-- run:[\s\S]*?<!-- end -->/g,
    '',
  )
  const found = [
    ...text.matchAll(/(?:npm start -- |npx touchstone |^\$? ?touchstone )([^`|\n#]+)/gm),
  ]
  return found
    .map(([, line = '']) => [page, line.trim()] as const)
    .filter(([, line]) => !/[…<]/.test(line))
})

it('are found in the documents', () => {
  expect(lines.length).toBeGreaterThan(5)
})

it.each(lines)('%s: touchstone %s', async (_page, line) => {
  const args = argumentsOf(line)
  // Commands that serve until they are stopped, install or measure are asked for their help.
  const serves =
    commands.some(({ name }) => name === args[0]) ||
    operations.some(({ name, effect }) => name === args[0] && effect === 'execute')
  const { code, err } = await cli(serves ? [...args, '--help'] : args, {
    program: touchstoneProgram,
  })
  expect({ isAnswered: code < 2, err }).toEqual({ isAnswered: true, err: '' })
})
