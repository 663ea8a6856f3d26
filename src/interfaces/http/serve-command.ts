import { fileURLToPath } from 'node:url'
import { type ServerType, serve } from '@hono/node-server'
import { z } from 'zod'
import { say } from '../../base/messages/all-messages.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { explainInputError } from '../../operations/explain-input-error.ts'
import { packageRoot } from '../../operations/package-root.ts'
import type { CommandCall } from '../cli/commands.ts'
import { createApp } from './app.ts'
import type { HttpSettings } from './http-settings.ts'

const inputSchema = z.strictObject({
  port: z.int().min(0).max(65_535).default(4311),
  host: z.string().min(1).max(255).default('127.0.0.1'),
  apiKey: z.string().max(1000).optional(),
  allowedHosts: z.array(z.string().max(255)).max(100).default([]),
  allow: z.array(z.enum(['write', 'execute'])).default([]),
})

/** A client that sends its head or body slower than this is let go, so that slow ones cannot hold every connection. */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
}

/** How long answers under way may take after the person has asked to stop. */
const stopWithinMs = 5_000

/** `touchstone serve`: listens until it is asked to stop. Returns the exit code. */
export async function serveCommand({ input, io, program, locale }: CommandCall): Promise<number> {
  const parsed = inputSchema.safeParse(input)
  if (!parsed.success) throw explainInputError(inputSchema, input, parsed.error)
  const { port, host, apiKey, allowedHosts, allow } = parsed.data
  const tell = (text: string) => io.stderr.write(`${text}\n`)
  const settings: HttpSettings = {
    host,
    apiKey: apiKey ?? (io.env.TOUCHSTONE_API_KEY || undefined),
    allowedHosts,
    effects: ['read', ...allow],
    pageFolder: fileURLToPath(new URL('dist/web', packageRoot())),
    log: (text) => void tell(text),
  }
  const { fetch } = await createApp(program, settings)
  const { server, openedPort } = await listen(fetch, host, port)
  await tell(
    say(locale, 'serve.listening', {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${openedPort}`,
    }),
  )
  await io.stopped()
  await close(server)
  await tell(say(locale, 'serve.stopped'))
  return 0
}

type Fetch = Parameters<typeof serve>[0]['fetch']

function listen(
  fetch: Fetch,
  host: string,
  port: number,
): Promise<{ server: ServerType; openedPort: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port, serverOptions: timeouts }, (opened) =>
      resolve({ server, openedPort: opened.port }),
    )
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new TouchstoneError('invalid_option_value', {
          option: '--port',
          value: String(port),
          problem: 'problem.portTaken',
          port,
          host,
          reason: error.code,
        }),
      ),
    )
  })
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(
      () => 'closeAllConnections' in server && server.closeAllConnections(),
      stopWithinMs,
    )
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
