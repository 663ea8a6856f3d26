import { z } from 'zod'
import type { CliIo, Sink } from '../../src/interfaces/cli/io.ts'
import { runCli } from '../../src/interfaces/cli/run-cli.ts'
import type { Program } from '../../src/interfaces/program.ts'
import { defineOperation } from '../../src/operations/define-operation.ts'
import { surfaces } from '../../src/operations/operation.ts'
import type { OperationContext } from '../../src/operations/pure/context.ts'
import type { AnyOperation } from '../../src/operations/table.ts'

const modes = ['fast', 'slow'] as const

/** An operation with one of every kind of flag, which answers with the input it was given. */
const echo = defineOperation({
  name: 'echo',
  summary: 'size.summary',
  effect: 'read',
  surfaces,
  input: z.strictObject({
    word: z.string().max(50),
    rest: z.array(z.string()).max(3).optional(),
    needs: z
      .strictObject({
        contextLength: z.int().positive().max(1e9).optional(),
        params: z.number().optional(),
        bytes: z.number().optional(),
      })
      .optional(),
    ratio: z.number().min(0).max(1).optional(),
    mode: z.enum(modes).optional(),
    tools: z.boolean().optional(),
    devices: z
      .union([z.string().max(100), z.array(z.strictObject({ device: z.string(), count: z.int() }))])
      .optional(),
    licenceUse: z.unknown().optional(),
    architecture: z.record(z.string(), z.unknown()).optional(),
  }),
  output: z.strictObject({ heard: z.unknown() }),
  flags: {
    word: { path: 'word', unit: 'text', summary: 'flag.model', position: 0 },
    rest: { path: 'rest', unit: 'list', summary: 'flag.models', position: 1 },
    context: { path: 'needs.contextLength', unit: 'tokens', summary: 'flag.contextLength' },
    params: { path: 'needs.params', unit: 'count', summary: 'flag.maxSize' },
    memory: { path: 'needs.bytes', unit: 'bytes', summary: 'flag.maxSize' },
    ratio: { path: 'ratio', unit: 'number', summary: 'flag.limit' },
    mode: { path: 'mode', unit: 'text', summary: 'flag.prefer' },
    tools: { path: 'tools', unit: 'boolean', summary: 'flag.tools' },
    on: { path: 'devices', unit: 'machine', summary: 'flag.on' },
    licence: {
      path: 'licenceUse',
      unit: 'licence-use',
      summary: 'flag.licence',
      aliases: ['license'],
    },
    architecture: { path: 'architecture', unit: 'json', summary: 'flag.architecture' },
  },
  examples: ['echo hello --context 32k'],
  run: (heard) => ({ heard }),
  present: ({ heard }) => [{ kind: 'paragraph', text: JSON.stringify(heard) }],
  exitCode: ({ heard }) =>
    typeof heard === 'object' && heard !== null && 'mode' in heard && heard.mode === 'slow' ? 1 : 0,
})

const recommend = defineOperation({
  name: 'recommend',
  summary: 'recommend.summary',
  effect: 'read',
  surfaces,
  input: z.strictObject({ task: z.string().optional() }),
  output: z.strictObject({ chosen: z.string() }),
  flags: { task: { path: 'task', unit: 'text', summary: 'flag.task' } },
  examples: ['recommend --task code'],
  run: ({ task = 'general' }) => ({ chosen: task }),
  present: ({ chosen }) => [{ kind: 'heading', text: chosen }],
})

const fault = defineOperation({
  name: 'fault',
  summary: 'config.summary',
  effect: 'read',
  surfaces,
  input: z.strictObject({}),
  output: z.strictObject({}),
  flags: {},
  examples: [],
  run: () => {
    throw new Error('/secret/path is gone')
  },
  present: () => [],
})

const write = defineOperation({
  name: 'write',
  summary: 'config.summary',
  effect: 'write',
  surfaces: ['cli', 'http', 'library'],
  input: z.strictObject({}),
  output: z.strictObject({ done: z.boolean() }),
  flags: {},
  examples: ['write'],
  run: () => ({ done: true }),
  present: () => [],
})

export const standInOperations: readonly AnyOperation[] = [recommend, echo, fault, write]

export const standIn: Program = {
  version: '1.2.3',
  operations: standInOperations,
  // Only what the stand-in operations and the interfaces touch.
  createContext: async ({ locale }) =>
    ({
      locale,
      catalogue: { version: '2025.6.1', date: '2025-06-30' },
    }) as unknown as OperationContext,
}

export interface Recorded {
  readonly code: number
  readonly out: string
  readonly err: string
}

interface Surroundings {
  readonly env?: Record<string, string>
  readonly columns?: number
  readonly input?: string | readonly Uint8Array[]
  readonly program?: Program
}

/** Runs the command line in this process and records what it writes. */
export async function cli(
  args: readonly string[],
  { env = {}, columns, input = '', program = standIn }: Surroundings = {},
): Promise<Recorded> {
  const written = { out: '', err: '' }
  const sink = (name: 'out' | 'err'): Sink => ({
    write: async (text) => {
      written[name] += text
    },
    columns,
    isTerminal: columns !== undefined,
  })
  const io: CliIo = {
    stdin: chunksOf(input),
    stdout: sink('out'),
    stderr: sink('err'),
    env: { LANG: 'C', ...env },
    stopped: async () => {},
  }
  const code = await runCli(args, io, program)
  return { code, ...written }
}

async function* chunksOf(input: string | readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  if (typeof input !== 'string') yield* input
  else if (input !== '') yield new TextEncoder().encode(input)
}
