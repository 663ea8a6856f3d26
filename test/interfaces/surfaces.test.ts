import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { locales } from '../../src/base/locale.ts'
import { allMessages } from '../../src/base/messages/all-messages.ts'
import { createTouchstone } from '../../src/index.ts'
import { commands } from '../../src/interfaces/cli/commands.ts'
import { createApp } from '../../src/interfaces/http/app.ts'
import { createMcpServer } from '../../src/interfaces/mcp/mcp-server.ts'
import type { Program } from '../../src/interfaces/program.ts'
import { touchstoneProgram } from '../../src/interfaces/touchstone-program.ts'
import { type Surface, surfaces } from '../../src/operations/operation.ts'
import type { OperationContext } from '../../src/operations/pure/context.ts'
import type { AnyOperation } from '../../src/operations/table.ts'
import { cli } from './stand-in.ts'

const key = 'a-key-of-24-characters-xx'
const { operations } = touchstoneProgram
/** A field that no operation has: every surface that reaches the operation says so, and none that does not. */
const probe = { noSuchFieldAnywhere: 1 }

/** Which error code a surface answers the probe with. */
const ways: Record<Surface, (name: string) => Promise<string | undefined>> = {
  cli: async (name) => {
    const { out } = await cli([name, '--no-such-field-anywhere', '--json'], {
      program: touchstoneProgram,
    })
    return JSON.parse(out).error.code
  },
  batch: async (name) => {
    const line = JSON.stringify({ id: 1, operation: name, input: probe })
    return JSON.parse((await cli(['batch'], { program: touchstoneProgram, input: line })).out).error
      .code
  },
  http: async (name) => {
    const app = await createApp(touchstoneProgram, {
      host: '127.0.0.1',
      apiKey: key,
      allowedHosts: [],
      effects: ['read', 'write', 'execute'],
      pageFolder: undefined,
      log: () => {},
    })
    const headers = {
      host: '127.0.0.1',
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
    }
    const response = await app.request(`/touchstone/v1/${name}`, {
      method: 'POST',
      body: JSON.stringify(probe),
      headers,
    })
    const answer: { error: { code: string } } = await response.json()
    return answer.error.code
  },
  mcp: async (name) => {
    const [ours, theirs] = InMemoryTransport.createLinkedPair()
    await createMcpServer(touchstoneProgram, 'en').connect(ours)
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(theirs)
    const { content } = await client.callTool({ name, arguments: probe })
    return /"code":"(\w+)"/.exec(JSON.stringify(content).replaceAll('\\', ''))?.[1]
  },
  library: async (name) => {
    const call = Object.entries(await createTouchstone()).find(([own]) => own === name)?.[1] as
      | ((input: unknown) => Promise<unknown>)
      | undefined
    if (call === undefined) return 'unknown_operation'
    return call(probe).then(
      () => undefined,
      (error: { code: string }) => error.code,
    )
  },
}
const reached: Record<Surface, string> = {
  cli: 'unknown_option',
  batch: 'unknown_field',
  http: 'unknown_field',
  mcp: 'unknown_field',
  library: 'unknown_field',
}
const absent: Record<Surface, string> = {
  cli: 'unknown_command',
  batch: 'unknown_operation',
  http: 'unknown_operation',
  mcp: 'unknown_operation',
  library: 'unknown_operation',
}

describe('the table', () => {
  it('has each name once, none of them that of a command', () => {
    const names = [...operations, ...commands].map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
  })

  it('has words for every operation, flag and command', () => {
    const codes = [...operations, ...commands].flatMap(({ summary, flags }) => [
      summary,
      ...Object.values(flags).map((flag) => flag.summary),
    ])
    expect(codes.filter((code) => !Object.hasOwn(allMessages, code))).toEqual([])
  })

  it('offers no more than reading on MCP and batch', () => {
    expect(
      operations.filter(({ effect, surfaces: on }) => effect !== 'read' && on.includes('mcp')),
    ).toEqual([])
  })

  it.each(
    operations.flatMap((operation) =>
      surfaces.map((surface) => [operation.name, surface, operation] as const),
    ),
  )('%s is on %s exactly if the table says so', async (name, surface, operation) => {
    expect(await ways[surface](name)).toBe(
      operation.surfaces.includes(surface) ? reached[surface] : absent[surface],
    )
  })

  it.each(surfaces)('nothing else is on %s', async (surface) => {
    expect(await ways[surface]('constructor')).toBe(absent[surface])
    expect(await ways[surface]('nosuch')).toBe(absent[surface])
  })
})

describe('help', () => {
  it.each(locales)(
    'in %s lists exactly the operations of the table and the other commands',
    async (locale) => {
      const { out } = await cli(['--help', '--lang', locale], { program: touchstoneProgram })
      const listed = [...out.matchAll(/^ {2}([a-z][a-z-]*) {2,}/gm)].map(([, name]) => name)
      expect(listed).toEqual(
        [...operations.filter((operation) => operation.surfaces.includes('cli')), ...commands].map(
          ({ name }) => name,
        ),
      )
    },
  )

  it.each(operations.map((operation) => [operation.name, operation] as const))(
    'on %s names every option and argument',
    async (name, { flags }) => {
      const { out, code } = await cli(['help', name], { program: touchstoneProgram })
      expect(code).toBe(0)
      for (const [flag, { position }] of Object.entries(flags))
        expect(out).toContain(position === undefined ? `--${flag}` : `<${flag}>`)
      expect((await cli([name, '--help'], { program: touchstoneProgram })).out).toBe(out)
    },
  )
})

describe('answers', () => {
  /** This computer is looked at once, not for every example. */
  const program: Program = {
    ...touchstoneProgram,
    createContext: async (settings) => withMachine(await touchstoneProgram.createContext(settings)),
  }
  let machine: Awaited<ReturnType<OperationContext['thisMachine']>>
  beforeAll(async () => {
    const context = await touchstoneProgram.createContext({ locale: 'en' })
    machine = await context.thisMachine()
  }, 20_000)
  const withMachine = (context: OperationContext): OperationContext => ({
    ...context,
    thisMachine: async () => machine,
  })

  const examples = operations.flatMap((operation: AnyOperation) =>
    operation.examples.map((example) => [example, operation] as const),
  )
  it.each(examples)('touchstone %s', async (example, operation) => {
    const args = [...example.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
      ([, double, single, bare]) => double ?? single ?? bare ?? '',
    )
    const shown = await cli(
      args.filter((arg) => arg !== '--json'),
      { program },
    )
    expect({ code: shown.code < 2, err: shown.err }).toEqual({ code: true, err: '' })
    expect(shown.out.length).toBeGreaterThan(20)
    const { out } = await cli([...args.filter((arg) => arg !== '--json'), '--json'], { program })
    expect(operation.output.safeParse(JSON.parse(out))).toMatchObject({ success: true })
    for (const locale of ['zh-TW', 'zh-CN'])
      expect(
        (
          await cli([...args.filter((arg) => arg !== '--json'), '--lang', locale], {
            program,
            columns: 80,
          })
        ).out,
      ).toMatch(/\p{Script=Han}/u)
  })

  it('leave no message code untranslated in the text of any example', async () => {
    for (const [example] of examples) {
      const args = [...example.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
        ([, double, single, bare]) => double ?? single ?? bare ?? '',
      )
      const { out } = await cli([...args.filter((arg) => arg !== '--json'), '--lang', 'zh-TW'], {
        program,
      })
      const codes = Object.keys(allMessages).map((code) => code.split('.')[0])
      const left = [...out.matchAll(/\b([a-z]+)\.[a-zA-Z]+\b/g)].filter(
        ([, area]) =>
          [
            'word',
            'column',
            'field',
            'basis',
            'binding',
            'assumed',
            'next',
            'status',
            'placement',
            'reason',
          ].includes(area ?? '') && codes.includes(area ?? ''),
      )
      expect([example, left.map(([code]) => code)]).toEqual([example, []])
    }
  })
})
