import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createApp } from '../../src/interfaces/http/app.ts'
import type { HttpSettings } from '../../src/interfaces/http/http-settings.ts'
import { standIn } from './stand-in.ts'

const root = '/touchstone/v1'
const local: HttpSettings = {
  host: '127.0.0.1',
  apiKey: undefined,
  allowedHosts: [],
  effects: ['read'],
  pageFolder: undefined,
  log: () => {},
}
const key = 'a-key-of-24-characters-xx'

async function ask(
  path: string,
  init: RequestInit & { headers?: Record<string, string> } = {},
  settings: Partial<HttpSettings> = {},
) {
  const app = await createApp(standIn, { ...local, ...settings })
  const response = await app.request(path, {
    ...init,
    headers: { host: '127.0.0.1:4311', ...init.headers },
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? JSON.parse(text) : text,
  }
}
const post = (
  name: string,
  body: BodyInit,
  headers: Record<string, string> = {},
  settings: Partial<HttpSettings> = {},
) =>
  ask(
    `${root}/${name}`,
    {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      duplex: 'half',
    } as RequestInit & { headers: Record<string, string> },
    settings,
  )

it('answers an operation by POST, and by GET where it needs no input', async () => {
  expect((await post('recommend', '{"task":"code"}')).body).toEqual({ chosen: 'code' })
  expect((await ask(`${root}/recommend`)).body).toEqual({ chosen: 'general' })
  expect((await ask(`${root}/recommend?tsak=code`)).body.error).toMatchObject({
    code: 'unknown_field',
    values: { nearest: ['task'] },
  })
  const refused = await ask(`${root}/echo`)
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await ask(`${root}/recommend`, { method: 'DELETE' })).headers.get('allow')).toBe(
    'GET, POST',
  )
})

it('answers only to its own names: bind address x Host', async () => {
  const hosts = [
    '127.0.0.1:4311',
    'localhost',
    '[::1]:4311',
    '192.168.1.9:4311',
    '8.8.8.8',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:4311@127.0.0.1',
    'models.lan',
    '',
  ]
  const statuses = async (settings: Partial<HttpSettings>) =>
    Object.fromEntries(
      await Promise.all(
        hosts.map(
          async (host) =>
            [
              host,
              (
                await ask(
                  `${root}/health`,
                  { headers: { host, authorization: `Bearer ${key}` } },
                  settings,
                )
              ).status,
            ] as const,
        ),
      ),
    )
  const always = {
    '127.0.0.1:4311': 200,
    localhost: 200,
    '[::1]:4311': 200,
    '8.8.8.8': 403,
    'evil.example': 403,
    'localhost.evil.example': 403,
    '127.0.0.1.evil.example': 403,
    'evil.example:4311@127.0.0.1': 403,
    '': 403,
  }
  expect(await statuses({})).toEqual({ ...always, '192.168.1.9:4311': 403, 'models.lan': 403 })
  expect(await statuses({ host: '0.0.0.0', apiKey: key })).toEqual({
    ...always,
    '192.168.1.9:4311': 200,
    'models.lan': 403,
  })
  expect(
    await statuses({ host: '192.168.1.9', apiKey: key, allowedHosts: ['models.lan'] }),
  ).toEqual({ ...always, '192.168.1.9:4311': 200, 'models.lan': 200 })
})

it('refuses other origins, sandboxed ones and cross-site fetches, and never sends a CORS header', async () => {
  const status = async (headers: Record<string, string>) =>
    (await ask(`${root}/health`, { headers })).status
  expect(await status({ origin: 'http://127.0.0.1:4311' })).toBe(200)
  for (const origin of [
    'http://evil.example',
    'null',
    'http://127.0.0.1:9999',
    'http://127.0.0.1:4311.evil.example',
  ])
    expect(await status({ origin })).toBe(403)
  for (const site of ['cross-site', 'same-site'])
    expect(await status({ 'sec-fetch-site': site })).toBe(403)
  expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200)
  const preflight = await ask(`${root}/recommend`, {
    method: 'OPTIONS',
    headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
  })
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
    403,
    null,
  ])
})

it('takes only JSON that says so: 415 for the types a form can send, 400 for what is no JSON', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
    'application/json; charset=latin1',
    '',
  ])
    expect((await post('recommend', '{}', { 'content-type': type })).status).toBe(415)
  expect(
    (await post('recommend', '{}', { 'content-type': 'application/json; charset=UTF-8' })).status,
  ).toBe(200)
  expect((await post('recommend', '{}', { 'content-encoding': 'gzip' })).status).toBe(415)
  expect((await post('recommend', '{')).body.error.code).toBe('invalid_json')
  expect((await post('recommend', '')).body.error.code).toBe('invalid_json')
  expect((await post('recommend', Uint8Array.of(0x22, 0xff, 0x22))).body.error.values.problem).toBe(
    'problem.utf8',
  )
  expect(
    (await post('echo', '{"word":"x","needs":{"contextLength":-1}}')).body.error,
  ).toMatchObject({ code: 'invalid_input', values: { field: 'needs.contextLength' } })
})

it('stops reading a chunked body without a length at 10 MB', async () => {
  let sent = 0
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1
      controller.enqueue(new TextEncoder().encode('x'.repeat(1_000_000)))
    },
  })
  const { status, body } = await post('recommend', endless)
  expect([status, body.error.code]).toEqual([413, 'input_too_large'])
  expect(sent).toBeLessThan(15)
  expect((await post('recommend', '{}', { 'content-length': '1073741824' })).status).toBe(413)
})

it('asks for the key on every route there is, page and unknown ones too, in either header and nowhere else', async () => {
  const pageFolder = mkdtempSync(join(tmpdir(), 'touchstone-'))
  writeFileSync(join(pageFolder, 'index.html'), '<p>')
  const settings = { apiKey: key, pageFolder }
  const app = await createApp(standIn, { ...local, ...settings })
  const paths = [
    ...new Set(app.routes.map(({ path }) => path)),
    '/nowhere',
    `${root}/nowhere`,
  ].filter((path) => path !== '/*')
  expect(paths.length).toBeGreaterThan(6)
  for (const path of paths)
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
      for (const headers of [
        {},
        { authorization: key },
        { authorization: `Basic ${key}` },
        { authorization: 'Bearer wrong' },
        { cookie: `key=${key}` },
        { authorization: `Bearer ${key}`, 'x-api-key': 'other' },
      ] as Record<string, string>[])
        expect([
          path,
          method,
          headers,
          (await ask(`${path}?key=${key}`, { method, headers }, settings)).status,
        ]).toEqual([path, method, headers, 401])
  expect(
    (await ask(`${root}/health`, { headers: { authorization: `bearer ${key}` } }, settings)).status,
  ).toBe(200)
  expect((await ask(`${root}/health`, { headers: { 'x-api-key': key } }, settings)).status).toBe(
    200,
  )
})

it('does not start open to others, or with more than reading, without a key of 16 characters', async () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.2', 'my-host'])
    for (const apiKey of [undefined, '', 'short'])
      await expect(createApp(standIn, { ...local, host, apiKey })).rejects.toThrow(
        'problem.keyNeeded',
      )
  await expect(createApp(standIn, { ...local, effects: ['read', 'write'] })).rejects.toThrow(
    'problem.keyNeededForWrite',
  )
})

it('has operations that write only when asked for, and then for the key', async () => {
  expect((await post('write', '{}')).body.error.code).toBe('unknown_operation')
  const settings: Partial<HttpSettings> = { effects: ['read', 'write'], apiKey: key }
  expect((await post('write', '{}', { authorization: `Bearer ${key}` }, settings)).body).toEqual({
    done: true,
  })
  expect((await post('write', '{}', {}, settings)).status).toBe(401)
})

it('says errors in the language of Accept-Language', async () => {
  const words = async (language: string) =>
    (await post('echo', '{"word":5}', { 'accept-language': language })).body.error.message
  expect(await words('de, zh-Hant-TW;q=0.9, en;q=0.8')).toBe('word：應為文字，收到的是 5。')
  expect(await words('zh-CN,zh;q=0.9')).toBe('word：应为文本，收到的是 5。')
  expect(await words('fr;q=1, zh;q=0.1, en;q=0.2')).toBe('word: expected text, got 5.')
  expect(await words('*')).toBe('word: expected text, got 5.')
})

it('tells a fault to the log and not to the caller', async () => {
  const logged: string[] = []
  const { status, body } = await post('fault', '{}', {}, { log: (text) => logged.push(text) })
  expect([status, body.error.code]).toEqual([500, 'internal'])
  expect(JSON.stringify(body)).not.toContain('secret')
  expect(logged.join()).toContain('/secret/path')
})

it('answers unknown addresses with 404 as JSON, with the guards of every other and the nearest operation', async () => {
  expect((await post('recomend', '{}')).body.error).toMatchObject({
    code: 'unknown_operation',
    values: { nearest: ['recommend'] },
  })
  for (const path of [
    '/',
    '/nowhere',
    '/touchstone/v2/recommend',
    `${root}/`,
    `${root}/a/b`,
    '//touchstone/v1/health',
    `${root}/%2e%2e/health`,
  ]) {
    const { status, headers, body } = await ask(path)
    expect([path, status, body.error !== undefined, headers.get('x-content-type-options')]).toEqual(
      [path, 404, true, 'nosniff'],
    )
  }
  expect(
    (await ask('/%74ouchstone/v1/health', { headers: { origin: 'http://evil.example' } })).status,
  ).toBe(403)
})

it('serves the files of the page and nothing beside them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-'))
  mkdirSync(join(folder, 'web', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.json'), '{}')
  writeFileSync(join(folder, 'web', 'index.html'), '<p>page')
  writeFileSync(join(folder, 'web', 'assets', 'a.js'), '1')
  const settings = { pageFolder: join(folder, 'web') }
  const page = await ask('/', {}, settings)
  expect([page.body, page.headers.get('content-type')]).toEqual([
    '<p>page',
    'text/html; charset=utf-8',
  ])
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect((await ask('/assets/a.js', {}, settings)).headers.get('content-type')).toBe(
    'text/javascript; charset=utf-8',
  )
  for (const path of [
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/../../secret.json',
    '/assets',
  ])
    expect((await ask(path, {}, settings)).status).toBe(404)
  const opened = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }
  expect((await ask('/', { headers: opened }, settings)).status).toBe(200)
  expect((await ask(`${root}/health`, { headers: opened }, settings)).status).toBe(403)
})

it('describes every operation it has in an OpenAPI 3.1 document whose references all resolve', async () => {
  const { body } = await ask(`${root}/openapi.json`, { headers: { 'accept-language': 'zh-TW' } })
  expect(body.openapi).toBe('3.1.0')
  expect(Object.keys(body.paths)).toEqual(
    ['recommend', 'echo', 'fault'].map((name) => `${root}/${name}`),
  )
  const references = [
    ...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g),
  ].map(([, name]) => name)
  expect(references.length).toBeGreaterThan(8)
  for (const name of references) expect(Object.keys(body.components.schemas)).toContain(name)
  expect(body.paths[`${root}/recommend`].post.summary).toMatch(/模型/)
  expect(
    (
      await ask(
        `${root}/openapi.json`,
        { headers: { authorization: `Bearer ${key}` } },
        { apiKey: key },
      )
    ).body.security,
  ).toEqual([{ key: [] }])
})
