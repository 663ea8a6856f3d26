import process from 'node:process'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { CommandCall } from '../cli/commands.ts'
import { answersUnderWay } from './answers-under-way.ts'
import { createMcpServer } from './mcp-server.ts'

/** `touchstone mcp`: serves until standard input ends or the person asks to stop. Returns the exit code. */
export async function mcpCommand({ io, program, locale }: CommandCall): Promise<number> {
  const server = createMcpServer(program, locale)
  const ended = new Promise<void>((resolve) =>
    process.stdin.once('end', resolve).once('close', resolve),
  )
  const transport = new StdioServerTransport(process.stdin, process.stdout)
  await server.connect(transport)
  const allAnswered = answersUnderWay(transport)
  await Promise.race([ended.then(allAnswered), io.stopped()])
  await server.close()
  return 0
}
