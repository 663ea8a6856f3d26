import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { convertedHeaders } from '../../test/support/converted-headers.ts'
import { ggufBytes } from '../../test/support/gguf-bytes.ts'
import type { Locale } from '../base/locale.ts'
import { createContext } from './context.ts'
import { importModel } from './import.ts'
import { model } from './pure/model.ts'
import { recommend } from './pure/recommend.ts'
import { size } from './pure/size.ts'
import { runOperation } from './run-operation.ts'

const config = {
  model_type: 'qwen3',
  hidden_size: 1536,
  num_hidden_layers: 20,
  num_attention_heads: 12,
  num_key_value_heads: 4,
  head_dim: 128,
  intermediate_size: 4096,
  vocab_size: 100_000,
  max_position_embeddings: 65_536,
  tie_word_embeddings: true,
}
let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'import-home-'))
  vi.stubEnv('TOUCHSTONE_HOME', home)
})
const context = () => createContext({ locale: 'en' })

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(home, name), content)
  return join(home, name)
}

function headerOf(id: string): Uint8Array {
  const header = convertedHeaders().find(({ model }) => model === id)
  if (header === undefined) throw new Error(id)
  return ggufBytes(
    new Map<string, unknown>([
      ['general.architecture', header.architecture],
      ['general.name', 'Somebody’s model'],
      ['general.license', 'apache-2.0'],
      ['general.languages', ['en', 'zh', 'multilingual']],
      ...header.metadata,
    ]),
    header.tensors,
  )
}

it('imports a config.json; the record outlives the program and sizes like any other', async () => {
  const first = await context()
  const result = await runOperation(
    importModel,
    { from: await file('config.json', JSON.stringify(config)), id: 'my-qwen' },
    first,
  )
  expect(result).toMatchObject({
    action: 'imported',
    model: { id: 'my-qwen', totalParams: 656_984_576, contextLength: 65_536 },
    checks: [{ check: 'none', outcome: 'unproven' }],
    imported: ['my-qwen'],
  })
  const later = await context()
  for (const here of [first, later]) {
    const sized = await runOperation(
      size,
      { model: 'my-qwen', quantization: 'Q8_0', contextLength: 4096 },
      here,
    )
    expect(sized.kvCache.bytes).toBe(20 * 2 * 4 * 128 * 2 * 4096)
  }
  expect((await runOperation(model, { model: 'my-qwen' }, later)).facts.config?.source).toBe(
    'import',
  )
})

it('is recommended once its release date is told, and until then the refusal says what would help', async () => {
  const here = await context()
  const ask = async (locale: Locale = 'en') => {
    const answer = await runOperation(
      recommend,
      { requirements: { only: ['mine'], contextPerUser: 2048 }, devices: 'rtx-3090,ram=32gb' },
      here,
    )
    return { answer, words: JSON.stringify(recommend.present(answer, { locale })) }
  }
  await runOperation(importModel, { architecture: config, id: 'mine' }, here)
  const unknown = await ask()
  expect(unknown.answer.shortlist).toEqual([])
  expect(unknown.words).toMatch(/mine.*nothing is known of its quality.*--released/)
  expect((await ask('zh-TW')).words).toContain('請重新匯入並加上 --released')
  await runOperation(
    importModel,
    { architecture: config, id: 'mine', released: '2025-04-29' },
    here,
  )
  const { answer } = await ask()
  expect(answer.shortlist).toMatchObject([{ model: 'mine', quality: { basis: 'predicted' } }])
  await expect(
    runOperation(importModel, { architecture: config, id: 'mine', released: '2999-01-01' }, here),
  ).rejects.toThrow(/invalid_input.*released/)
})

it('imports a GGUF header, proved tensor by tensor, with what its metadata says', async () => {
  const here = await context()
  const result = await runOperation(
    importModel,
    { from: await file('Some_Model-Q4_K_M.gguf', headerOf('llama-3.1-8b')) },
    here,
  )
  expect(result.checks).toEqual([
    { check: 'tensors', outcome: 'exact', published: 292, derived: 292 },
    { check: 'total', outcome: 'within', published: 8_030_261_312, derived: 8_030_261_248 },
  ])
  expect(here.catalogue.resolve('some-model-q4-k-m')).toMatchObject({
    imported: true,
    totalParams: 8_030_261_248,
    licence: 'apache-2.0',
    languages: ['en', 'zh'],
  })
})

it('refuses weights that do not belong to the config', async () => {
  await file('config.json', JSON.stringify(config))
  const gguf = await file('other.gguf', headerOf('llama-3.1-8b'))
  await expect(
    runOperation(importModel, { from: gguf, config: join(home, 'config.json') }, await context()),
  ).rejects.toThrow(/import_incomplete.*problem.import.total/)
})

it('refuses an architecture it does not know, with what would help, and guesses nothing', async () => {
  const gguf = ggufBytes([['general.architecture', 'newarch']], [{ name: 'a', shape: [32] }])
  const here = await context()
  await expect(
    runOperation(importModel, { from: await file('new.gguf', gguf) }, here),
  ).rejects.toMatchObject({
    code: 'unsupported_architecture',
    values: { modelType: 'newarch', problem: 'problem.file.giveConfig' },
  })
  await expect(
    runOperation(importModel, { architecture: { ...config, model_type: 'new_type' } }, here),
  ).rejects.toMatchObject({ code: 'unsupported_architecture', values: { modelType: 'new_type' } })
  await expect(
    runOperation(importModel, { architecture: { ...config, num_key_value_heads: 5 } }, here),
  ).rejects.toMatchObject({
    code: 'invalid_architecture',
    values: { field: 'num_key_value_heads' },
  })
  expect(here.importedModels?.ids()).toEqual([])
})

it('never hides a model of the catalogue, replaces its own, and writes nothing on a dry run', async () => {
  const here = await context()
  const run = (input: object) => runOperation(importModel, { architecture: config, ...input }, here)
  for (const id of ['llama', 'qwen3', 'qwen-3-8b'])
    await expect(run({ id })).rejects.toMatchObject({ code: 'model_exists' })
  await expect(run({ id: 'qwen3-8b' })).rejects.toMatchObject({
    code: 'model_exists',
    values: { suggestion: 'qwen3-8b-imported' },
  })
  expect((await run({ id: 'mine', dryRun: true })).action).toBe('checked')
  expect(here.catalogue.find('mine')).toBeUndefined()
  expect((await run({ id: 'mine' })).action).toBe('imported')
  expect((await run({ id: 'mine' })).action).toBe('replaced')
  expect((await runOperation(importModel, { remove: 'mine' }, here)).imported).toEqual([])
  expect(here.catalogue.find('mine')).toBeUndefined()
  await expect(runOperation(importModel, { remove: 'mine' }, here)).rejects.toThrow(/unknown_model/)
})

it.each(['../x', 'a/b', 'A', '', '.hidden', 'x'.repeat(200), 'con\u0000'])(
  'refuses the id %j before it becomes a file name',
  async (id) => {
    await expect(
      runOperation(importModel, { architecture: config, id }, await context()),
    ).rejects.toThrow(/invalid_input/)
  },
)

it('tells of a damaged record and goes on without it; brings an older form to today’s', async () => {
  await runOperation(importModel, { architecture: config, id: 'mine' }, await context())
  const folder = join(home, 'data', 'models')
  const { record } = JSON.parse(await readFile(join(folder, 'mine.json'), 'utf8'))
  await writeFile(join(folder, 'old.json'), JSON.stringify({ ...record, id: 'old' }))
  await writeFile(join(folder, 'broken.json'), '{"formatVersion": 1')
  await writeFile(join(folder, 'newer.json'), '{"formatVersion": 99, "record": {}}')
  await mkdir(join(folder, 'folder.json'))
  const here = await context()
  expect(here.catalogue.find('old')?.totalParams).toBe(656_984_576)
  expect(here.importedModels?.ids()).toEqual(['mine', 'old'])
  expect(here.notices?.map(({ values }) => values.file)).toEqual(
    ['broken.json', 'folder.json', 'newer.json'].map((name) => join(folder, name)),
  )
})

it('keeps a user’s model beside one of the same id that a later catalogue brings', async () => {
  await runOperation(importModel, { architecture: config, id: 'mine' }, await context())
  const folder = join(home, 'data', 'models')
  const text = await readFile(join(folder, 'mine.json'), 'utf8')
  await writeFile(join(folder, 'qwen3-8b.json'), text.replaceAll('"mine"', '"qwen3-8b"'))
  const { catalogue } = await context()
  expect(catalogue.resolve('qwen3-8b').imported).toBeUndefined()
  expect(catalogue.resolve('qwen3-8b-imported').imported).toBe(true)
})
