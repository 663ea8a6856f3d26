import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { findNpm } from './find-npm.ts'
import { type EngineInstall, installEngine } from './install-engine.ts'

const standIn = fileURLToPath(
  new URL('../../../test/support/engine/stand-in-npm.mjs', import.meta.url),
)

async function install(behaviour: 'install' | 'fail'): Promise<EngineInstall> {
  return {
    data: await mkdtemp(join(tmpdir(), 'engines-')),
    version: '3.22.1',
    choice: {
      build: 'cpu',
      packages: ['node-llama-cpp@3.22.1', '@node-llama-cpp/x@3.22.1'],
      bytes: 1,
    },
    verify: async () => {},
    npm: { program: process.execPath, args: [standIn, behaviour] },
  }
}

it('installs the pinned packages without scripts and under one name', async () => {
  const asked = await install('install')
  const folder = await installEngine(asked)
  expect(folder).toBe(join(asked.data, 'engines', 'node-llama-cpp-3.22.1-cpu'))
  const text = await readFile(join(folder, 'node_modules/node-llama-cpp/asked.json'), 'utf8')
  expect(JSON.parse(text)).toEqual(
    expect.arrayContaining([
      'install',
      'node-llama-cpp@3.22.1',
      '@node-llama-cpp/x@3.22.1',
      '--ignore-scripts',
      '--omit=optional',
    ]),
  )
  // Once more over it: the old one steps aside and goes.
  await installEngine(asked)
  expect(await readdir(join(asked.data, 'engines'))).toEqual(['node-llama-cpp-3.22.1-cpu'])
})

it('leaves nothing where npm fails or the engine does not start, and sweeps what a killed run left', async () => {
  const failing = await install('fail')
  const left = join(failing.data, 'engines', '.node-llama-cpp-3.22.1-cpu.partial-2147483646')
  await mkdir(left, { recursive: true })
  await expect(installEngine(failing)).rejects.toMatchObject({
    code: 'engine_install_failed',
    values: { problem: 'npm error code E404 npm error 404 Not Found' },
  })
  expect(await readdir(join(failing.data, 'engines'))).toEqual([])
  const broken = { ...(await install('install')), verify: () => Promise.reject(new Error('no')) }
  await expect(installEngine(broken)).rejects.toThrow('no')
  expect(await readdir(join(broken.data, 'engines'))).toEqual([])
  const absent = { ...(await install('install')), npm: { program: '/nowhere/npm', args: [] } }
  await expect(installEngine(absent)).rejects.toMatchObject({
    values: { problem: 'problem.engine.npm' },
  })
})

it('takes an installed engine or packed files from a folder without the network', async () => {
  const first = await install('install')
  const from = await installEngine(first)
  const second = { ...(await install('fail')), from }
  expect(await readdir(join(await installEngine(second), 'node_modules'))).toEqual([
    'node-llama-cpp',
  ])
  const bundle = await mkdtemp(join(tmpdir(), 'bundle-'))
  const third = { ...(await install('install')), from: bundle }
  await expect(installEngine(third)).rejects.toMatchObject({
    values: { problem: 'problem.engine.bundle', folder: bundle },
  })
  await writeFile(join(bundle, 'node-llama-cpp-3.22.1.tgz'), '')
  const folder = await installEngine(third)
  const asked = await readFile(join(folder, 'node_modules/node-llama-cpp/asked.json'), 'utf8')
  expect(asked).toContain(join(bundle, 'node-llama-cpp-3.22.1.tgz'))
  expect(asked).toContain('--offline')
})

it('starts npm through Node where its file is known', () => {
  expect(findNpm({ npm_execpath: standIn }, '/nowhere/bin/node')).toEqual({
    program: 'npm',
    args: [],
  })
  expect(findNpm({}, process.execPath).args.length).toBeLessThanOrEqual(1)
})
