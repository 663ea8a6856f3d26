import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { guardedFetch } from './guarded-fetch.ts'
import { hubPlace } from './hub-place.ts'
import { configuredFetch } from './network.ts'
import { webSource } from './web-source.ts'

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(answer: (response: ServerResponse) => void): Promise<URL> {
  const server = createServer((_, response) => answer(response))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/maker/file`)
}

/** The runtime's `fetch`, and undici's, which a proxy or a company's certificates bring in. */
const ways = {
  'built-in': async () => fetch,
  undici: async () => {
    vi.stubEnv('TOUCHSTONE_PROXY', 'http://127.0.0.1:9')
    vi.stubEnv('NO_PROXY', '127.0.0.1')
    return configuredFetch()
  },
}

for (const [name, way] of Object.entries(ways)) {
  const read = async (url: URL, timeoutMilliseconds = 20_000) => {
    const source = await webSource(url, guardedFetch({ fetch: await way(), timeoutMilliseconds }))
    return source?.read(0, length)
  }
  const length = 20_000
  const begun = (response: ServerResponse) => {
    response.writeHead(206, {
      'content-range': `bytes 0-${length - 1}/${length}`,
      'content-length': length,
    })
    response.write('x'.repeat(10))
  }

  it(`${name}: a connection that breaks off in the middle is the server's fault, with what to do`, async () => {
    const url = await serve((response) => {
      begun(response)
      setTimeout(() => response.destroy(), 20)
    })
    await expect(read(url)).rejects.toMatchObject({
      code: 'unreachable',
      values: { address: url.href, problem: 'problem.web.brokenOff' },
    })
  })

  it(`${name}: an answer that stops is told as such`, async () => {
    await expect(read(await serve(begun), 1_000)).rejects.toMatchObject({
      code: 'unreachable',
      values: { problem: 'problem.web.stalled' },
    })
  })

  it(`${name}: an answer that drips is too slow, and a steady one may take longer than the wait for a part`, async () => {
    const drip = (bytes: number) => (response: ServerResponse) => {
      begun(response)
      const timer = setInterval(() => response.write('x'.repeat(bytes)), 20)
      response.on('close', () => clearInterval(timer))
    }
    await expect(read(await serve(drip(1)), 1_000)).rejects.toMatchObject({
      code: 'unreachable',
      values: { problem: 'problem.web.slow' },
    })
    expect((await read(await serve(drip(250)), 1_000))?.byteLength).toBe(length)
  })
}

it('an answer that ends early without a word is not taken for the whole', async () => {
  const url = await serve((response) => {
    response.writeHead(206, { 'content-range': 'bytes 0-999/1000' })
    response.end('x'.repeat(10))
  })
  const source = await webSource(url, guardedFetch({}))
  await expect(source?.read(0, 1000)).rejects.toMatchObject({
    code: 'unreachable',
    values: { problem: 'problem.web.brokenOff' },
  })
})

it('a hub whose answer breaks off is unreachable, not of another form', async () => {
  const url = await serve((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
    response.write('{"sha": "')
    setTimeout(() => response.destroy(), 20)
  })
  await expect(
    hubPlace('maker/model', undefined, { endpoint: url.origin, token: undefined }),
  ).rejects.toMatchObject({ code: 'unreachable', values: { problem: 'problem.web.brokenOff' } })
})

it.each(['file:///etc/passwd', 'ftp://host/x', 'http://'])(
  'a redirect to %s is refused with the address that sent there',
  async (location) => {
    const url = await serve((response) => response.writeHead(302, { location }).end())
    await expect(guardedFetch({})(url)).rejects.toMatchObject({
      code: 'unreachable',
      values: { address: url.href, problem: 'problem.web.redirectElsewhere', detail: location },
    })
  },
)
