import type { Locale } from '../../base/locale.ts'
import { runBatch } from '../../operations/batch.ts'
import type { Program } from '../program.ts'
import type { CliIo } from './io.ts'
import type { Flags } from './options.ts'

export interface CommandCall {
  readonly input: Readonly<Record<string, unknown>>
  readonly io: CliIo
  readonly program: Program
  readonly locale: Locale
  readonly isVerbose: boolean
}

/** Something of the command line that is no operation: it serves operations in another way. */
export interface Command {
  readonly name: string
  readonly summary: string
  readonly flags: Flags
  readonly examples: readonly string[]
  /** Returns the exit code. */
  run(call: CommandCall): Promise<number>
}

const batch: Command = {
  name: 'batch',
  summary: 'command.batch',
  flags: {},
  examples: ['batch < requests.jsonl'],
  async run({ io, program, locale }) {
    const context = await program.createContext({ locale })
    await runBatch(
      { input: io.stdin, write: (text) => io.stdout.write(text) },
      program.operations,
      context,
    )
    return 0
  },
}

const serve: Command = {
  name: 'serve',
  summary: 'command.serve',
  flags: {
    port: { path: 'port', unit: 'number', summary: 'serve.port' },
    host: { path: 'host', unit: 'text', summary: 'serve.host' },
    'api-key': { path: 'apiKey', unit: 'text', summary: 'serve.apiKey' },
    'allowed-host': { path: 'allowedHosts', unit: 'list', summary: 'serve.allowedHost' },
    allow: { path: 'allow', unit: 'list', summary: 'serve.allow' },
  },
  examples: ['serve', 'serve --port 8080'],
  async run(call) {
    const { serveCommand } = await import('../http/serve-command.ts')
    return serveCommand(call)
  },
}

const mcp: Command = {
  name: 'mcp',
  summary: 'command.mcp',
  flags: {},
  examples: ['mcp'],
  async run(call) {
    const { mcpCommand } = await import('../mcp/mcp-command.ts')
    return mcpCommand(call)
  },
}

/** `help` itself is answered before any command runs. */
const help: Command = {
  name: 'help',
  summary: 'command.help',
  flags: {},
  examples: ['help recommend'],
  async run() {
    return 0
  },
}

export const commands: readonly Command[] = [batch, serve, mcp, help]
