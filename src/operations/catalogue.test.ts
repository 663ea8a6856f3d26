import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, expect, it, vi } from 'vitest'
import { catalogue } from './catalogue.ts'
import { createContext } from './context.ts'
import { importModel } from './import.ts'
import { model } from './pure/model.ts'
import { runOperation } from './run-operation.ts'

const data = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8'))
const record = data('models/gpt-oss-20b.json')
const licences = data('licences.json').filter(({ id }: { id: string }) => id === 'apache-2.0')
const sources = Object.fromEntries(
  Object.entries<object>(data('sources.json')).filter(([id]) =>
    JSON.stringify([record, licences]).includes(`"source":"${id}"`),
  ),
)

/** A small catalogue in the form of a bundle. */
function bundle(change: object = {}): object {
  return {
    format: 'touchstone-catalogue',
    schemaVersion: 1,
    program: '0.1.0',
    version: '2099.1.1',
    date: '2026-11-24',
    records: [record],
    sources,
    licences,
    families: [],
    ...change,
  }
}

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'catalogue-home-'))
  vi.stubEnv('TOUCHSTONE_HOME', home)
})
const context = () => createContext({ locale: 'en' })
const hash = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function file(content: string | Uint8Array, name = 'bundle.json'): Promise<string> {
  await writeFile(join(home, name), content)
  return join(home, name)
}

async function take(content: object, more: object = {}) {
  const text = JSON.stringify(content)
  return runOperation(
    catalogue,
    { action: 'update', from: await file(text), sha256: hash(text), ...more },
    await context(),
  )
}

it('says which catalogue is in use, how many models it has and how old its prices are', async () => {
  const shown = await runOperation(catalogue, {}, await context())
  expect(shown).toMatchObject({ action: 'show', origin: 'shipped', importedModels: 0 })
  expect(shown.openModels).toBeGreaterThan(260)
  expect(shown.stalePrices).toBeLessThanOrEqual(shown.prices)
})

it('takes in a newer catalogue by its hash, keeps the user’s models, and goes back', async () => {
  const config = record.facts.config[0].value
  await runOperation(importModel, { architecture: config, id: 'mine' }, await context())
  expect(await take(bundle())).toMatchObject({
    action: 'updated',
    catalogueVersion: '2099.1.1',
    models: 1,
  })
  const after = await context()
  expect(after.catalogue.version).toBe('2099.1.1')
  expect(after.catalogue.entries.map(({ id }) => id)).toEqual(['gpt-oss-20b', 'mine'])
  expect((await runOperation(model, { model: 'gpt-oss-20b' }, after)).facts.licence?.value).toBe(
    'apache-2.0',
  )
  await runOperation(catalogue, { action: 'reset' }, after)
  expect((await context()).catalogue.find('qwen3-8b')?.id).toBe('qwen3-8b')
})

it('takes in a compressed one by the signature of a trusted key, and refuses another’s', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')
  const bytes = gzipSync(JSON.stringify(bundle()))
  const from = await file(bytes, 'bundle.json.gz')
  await writeFile(`${from}.sig`, sign(null, bytes, privateKey).toString('base64'))
  const run = async () => runOperation(catalogue, { action: 'update', from }, await context())
  await expect(run()).rejects.toThrow(/catalogue_untrusted.*trust.nothing/)
  vi.stubEnv('TOUCHSTONE_CATALOGUE_KEY', raw)
  expect((await run()).models).toBe(1)
  const other = generateKeyPairSync('ed25519')
  vi.stubEnv(
    'TOUCHSTONE_CATALOGUE_KEY',
    other.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  )
  await expect(run()).rejects.toThrow(/catalogue_untrusted.*trust.signature/)
  vi.stubEnv('TOUCHSTONE_CATALOGUE_KEY', 'x'.repeat(44))
  await expect(run()).rejects.toThrow(/configuration_invalid.*catalogueKey/)
})

it.each<[string, object, RegExp]>([
  [
    'a newer form, with fields unknown today',
    { schemaVersion: 3, program: '3.0.0', novelty: 1 },
    /catalogue_too_new.*3\.0\.0/,
  ],
  ['an older version', { version: '2020.1.1' }, /catalogue_too_old/],
  ['an unknown field', { novelty: 1 }, /catalogue_file_invalid.*novelty/],
  ['another format', { format: 'something' }, /catalogue_file_invalid.*format/],
  [
    'a total that does not add up',
    {
      records: [
        {
          ...record,
          facts: {
            ...record.facts,
            totalParams: [{ ...record.facts.totalParams[0], value: 30e9 }],
          },
        },
      ],
    },
    /catalogue_file_invalid.*totalParams/,
  ],
  ['a licence it does not have', { licences: [] }, /catalogue_file_invalid/],
  ['a source it does not have', { sources: {} }, /catalogue_file_invalid.*source/],
  ['a record twice', { records: [record, record] }, /catalogue_file_invalid.*more than once/],
  [
    'a licence twice',
    { licences: [...licences, ...licences] },
    /catalogue_file_invalid.*more than once/,
  ],
  ['an id that is a path', { records: [{ ...record, id: '../x' }] }, /catalogue_file_invalid.*id/],
  [
    'a family without members',
    { families: [{ id: 'f', names: { en: 'F', aliases: [] }, members: [] }] },
    /catalogue_file_invalid.*members/,
  ],
])('refuses %s and keeps the catalogue at hand', async (_, change, problem) => {
  await expect(take(bundle(change))).rejects.toThrow(problem)
  expect((await context()).catalogueOrigin).toBe('shipped')
  expect(await readdir(join(home, 'data')).catch(() => [])).not.toContain('catalogue')
})

it('takes an older one when told to, but never prefers it to a newer program’s own', async () => {
  expect((await take(bundle({ version: '2020.1.1' }), { force: true })).action).toBe('updated')
  expect((await context()).catalogueOrigin).toBe('shipped')
})

it.each<[string, string | Uint8Array]>([
  ['no JSON', '{'],
  ['nothing', ''],
  ['a gzip bomb of 300 MB', gzipSync(new Uint8Array(300 << 20))],
  ['a broken gzip', Uint8Array.from([0x1f, 0x8b, 1, 2, 3])],
])('refuses %s, even with the right hash', async (_, content) => {
  const from = await file(content)
  await expect(
    runOperation(catalogue, { action: 'update', from, sha256: hash(content) }, await context()),
  ).rejects.toThrow(/catalogue_file_invalid|invalid_file/)
})

it('refuses a bundle that names a key twice: two programs would read two catalogues', async () => {
  const text = JSON.stringify(bundle()).replace(
    '"families":[]',
    '"families":[],"date":"2026-11-25"',
  )
  const from = await file(text)
  await expect(
    runOperation(catalogue, { action: 'update', from, sha256: hash(text) }, await context()),
  ).rejects.toMatchObject({ code: 'catalogue_file_invalid', values: { field: 'date' } })
})

it('refuses a file that was changed after its hash was told', async () => {
  const text = JSON.stringify(bundle())
  const from = await file(`${text} `)
  await expect(
    runOperation(catalogue, { action: 'update', from, sha256: hash(text) }, await context()),
  ).rejects.toThrow(/catalogue_untrusted.*trust.hash/)
})

it('falls back to the program’s own when what was taken in is damaged, and says so', async () => {
  await take(bundle())
  const root = join(home, 'data', 'catalogue')
  const { folder } = JSON.parse(await readFile(join(root, 'current.json'), 'utf8'))
  await writeFile(join(root, folder, 'catalogue.json'), '{"entries": [')
  const damaged = await context()
  expect(damaged.catalogueOrigin).toBe('shipped')
  expect(damaged.notices?.map(({ code }) => code)).toEqual(['catalogue_file_invalid'])
  // Whole JSON of another content is damage too: the hashes of the parts tell.
  await writeFile(join(root, folder, 'catalogue.json'), '{}')
  expect((await context()).notices?.map(({ code }) => code)).toEqual(['catalogue_file_invalid'])
  await writeFile(join(root, 'current.json'), 'x')
  const without = await context()
  expect(without.catalogueOrigin).toBe('shipped')
  expect(without.notices?.map(({ values }) => values.file)).toEqual([join(root, 'current.json')])
})

it('keeps one whole catalogue whatever happens between two of them', async () => {
  await take(bundle())
  await take(bundle({ version: '2099.1.2' }))
  const root = join(home, 'data', 'catalogue')
  expect((await readdir(root)).filter((name) => name !== 'current.json')).toHaveLength(1)
  // A folder that was begun and never named does not count.
  await take(bundle({ version: '2099.1.3', records: [] })).catch(() => undefined)
  expect((await context()).catalogue.version).toBe('2099.1.2')
})

it('makes its index again after the program was upgraded', async () => {
  await take(bundle())
  const pointer = join(home, 'data', 'catalogue', 'current.json')
  await writeFile(
    pointer,
    (await readFile(pointer, 'utf8')).replace(/"program":"[^"]*"/, '"program":"0.0.9"'),
  )
  expect((await context()).catalogue.entries.map(({ id }) => id)).toEqual(['gpt-oss-20b'])
})
