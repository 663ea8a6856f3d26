import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js'
import { showError } from '../../base/error-words.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { findOperation, runOperation } from '../../operations/run-operation.ts'
import type { AnyOperation } from '../../operations/table.ts'
import { inputSchema, type JsonSchema, outputSchema } from '../json-schemas.ts'
import type { Program } from '../program.ts'
import { renderMarkdown } from '../render-markdown.ts'

/**
 * The MCP interface: one tool per reading operation, answering with the output itself and with its text in the
 * person's language. It keeps to the protocol's own schemas instead of the library's validation, so that inputs are
 * checked, and refused, exactly as everywhere else.
 */
export function createMcpServer(program: Program, locale: Locale): Server {
  const operations = program.operations.filter(
    ({ surfaces, effect }) => surfaces.includes('mcp') && effect === 'read',
  )
  const server = new Server(
    { name: 'touchstone', version: program.version },
    { capabilities: { tools: {} } },
  )
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: operations.map((operation) => toolOf(operation, locale)),
  }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }) =>
    callTool(operations, program, locale, params),
  )
  return server
}

function toolOf(operation: AnyOperation, locale: Locale): Tool {
  const output = asObject(outputSchema(operation))
  return {
    name: operation.name,
    description: say(locale, operation.summary),
    inputSchema: asObject(inputSchema(operation)) ?? { type: 'object' },
    ...(output === undefined ? {} : { outputSchema: output }),
    annotations: { readOnlyHint: true, openWorldHint: false },
  }
}

/** The protocol takes only schemas of objects. */
function asObject(schema: JsonSchema): Tool['inputSchema'] | undefined {
  return schema.type === 'object' ? JSON.parse(JSON.stringify(schema)) : undefined
}

async function callTool(
  operations: readonly AnyOperation[],
  program: Program,
  locale: Locale,
  {
    name,
    arguments: input = {},
  }: { name: string; arguments?: Record<string, unknown> | undefined },
): Promise<CallToolResult> {
  try {
    const operation = findOperation(operations, name, 'mcp')
    const output = await runOperation(operation, input, await program.createContext({ locale }))
    const text = renderMarkdown(operation.present(output, { locale }))
    return {
      content: [{ type: 'text', text }],
      structuredContent: JSON.parse(JSON.stringify(output)),
    }
  } catch (error) {
    const shown = showError(error, locale)
    return {
      isError: true,
      content: [{ type: 'text', text: `${shown.message}\n\n${JSON.stringify({ error: shown })}` }],
    }
  }
}
