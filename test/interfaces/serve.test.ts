import { connect } from 'node:net'
import { expect, it } from 'vitest'
import type { CliIo } from '../../src/interfaces/cli/io.ts'
import { runCli } from '../../src/interfaces/cli/run-cli.ts'
import { cli, standIn } from './stand-in.ts'

/** Runs `serve` on a free port for as long as `use` takes, then stops it as Ctrl-C would. */
async function serving(
  args: string[],
  use: (port: number) => Promise<void>,
): Promise<{ code: number; err: string }> {
  let err = ''
  let stop = () => {}
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  let heard: (port: number) => void = () => {}
  const port = new Promise<number>((resolve) => {
    heard = resolve
  })
  const sink = { columns: undefined, isTerminal: false }
  const io: CliIo = {
    stdin: (async function* () {})(),
    stdout: { ...sink, write: async () => {} },
    stderr: {
      ...sink,
      write: async (text) => {
        err += text
        const found = /:(\d+)\. /.exec(text)?.[1]
        if (found !== undefined) heard(Number(found))
      },
    },
    env: { LANG: 'C' },
    stopped: () => stopped,
  }
  const running = runCli(['serve', '--port', '0', ...args], io, standIn)
  await use(await port)
  stop()
  return { code: await running, err }
}

/** Sends bytes and returns all that comes back until the other side closes, or until `enough` is in it. */
function raw(port: number, sent: string, enough?: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const end = () => {
      socket.destroy()
      resolve(text)
    }
    socket.on('data', (data) => {
      text += data
      if (enough !== undefined && text.includes(enough)) end()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', () => resolve(text))
    socket.write(sent)
  })
}

it('listens on the loopback address, says where, and ends in good order when asked to stop', async () => {
  const { code, err } = await serving([], async (port) => {
    const response = await fetch(`http://127.0.0.1:${port}/touchstone/v1/recommend`, {
      method: 'POST',
      body: '{"task":"code"}',
      headers: { 'content-type': 'application/json' },
    })
    expect(await response.json()).toEqual({ chosen: 'code' })
    expect((await fetch(`http://localhost:${port}/touchstone/v1/health`)).status).toBe(200)
  })
  expect(code).toBe(0)
  expect(err).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+\. OpenAPI: .*\nStopped\.\n$/)
})

it('goes by the Host header on the wire, whatever the request line says', async () => {
  await serving([], async (port) => {
    const status = async (head: string) =>
      (await raw(port, `${head}\r\nConnection: close\r\n\r\n`)).split('\r\n')[0]
    expect(await status(`GET /touchstone/v1/health HTTP/1.1\r\nHost: 127.0.0.1:${port}`)).toContain(
      '200',
    )
    expect(await status('GET /touchstone/v1/health HTTP/1.1\r\nHost: evil.example')).toContain(
      '403',
    )
    expect(
      await status(
        `GET http://127.0.0.1:${port}/touchstone/v1/health HTTP/1.1\r\nHost: evil.example`,
      ),
    ).not.toContain('200')
    expect(await status('GET /touchstone/v1/health HTTP/1.1')).toContain('400')
    expect(await status('GET /touchstone/v1/health HTTP/1.0')).not.toContain('200')
  })
})

it('stops a chunked body over 10 MB on the wire, takes no head over 16 KB, and goes on answering', async () => {
  await serving([], async (port) => {
    const head = `POST /touchstone/v1/recommend HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n`
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`
    expect(
      await raw(
        port,
        `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(12)}0\r\n\r\n`,
        'input_too_large',
      ),
    ).toContain('413')
    expect(await raw(port, `${head}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain('431')
    expect((await fetch(`http://127.0.0.1:${port}/touchstone/v1/health`)).status).toBe(200)
  })
})

it('refuses to start open without a key, on a port that is none, and on one that is taken', async () => {
  const refused = async (...args: string[]) => {
    const { code, out } = await cli(['serve', ...args, '--json'])
    return [code, JSON.parse(out).error.values.problem]
  }
  expect(await refused('--host', '0.0.0.0')).toEqual([3, 'problem.keyNeeded'])
  expect(await refused('--allow', 'execute')).toEqual([3, 'problem.keyNeededForWrite'])
  expect(await refused('--port', '70000')).toEqual([3, 'problem.tooBig'])
  await serving([], async (port) => {
    expect(await refused('--port', String(port))).toEqual([2, 'problem.portTaken'])
  })
})
