import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { enginePackages, engineReleaseSchema } from './engine-release.ts'

const release = engineReleaseSchema.parse(
  JSON.parse(readFileSync(new URL('../../data/engines.json', import.meta.url), 'utf8')),
)

it('names the packages of each platform’s builds with their pinned version and size', () => {
  const [cpu, vulkan, cuda] = enginePackages(release, 'linux', 'x64')
  expect(cpu).toEqual({
    build: 'cpu',
    packages: ['node-llama-cpp@3.22.1', '@node-llama-cpp/linux-x64@3.22.1'],
    bytes: 80_361_293,
  })
  expect([vulkan?.build, cuda?.build, cuda?.bytes]).toEqual(['vulkan', 'cuda', 619_361_293])
  expect(enginePackages(release, 'darwin', 'arm64').map(({ build }) => build)).toEqual(['metal'])
  expect(enginePackages(release, 'sunos', 'x64')).toEqual([])
})
