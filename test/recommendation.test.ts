import { describe, expect, it } from 'vitest'
import { createContext } from '../src/operations/context.ts'
import { recommend } from '../src/operations/pure/recommend.ts'
import { size } from '../src/operations/pure/size.ts'
import type { Requirements } from '../src/selection/requirements.ts'

const context = await createContext({ locale: 'en' })
const ask = async (devices: string, requirements: Requirements = {}, limit = 5) =>
  recommend.run({ devices, requirements, limit }, context)
const ids = (answer: Awaited<ReturnType<typeof ask>>) => answer.shortlist.map(({ model }) => model)
const paramsOf = (id: string) => context.catalogue.resolve(id).totalParams ?? 0

describe('the memory that is there is used', () => {
  it('gives four H100 another list than a 24 GB card, led by a model above 100B', async () => {
    const [large, small] = [await ask('4x h100-80gb'), await ask('rtx-4090')]
    expect(ids(large)).not.toEqual(ids(small))
    expect(paramsOf(ids(large)[0] ?? '')).toBeGreaterThan(100e9)
  })

  it('never fills a device beyond what may be used of it, on eight kinds of machine', async () => {
    for (const machine of [
      'cpu,ram=8gb',
      'rtx-3060-12gb,ram=32gb',
      'rtx-4090,ram=64gb',
      'm3-max-64gb',
      '2x rtx-3090,ram=128gb',
      '2x a100-80gb',
      '8x h200',
      'rtx-4090 + rtx-3060-12gb,ram=64gb',
    ])
      for (const { placement, model } of (await ask(machine, {}, 20)).shortlist)
        for (const part of placement.devices)
          expect(part.usedBytes, `${model} on ${machine}`).toBeLessThanOrEqual(part.usableBytes)
  })

  it('gives an 8 GB laptop nothing above 8 GiB', async () => {
    for (const { memory } of (await ask('cpu,ram=8gb', {}, 20)).shortlist)
      expect(memory.totalBytes).toBeLessThan(8 * 2 ** 30)
  })
})

describe('requirements hold', () => {
  it('leaves CC-BY-NC models out of commercial use and names the licence', async () => {
    const answer = await ask('4x h100-80gb', { licenceUse: { commercial: true } }, 50)
    const commandR = answer.rejected.find(({ model }) => model === 'command-r-plus')
    expect(commandR?.binding).toBe('licence')
  })

  it('leaves Llama 3.1 8B out for Traditional Chinese, which its maker does not list', async () => {
    const answer = await ask('rtx-4090', { languages: ['zh-TW'], only: ['llama-3.1-8b'] })
    expect(answer.shortlist).toEqual([])
    expect(answer.rejected).toMatchObject([{ model: 'llama-3.1-8b', binding: 'language' }])
  })

  it('finds nothing for a context of ten million tokens on a laptop, and says of every model why', async () => {
    const answer = await ask('cpu,ram=16gb', { contextPerUser: 10_000_000 })
    expect(answer.shortlist).toEqual([])
    expect(recommend.exitCode?.(answer)).toBe(1)
    expect(answer.rejected.length).toBe(
      context.catalogue.entries.filter(({ status }) => status === 'open-weights').length,
    )
  })

  it('never proposes a decode speed below the one asked for', async () => {
    const answer = await ask('cpu,ram=32gb', { minDecodeTokensPerSecond: 12 }, 20)
    for (const { speed } of answer.shortlist)
      expect(speed?.decodeTokensPerSecond.estimate).toBeGreaterThanOrEqual(12)
  })
})

describe('the smallest change', () => {
  it('lets a model in whose context had to be shorter', async () => {
    const machine = 'rtx-3060-12gb'
    const needs = { contextPerUser: 131_072 }
    const answer = await ask(machine, needs)
    const refused = answer.rejected.filter(
      ({ smallestChange }) =>
        smallestChange.length === 1 && smallestChange[0]?.field === 'contextPerUser',
    )
    expect(refused.length).toBeGreaterThan(3)
    for (const { model, smallestChange } of refused.slice(0, 8)) {
      const to = Number(smallestChange[0]?.to)
      expect(ids(await ask(machine, { contextPerUser: to, only: [model] }))).toEqual([model])
    }
  })

  it('names as many cards as gpt-oss-120b needs and not one more', async () => {
    const needs = { only: ['gpt-oss-120b'] }
    const answer = await ask('rtx-3090', needs)
    const change = answer.rejected[0]?.smallestChange[0]
    expect(change).toMatchObject({ field: 'devices.rtx-3090.count', from: 1 })
    const count = Number(change?.to)
    expect(ids(await ask(`${count}x rtx-3090`, needs))).toEqual(['gpt-oss-120b'])
    expect(ids(await ask(`${count - 1}x rtx-3090`, needs))).toEqual([])
  })
})

it('gives the same answer twice', async () => {
  expect(await ask('rtx-4090,ram=64gb')).toEqual(await ask('rtx-4090,ram=64gb'))
})

it('orders tied groups inside the shortlist and lists every shortlisted model of the Pareto front', async () => {
  const answer = await ask('rtx-4090,ram=64gb', {}, 10)
  for (const group of answer.tied) for (const id of group) expect(ids(answer)).toContain(id)
  expect(answer.pareto.length).toBeGreaterThan(3)
})

it('sizes every open model whose shape is known without naming a quantization', async () => {
  const sized = context.catalogue.entries.filter((entry) => context.catalogue.architecture(entry))
  expect(sized.length).toBeGreaterThan(120)
  for (const { id } of sized) {
    const { totalBytes } = await size.run({ model: id, devices: '8x h200' }, context)
    expect(totalBytes, id).toBeGreaterThan(50e6)
  }
})
