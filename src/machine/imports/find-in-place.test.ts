import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { ggufBytes } from '../../../test/support/gguf-bytes.ts'
import type { FoundModel } from '../../facts/imported/found-model.ts'
import { findInPlace } from './find-in-place.ts'
import { destinationOf } from './places.ts'
import type { WebSettings } from './web-settings.ts'

const config = JSON.stringify({ model_type: 'qwen3', hidden_size: 64 })
const gguf = ggufBytes(
  [['general.architecture', 'llama']],
  [{ name: 'token_embd.weight', shape: [32, 4] }],
)

function safetensors(names: readonly string[]): Uint8Array {
  const header = Object.fromEntries(
    names.map((name, index) => [
      name,
      { dtype: 'BF16', shape: [4, 8], data_offsets: [index * 64, index * 64 + 64] },
    ]),
  )
  const text = new TextEncoder().encode(JSON.stringify(header))
  const bytes = new Uint8Array(8 + text.byteLength + names.length * 64)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.byteLength), true)
  bytes.set(text, 8)
  return bytes
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections()
})

type Handler = (request: IncomingMessage, response: ServerResponse) => void

async function serve(handler: Handler): Promise<string> {
  const server = createServer(handler)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Sends a file by ranges, as hubs and their content networks do. */
function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): void {
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  if (range === null) {
    response.writeHead(200, { 'content-length': bytes.byteLength }).end(bytes)
    return
  }
  const part = bytes.subarray(Number(range[1]), Number(range[2]) + 1)
  response.writeHead(206, {
    'content-range': `bytes ${range[1]}-${Number(range[1]) + part.byteLength - 1}/${bytes.byteLength}`,
  })
  response.end(part)
}

const commit = '0123456789abcdef0123456789abcdef01234567'

/** A hub with one repository, in the form of the Hub's interface. Notes every request. */
async function hub(files: Readonly<Record<string, Uint8Array | string>>, extra: object = {}) {
  const requests: { url: string; authorization: string | undefined }[] = []
  const address = await serve((request, response) => {
    const url = decodeURIComponent(request.url ?? '')
    requests.push({ url, authorization: request.headers.authorization })
    const file = /^\/maker\/model\/resolve\/([^/]+)\/(.+)$/.exec(url)
    if (url.startsWith('/api/models/maker/model/revision/')) {
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          _id: '1',
          id: 'maker/model',
          private: false,
          gated: false,
          downloads: 1,
          likes: 1,
          lastModified: '2026-01-02T00:00:00.000Z',
          sha: commit,
          siblings: Object.keys(files).map((rfilename) => ({ rfilename })),
          ...extra,
        }),
      )
    } else if (file?.[1] === commit && files[file[2] ?? ''] !== undefined) {
      const content = files[file[2] ?? ''] ?? ''
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
      sendRange(request, response, bytes)
    } else response.writeHead(404).end()
  })
  return { address, requests }
}

async function find(from: string, web: Partial<WebSettings> = {}): Promise<FoundModel> {
  const settings = { endpoint: 'http://127.0.0.1:9', token: undefined, ...web }
  const { place, only } = await destinationOf(from, settings)
  return findInPlace(place, only)
}

async function folder(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'import-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content)
  return path
}

it('reads a folder with a config, an index and its files', async () => {
  const path = await folder({
    'config.json': config,
    'model.safetensors.index.json': JSON.stringify({
      weight_map: { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors' },
    }),
    'model-00001-of-00002.safetensors': safetensors(['a']),
    'model-00002-of-00002.safetensors': safetensors(['b']),
  })
  const found = await find(path)
  expect(found).toMatchObject({ kind: 'folder', from: path, config: { model_type: 'qwen3' } })
  expect(found.safetensors?.map(({ name }) => name)).toEqual(['a', 'b'])
})

it('stands by the config alone where the weights of an index were not downloaded', async () => {
  const path = await folder({
    'config.json': config,
    'model.safetensors.index.json': JSON.stringify({ weight_map: { a: 'model-1.safetensors' } }),
  })
  const found = await find(path)
  expect([found.config?.hidden_size, found.safetensors]).toEqual([64, undefined])
})

it('reads a config of any name, and no weights that lie beside it', async () => {
  const path = await folder({ 'other.json': config, 'model.safetensors': safetensors(['a']) })
  const found = await find(join(path, 'other.json'))
  expect([found.kind, found.name, found.safetensors]).toEqual(['config', 'other.json', undefined])
})

it('reads one GGUF file, a split one from any part, and a file without an ending by its first bytes', async () => {
  const part = (number: number) =>
    ggufBytes(
      [
        ['general.architecture', 'llama'],
        ['split.no', number],
        ['split.count', 2],
      ],
      [{ name: `t${number}`, shape: [32] }],
    )
  const path = await folder({
    'a-00001-of-00002.gguf': part(0),
    'a-00002-of-00002.gguf': part(1),
    blob: gguf,
  })
  for (const file of ['a-00001-of-00002.gguf', 'a-00002-of-00002.gguf'])
    expect((await find(join(path, file))).gguf?.tensors.map(({ name }) => name)).toEqual([
      't0',
      't1',
    ])
  expect((await find(join(path, 'blob'))).gguf?.tensors).toHaveLength(1)
  await writeFile(join(path, 'b-00001-of-00002.gguf'), part(0))
  await expect(find(join(path, 'b-00001-of-00002.gguf'))).rejects.toThrow(/splitMissing/)
})

it('asks which of several GGUF models is meant, and leaves projectors out', async () => {
  const path = await folder({ 'a.gguf': gguf, 'b.gguf': gguf, 'mmproj-a.gguf': gguf })
  await expect(find(path)).rejects.toThrow(/severalFiles.*a.gguf.*b.gguf/)
  const one = await folder({ 'a.gguf': gguf, 'mmproj-a.gguf': gguf })
  expect((await find(one)).gguf?.file).toBe('a.gguf')
})

it.each([
  ['pytorch_model.bin', 'x', /pickle/],
  ['model.pt', 'x', /pickle/],
  ['model.gguf', Uint8Array.from([0x80, 2, 0x7d]), /invalid_file/],
  ['model.safetensors', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), /pickle|noConfig/],
  ['notes.txt', 'hello', /unknownKind/],
  ['config.json', '[1, 2]', /noConfig/],
  ['config.json', '{"a":', /noConfig/],
  ['config.json', `{"a":"${'x'.repeat(5 << 20)}"}`, /tooLarge/],
])('refuses %s with %j', async (name, content, problem) => {
  const path = await folder({ [name]: content })
  await expect(find(join(path, name))).rejects.toThrow(problem)
})

it('says that a folder without a model has none, and that a path leads nowhere', async () => {
  await expect(find(await folder({ 'README.md': 'x' }))).rejects.toThrow(/noConfig/)
  await expect(find('/no/such/folder/config.json')).rejects.toThrow(/noFile/)
  await expect(find('nothing')).rejects.toThrow(/unknownKind/)
})

it('does not hang on a device or a pipe', async () => {
  await expect(find('/dev/zero')).rejects.toThrow(/noFile|unknownKind/)
})

it('opens only files that the folder lists: an index cannot lead out of it', async () => {
  const path = await folder({ 'config.json': config, 'secret.safetensors': safetensors(['s']) })
  const inner = join(path, 'inner')
  await mkdir(inner)
  await writeFile(join(inner, 'config.json'), config)
  await writeFile(
    join(inner, 'model.safetensors.index.json'),
    JSON.stringify({ weight_map: { a: '../secret.safetensors' } }),
  )
  await expect(find(inner)).rejects.toThrow(/invalid_file/)
})

it('follows links within the local disk, as caches of hubs are made of them', async () => {
  const path = await folder({ target: config })
  await symlink(join(path, 'target'), join(path, 'config.json'))
  expect((await find(path)).config?.hidden_size).toBe(64)
})

it('reads a Hub id at the commit that its revision stands for, weights by ranges', async () => {
  const { address, requests } = await hub(
    { 'config.json': config, 'model.safetensors': safetensors(['a', 'b']) },
    {
      cardData: {
        license: 'other',
        license_name: 'Maker-1.0',
        language: ['en', 'zh', 'code'],
        base_model: 'x/y',
      },
      safetensors: { parameters: { BF16: 64 }, total: 64 },
      createdAt: '2026-01-01T10:00:00.000Z',
    },
  )
  const found = await find('maker/model@v1', { endpoint: address })
  expect(found).toMatchObject({
    kind: 'hub',
    repository: 'maker/model',
    revision: commit,
    statedTotalParams: 64,
    card: {
      licence: 'maker-1.0',
      languages: ['en', 'zh'],
      baseModel: 'x/y',
      gated: false,
      releaseDate: '2026-01-01',
    },
  })
  expect(found.safetensors?.map(({ values }) => values)).toEqual([32, 32])
  expect(requests[0]?.url).toContain('/revision/v1?')
  expect(requests.slice(1).every(({ url }) => url.includes(`/resolve/${commit}/`))).toBe(true)
})

it('sends the token to its own hub alone, never to where a redirect leads', async () => {
  const seen: (string | undefined)[] = []
  const elsewhere = await serve((request, response) => {
    seen.push(request.headers.authorization)
    sendRange(request, response, new TextEncoder().encode(config))
  })
  const own: (string | undefined)[] = []
  const address = await serve((request, response) => {
    own.push(request.headers.authorization)
    if (request.url?.startsWith('/api/') === true)
      response.end(
        JSON.stringify({
          _id: '1',
          id: 'maker/model',
          lastModified: '2026-01-01',
          sha: commit,
          siblings: [{ rfilename: 'config.json' }],
        }),
      )
    else response.writeHead(302, { location: `${elsewhere}/config.json` }).end()
  })
  await find('maker/model', { endpoint: address, token: 'hf_secret' })
  expect(own).toContain('Bearer hf_secret')
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.every((authorization) => authorization === undefined)).toBe(true)
  // A mirror given by address is another host than the configured hub.
  seen.length = 0
  await find(`${elsewhere}/some/config.json`, { endpoint: address, token: 'hf_secret' })
  expect(seen.every((authorization) => authorization === undefined)).toBe(true)
})

it('reads a page address of a hub, an address of one file, and ModelScope’s form', async () => {
  const { address } = await hub({ 'config.json': config, 'a.gguf': gguf })
  expect((await find(`${address}/maker/model`)).config?.hidden_size).toBe(64)
  expect((await find(`${address}/maker/model/blob/main/a.gguf`)).gguf?.tensors).toHaveLength(1)
  const scope = await serve((request, response) => {
    if (request.url === '/models/maker/model/resolve/master/config.json')
      sendRange(request, response, new TextEncoder().encode(config))
    else response.writeHead(404).end()
  })
  const found = await find(`${scope}/models/maker/model`)
  expect([found.kind, found.name, found.config?.hidden_size]).toEqual([
    'address',
    'maker/model',
    64,
  ])
})

it.each<[string, Handler, RegExp]>([
  ['no such model', (_, response) => response.writeHead(404).end('{}'), /noModel/],
  ['a gated model', (_, response) => response.writeHead(401).end('{}'), /gated/],
  ['another kind of answer', (_, response) => response.end('<html>'), /form/],
  ['a fault of the server', (_, response) => response.writeHead(500).end('{}'), /status/],
  [
    'redirects without end',
    (request, response) => response.writeHead(302, { location: `${request.url}x` }).end(),
    /redirects/,
  ],
  [
    'a redirect to a file',
    (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    /address/,
  ],
  ['an answer of 20 MB', (_, response) => response.end(`"${'x'.repeat(20 << 20)}"`), /form/],
])('says what is wrong with a hub that answers with %s', async (_, handler, problem) => {
  await expect(find('maker/model', { endpoint: await serve(handler) })).rejects.toThrow(problem)
})

it('refuses a server that sends whole files where parts are asked for', async () => {
  const large = new Uint8Array(3 << 20)
  large.set(gguf)
  const address = await serve((_, response) => response.end(large))
  await expect(find(`${address}/x/y/z/a.gguf`)).resolves.toMatchObject({ kind: 'address' })
  await expect(find('http://user:pass@127.0.0.1:9/a/b')).rejects.toThrow(/credentials/)
})

it('never asks the Hub for a link that leads nowhere or in circles', async () => {
  const path = await folder({})
  await symlink(join(path, 'gone'), join(path, 'model'))
  await symlink(join(path, 'circle'), join(path, 'circle'))
  const here = process.cwd()
  const { address, requests } = await hub({ 'config.json': config })
  process.chdir(path)
  try {
    await mkdir('maker')
    await symlink('gone', 'maker/model')
    for (const from of ['model', 'circle', 'maker/model'])
      await expect(find(from, { endpoint: address }), from).rejects.toMatchObject({
        code: 'invalid_file',
        values: { problem: 'problem.file.brokenLink' },
      })
  } finally {
    process.chdir(here)
  }
  expect(requests).toEqual([])
})
