import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { locateEngine, requireEngine } from './locate-engine.ts'

async function emptyFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'engine-'))
}

async function writePackage(folder: string, version: string): Promise<string> {
  await mkdir(join(folder, 'llama'), { recursive: true })
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'node-llama-cpp', version, type: 'module' }),
  )
  await writeFile(join(folder, 'llama', 'binariesGithubRelease.json'), '{"release":"v0.5.0"}')
  return folder
}

it('prefers the named folder to the program’s packages, and those to the newest installed engine', async () => {
  const [data, program, named] = [await emptyFolder(), await emptyFolder(), await emptyFolder()]
  const places = { setting: undefined, data, program }
  expect(await locateEngine(places)).toBeUndefined()
  for (const [version, build] of [
    ['3.9.0', 'cuda'],
    ['3.22.1', 'cpu'],
    ['3.22.1', 'vulkan'],
  ] as const)
    await writePackage(
      join(data, 'engines', `node-llama-cpp-${version}-${build}`, 'node_modules', 'node-llama-cpp'),
      version,
    )
  // A half-made folder has another name and is never looked into.
  await writePackage(join(data, 'engines', '.node-llama-cpp-9.9.9-cpu.partial'), '9.9.9')
  expect(await locateEngine(places)).toMatchObject({
    origin: 'installed',
    version: '3.22.1',
    release: 'v0.5.0',
    folder: join(data, 'engines/node-llama-cpp-3.22.1-vulkan/node_modules/node-llama-cpp'),
  })
  await writePackage(join(program, 'node_modules', 'node-llama-cpp'), '3.21.0')
  expect(await locateEngine(places)).toMatchObject({ origin: 'project', version: '3.21.0' })
  const folder = await writePackage(join(named, 'node_modules', 'node-llama-cpp'), '3.20.0')
  for (const setting of [named, join(named, 'node_modules'), folder])
    expect(await locateEngine({ ...places, setting })).toMatchObject({ origin: 'setting', folder })
})

it('says where there is none, and refuses a named folder that has none', async () => {
  const empty = await emptyFolder()
  const places = { setting: undefined, data: empty, program: empty }
  await expect(requireEngine(places)).rejects.toMatchObject({ code: 'engine_missing' })
  await expect(locateEngine({ ...places, setting: empty })).rejects.toMatchObject({
    code: 'engine_missing',
    values: { folder: empty },
  })
})
