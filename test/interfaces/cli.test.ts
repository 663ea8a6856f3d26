import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Program } from '../../src/interfaces/program.ts'
import { cli, standIn } from './stand-in.ts'

const heard = async (...args: string[]) => {
  const { code, out, err } = await cli(['echo', 'hello', ...args, '--json'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out).heard
}
const refused = async (...args: string[]) => {
  const { code, out } = await cli([...args, '--json'])
  const { error } = JSON.parse(out)
  return { exit: code, code: error.code, ...error.values }
}

it('answers recommend when no operation is named, with or without options', async () => {
  expect((await cli([])).out).toBe('general\n')
  expect((await cli(['--task', 'code'])).out).toBe('code\n')
  expect((await cli(['--lang', 'zh-TW', '--json', 'recommend', '--task=code'])).out).toBe(
    '{\n  "chosen": "code"\n}\n',
  )
})

it('reads units: 32k is 32,768 tokens, 10萬 is 100,000, 4B is 4e9, 64gb is 64 GiB', async () => {
  expect(await heard('--context', '32k')).toEqual({
    word: 'hello',
    needs: { contextLength: 32_768 },
  })
  expect((await heard('--context', '10萬')).needs.contextLength).toBe(100_000)
  expect((await heard('--context=10万')).needs.contextLength).toBe(100_000)
  expect((await heard('--context', '128K tokens')).needs.contextLength).toBe(131_072)
  expect((await heard('--context', '131,072')).needs.contextLength).toBe(131_072)
  expect((await heard('--context', '1M', '--params', '0.6B')).needs).toEqual({
    contextLength: 1_048_576,
    params: 600_000_000,
  })
  expect((await heard('--memory', '64gb')).needs.bytes).toBe(64 * 1024 ** 3)
  expect((await heard('--memory', '512 MiB')).needs.bytes).toBe(512 * 1024 ** 2)
})

it('reads lists repeated or by commas, booleans with no-, JSON from text or file, licence words by either spelling', async () => {
  expect((await heard('--rest', 'a,b', '--rest', 'c')).rest).toEqual(['a', 'b', 'c'])
  expect((await heard('--tools')).tools).toBe(true)
  expect((await heard('--no-tools')).tools).toBe(false)
  expect((await heard('--tools=false')).tools).toBe(false)
  const file = join(mkdtempSync(join(tmpdir(), 'touchstone-')), 'config.json')
  writeFileSync(file, '{"model_type":"qwen3"}')
  expect((await heard('--architecture', `@${file}`)).architecture).toEqual({ model_type: 'qwen3' })
  expect((await heard('--architecture', '{"a":1}')).architecture).toEqual({ a: 1 })
  expect((await heard('--license', 'commercial')).licenceUse).toEqual({ commercial: true })
  expect((await heard('--on', '2x rtx-3090,ram=64gb')).devices).toBe('2x rtx-3090,ram=64gb')
  expect((await cli(['echo', '--json', '--', '--hello', 'b'])).out).toContain('--hello')
})

it('names the nearest option, operation and command', async () => {
  expect(await refused('echo', 'x', '--contxt', '5')).toEqual({
    exit: 2,
    code: 'unknown_option',
    option: '--contxt',
    nearest: ['--context'],
    operation: 'echo',
  })
  expect(await refused('ehco')).toEqual({
    exit: 2,
    code: 'unknown_command',
    command: 'ehco',
    nearest: ['echo'],
  })
  expect((await cli(['serv'])).err).toBe(
    'Error: There is no command "serv". Did you mean "serve"? See: touchstone --help [unknown_command]\n',
  )
  expect((await cli(['xyzzyxyzzy'])).err).toBe(
    'Error: There is no command "xyzzyxyzzy". See: touchstone --help [unknown_command]\n',
  )
  expect((await cli(['echo', 'x', '-q'], { env: { LANG: 'zh_TW.UTF-8' } })).err).toContain(
    '沒有 -q 這個選項',
  )
})

it('tells wrong usage (2) from refused input (3), the latter by field and by option', async () => {
  expect(await refused('echo')).toEqual({
    exit: 2,
    code: 'missing_argument',
    argument: '<word>',
    operation: 'echo',
  })
  expect(await refused('recommend', 'surplus')).toEqual({
    exit: 2,
    code: 'unexpected_argument',
    argument: 'surplus',
    operation: 'recommend',
  })
  expect(await refused('echo', 'x', '--context')).toMatchObject({
    exit: 2,
    code: 'invalid_option_value',
    option: '--context',
  })
  expect(await refused('echo', 'x', '--context', '--tools')).toMatchObject({
    exit: 2,
    problem: 'problem.valueMissing',
  })
  expect(await refused('echo', 'x', '--context', 'many')).toMatchObject({
    exit: 2,
    value: 'many',
    problem: 'problem.tokens',
  })
  expect(await refused('echo', 'x', '--tools=perhaps')).toMatchObject({
    exit: 2,
    problem: 'problem.boolean',
  })
  expect(await refused('echo', 'x', '--architecture', '@/nowhere')).toMatchObject({
    exit: 2,
    problem: 'problem.file',
  })
  const big = join(mkdtempSync(join(tmpdir(), 'touchstone-')), 'big.json')
  writeFileSync(big, '')
  truncateSync(big, 10_000_001)
  expect(await refused('echo', 'x', '--architecture', `@${big}`)).toMatchObject({
    exit: 3,
    code: 'input_too_large',
  })
  expect(await refused('echo', 'x', '--architecture', '{"a":')).toMatchObject({
    exit: 3,
    code: 'invalid_json',
  })
  expect(await refused('echo', 'x', '--context', '-5')).toMatchObject({
    exit: 3,
    code: 'invalid_input',
    field: 'needs.contextLength',
    option: '--context',
    received: '-5',
  })
  expect(await refused('echo', 'x', '--lang', 'fr')).toMatchObject({ exit: 2, option: '--lang' })
  expect((await cli(['echo', 'x', '--mode', 'fsat'])).err).toBe(
    'Error: --mode: "fsat" is not one of: fast, slow. [invalid_input]\n',
  )
  expect((await cli(['echo', 'x', '--context', '-5', '--lang', 'zh-CN'])).err).toBe(
    '错误：--context：必须大于 0，收到的是 -5。 [invalid_input]\n',
  )
})

it('gives the exit code that the answer itself asks for, and 4 for a fault with its trace only when verbose', async () => {
  expect((await cli(['echo', 'x', '--mode', 'slow'])).code).toBe(1)
  const quiet = await cli(['fault'])
  expect(quiet.code).toBe(4)
  expect(quiet.err.split('\n').length).toBe(2)
  expect((await cli(['fault', '--verbose'])).err).toContain('stand-in.ts')
})

it('prints one JSON document on standard output for an error with --json, and nothing on standard error', async () => {
  const { out, err, code } = await cli(['echo', 'x', '--nope', '--json', '--lang', 'zh-TW'])
  expect(JSON.parse(out)).toEqual({
    error: {
      code: 'unknown_option',
      message: expect.stringContaining('這個選項'),
      values: expect.anything(),
    },
  })
  expect([err, code]).toEqual(['', 2])
})

it('speaks the language of --lang over TOUCHSTONE_LANG over the configured one over LC_ALL over LANG', async () => {
  const first = async (args: string[], env: Record<string, string>) =>
    (await cli(['--help', ...args], { env })).out.split('\n')[0]
  expect(await first([], { LANG: 'zh_CN.UTF-8' })).toMatch(/^试金石/)
  expect(await first([], { LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_TW.UTF-8' })).toMatch(/^試金石/)
  expect(await first([], { LC_ALL: 'zh_TW.UTF-8', TOUCHSTONE_LANG: 'en' })).toMatch(/^Touchstone/)
  expect(await first(['--lang', 'zh-Hant'], { TOUCHSTONE_LANG: 'en' })).toMatch(/^試金石/)
  const program: Program = { ...standIn, configuredLanguage: () => 'zh-CN' }
  const { out } = await cli(['--help'], { env: { LC_ALL: 'zh_TW.UTF-8' }, program })
  expect(out).toMatch(/^试金石/)
  const env = { TOUCHSTONE_LANG: 'zh-TW' }
  expect((await cli(['--help'], { env, program })).out).toMatch(/^試金石/)
})

it('colours terminals only, and heeds --no-color, NO_COLOR, FORCE_COLOR and TERM=dumb in that order', async () => {
  const isColoured = async (args: string[], env: Record<string, string>, columns?: number) =>
    (
      await cli([...args, 'recommend'], { env, ...(columns === undefined ? {} : { columns }) })
    ).out.includes('\u001b[')
  expect(await isColoured([], {}, 80)).toBe(true)
  expect(await isColoured([], {})).toBe(false)
  expect(await isColoured([], { FORCE_COLOR: '1' })).toBe(true)
  expect(await isColoured([], { FORCE_COLOR: '0' }, 80)).toBe(false)
  expect(await isColoured([], { NO_COLOR: '1', FORCE_COLOR: '1' }, 80)).toBe(false)
  expect(await isColoured(['--no-color'], { FORCE_COLOR: '1' }, 80)).toBe(false)
  expect(await isColoured([], { TERM: 'dumb' }, 80)).toBe(false)
})

it('prints the versions of the program and its catalogue', async () => {
  expect((await cli(['--version'])).out).toBe(
    'touchstone 1.2.3, catalogue 2025.6.1 of 2025-06-30\n',
  )
  expect(JSON.parse((await cli(['-V', '--json'])).out)).toEqual({
    version: '1.2.3',
    catalogueVersion: '2025.6.1',
    catalogueDate: '2025-06-30',
  })
})

it('says with --verbose on standard error what it runs, and keeps standard output as it is', async () => {
  const { out, err } = await cli(['recommend', '--task', 'code', '--verbose'])
  expect([out, err]).toEqual(['code\n', 'recommend {"task":"code"}\n'])
})

it('lets no escape sequence from an argument reach the terminal', async () => {
  const { out } = await cli(['recommend', '--task', '\u001b[2Jevil\u202e'], {
    columns: 80,
    env: { NO_COLOR: '1' },
  })
  expect(out).toBe('[2Jevil\n')
})
